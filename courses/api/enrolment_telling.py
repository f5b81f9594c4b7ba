"""Enrolments, seats and supervised sessions as plain data."""

import datetime as dt
from typing import Any

from courses.api.session_reading import law_or_none
from courses.api.session_telling import tell_needling, tell_needling_at
from courses.models import Enrolment, Seat, SupervisedSession
from credentials.models import Practitioner
from rulebook.law import Law

Data = dict[str, Any]


def tell_enrolment(enrolment: Enrolment, *, today: dt.date) -> Data:
    """An enrolment with its seats; it was read with them."""
    return _tell(enrolment, law_or_none(), today)


def tell_enrolments(enrolments: list[Enrolment], *, today: dt.date) -> list[Data]:
    """Several."""
    law = law_or_none()
    return [_tell(one, law, today) for one in enrolments]


def tell_seat(seat: Seat, *, law: Law | None, today: dt.date) -> Data:
    """A seat with its session, and whether its learner may needle there."""
    session = seat.session
    return {
        "id": seat.pk,
        "enrolment": seat.enrolment_id,
        "session": {
            "id": session.pk,
            "level": session.level_code,
            "jurisdiction": session.jurisdiction,
            "place": session.place,
            "starts_on": session.starts_on,
            "ends_on": session.ends_on,
            "cancelled_at": session.cancelled_at,
        },
        "state": seat.state,
        "asked_at": seat.asked_at,
        "changed_at": seat.changed_at,
        "changed_because": seat.changed_because,
        "moved_to": seat.moved_to_id,
        "decided": seat.decided,
        "needling": tell_needling(session, seat.enrolment.profession, law=law, today=today),
    }


def tell_supervised(logged: SupervisedSession, *, profession: str, law: Law | None, today: dt.date) -> Data:
    """A session under supervision; what the law says of learners is by what is known now."""
    return {
        "id": logged.pk,
        "enrolment": logged.enrolment_id,
        "level": logged.level_code,
        "on": logged.on,
        "jurisdiction": logged.jurisdiction,
        "cases": logged.cases,
        "hours": logged.hundredths / 100,
        "patient_groups": logged.patient_groups,
        "body_regions": logged.body_regions,
        "supervisor": _tell_person(logged.supervisor),
        "needling": tell_needling_at(logged.jurisdiction, profession, logged.on, law=law, today=today),
        "logged_at": logged.logged_at,
        "signed": logged.signed,
        "decided_at": logged.decided_at,
        "decided_because": logged.decided_because,
        "standing": logged.standing,
    }


def _tell(enrolment: Enrolment, law: Law | None, today: dt.date) -> Data:
    programme = enrolment.programme
    seats: list[Seat] = enrolment.told_seats  # type: ignore[attr-defined]  # prefetched by its query
    return {
        "id": enrolment.pk,
        "programme": {
            "id": programme.pk,
            "code": programme.code,
            "title": programme.title,
            "provider": programme.provider.name,
        },
        "version": enrolment.version.number,
        "practitioner": _tell_person(enrolment.practitioner),
        "profession": enrolment.profession,
        "candidate": enrolment.candidate,
        "enrolled_on": enrolment.enrolled_on,
        "state": enrolment.state,
        "ended_on": enrolment.ended_on,
        "ended_because": enrolment.ended_because,
        "continues": enrolment.continues_id,
        "decided": enrolment.decided,
        "seats": [tell_seat(seat, law=law, today=today) for seat in seats],
    }


def _tell_person(practitioner: Practitioner) -> Data:
    survivor = practitioner.merged_into or practitioner
    return {"registry_number": survivor.registry_number}
