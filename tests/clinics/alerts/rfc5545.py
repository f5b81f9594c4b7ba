"""Looks at a calendar's bytes line by line, as RFC 5545 has it, with nothing of the library that wrote them."""

import re

_LINE = re.compile(r"(?P<name>[A-Z][A-Z0-9-]*)(?P<parameters>(;[A-Z-]+=[^;:\",]+)*):(?P<value>.*)")
_ONCE = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "DESCRIPTION", "LOCATION", "URL"}


def read_lines(body):
    """The unfolded lines: every physical one ends in CRLF and has at most 75 octets of whole characters."""
    assert body.endswith(b"\r\n")
    physical = body[:-2].split(b"\r\n")
    for line in physical:
        assert b"\n" not in line
        assert b"\r" not in line
        assert len(line) <= 75
        line.decode("utf-8")
    return re.sub(r"\r\n[ \t]", "", body.decode("utf-8")).removesuffix("\r\n").split("\r\n")


def read_events(body):
    """The events as {name: value}, `ALARMS` being the triggers; asserts what every one of them must have."""
    stack, events = [], []
    for line in read_lines(body):
        told = _LINE.fullmatch(line)
        assert told, line
        name, value = told["name"], told["value"]
        if name == "BEGIN":
            stack.append(value)
            if value == "VEVENT":
                events.append({"ALARMS": []})
        elif name == "END":
            assert stack.pop() == value
        elif stack[-1] == "VEVENT":
            assert name not in events[-1]
            events[-1][name] = unescape(value)
            if name == "DTSTART":
                assert told["parameters"] == ";VALUE=DATE"
                assert re.fullmatch(r"[0-9]{8}", value)
        elif stack[-1] == "VALARM" and name == "TRIGGER":
            events[-1]["ALARMS"].append(value)
    assert stack == []
    for event in events:
        assert event.keys() >= _ONCE
        assert re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", event["DTSTAMP"])
    assert len({event["UID"] for event in events}) == len(events)
    return events


def unescape(value):
    """Section 3.3.11."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
