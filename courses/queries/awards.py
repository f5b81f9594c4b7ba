"""Awards as they stand: their terms, what became of them, and how that is told to the registry."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import orjson
from django.db import connection

ACTIVE, SUSPENDED, REVOKED, REINSTATED = "active", "suspended", "revoked", "reinstated"
WITHDRAWN, RESTORED = "withdrawn", "restored"
DECIDED = (SUSPENDED, REVOKED, REINSTATED)

_AWARDS = """
SELECT coalesce(p.merged_into_id, p.id), p.id, a.id, a.number, a.issuer, a.renews_id, a.enrolment_id, e.version_id,
    g.provider_id, g.code, l.code, t.id, t.awarded_on, t.expires_on, t.told::text, t.grounds::text,
    coalesce((SELECT jsonb_agg(jsonb_build_array(s.status, s.starts_on) ORDER BY s.id)
        FROM courses_awardstatus s WHERE s.award_id = a.id), '[]')::text
FROM courses_award a JOIN courses_awardterm t ON t.award_id = a.id AND t.superseded_at IS NULL
JOIN courses_enrolment e ON e.id = a.enrolment_id JOIN courses_programme g ON g.id = e.programme_id
JOIN courses_level l ON l.id = a.level_id JOIN credentials_practitioner p ON p.id = e.practitioner_id
WHERE {which}
ORDER BY a.id
"""
_OF_LEARNERS = """e.practitioner_id IN (SELECT id FROM credentials_practitioner
    WHERE id = ANY(%(ids)s) OR merged_into_id = ANY(%(ids)s))"""

Span = tuple[str, dt.date, dt.date | None]  # status, from, until (the first day on which it no longer holds)


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award with its term. `statuses` are (status, from) in the order of recording.

    `practitioner_id` is the surviving record, `earned_by` the one that was enrolled.
    """

    practitioner_id: int
    earned_by: int
    id: int
    number: str
    issuer: str
    renews_id: int | None
    enrolment_id: int
    version_id: int
    provider_id: int
    programme_code: str
    level_code: str
    term_id: int
    awarded_on: dt.date
    expires_on: dt.date | None
    told: Mapping[str, list[dict[str, Any]]]
    grounds: Mapping[str, Any]
    statuses: tuple[tuple[str, dt.date], ...]

    @property
    def is_withdrawn(self) -> bool:
        """Whether a correction took its grounds away."""
        words = [status for status, _ in self.statuses if status in (WITHDRAWN, RESTORED)]
        return bool(words) and words[-1] == WITHDRAWN

    @property
    def spans(self) -> tuple[Span, ...]:
        """What somebody decided, as spans of days that do not overlap: what was recorded later overwrites from its day.

        A withdrawn award was never good.
        """
        if self.is_withdrawn:
            return ((REVOKED, self.awarded_on, None),)
        return draw_spans([one for one in self.statuses if one[0] in DECIDED], since=self.awarded_on)

    def status_on(self, day: dt.date) -> str:
        """`active`, `suspended` or `revoked` on the day; an expired one is told by its last day alone."""
        for status, starts, until in self.spans:
            if starts <= day and (until is None or day < until):
                return status
        return ACTIVE


def draw_spans(statuses: Collection[tuple[str, dt.date]], *, since: dt.date) -> tuple[Span, ...]:
    """Spans of suspension and revocation from statuses in the order of recording, none before `since`."""
    turns: dict[dt.date, str] = {}
    for status, starts in statuses:
        first = max(starts, since)
        turns = {day: held for day, held in turns.items() if day < first} | {first: status}
    days = sorted(turns)
    drawn = zip_longest(days, days[1:])  # the last one is open
    return tuple((turns[day], day, end) for day, end in drawn if turns[day] != REINSTATED)


def read_awards(*, practitioner_ids: Collection[int]) -> Mapping[int, list[AwardRow]]:
    """All awards of learners, by the id of the surviving record, under whichever number they were enrolled."""
    return _group(_fetch(_OF_LEARNERS, {"ids": list(practitioner_ids)}))


def read_awards_of(*, enrolment_ids: Collection[int]) -> list[AwardRow]:
    """The awards of these enrolments."""
    return _fetch("a.enrolment_id = ANY(%(ids)s)", {"ids": list(enrolment_ids)})


def read_award(award_id: int) -> AwardRow | None:
    """One award."""
    found = _fetch("a.id = %(id)s", {"id": award_id})
    return found[0] if found else None


def _fetch(which: str, parameters: dict[str, Any]) -> list[AwardRow]:
    with connection.cursor() as cursor:
        cursor.execute(_AWARDS.format(which=which), parameters)
        return [_read_row(row) for row in cursor.fetchall()]


def _read_row(row: tuple[Any, ...]) -> AwardRow:
    *values, told, grounds, statuses = row
    days = tuple((status, dt.date.fromisoformat(day)) for status, day in orjson.loads(statuses))
    return AwardRow(*[*values, orjson.loads(told), orjson.loads(grounds), days])


def _group(rows: list[AwardRow]) -> Mapping[int, list[AwardRow]]:
    groups: dict[int, list[AwardRow]] = defaultdict(list)
    for row in rows:
        groups[row.practitioner_id].append(row)
    return groups
