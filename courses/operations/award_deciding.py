"""What must change so that every completed level is awarded, and none that is not: worked out, nothing written yet."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from courses.ladders.achieved import achieve
from courses.ladders.judging import judge_level
from courses.ladders.record import IN_FORCE, LearnerRecord
from courses.ladders.renewing import Held, judge_done
from courses.ladders.shapes import Ladder, Level
from courses.ladders.timelines import MET
from courses.models import Enrolment
from courses.operations.award_items import Term, term_of
from courses.queries.award_enrolments import read_continued
from courses.queries.awards import AwardRow, read_awards
from courses.queries.compiled import ladders_of
from courses.queries.learner_records import list_earned, read_records

GIVEN, WITHDRAWN, RESTORED, MOVED = "given", "withdrawn", "restored", "moved"
_TAKEN, _GIVEN_BACK = "a correction took its grounds away", "a correction gave its grounds back"


@dataclass(frozen=True, slots=True)
class Change:
    """One level of one enrolment whose award must change. `term` is None where the grounds fell away.

    `award` is None where there was none. `moved` is the same award from another day or on other grounds.
    """

    kind: str
    enrolment: Enrolment
    level: Level
    award: AwardRow | None
    term: Term | None
    because: str

    @property
    def moves(self) -> bool:
        """Whether a term that stands must make way for another."""
        return self.award is not None and self.term is not None and self.term != term_held(self.award)


def decide_awards(enrolments: Sequence[Enrolment], *, on: dt.date) -> list[Change]:
    """The changes that these enrolments need by what is known now; none where everything stands as it should.

    An award once given rests on what was attended, passed and supervised, not on how other awards stand today: when a
    provider suspends the first level, the second, earned before, stays. A new one is given only by what is in force.
    """
    ids = [one.pk for one in enrolments]
    records = read_records(enrolment_ids=ids, on=on)
    awards = read_awards(practitioner_ids={e.practitioner.merged_into_id or e.practitioner_id for e in enrolments})
    ladders = ladders_of({one.version_id for one in enrolments})
    continued = read_continued(ids)
    rows = [row for of_learner in awards.values() for row in of_learner if not row.is_withdrawn]
    held: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        held[row.enrolment_id].add(row.level_code)
    changes: list[Change] = []
    for one in sorted(enrolments, key=lambda one: one.pk):  # those that it continues come first
        root = one.practitioner.merged_into_id or one.practitioner_id
        elsewhere = {code for before in continued[one.pk] for code in held[before]}
        case = _Case(one, ladders[one.version_id], records[one.pk], awards[root], continued[one.pk], elsewhere, on)
        found = list(case.decide())
        first = [change for change in found if change.award is None or change.award.renews_id is None]
        held[one.pk] |= {change.level.code for change in first if change.term is not None}
        held[one.pk] -= {change.level.code for change in first if change.term is None}
        changes += found
    return changes


@dataclass(frozen=True, slots=True)
class _Case:
    """One enrolment with all that it takes to judge it."""

    enrolment: Enrolment
    ladder: Ladder
    record: LearnerRecord
    awards: Sequence[AwardRow]  # of the learner, under any enrolment
    continued: set[int]  # enrolments that this one continues
    elsewhere: set[str]  # levels that those hold
    on: dt.date

    def decide(self) -> Iterator[Change]:
        mine = (row for row in self.awards if row.enrolment_id == self.enrolment.pk and row.renews_id is None)
        held = {row.level_code: row for row in mine}
        standing: set[int] = set()
        for level in self.ladder.levels:
            row = held.get(level.code)
            term = None if level.code in self.elsewhere else self._earn(level, row)
            if row is not None and term is not None:
                standing.add(row.id)
            change = self._compare(level, row, term)
            if change is not None:
                yield change
        yield from self._renewals(standing)

    def _renewals(self, standing: set[int]) -> Iterator[Change]:
        """A renewal rests on what it renews, and on the refresher and examinations that it took."""
        by_id = {row.id: row for row in self.awards}
        for row in sorted(
            (row for row in self.awards if row.enrolment_id == self.enrolment.pk), key=lambda row: row.id
        ):
            level = self.ladder.level(row.level_code)
            if row.renews_id is None or level is None:
                continue
            before = by_id[row.renews_id]
            done = judge_done(level, self.ladder, held_of(before), self._grounds(), row.awarded_on)
            if before.id in standing and all(one.status is MET for one in done):
                standing.add(row.id)
                if row.is_withdrawn:
                    yield Change(RESTORED, self.enrolment, level, row, term_held(row), _GIVEN_BACK)
            elif not row.is_withdrawn:
                missing = [str(one.needs) for one in done if one.status is not MET] or [before.number]
                yield Change(WITHDRAWN, self.enrolment, level, row, None, f"{_TAKEN}: {', '.join(missing)}")

    def _is_own(self, row: AwardRow) -> bool:
        """Whether it was earned by what this record holds: here, or under an enrolment that this one continues."""
        return row.enrolment_id == self.enrolment.pk or row.enrolment_id in self.continued

    def _earn(self, level: Level, held: AwardRow | None) -> Term | None:
        achieved = achieve(level, self._grounds(), self.on)
        ended_on = self.enrolment.ended_on
        if achieved is None or (ended_on is not None and achieved.completed_on > ended_on):
            return None
        if held is None and achieve(level, self._as_it_stands(), self.on) is None:
            return None
        programme = self.enrolment.programme
        return term_of(level, achieved, programme_code=programme.code, provider=programme.provider.name)

    def _grounds(self) -> LearnerRecord:
        """The record with other awards as if in force; its own levels are judged by what was done."""
        others = list_earned((row for row in self.awards if not self._is_own(row)), on=self.on)
        return replace(self.record, earned=tuple(replace(one, status=IN_FORCE) for one in others))

    def _as_it_stands(self) -> LearnerRecord:
        """The record with what is suspended or revoked as it is; own levels in force are judged by what was done."""
        counting = (row for row in self.awards if not self._is_own(row) or row.status_on(self.on) != IN_FORCE)
        return replace(self.record, earned=list_earned(counting, on=self.on))

    def _compare(self, level: Level, held: AwardRow | None, term: Term | None) -> Change | None:
        if held is None:
            return None if term is None else Change(GIVEN, self.enrolment, level, None, term, "the level was completed")
        if term is None:
            missing = self._tell_missing(level)
            return None if held.is_withdrawn else Change(WITHDRAWN, self.enrolment, level, held, None, missing)
        if held.is_withdrawn:
            return Change(RESTORED, self.enrolment, level, held, term, _GIVEN_BACK)
        if term_held(held) == term:
            return None
        return Change(MOVED, self.enrolment, level, held, term, "a correction changed what it rests on")

    def _tell_missing(self, level: Level) -> str:
        asked = judge_level(level, self._grounds(), self.on).requirements
        missing = [one.code for one in asked if one.status is not MET]
        return f"{_TAKEN}: {', '.join(missing) or 'another enrolment holds it'}"


def term_held(row: AwardRow) -> Term:
    """The term of an award as it stands."""
    return Term(row.awarded_on, row.expires_on, row.told, row.grounds)


def held_of(row: AwardRow) -> Held:
    """An award as one asks whether it may be renewed."""
    return Held(row.awarded_on, row.expires_on)
