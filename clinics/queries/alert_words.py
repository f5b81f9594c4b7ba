"""Alerts with the words of whom and where they are about, read when they are told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from clinics.models import Alert, RosterEntry
from clinics.queries.names import names_shown
from clinics.sentences.alerts import Told
from credentials.models import Verification

MOST_REASONS = 3
_OF_TODAY = (Alert.Kind.OUTCOME_CHANGED, Alert.Kind.CONDITION_ADDED)


def read_told(alerts: Sequence[Alert], *, with_names: bool = False) -> Mapping[int, Told]:
    """What each of these alerts is about, by its id: with registry numbers, and names where its clinic may see them
    and they are asked for: what goes to machines tells none.
    """
    rows = Alert.objects.filter(pk__in=[one.pk for one in alerts]).select_related("site", "practitioner__merged_into")
    held = list(rows)
    roles = _roles({one.entry_key for one in held if one.entry_key is not None})
    answers = _answers(held)
    names = _names(held) if with_names else {}
    return {one.pk: _told(one, roles, answers, names) for one in held}


def _names(alerts: Sequence[Alert]) -> Mapping[tuple[int, int], str]:
    """By clinic and record."""
    people: dict[int, set[int]] = defaultdict(set)
    for one in alerts:
        if one.practitioner_id is not None:
            people[one.organisation_id].add(one.practitioner_id)
    return {
        (clinic, id_): name
        for clinic, ids in people.items()
        for id_, name in names_shown(practitioner_ids=ids, organisation_id=clinic).items()
    }


def _told(
    alert: Alert, roles: Mapping[UUID, str], answers: Mapping[UUID, Any], names: Mapping[tuple[int, int], str]
) -> Told:
    person = alert.practitioner and (alert.practitioner.merged_into or alert.practitioner)
    return Told(
        kind=alert.kind,
        number=person.registry_number if person else "",
        name=names.get((alert.organisation_id, alert.practitioner_id), "") if alert.practitioner_id else "",
        role=roles.get(alert.entry_key, "") if alert.entry_key else "",
        site=alert.site.name if alert.site else "",
        groups=tuple(alert.groups),
        before=alert.before,
        after=alert.after,
        on_day=alert.on_day,
        raised_on=_day_of(alert),
        details=alert.details,
        **_lacking(alert, answers),
    )


def _day_of(alert: Alert) -> dt.date:
    zone = ZoneInfo(alert.site.time_zone) if alert.site else dt.UTC
    return alert.raised_at.astimezone(zone).date()


def _roles(entry_keys: set[UUID]) -> Mapping[UUID, str]:
    """The role of each entry as it was told last."""
    rows = RosterEntry.objects.filter(key__in=entry_keys).order_by("recorded_at", "pk")
    return dict(rows.values_list("key", "role"))


def _answers(alerts: Sequence[Alert]) -> Mapping[UUID, Any]:
    wanted = {one.verification_id for one in alerts if one.verification_id is not None}
    return {
        id_: orjson.loads(text) for id_, text in Verification.objects.filter(pk__in=wanted).values_list("id", "answer")
    }


def _lacking(alert: Alert, answers: Mapping[UUID, Any]) -> dict[str, tuple[str, ...]]:
    """The codes and sentences of what the answer lacks, as far as it changed; of today's answer else all of it."""
    answer = answers.get(alert.verification_id) if alert.verification_id else None
    gaps = (answer or {}).get("gaps") or ()
    codes = set((alert.after or {}).get("because") or ())
    told = [gap for gap in gaps if gap["code"] in codes] or (gaps if alert.kind in _OF_TODAY else ())
    return {
        "lacks": tuple(dict.fromkeys(gap["code"] for gap in told)),
        "reasons": tuple(dict.fromkeys(gap["says"] for gap in told))[:MOST_REASONS],
    }
