"""When an answer must be looked at again: the first later instant at which something about it is no longer the same.

The horizon asks when the outcome changes for whoever asks today. A watch asks more: its day of asking moves along with
the day of treatment, so that reviews fall overdue on the way; and what counts is not the outcome alone but every
finding. So nothing that can no longer bear on the outcome may be left out, as the horizon leaves it out.

Here too only those instants are asked about on which something that the law or the record names may turn.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rulebook.decision import Decision
from rulebook.engine import Inquiry, Judgement
from rulebook.horizon import window_of
from rulebook.outlook import Window, may_move
from rulebook.periods import ONE_DAY
from rulebook.requirements.nodes import Professions, Tree
from rulebook.settling import HeldLicence
from rulebook.status import Outcome, Status, outcome_of

Trait = tuple[str, str, Status, str]


class Gist(NamedTuple):
    """What a watch compares: the outcome, the basis that it follows, every finding, and what is to be closed."""

    status: Status
    chosen: int | None
    findings: tuple[Trait, ...]
    gaps: tuple[Trait, ...]


def find_next_look(decision: Decision, time_zone: ZoneInfo) -> dt.datetime:
    """The first instant (UTC) at which the answer's outcome, chosen basis, conditions or any finding's status differ.

    The decision is one about the day that its day of asking is in the time zone. From then on the day of treatment
    moves at midnight there, and the day of asking at midnight UTC. Never later than twelve years on: where nothing
    changes till then, it is looked at again at the end of them.
    """
    inquiry = decision.inquiry
    window = window_of(inquiry.case.question.on)
    end = first_instant_of(window.last, time_zone)
    seen, ahead = gist_of(decision.judgement), _Ahead(inquiry)
    instants = {first_instant_of(day, time_zone) for day in window.choose(_turning_days(inquiry, window))}
    instants |= {first_instant_of(day, dt.UTC) for day in ahead.reviews}
    for instant in sorted(instants):
        if instant >= end:
            break
        if gist_of(ahead.judge(instant.astimezone(time_zone).date(), instant.date())) != seen:
            return instant
    return end


def first_instant_of(day: dt.date, time_zone: dt.tzinfo) -> dt.datetime:
    """The instant (UTC) at which a day begins there, also where clocks skip its midnight or strike it twice."""
    return dt.datetime.combine(day, dt.time(), tzinfo=time_zone).astimezone(dt.UTC)


def gist_of(judgement: Judgement) -> Gist:
    """What is compared of all that was found on a day."""
    chosen = judgement.chosen
    place = None if chosen is None else next(n for n, one in enumerate(judgement.bases) if one is chosen)
    findings = tuple([(f.path, f.code, f.status, f.about) for part in judgement.parts() for f in part.findings])
    gaps = tuple([(f.path, f.code, f.status, f.about) for f in [gap.finding for gap in judgement.gaps()]])
    return Gist(judgement.status, place, findings, gaps)


class _Ahead:
    """An inquiry on later days of asking. `reviews` are the days on which provisions become overdue from then on."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._asked_on = inquiry.case.asked_on
        due = {one.overdue_from for local in inquiry.laws for one in local.every if one.overdue_from is not None}
        self.reviews = sorted(day for day in due if day > self._asked_on)
        self._by_asking = {self._asked_on: inquiry}

    def judge(self, day: dt.date, asked_on: dt.date) -> Judgement:
        """Everything that is found on a day by who asks on another.

        All days of asking between two reviews are alike; one stands for them, for every new one plants its trees anew.
        """
        alike = max([self._asked_on, *[review for review in self.reviews if review <= asked_on]])
        inquiry = self._by_asking.get(alike)
        if inquiry is None:
            first = self._by_asking[self._asked_on]
            inquiry = self._by_asking[alike] = first._replace(case=first.case._replace(asked_on=alike))
        return inquiry.judge(day)


def _turning_days(inquiry: Inquiry, window: Window) -> Iterator[dt.date]:
    """Days on which any finding may come out otherwise: of standings, leaves, the law and the policy."""
    case = inquiry.case
    for index, (basis, local) in enumerate(zip(inquiry.bases, inquiry.laws, strict=True)):
        yield from basis.turning_days(case)
        yield from local.turns
        for day in (window.start, *window.choose(local.turns)):
            tree = local.tree_on(day, case.asked_on, inquiry.consent, index)
            yield from _leaf_days(inquiry, [tree], local.alone, window)
    if inquiry.standard is not None:
        tree = inquiry.standard.for_children if case.is_child else inquiry.standard.for_adults
        yield from _leaf_days(inquiry, [tree], inquiry.professions, window)
    if inquiry.site is not None:
        yield from inquiry.site.turning_days()
        trees = [version.node for version in inquiry.site.versions]
        yield from _leaf_days(inquiry, trees, inquiry.professions, window)


def _leaf_days(inquiry: Inquiry, trees: Iterable[Tree], professions: Professions, window: Window) -> Iterator[dt.date]:
    case = inquiry.case
    for tree in trees:
        kinds = [kind for kind in tree.watches if may_move(kind, case, window.start)]
        for leaf in tree.every if kinds else ():
            if leaf.watches in kinds:
                yield from leaf.turning_days(case, professions)


class Coming(NamedTuple):
    """A later day on which another outcome begins because somebody decided so, and the codes whose status differs."""

    on: dt.date
    outcome: Outcome
    because: tuple[str, ...]


def find_coming(decision: Decision) -> Coming | None:
    """The first later day on which law, rules of the site, an order or a restriction change the outcome.

    What merely runs out (a licence, a certification, hours in a window) is none of these: whoever renews it in time
    is to hear nothing.
    """
    inquiry, window = decision.inquiry, window_of(decision.question.on)
    for day in sorted(window.choose(_decreed_days(inquiry))):
        before, after = inquiry.judge(day - ONE_DAY), inquiry.judge(day)
        if before.status is not after.status:
            return Coming(day, outcome_of(after.status), _codes_that_differ(before, after))
    return None


def _decreed_days(inquiry: Inquiry) -> Iterator[dt.date]:
    for basis, local in zip(inquiry.bases, inquiry.laws, strict=True):
        yield from local.turns
        held = basis.held
        tellings = held.tellings if isinstance(held, HeldLicence) else ()
        home = [one for licence in basis.home for one in licence.tellings]
        spans = [span for one in (*tellings, *home) for span in one.statuses + one.restrictions]
        if not isinstance(held, HeldLicence):
            spans += held.statuses
        yield from (day for span in spans for day in (span.starts, span.until) if day is not None)
    if inquiry.site is not None:
        yield from inquiry.site.turning_days()
    yield from (day for span in inquiry.case.declarations for day in (span.starts, span.until) if day is not None)


def _codes_that_differ(before: Judgement, after: Judgement) -> tuple[str, ...]:
    was, becomes = (Counter(code for part in judged.parts() for code in part.codes()) for judged in (before, after))
    return tuple(sorted({code for code, _ in (was - becomes) + (becomes - was)}))
