"""Checks the heads of the audit chain: signatures, links, and that no day is missing."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from credentials.models import AuditBlock, AuditHead
from credentials.signing.heads import CLAIMS, FORM, digest_head, root_of_sections
from credentials.signing.tokens import AUDIT_HEAD, examine

_ONE_DAY = dt.timedelta(days=1)
Keys = Mapping[str, Mapping[str, Any]]


class Alarm(NamedTuple):
    """Something that no genuine use does. `day` is the day of the head that it is found under, null for none."""

    day: dt.date | None
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.day or 'not yet under a head'}: {self.where}: {self.what}"


class Expected(NamedTuple):
    """What a head says of a section on a day."""

    rows: int
    root: str


def read_heads(start: dt.date | None) -> list[AuditHead]:
    """The heads in order, from a day on."""
    heads = AuditHead.objects.order_by("day")
    return list(heads.filter(day__gte=start) if start else heads)


def check_heads(heads: list[AuditHead], keys: Keys) -> Iterator[Alarm]:
    """What is wrong with the heads themselves. The first given is taken to follow whatever it says it follows."""
    before = AuditHead.objects.filter(day__lt=heads[0].day).order_by("-day").first() if heads else None
    for head in heads:
        yield from _check_head(head, before, keys)
        before = head
    days = {head.day for head in heads}
    strays = AuditBlock.objects.exclude(day__in=AuditHead.objects.values("day")).values_list("day", flat=True)
    for day in sorted(set(strays) - days):
        yield Alarm(day, "head", "there are rows under a head of this day, and no head: it was removed")


def _check_head(head: AuditHead, before: AuditHead | None, keys: Keys) -> Iterator[Alarm]:
    examined = examine(head.head, keys, typ=AUDIT_HEAD)
    for fault in examined.faults:
        yield Alarm(head.day, "head", fault)
    told = examined.payload
    if told.keys() != CLAIMS or told["form"] != FORM:
        yield Alarm(head.day, "head", "it is no head that this program makes")
        return
    if told["day"] != head.day.isoformat():
        yield Alarm(head.day, "head", f"it was made for {told['day']!r:.20}")
    if bytes(head.digest) != digest_head(head.head):
        yield Alarm(head.day, "head", "its digest does not fit")
    if told["previous"] != (digest_head(before.head).hex() if before else None):
        yield Alarm(head.day, "head", "it does not follow the head before it: one was changed, removed or put between")
    if before and head.day != before.day + _ONE_DAY:
        yield Alarm(head.day, "head", f"the day after {before.day} has no head")
    if told["root"] != root_of_sections(told["sections"]):
        yield Alarm(head.day, "head", "its root is not that of its sections")


def expected_of(heads: list[AuditHead]) -> dict[str, dict[dt.date, Expected]]:
    """What the heads say of each section, by day. A head that cannot be read says nothing; `check_heads` tells it."""
    expected: dict[str, dict[dt.date, Expected]] = {}
    for head in heads:
        sections = examine(head.head, {}, typ=AUDIT_HEAD).payload.get("sections")
        for name, told in sections.items() if isinstance(sections, dict) else ():
            expected.setdefault(name, {})[head.day] = Expected(int(told["rows"]), str(told["root"]))
    return expected


def compare_kept(heads: list[AuditHead], kept: list[str], keys: Keys) -> Iterator[Alarm]:
    """What heads that were kept elsewhere say otherwise: the chain was cut, or made anew."""
    held = {head.day.isoformat(): head.head for head in heads}
    for one in kept:
        examined = examine(one, keys, typ=AUDIT_HEAD)
        day = str(examined.payload.get("day"))[:20]
        for fault in examined.faults:
            yield Alarm(None, f"the head kept of {day}", fault)
        if day not in held:
            yield Alarm(None, f"the head kept of {day}", "the chain has no head of this day any more")
        elif held[day] != one:
            yield Alarm(None, f"the head kept of {day}", "the chain has another head of this day: it was made anew")


def list_heads(*, after: dt.date | None, limit: int) -> list[tuple[dt.date, str]]:
    """Days and their heads in order, from beyond a day on."""
    heads = AuditHead.objects.order_by("day").values_list("day", "head")
    return list((heads.filter(day__gt=after) if after else heads)[:limit])
