"""Lists inside items: spans of statuses and restrictions, parts of a course's hours."""

from typing import Any

from credentials.records.faults import Fault, RefusedValue
from credentials.records.objects import Field, read_object
from credentials.records.values import Reader, choice_reader, list_reader, optional, read_day, read_hours
from rulebook.facts import RESTRICTIONS, STATUSES

Span = tuple[str, str, str | None]  # kind, from, until: half-open, null is open

STATUS_PARTS = ("status", "from", "until")
RESTRICTION_PARTS = ("kind", "from", "until")
HOUR_PARTS = ("hundredths", "part", "delivery", "subject")


def spans_reader(word: str, kinds: tuple[str, ...], *, may_overlap: bool) -> Reader:
    """Spans [{word, from, until}] in the order told; equal ones count once."""
    fields = (
        Field(word, choice_reader(kinds)),
        Field("from", read_day),
        Field("until", optional(read_day), None),
    )

    def read_span(value: Any) -> Span:
        kind, starts, until = read_object(value, fields)
        if until is not None and until <= starts:
            raise RefusedValue([Fault("/until", "reversed", f"{until} is not after {starts}")])
        return kind, starts, until

    read_list = list_reader(read_span)

    def read_spans(value: Any) -> tuple[Span, ...]:
        spans: tuple[Span, ...] = read_list(value)
        if len(spans) > 1 and not may_overlap:
            refuse_overlaps(spans)
        return tuple(dict.fromkeys(spans))

    return read_spans


def refuse_overlaps(spans: tuple[Span, ...]) -> None:
    """Raise a fault at each span that begins while another, begun before it, still holds."""
    faults = []
    first_place: dict[Span, int] = {}
    for place, span in enumerate(spans):
        first_place.setdefault(span, place)
    latest_end: str | None = ""
    for span in sorted(first_place, key=lambda span: (span[1], span[2] or "~")):
        if latest_end is None or span[1] < latest_end:
            faults.append(Fault(f"/{first_place[span]}", "overlap", f"begins while another holds, on {span[1]}"))
        if latest_end is not None:
            latest_end = None if span[2] is None else max(latest_end, span[2])
    if faults:
        raise RefusedValue(sorted(faults, key=lambda fault: int(fault.pointer[1:])))


def hours_reader() -> Reader:
    """Parts of a course's hours [{hours, part, delivery, subject}], hours in hundredths."""
    fields = (
        Field("hours", read_hours),
        Field("part", choice_reader(("didactic", "practical"))),
        Field("delivery", choice_reader(("in_person", "live_online", "online"))),
        Field("subject", choice_reader(("dry_needling", "foundation"))),
    )
    return list_reader(lambda value: read_object(value, fields))


read_statuses = spans_reader("status", STATUSES, may_overlap=False)
read_restrictions = spans_reader("kind", RESTRICTIONS, may_overlap=True)
