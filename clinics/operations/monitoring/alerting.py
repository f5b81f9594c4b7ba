"""Which alerts follow from what was found: an entry's groups together where the same is to be told of them.

The first answer about an entry raises none: whoever put it on the roster sees it there.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson

from clinics.models import Alert
from clinics.operations.alerts import raising
from clinics.operations.alerts.raising import Happening
from clinics.operations.monitoring.deciding import RANKS, Found
from clinics.operations.monitoring.writing import Ids
from credentials.instants import tell_instant
from credentials.models import Verification

Told = tuple[Found, Happening]
_LISTS = ("conditions", "because")
_LOOKED_AFTER = ("conditional",)  # where a further condition is what stands in the way


def raise_alerts(found: Sequence[Found], ids: Ids, *, at: dt.datetime) -> None:
    """Raise what follows from answers that were just recorded under these ids, in their transaction."""
    known = [one for one in found if one.watch.decided_at is not None]
    changed = [one for one in known if one.outcome != one.watch.outcome]
    stayed = [one for one in known if one.outcome == one.watch.outcome]
    earlier = _earlier_answers(changed)
    told = [(one, _changed(one, earlier, at)) for one in changed]
    told += [(one, _more_asked(one)) for one in stayed if _adds_condition(one)]
    told += [(one, _coming(one)) for one in _unheard_of(known)]
    raising.raise_alerts(list(_join(told, ids)), at=at)


def _changed(found: Found, earlier: Mapping[UUID, Any], at: dt.datetime) -> Happening:
    watch = found.watch
    answer = earlier.get(watch.verification_id) if watch.verification_id else None
    if answer is None or found.told is None:
        because = sorted({*watch.gaps, *found.gaps})
    else:
        because = _codes_that_differ(answer["findings"], found.told["findings"])
    return _happening(
        found,
        Alert.Kind.OUTCOME_CHANGED,
        cause=_since(found),
        after=_state(found.outcome, found.conditions, because),
        on_day=_day_it_began(found, at),
    )


def _more_asked(found: Found) -> Happening:
    added = [code for code in found.conditions if code not in found.watch.conditions]
    after = _state(found.outcome, found.conditions, added)
    return _happening(found, Alert.Kind.CONDITION_ADDED, cause=_since(found), after=after)


def _adds_condition(found: Found) -> bool:
    return found.outcome in _LOOKED_AFTER and not set(found.conditions) <= set(found.watch.conditions)


def _coming(found: Found) -> Happening:
    coming = found.coming
    if coming is None:
        raise ValueError("nothing is coming")
    return _happening(
        found,
        Alert.Kind.CHANGE_COMING,
        cause=f"{coming.on}:{coming.outcome.value}",
        after=_state(coming.outcome.value, [], list(coming.because)),
        on_day=coming.on,
    )


def _unheard_of(found: Sequence[Found]) -> list[Found]:
    """Those with something coming that was neither told before nor seen in the last answer."""
    news = [one for one in found if one.coming is not None and not _was_foreseen(one)]
    entries = {one.watch.entry_key for one in news}
    before = Alert.objects.filter(kind=Alert.Kind.CHANGE_COMING, entry_key__in=entries) if entries else ()
    told = {(a.entry_key, group, a.on_day, (a.after or {}).get("outcome")) for a in before for group in a.groups}
    return [
        one
        for one in news
        if one.coming and (one.watch.entry_key, one.watch.group, one.coming.on, one.coming.outcome.value) not in told
    ]


def _was_foreseen(found: Found) -> bool:
    seen, coming = json.loads(found.watch.next_change or "null"), found.coming
    if coming is None or seen is None:
        return False
    return (seen["on"], seen["outcome"]) == (coming.on.isoformat(), coming.outcome.value)


def _join(told: Iterable[Told], ids: Ids) -> Iterable[tuple[int, Happening]]:
    """One alert for the groups of an entry of which alike is told, though one of them was better off before."""
    alike: dict[tuple[Any, ...], list[Told]] = defaultdict(list)
    for found, one in told:
        is_fall = found.rank < RANKS.get(found.watch.outcome or "", 0)
        alike[found.watch.entry_key, one.kind, (one.after or {})["outcome"], one.on_day, is_fall].append((found, one))
    for several in alike.values():
        yield several[0][0].watch.organisation_id, _tell_together(several, ids)


def _tell_together(several: Sequence[Told], ids: Ids) -> Happening:
    """What is told of some groups; `before` is that of the group that was worst off, `details` tell of each."""
    told = sorted(several, key=lambda one: one[0].watch.group)
    groups = [found.watch.group for found, _ in told]
    found, first = min(told, key=lambda one: RANKS.get(one[0].watch.outcome or "", 0))
    by_group = {one.watch.group: {"before": said.before, "after": said.after} for one, said in told}
    return replace(
        first,
        cause=f"{first.kind}:{found.watch.entry_key}:{'+'.join(groups)}:{first.cause}",
        groups=groups,
        after=_join_states([said.after or {} for _, said in told]),
        details={**first.details, "by_group": by_group} if len(told) > 1 else first.details,
        verification_id=ids.get(found.watch.id),
    )


def _join_states(states: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One outcome with the conditions and codes of all, once each."""
    conditions, because = (list(dict.fromkeys(code for one in states for code in one[name])) for name in _LISTS)
    return _state(states[0]["outcome"], conditions, because)


def _happening(
    found: Found, kind: str, *, cause: str, after: dict[str, Any], on_day: dt.date | None = None
) -> Happening:
    watch = found.watch
    before = _state(watch.outcome, watch.conditions, watch.gaps)
    details = {"cause": watch.cause, "next_change": found.next_change}
    return Happening(
        kind=kind,
        cause=cause,
        site_id=watch.site_id,
        practitioner_id=watch.practitioner_id,
        entry_key=watch.entry_key,
        before=before,
        after=after,
        on_day=on_day,
        details=details,
    )


def _since(found: Found) -> str:
    """The answer that is no longer true: from each there is one way on, however often it is tried."""
    return f"since {tell_instant(found.watch.decided_at)}" if found.watch.decided_at else "first"


def _state(outcome: str | None, conditions: list[str], because: list[str]) -> dict[str, Any]:
    return {"outcome": outcome, "conditions": conditions, "because": because}


def _day_it_began(found: Found, at: dt.datetime) -> dt.date | None:
    """The day that was foreseen, where nobody looked on it; else None, for today."""
    watch = found.watch
    if watch.cause != "time" or watch.due_at is None:
        return None
    began = watch.due_at.astimezone(watch.zone).date()
    return began if began < at.astimezone(watch.zone).date() else None


def _earlier_answers(found: Iterable[Found]) -> dict[UUID, Any]:
    wanted = [one.watch.verification_id for one in found if one.watch.verification_id is not None]
    rows = Verification.objects.filter(pk__in=wanted).values_list("id", "answer") if wanted else ()
    return {id_: orjson.loads(answer) for id_, answer in rows}


def _codes_that_differ(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[str]:
    was, becomes = (Counter((one["code"], one["status"]) for one in findings) for findings in (before, after))
    return sorted({code for code, _ in (was - becomes) + (becomes - was)})
