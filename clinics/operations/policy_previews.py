"""What rules would do to the roster before they are saved: everybody there decided with and without them."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from clinics.operations.policies import Span, make_room, read_tree
from clinics.queries.sites import day_at
from clinics.queries.watched import Watched, list_watched
from credentials.decisions import Answer, Decided, decide_many
from credentials.models import Site
from credentials.queries.sites import read_site_policies
from credentials.questions import Asked, Reference
from credentials.records.faults import Refusal
from rulebook.policy import SitePolicy, compile_policy_version
from rulebook.question import STANDARD_SHIPPED

MOST_DECIDED = 5_000  # watches; each is decided twice
MOST_TOLD = 200


class Found(NamedTuple):
    """What is kept of a decision: its outcome, and the codes of its conditions and of all its gaps."""

    outcome: str
    conditions: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody whom the rules would touch on a day: what is found without them, and with them."""

    watched: Watched
    on: dt.date
    before: Found
    after: Found

    @property
    def because(self) -> list[str]:
        """The codes of what stands between the person and a clear yes with the rules or without, but not both."""
        return sorted({*self.before.gaps} ^ {*self.after.gaps})


@dataclass(frozen=True, slots=True)
class Preview:
    """How many are watched at the sites on that day, how many of them were decided, and whom the rules would touch."""

    watched: int
    decided: int
    changes: Sequence[Change]

    def count(self) -> list[tuple[str, str, int]]:
        """(outcome without, outcome with, how many), the most frequent first."""
        counted = Counter((one.before.outcome, one.after.outcome) for one in self.changes)
        return [(before, after, count) for (before, after), count in counted.most_common()]


def preview_policy(
    *, sites: Sequence[Site], requires: Any, starts_on: dt.date | None, now: dt.datetime
) -> Preview | Refusal:
    """Decide the rosters of these sites of one organisation as they are and as they would be, and write nothing.

    For the first day of the rules, or today there when that has passed. Of rosters with more than MOST_DECIDED watches
    as many are decided, those that stand best first: they have most to lose.
    """
    tree = read_tree(requires)
    if isinstance(tree, Refusal):
        return tree
    today = {one.code: day_at(one, now) for one in sites}
    days = {code: max(starts_on or day, day) for code, day in today.items()}
    policies = read_site_policies(list(today), known_at=now)
    with_rules = {code: _with(policy, tree, starts_on or today[code]) for code, policy in policies.items()}
    watched, total = list_watched(days={one.pk: days[one.code] for one in sites}, limit=MOST_DECIDED)
    asked = [_ask(one, days[one.site_code]) for one in watched]
    organisation_id = sites[0].organisation_id
    before, after = (
        decide_many(asked, now=now, organisation_id=organisation_id, policies=held) for held in (policies, with_rules)
    )
    found = zip(watched, map(_find, before), map(_find, after), strict=True)
    compared = [(one, was, then) for one, was, then in found if was is not None and then is not None]
    changes = [Change(one, days[one.site_code], was, then) for one, was, then in compared if then != was]
    return Preview(total, len(compared), changes)


def _with(policy: SitePolicy, tree: dict[str, Any], starts_on: dt.date) -> SitePolicy:
    """The site's rules over time as they would be."""
    ends, until_on = make_room([Span(one.starts, one.until) for one in policy.versions], starts_on)
    kept = [
        replace(one, until=end)
        for one, end in zip(policy.versions, ends, strict=True)
        if end is None or end > one.starts
    ]
    new = compile_policy_version(tree, policy_id=policy.id, starts=starts_on, until=until_on)
    return replace(policy, versions=tuple(sorted([*kept, new], key=lambda one: one.starts)))


def _ask(one: Watched, on: dt.date) -> Asked:
    """The question of a watch, for a day."""
    return Asked(
        practitioner=Reference("registry_number", one.registry_number),
        jurisdiction=one.jurisdiction,
        age=None,
        group=one.group,
        on=on,
        known_at=None,
        site=one.site_code,
        attested=(),
        body_region=None,
        name=None,
        standard=STANDARD_SHIPPED,
    )


def _find(answer: Answer) -> Found | None:
    """What is kept of an answer; None where there is no decision."""
    if not isinstance(answer, Decided):
        return None
    decision = answer.decision
    conditions = tuple(code for code, _ in decision.conditions)
    return Found(decision.outcome.value, conditions, tuple(gap.code for gap in decision.gaps))
