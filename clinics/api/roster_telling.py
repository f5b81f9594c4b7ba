"""The roster as JSON and as rows of a table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from clinics.models import RosterCheck, RosterEntry
from clinics.queries.entries import EntryHistory
from clinics.queries.roster import Line

PERMITTED = "permitted"
COLUMNS = (
    "entry", "site", "jurisdiction", "registry_number", "name", "role", "group", "starts_on", "until_on", "state",
    "outcome", "may_perform", "conditions", "gaps", "holds_until", "changes_on", "changes_to", "due", "last_known",
    "as_of", "verification",
)  # fmt: skip


def tell_line(line: Line) -> dict[str, Any]:
    """What is found about an entry for a group. While it is due, what was found before stands apart: it is no yes."""
    is_known = line.is_known
    return {
        "entry": line.entry_key,
        "site": line.site_code,
        "jurisdiction": line.jurisdiction,
        "practitioner": {"registry_number": line.registry_number, "name": line.name},
        "role": line.role,
        "group": line.group,
        "starts_on": line.starts_on,
        "until_on": line.until_on,
        "state": line.state,
        "outcome": line.outcome if is_known else None,
        "may_perform": is_known and line.outcome == PERMITTED,
        "conditions": line.conditions if is_known else [],
        "gaps": line.gaps if is_known else [],
        "holds_until": line.holds_until if is_known else None,
        "next_change": orjson.Fragment(line.next_change) if is_known and line.next_change else None,
        "due": line.is_due,
        "because": line.cause if line.is_due else None,
        "last_known": _tell_last_known(line) if not is_known and line.decided_at is not None else None,
        "as_of": line.decided_at,
        "verification": line.verification_id,
    }


def tell_rows(lines: Iterable[Line]) -> Iterator[Sequence[str]]:
    """The same as rows of a table under a header; several codes in a cell are parted by blanks."""
    yield COLUMNS
    for line in lines:
        yield (*_cells_of_entry(line), *(_cells_of_answer(line) if line.is_known else _cells_without(line)))


def _cells_of_entry(line: Line) -> tuple[str, ...]:
    who = (str(line.entry_key), line.site_code, line.jurisdiction, line.registry_number, line.name or "")
    return (*who, line.role, line.group, line.starts_on.isoformat(), _told(line.until_on), line.state)


def _cells_of_answer(line: Line) -> tuple[str, ...]:
    change = orjson.loads(line.next_change) if line.next_change else {"on": "", "outcome": ""}
    outcome = line.outcome or ""
    may_perform = "true" if outcome == PERMITTED else "false"
    codes = (" ".join(line.conditions), " ".join(line.gaps), _told(line.holds_until))
    until = (*codes, change["on"], change["outcome"])
    return (outcome, may_perform, *until, "false", "", _told(line.decided_at), str(line.verification_id))


def _cells_without(line: Line) -> tuple[str, ...]:
    """Of a line about which nothing is known that can be relied on: what was found last stands apart."""
    found = (line.outcome or "", line.decided_at.isoformat()) if line.decided_at else ("", "")
    due = "true" if line.is_due else "false"
    return ("", "false", "", "", "", "", "", due, *found, str(line.verification_id or "") if line.decided_at else "")


def tell_entry(
    history: EntryHistory, lines: Iterable[Line], same_person: Iterable[Any], name: str | None
) -> dict[str, Any]:
    """An entry with its decisions and all that was ever said of it."""
    last = history.last
    person = last.practitioner.merged_into or last.practitioner
    return {
        "key": last.key,
        "site": last.site.code,
        "practitioner": {"registry_number": person.registry_number, "name": name},
        "role": last.role,
        "patient_groups": last.patient_groups,
        "starts_on": last.starts_on,
        "until_on": last.until_on,
        "taken_back": history.is_taken_back,
        "same_person": list(same_person),
        "decisions": [tell_line(line) for line in lines],
        "versions": [_tell_version(one) for one in history.versions],
    }


def tell_check(check: RosterCheck) -> dict[str, Any]:
    """One look at an entry."""
    return {
        "group": check.group,
        "outcome": check.verification.outcome,
        "because": check.cause,
        "decided_at": check.decided_at,
        "verification": check.verification_id,
    }


def _tell_last_known(line: Line) -> dict[str, Any]:
    return {"outcome": line.outcome, "conditions": line.conditions, "gaps": line.gaps}


def _tell_version(entry: RosterEntry) -> dict[str, Any]:
    return {
        "role": entry.role,
        "patient_groups": entry.patient_groups,
        "starts_on": entry.starts_on,
        "until_on": entry.until_on,
        "recorded_at": entry.recorded_at,
        "superseded_at": entry.superseded_at,
        "superseded_because": entry.superseded_because,
    }


def _told(value: Any) -> str:
    return "" if value is None else value.isoformat()
