"""An alert in two sentences: what happened, and what to do next."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clinics.sentences.steps import name_code, steps_for
from rulebook.messages import GROUPS

STATES = {
    "permitted": "may needle {groups}",
    "conditional": "may needle {groups} once what is asked is confirmed",
    "refused": "may not needle {groups}",
    "undetermined": "cannot be shown to be allowed to needle {groups}",
}
RANKS = {outcome: rank for rank, outcome in enumerate(("refused", "undetermined", "conditional", "permitted"))}
MOST_STEPS = 3
MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an alert holds, with the words of whom and where it is about. `before`, `after` are as `Alert` has them."""

    kind: str
    number: str = ""
    name: str = ""  # where the reader may see it
    role: str = ""
    site: str = ""
    groups: Sequence[str] = ()
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    on_day: dt.date | None = None
    raised_on: dt.date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    lacks: Sequence[str] = ()  # codes of the answer that it rests on, and their sentences
    reasons: Sequence[str] = ()

    @property
    def who(self) -> str:
        """The person."""
        return ", ".join(part for part in (self.name, self.number) if part)

    @property
    def falls(self) -> bool:
        """Whether the answer is worse than before; where none was given before, whether it is no yes."""
        return rank_of(self.after) < (2 if self.before is None else rank_of(self.before))


def rank_of(state: Mapping[str, Any] | None) -> int:
    """How good an answer is, 0 refused … 3 permitted; what tells no outcome counts as undetermined."""
    return RANKS.get((state or {}).get("outcome") or "undetermined", 1)


def is_urgent(told: Told) -> bool:
    """Whether it cannot wait for the day's digest: somebody may not treat any more, as of now."""
    is_now = told.on_day is None or told.raised_on is None or told.on_day <= told.raised_on
    return told.kind == "outcome_changed" and told.falls and rank_of(told.after) < 2 and is_now


def say(told: Told) -> str:
    """What happened, as one sentence."""
    return _SAYINGS[told.kind](told)


def say_next_step(told: Told) -> str:
    """What to do next, as one sentence or two."""
    return _STEPS[told.kind](told)


def tell_day(day: dt.date) -> str:
    """A day as people write it."""
    return f"{day.day} {day:%B %Y}"


def name_groups(groups: Sequence[str]) -> str:
    """Adults, children, or both."""
    return " and ".join(GROUPS[group] for group in sorted(groups)) or "patients"


def _state(told: Told, state: Mapping[str, Any] | None) -> str:
    outcome = (state or {}).get("outcome") or "undetermined"
    return STATES[outcome].format(groups=name_groups(told.groups))


def _subject(told: Told) -> str:
    where = ", ".join(part for part in (told.role, told.site) if part)
    return f"{told.who} ({where})" if where else told.who


def _say_changed(told: Told) -> str:
    since = f"From {tell_day(told.on_day)} on " if told.on_day and told.on_day != told.raised_on else ""
    was = (told.before or {}).get("outcome")
    until_now = f"; until now: {was}" if was else ""
    return f"{since}{_subject(told)} {_state(told, told.after)}{until_now}."


def _say_condition(told: Told) -> str:
    added = added_conditions(told)
    named = "; ".join(name_code(code) for code in added[:MOST_NAMED])
    more = f"; and {len(added) - MOST_NAMED} more" if len(added) > MOST_NAMED else ""
    asks = f": {named}{more}" if named else ""
    return f"More is asked before {_subject(told)} may needle {name_groups(told.groups)}{asks}."


def added_conditions(told: Told) -> list[str]:
    """The conditions that were not asked before."""
    before = set((told.before or {}).get("conditions") or ())
    return [code for code in (told.after or {}).get("conditions") or () if code not in before]


def _say_coming(told: Told) -> str:
    day = f"From {tell_day(told.on_day)} on" if told.on_day else "On a later day"
    return f"{day} {_subject(told)} {_state(told, told.after)}, by what is known today."


def _say_near(told: Told) -> str:
    last = told.details.get("holds_until")
    until = f" through {tell_day(dt.date.fromisoformat(last))}" if last else ""
    why = ", ".join(name_code(code) for code in because(told)[:MOST_NAMED] if not code.endswith("_active"))
    return f"{_subject(told)} {_state(told, told.before)}{until} and no longer{f': {why}' if why else ''}."


def because(told: Told) -> list[str]:
    """The codes that changed."""
    return list((told.after or {}).get("because") or ())


def _say_differ(told: Told) -> str:
    differ, restored = (int(told.details.get(name) or 0) for name in ("differ", "restored"))
    said = []
    if differ:
        said.append(f"{_count(differ)} recorded for your organisation would come out otherwise now.")
    if restored:
        said.append(f"{_count(restored)} would come out again as you were told.")
    return " ".join(said) or "Answers recorded for your organisation were looked at again."


def _count(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"


def _say_paused(told: Told) -> str:
    if told.details.get("status") == "gone":
        return "One of your webhook endpoints answered that it is gone, so that nothing is sent to it any more."
    return "Deliveries to one of your webhook endpoints kept failing, so that it was paused."


def _say_withdrawn(told: Told) -> str:
    return f"{_subject(told)} no longer lets you see the record; what everybody may see stays."


def _step_changed(told: Told) -> str:
    groups, steps = name_groups(told.groups), _join(steps_for(told.lacks or because(told)))
    if rank_of(told.after) < 2:
        return f"Do not let them needle {groups}{_at(told)} until the answer is yes again. {steps}".strip()
    if told.falls or (told.after or {}).get("conditions"):
        asked = _join(steps_for((told.after or {}).get("conditions") or because(told)))
        return asked or "Ask again with what is asked for confirmed before they treat."
    return f"Nothing need be done: they may be scheduled again{_at(told)}."


def _step_condition(told: Told) -> str:
    return _join(steps_for(added_conditions(told))) or "Ask again before they treat, and confirm what is asked."


def _step_coming(told: Told) -> str:
    if not told.falls:
        return "Nothing need be done now: from that day on they may be scheduled."
    plan = f"Plan{_at(told)} without them from that day on, unless it is put in order before."
    return f"{plan} {_join(steps_for(because(told)))}".strip()


def _step_near(told: Told) -> str:
    steps = _join(steps_for(because(told))) or "Ask them what ends then, and to renew it."
    return f"{steps} Once a renewal is on record you hear no more of this."


def _step_differ(_: Told) -> str:
    return "Look at the answers that differ, and ask again before anyone relies on them."


def _step_paused(_: Told) -> str:
    return "Look at the log of its deliveries, mend the endpoint, resume it, and send again what it missed."


def _step_withdrawn(_: Told) -> str:
    return "Nothing need be done for the roster: it goes on by public facts. Ask again if you need to see more."


def _at(told: Told) -> str:
    return f" at {told.site}" if told.site else ""


def _join(steps: Sequence[str]) -> str:
    """At most so many steps, as sentences."""
    return " ".join(f"{step[:1].upper()}{step[1:]}." for step in steps[:MOST_STEPS])


_SAYINGS = {
    "outcome_changed": _say_changed,
    "condition_added": _say_condition,
    "change_coming": _say_coming,
    "expiry_near": _say_near,
    "answers_differ": _say_differ,
    "endpoint_paused": _say_paused,
    "consent_withdrawn": _say_withdrawn,
}
_STEPS = {
    "outcome_changed": _step_changed,
    "condition_added": _step_condition,
    "change_coming": _step_coming,
    "expiry_near": _step_near,
    "answers_differ": _step_differ,
    "endpoint_paused": _step_paused,
    "consent_withdrawn": _step_withdrawn,
}
