"""Which alerts still say what is so: what was settled meanwhile need not be told any more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from clinics.models import Alert, Watch

Kind = Alert.Kind
_ANSWERS = (Kind.OUTCOME_CHANGED, Kind.CONDITION_ADDED)
_OF_ROSTER = (*_ANSWERS, Kind.CHANGE_COMING, Kind.EXPIRY_NEAR)
Watches = Mapping[UUID, Sequence[Watch]]


def keep_standing(alerts: Sequence[Alert]) -> list[Alert]:
    """Those of these alerts that still hold, in their order.

    An entry that ended, an answer that is another one by now, what was renewed, and what came and went between the
    first and the last of these: all that is left out.
    """
    watches = _watches({one.entry_key for one in alerts if one.entry_key is not None})
    undone = _undone(alerts)
    return [one for one in alerts if one.pk not in undone and _stands(one, watches)]


def _watches(entry_keys: Iterable[UUID]) -> Watches:
    found: dict[UUID, list[Watch]] = defaultdict(list)
    for watch in Watch.objects.filter(entry_key__in=list(entry_keys)):
        found[watch.entry_key].append(watch)
    return found


def _undone(alerts: Sequence[Alert]) -> set[int]:
    """The ids of those after which, all together, the answer is what it was before the first."""
    chains: dict[tuple[UUID | None, tuple[str, ...]], list[Alert]] = defaultdict(list)
    for one in alerts:
        if one.kind in _ANSWERS and one.entry_key is not None:
            chains[one.entry_key, tuple(one.groups)].append(one)
    return {
        one.pk
        for chain in chains.values()
        if len(chain) > 1 and _answer(chain[0].before) == _answer(chain[-1].after)
        for one in chain
    }


def _answer(state: Mapping[str, Any] | None) -> tuple[str | None, frozenset[str]]:
    told = state or {}
    return told.get("outcome"), frozenset(told.get("conditions") or ())


def _stands(alert: Alert, watches: Watches) -> bool:
    if alert.kind not in _OF_ROSTER or alert.entry_key is None:
        return True
    held = [one for one in watches.get(alert.entry_key, ()) if one.group in alert.groups]
    if not held:
        return True
    return any(one.closed_at is None and _says_so(alert, one) for one in held)


def _says_so(alert: Alert, watch: Watch) -> bool:
    """Whether what the alert told of this entry and group is what is known now."""
    outcome = (alert.after or {}).get("outcome")
    match alert.kind:
        case Kind.OUTCOME_CHANGED:
            return outcome is None or watch.outcome == outcome
        case Kind.CONDITION_ADDED:
            added = _answer(alert.after)[1] - _answer(alert.before)[1]
            return not added or bool(added & set(watch.conditions))
        case Kind.CHANGE_COMING:
            return not _is_foreseen(alert) or _comes_on(watch.next_change) == _comes_on(alert.details["next_change"])
        case Kind.EXPIRY_NEAR:
            last = alert.details.get("holds_until")
            return last is None or (watch.holds_until is not None and watch.holds_until.isoformat() == last)
    return True


def _is_foreseen(alert: Alert) -> bool:
    """Whether what it told of was the next change of the answer; else only the day itself will tell."""
    return alert.on_day is not None and _comes_on(alert.details.get("next_change")) == alert.on_day.isoformat()


def _comes_on(change: Mapping[str, Any] | None) -> str | None:
    return None if change is None else change.get("on")
