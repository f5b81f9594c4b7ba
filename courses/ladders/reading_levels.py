"""Reading one level of a ladder's document."""

from collections.abc import Callable
from functools import partial
from typing import Any

from courses.ladders.reading_trees import read_tree
from courses.ladders.reading_values import (
    CODES,
    ReadPlace,
    items_reader,
    positive,
    read_code,
    read_day,
    read_days,
    read_hours,
    read_title,
    read_up_to,
)
from courses.ladders.shapes import (
    Approval,
    AwardTerms,
    Component,
    Eligible,
    Examination,
    Level,
    Remediation,
    Renewal,
    Supervised,
)
from credentials.records.faults import Fault, RefusedValue, refuse
from credentials.records.objects import Field, read_object
from credentials.records.shapes import PATIENT_GROUPS
from credentials.records.values import Reader, choice_reader, list_reader, optional, place_reader
from rulebook.facts import PROFESSIONS, REGIONS

PARTS = ("practical", "didactic")
DELIVERIES = ("in_person", "live_online", "online")
SUBJECTS = ("dry_needling", "foundation")
FORMS = ("written", "practical")
NEVER = "never_expires"
_read_number = positive(read_up_to(10_000))
_read_months = positive(read_up_to(600))
_read_count = read_up_to(10_000)


def object_reader(make: Callable[..., Any], fields: tuple[Field, ...]) -> Reader:
    """A reader of an object with these fields, made into what it stands for in their order."""

    def read(value: Any) -> Any:
        return make(*read_object(value, fields))

    return read


def _span(make: Callable[..., Any], fields: tuple[Field, ...]) -> Reader:
    """The same for something in force from a day to before another."""
    read = object_reader(make, fields)

    def read_span(value: Any) -> Any:
        held = read(value)
        if held.until is not None and held.until <= held.starts:
            raise RefusedValue((Fault("/until", "reversed", "it ends on the first day on which it no longer holds"),))
        return held

    return read_span


_DAYS = (Field("from", read_day), Field("until", optional(read_day), None))
_COMPONENT = (
    Field("code", read_code),
    Field("title", read_title),
    Field("hours", read_hours),
    Field("part", choice_reader(PARTS)),
    Field("delivery", choice_reader(DELIVERIES)),
    Field("subject", choice_reader(SUBJECTS)),
)
_ELIGIBLE = (Field("profession", choice_reader(PROFESSIONS)), *_DAYS)
_SUPERVISED = (Field("sessions", _read_count, 0), Field("cases", _read_count, 0))
_REMEDIATION = (Field("after_attempts", _read_number), Field("component", read_code))
_EXAMINATION = (
    Field("code", read_code),
    Field("form", choice_reader(FORMS)),
    Field("attempts", optional(_read_number)),
    Field("gap_days", read_days, 0),
    Field("window_days", optional(positive(read_days)), None),
    Field("remediation", optional(object_reader(Remediation, _REMEDIATION)), None),
)
_HOURS = (Field("hours", read_hours), Field("subject", read_title))


_MONTHS = (Field("months", _read_months),)
_FINISH = (Field("within_days", positive(read_days)),)
_REFRESHER = (Field("level", read_code),)
_RE_EXAMINATION = (Field("examination", read_code),)


def _one(fields: tuple[Field]) -> Reader:
    """The one field of an object."""
    return object_reader(lambda value: value, fields)


def read_lasting(value: Any) -> int | None:
    """For how many months, or None for ever, which must be said."""
    if value == NEVER:
        return None
    if isinstance(value, str):
        raise refuse("unknown_value", f'either {{"months": …}} or "{NEVER}"')
    months: int = _one(_MONTHS)(value)
    return months


_AWARD = (
    Field("title", read_title),
    Field("issuer", optional(read_title), None),
    Field("level", optional(read_title), None),
    Field("patient_groups", list_reader(choice_reader(PATIENT_GROUPS), once=True)),
    Field("lasts", read_lasting),
)
_RENEWAL = (
    Field("education", optional(object_reader(lambda *told: told, _HOURS)), None),
    Field("refresher", optional(_one(_REFRESHER)), None),
    Field("re_examination", optional(_one(_RE_EXAMINATION)), None),
    Field("opens_days_before", read_days),
    Field("grace_days", read_days),
)


def read_level_with(read_place: ReadPlace) -> Reader:
    """A reader of levels that knows which places there are."""
    return partial(_read_level, level_fields(read_place))


def approval_fields(read_place: ReadPlace) -> tuple[Field, ...]:
    """The fields of an approval."""
    return (Field("jurisdiction", place_reader(read_place)), Field("reference", read_title), *_DAYS)


def level_fields(read_place: ReadPlace) -> tuple[Field, ...]:
    """The fields of a level, in the order of `Level`."""
    approval = _span(
        lambda place, reference, starts, until: Approval(place, starts, until, reference), approval_fields(read_place)
    )
    return (
        Field("code", read_code),
        Field("title", read_title),
        Field("components", items_reader(object_reader(Component, _COMPONENT), lambda one: one.code)),
        Field("patient_groups", items_reader(choice_reader(PATIENT_GROUPS), lambda one: one, least=1)),
        Field("body_regions", items_reader(choice_reader(REGIONS), lambda one: one)),
        Field("eligible_professions", items_reader(_span(Eligible, _ELIGIBLE), least=1)),
        Field("prerequisites", optional(read_tree), None),
        Field("supervised", object_reader(Supervised, _SUPERVISED), Supervised(0, 0)),
        Field("examinations", items_reader(object_reader(Examination, _EXAMINATION)), ()),
        Field("approvals", items_reader(approval), ()),
        Field("finish", optional(_one(_FINISH)), None),
        Field("award", object_reader(AwardTerms, _AWARD)),
        Field("renewal", optional(object_reader(Renewal, _RENEWAL)), None),
    )


def _read_level(fields: tuple[Field, ...], value: Any) -> Level:
    level = Level(*read_object(value, fields))
    faults = [*_check_remediation(level), *_check_professions(level), *_check_whole(level)]
    if faults:
        raise RefusedValue(faults)
    return level


def _check_remediation(level: Level) -> list[Fault]:
    return [
        Fault(f"/examinations/{place}/remediation/component", "unknown_component", CODES["unknown_component"])
        for place, one in enumerate(level.examinations)
        if one.remediation is not None and level.component(one.remediation.component) is None
    ]


def _check_professions(level: Level) -> list[Fault]:
    """A profession's spans may not overlap: a slip would keep it eligible that somebody thought dropped."""
    faults = []
    for place, one in enumerate(level.eligible_professions):
        earlier = [other for other in level.eligible_professions[:place] if other.profession == one.profession]
        if any(other.holds_on(one.starts) or one.holds_on(other.starts) for other in earlier):
            faults.append(Fault(f"/eligible_professions/{place}", "overlap", f"{one.profession} twice at one time"))
    return faults


def _check_whole(level: Level) -> list[Fault]:
    asks = level.components or level.examinations or level.prerequisites is not None
    faults = (
        [] if asks or level.supervised != Supervised(0, 0) else [Fault("", "nothing_to_do", CODES["nothing_to_do"])]
    )
    if level.award.months is None and level.renewal is not None:
        faults.append(Fault("/renewal", "impossible", "what never expires is not renewed"))
    if level.renewal is not None and not (
        level.renewal.education or level.renewal.refresher or level.renewal.re_examination
    ):
        faults.append(Fault("/renewal", "nothing_to_do", "a renewal asks for something, or is null"))
    return faults
