"""From findings to sentences that a receptionist understands.

`message_of` gives an id and parameters, for whoever renders in another language; `say` renders one finding in
English, `summarise` a whole answer in a line. The law's own text stays in its language.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from rulebook.findings import Finding
from rulebook.messages import FRAMES, GROUPS, MEASURES, PHRASES, SENTENCES, STANDINGS
from rulebook.phrases import fill, name_professions, tell_as_profession
from rulebook.status import Status

NameOf = Callable[[str], str]
_WORDS = {"licence": "licence", "privilege": "compact privilege"}
_TELLS_LAW = ("law_prohibits", "law_silent", "law_unread", "law_permits", "unread")


def message_of(finding: Finding) -> tuple[str, dict[str, Any]]:
    """The id of the finding's message and what it is filled with. Days and codes of places are told as they are."""
    told: dict[str, Any] = dict(finding.words)
    told.update(required=finding.required, held=finding.held, law_says=finding.law_says)
    return _message_id(finding, told), told


def _message_id(finding: Finding, told: Mapping[str, Any]) -> str:
    code = finding.code
    if code.startswith("patient_age_at_least_"):
        return "patient_age_at_least"
    if code.endswith("_restriction_reviewed") and finding.status is Status.CONDITION:
        return code
    standing = standing_of(code)
    if standing is not None:
        return f"standing.{standing}"
    message = code + "".join(_variants(finding, told))
    if message in SENTENCES or message in MEASURES or message in PHRASES:
        return f"{message}.enough" if _is_enough(finding, message) else message
    return "attestation.says"


def _is_enough(finding: Finding, message: str) -> bool:
    return finding.status is Status.MET and (f"{message}.enough" in MEASURES or f"{message}.enough" in SENTENCES)


def _variants(finding: Finding, told: Mapping[str, Any]) -> list[str]:
    """The suffixes of a message that has more than one form."""
    match finding.code:
        case "patient_age":
            group = "adult" if finding.status is Status.MET else "child"
            return [f".{group}"] if finding.held is None else []
        case "certification":
            asked = (("group", told.get("patient_group")), ("level", told.get("level")))
            return [f".{name}" for name, value in asked if value]
        case "years_licensed":
            return [".in_jurisdiction"] if told.get("in_jurisdiction") else []
        case "board_authorization":
            return [".title"] if finding.required is not None else []
    # A law file's own words say more than ours.
    return [".says"] if finding.law_says and finding.layer != "licence" and finding.code in PHRASES else []


def standing_of(code: str) -> str | None:
    """What a standing's code says of the licence or privilege, or None when it is no such code."""
    for word in _WORDS:
        rest = code.removeprefix(f"{word}_")
        if rest != code and rest in STANDINGS:
            return rest
    return None


def say(finding: Finding, name_of: NameOf = str) -> str:
    """The finding as a full sentence. `name_of` gives the name of a place; without it codes are told."""
    message, _ = message_of(finding)
    matter = tell_matter(finding, name_of)
    if message in PHRASES:
        matter = FRAMES[_frame(finding)].format(matter=matter)
    if finding.code in _TELLS_LAW and finding.law_says:
        matter = f"{matter}: {finding.law_says}"
    return matter if matter.endswith(".") else f"{matter}."


def _frame(finding: Finding) -> str:
    if finding.status is Status.MET:
        return "on_record" if finding.evidence else "confirmed"
    return "to_confirm" if finding.status is Status.CONDITION else "missing"


def tell_matter(finding: Finding, name_of: NameOf = str, *, is_brief: bool = False) -> str:
    """What the finding is about, without a frame, a full stop or the law's own text."""
    message, told = message_of(finding)
    words = {**told, **_places_and_days(finding, told, name_of)}
    if message.startswith("standing."):
        return STANDINGS[message.removeprefix("standing.")].format_map(words)
    if message in MEASURES:
        return fill(MEASURES[message], finding, words, is_brief=is_brief)
    return (SENTENCES.get(message) or PHRASES[message]).format_map(words).rstrip(".")


def _places_and_days(finding: Finding, told: Mapping[str, Any], name_of: NameOf) -> dict[str, str]:
    """Codes of places as names, days as people write them, professions as words."""
    code, profession = told.get("place") or "", told.get("profession") or ""
    group = finding.required if told.get("patient_group") else None
    return {
        "place": name_of(code) if code else "",
        "word": _WORDS["privilege" if finding.code.startswith("privilege") else "licence"],
        "as_profession": tell_as_profession(profession, code),
        "professions": name_professions(profession, code, plural=True),
        "group": GROUPS.get(str(group), ""),
        "law_says": finding.law_says or finding.code.replace("_", " "),
        "until": f" until {tell_day(told['until'])}" if told.get("until") else "",
        "expires_on": tell_day(told.get("expires_on")),
        "issued_on": tell_day(told.get("issued_on")),
    }


def tell_day(day: str | None) -> str:
    """A day as people write it: 31 May 2026. Empty for none."""
    return "" if day is None else f"{(read := dt.date.fromisoformat(day)).day} {read:%B %Y}"
