"""What is on file about learners, as ladders ask about it: read set-based, for one enrolment or thousands."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from courses.ladders.record import Attended, Earned, LearnerRecord, Passed, SupervisedCases, Tried
from courses.models import Programme
from courses.queries.awards import AwardRow, read_awards
from credentials.facts import facts_of
from credentials.models import Practitioner
from credentials.queries.evidence import read_evidence
from credentials.questions import Reference
from rulebook.facts import Facts

# An enrolment and those that it continues within its programme: what was done there counts here.
_CHAIN = """
WITH RECURSIVE chain AS (
    SELECT id AS wanted, id, continues_id, programme_id FROM courses_enrolment WHERE id = ANY(%(ids)s)
    UNION ALL
    SELECT c.wanted, e.id, e.continues_id, e.programme_id FROM chain c
    JOIN courses_enrolment e ON e.id = c.continues_id AND e.programme_id = c.programme_id
)
"""
_ENROLMENTS = f"""{_CHAIN}
SELECT c.wanted, e.profession, first.enrolled_on, g.provider_id, g.code, coalesce(p.merged_into_id, p.id)
FROM chain c JOIN courses_enrolment first ON first.id = c.id JOIN courses_enrolment e ON e.id = c.wanted
JOIN courses_programme g ON g.id = e.programme_id JOIN credentials_practitioner p ON p.id = e.practitioner_id
WHERE c.continues_id IS NULL OR NOT EXISTS (
    SELECT FROM courses_enrolment o WHERE o.id = c.continues_id AND o.programme_id = c.programme_id)
"""  # noqa: S608 (names of our own)
_ATTENDED = f"""{_CHAIN}
SELECT c.wanted, s.level_code, a.component, a."on", a.hundredths
FROM chain c JOIN courses_seat t ON t.enrolment_id = c.id JOIN courses_session s ON s.id = t.session_id
JOIN courses_attendance a ON a.seat_id = t.id AND a.superseded_at IS NULL
ORDER BY a."on", a.id
"""  # noqa: S608 (names of our own)
_SUPERVISED = f"""{_CHAIN}
SELECT c.wanted, s.level_code, s."on", s.cases, s.hundredths, s.signed, s.patient_groups::text
FROM chain c JOIN courses_supervisedsession s ON s.enrolment_id = c.id
ORDER BY s."on", s.id
"""  # noqa: S608 (names of our own)
_TRIED = f"""{_CHAIN}
SELECT c.wanted, t.examination, t.form, t.sat_on, r.id, r.passed, r.released_at IS NOT NULL
FROM chain c JOIN courses_attempt t ON t.enrolment_id = c.id
LEFT JOIN courses_result r ON r.attempt_id = t.id AND r.superseded_at IS NULL
ORDER BY t.sat_on, t.id
"""  # noqa: S608 (names of our own)


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whose enrolment it is, under which programme; `enrolled_on` is the day of the first that it continues."""

    profession: str
    enrolled_on: dt.date
    provider_id: int
    programme_code: str
    practitioner_id: int


def read_records(*, enrolment_ids: Collection[int], on: dt.date) -> dict[int, LearnerRecord]:
    """The record of each enrolment as known now; `on` is the day for which awards tell how they stand.

    What was done under enrolments that it continues counts too. Merged practitioners are one learner: the registry's
    facts and the awards are those of the surviving record. Unknown ids are left out.
    """
    whose = {row[0]: _Whose(*row[1:]) for row in _fetch(_ENROLMENTS, enrolment_ids)}
    facts = read_facts({one.practitioner_id for one in whose.values()})
    awards = read_awards(practitioner_ids={one.practitioner_id for one in whose.values()})
    attended, supervised = _read_attended(enrolment_ids), _read_supervised(enrolment_ids)
    tried = _group(_fetch(_TRIED, enrolment_ids))
    return {
        enrolment_id: LearnerRecord(
            profession=one.profession,
            enrolled_on=one.enrolled_on,
            provider_id=one.provider_id,
            programme_code=one.programme_code,
            attended=attended.get(enrolment_id, ()),
            supervised=supervised.get(enrolment_id, ()),
            passed=_list_passed(tried[enrolment_id]),
            tried=tuple(
                Tried(code, form, day, passed, bool(out)) for code, form, day, _, passed, out in tried[enrolment_id]
            ),
            earned=list_earned(awards[one.practitioner_id], on=on),
            **_from_registry(facts.get(one.practitioner_id, Facts())),
        )
        for enrolment_id, one in whose.items()
    }


def read_newcomer(*, practitioner: Practitioner, programme: Programme, profession: str, on: dt.date) -> LearnerRecord:
    """The record of somebody who is not enrolled: the registry's facts and what was earned before."""
    root = practitioner.merged_into_id or practitioner.pk
    return LearnerRecord(
        profession=profession,
        provider_id=programme.provider_id,
        programme_code=programme.code,
        earned=list_earned(read_awards(practitioner_ids=[root])[root], on=on),
        **_from_registry(read_facts([root]).get(root, Facts())),
    )


def read_facts(practitioner_ids: Collection[int]) -> dict[int, Facts]:
    """What the registry holds about surviving records, by their ids."""
    people = Practitioner.objects.filter(pk__in=practitioner_ids).values_list("pk", "registry_number")
    numbers = dict(people)
    references = [Reference("registry_number", number) for number in numbers.values()]
    found = read_evidence(references, known_at=None).records if references else {}
    return {pk: facts_of(found[place][0]) for place, pk in enumerate(numbers) if found.get(place)}


def list_earned(awards: Iterable[AwardRow], *, on: dt.date) -> tuple[Earned, ...]:
    """Awards as ladders ask about them; one whose grounds fell away is left out."""
    return tuple(
        Earned(one.programme_code, one.provider_id, one.level_code, one.awarded_on, one.expires_on, one.status_on(on))
        for one in awards
        if not one.is_withdrawn
    )


def _from_registry(facts: Facts) -> dict[str, Any]:
    return {"licences": facts.licences, "education": facts.education, "certifications": facts.certifications}


def _list_passed(rows: Iterable[tuple[Any, ...]]) -> tuple[Passed, ...]:
    return tuple(Passed(code, form, day, result) for code, form, day, result, passed, out in rows if passed and out)


def _list_tried(rows: Iterable[tuple[Any, ...]]) -> tuple[Tried, ...]:
    return tuple(Tried(code, form, day, passed, bool(out)) for code, form, day, _, passed, out in rows)


def _read_attended(enrolment_ids: Collection[int]) -> dict[int, tuple[Attended, ...]]:
    rows = _group(_fetch(_ATTENDED, enrolment_ids))
    return {enrolment_id: tuple(Attended(*row) for row in found) for enrolment_id, found in rows.items()}


def _read_supervised(enrolment_ids: Collection[int]) -> dict[int, tuple[SupervisedCases, ...]]:
    rows = _group(_fetch(_SUPERVISED, enrolment_ids))
    return {
        enrolment_id: tuple(SupervisedCases(*[*row[:-1], tuple(orjson.loads(row[-1]))]) for row in found)
        for enrolment_id, found in rows.items()
    }


def _fetch(statement: str, enrolment_ids: Collection[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": list(enrolment_ids)})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _group(rows: Iterable[tuple[Any, ...]]) -> Mapping[int, list[tuple[Any, ...]]]:
    """Rows by what stands in their first column."""
    groups: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *rest in rows:
        groups[first].append(tuple(rest))
    return groups
