"""The roster with what was last found about it, worst first: a line for each entry and group of patients."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from clinics.queries.names import find_named, names_shown
from clinics.queries.sites import day_at
from credentials.models import Site
from credentials.records.numbers import capitalise_number

PAGE = 100
AT_ONCE = 5_000  # lines of one statement, for whoever wants them all
UNDECIDED = "undecided"
CURRENT, COMING, OVER = STATES = ("current", "coming", "over")
OUTCOMES = (UNDECIDED, "refused", "undetermined", "conditional", "permitted")  # worst first; place = standing + 1
Place = tuple[int, int]  # in the list: a standing, and a watch
BEFORE_ALL: Place = (-2, 0)
_COLUMNS = """
SELECT standing, id, state, entry_key, "group", code, jurisdiction, practitioner_id, registry_number, role, starts_on,
    until_on, outcome, conditions, gaps, holds_until, next_change, decided_at, verification_id, cause
"""
# What may no longer be so, or is not so yet, counts as not decided: it is due, its last day passed, nobody watches it
# any more, or the person is yet to come.
# Watches are read first, by site: joined one by one, a planner that knows little of them yet walks through all of them
# for each entry.
_LINES = """
FROM (
    WITH watch AS MATERIALIZED (
        SELECT * FROM clinics_watch WHERE site_id = ANY(%(sites)s){watched}
    )
    SELECT w.id, w.entry_key, w."group", s.code, s.jurisdiction, w.practitioner_id,
        coalesce(root.registry_number, p.registry_number) AS registry_number,
        e.role, e.starts_on, e.until_on, w.outcome, w.conditions, w.gaps, w.holds_until, w.next_change, w.decided_at,
        w.verification_id, w.cause,
        CASE WHEN w.closed_at IS NOT NULL OR e.until_on <= there.day THEN 'over'
            WHEN e.starts_on > there.day THEN 'coming' ELSE 'current' END AS state,
        CASE WHEN w.rank IS NULL OR w.due_at <= %(at)s OR w.holds_until < there.day OR w.closed_at IS NOT NULL
            OR e.until_on <= there.day OR e.starts_on > there.day THEN -1 ELSE w.rank END AS standing
    FROM watch w
    JOIN clinics_rosterentry e ON e.key = w.entry_key AND e.superseded_at IS NULL AND w."group" = ANY(e.patient_groups)
    JOIN unnest(%(sites)s::bigint[], %(days)s::date[]) AS there (site_id, day) ON there.site_id = w.site_id
    JOIN credentials_site s ON s.id = w.site_id
    JOIN credentials_practitioner p ON p.id = w.practitioner_id
    LEFT JOIN credentials_practitioner root ON root.id = p.merged_into_id
    WHERE {conditions}
) line
"""
_PAGE = "AND (standing, id) > (%(standing)s, %(id)s) ORDER BY standing, id LIMIT %(limit)s"
_NUMBERED = "(p.registry_number LIKE %(number)s OR root.registry_number LIKE %(number)s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSearch:
    """Which lines; None leaves it open. With `starts` or `until` those whose days share one with [starts, until).

    Without them those that are not over. `q` is (the beginning of) a registry number, or words of a name.
    """

    site: str | None = None
    group: str | None = None
    outcome: str | None = None
    role: str | None = None
    due: bool | None = None
    starts: dt.date | None = None
    until: dt.date | None = None
    q: str | None = None
    entry_key: UUID | None = None

    @property
    def is_of_now(self) -> bool:
        """Whether what is over is left out."""
        return self.starts is None and self.until is None and self.entry_key is None


class Line(NamedTuple):
    """An entry for one group. `standing` -1: nothing is known that can be relied on now.

    `state` is current, coming (not decided before it begins) or over. `name` is null where the organisation may not see
    it.
    """

    standing: int
    id: int
    state: str
    entry_key: UUID
    group: str
    site_code: str
    jurisdiction: str
    practitioner_id: int
    registry_number: str
    role: str
    starts_on: dt.date
    until_on: dt.date | None
    outcome: str | None
    conditions: list[str]
    gaps: list[str]
    holds_until: dt.date | None
    next_change: str | None  # as JSON
    decided_at: dt.datetime | None
    verification_id: UUID | None
    cause: str
    name: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether what was found last can be relied on now."""
        return self.standing >= 0

    @property
    def is_due(self) -> bool:
        """Whether it waits to be decided."""
        return self.standing < 0 and self.state == CURRENT

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return self.standing, self.id


def list_lines(
    search: RosterSearch,
    *,
    organisation_id: int,
    at: dt.datetime,
    after: Place = BEFORE_ALL,
    limit: int = PAGE,
) -> tuple[list[Line], Place | None]:
    """So many lines after a place, worst first, and the place after which the next begin (None: there are none)."""
    statement, parameters = _build(search, organisation_id, at)
    parameters |= {"standing": after[0], "id": after[1], "limit": limit + 1}
    statement = f"{_COLUMNS} {statement} {_PAGE}"
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = [Line(*row) for row in cursor.fetchall()]
    page = found[:limit]
    names = names_shown(practitioner_ids={one.practitioner_id for one in page}, organisation_id=organisation_id)
    lines = [one._replace(name=names[one.practitioner_id]) if one.practitioner_id in names else one for one in page]
    return lines, page[-1].place if len(found) > limit else None


def all_lines(search: RosterSearch, *, organisation_id: int, at: dt.datetime) -> Iterator[Line]:
    """Every line, worst first, read some thousand at a time; what becomes due after `at` stays where it was."""
    after: Place | None = BEFORE_ALL
    while after is not None:
        lines, after = list_lines(search, organisation_id=organisation_id, at=at, after=after, limit=AT_ONCE)
        yield from lines


def lines_of_entry(entry_key: UUID, *, organisation_id: int, at: dt.datetime) -> list[Line]:
    """The lines of one entry by group, those that are over too."""
    lines, _ = list_lines(RosterSearch(entry_key=entry_key), organisation_id=organisation_id, at=at)
    return sorted(lines, key=lambda one: one.group)


def _build(search: RosterSearch, organisation_id: int, at: dt.datetime) -> tuple[str, dict[str, Any]]:
    """The statement without its columns, to which more conditions on `line` can be added, and its parameters."""
    sites = Site.objects.filter(organisation=organisation_id)
    if search.site is not None:
        sites = sites.filter(code=capitalise_number(search.site))
    days = {one.pk: day_at(one, at) for one in sites}
    parameters: dict[str, Any] = {"at": at, "sites": list(days), "days": list(days.values())}
    told = [(condition, given) for condition, given in _conditions(search, organisation_id) if given is not None]
    for _, given in told:
        parameters |= given
    inner = " AND ".join(condition for condition, _ in told) or "true"
    statement = _LINES.format(conditions=inner, watched=_watched(search)) + " WHERE true"
    if search.outcome is not None:
        statement += " AND standing = %(outcome)s"
        parameters["outcome"] = OUTCOMES.index(search.outcome) - 1
    if search.due is not None:
        statement += f" AND {'' if search.due else 'NOT '}(standing < 0 AND state = '{CURRENT}')"
    return statement, parameters


def _watched(search: RosterSearch) -> str:
    """What watches must be like to be read at all."""
    if search.entry_key is not None:
        return " AND entry_key = %(key)s"
    return " AND closed_at IS NULL" if search.is_of_now else ""


def _conditions(search: RosterSearch, organisation_id: int) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Conditions with their parameters; None instead of parameters leaves the condition out."""

    def given(**named: Any) -> dict[str, Any] | None:
        return None if None in named.values() else named

    yield "(e.until_on IS NULL OR e.until_on > there.day)", {} if search.is_of_now else None
    yield "e.key = %(key)s", given(key=search.entry_key)
    yield "(e.until_on IS NULL OR e.until_on > %(starts)s)", given(starts=search.starts)
    yield "e.starts_on < %(until)s", given(until=search.until)
    yield 'w."group" = %(group)s', given(group=search.group)
    yield "lower(e.role) = lower(%(role)s)", given(role=search.role)
    if search.q is not None and (number := capitalise_number(search.q.strip())).startswith("FN-"):
        yield _NUMBERED, {"number": number.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"}
    elif search.q is not None:
        named = find_named(organisation_id=organisation_id, words=search.q)
        yield "w.practitioner_id = ANY(%(named)s)", {"named": named}
