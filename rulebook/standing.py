"""Whether a licence or a privilege is good on a day, and what stands in its way."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rulebook.case import Case
from rulebook.facts import Licence, Privilege, Span
from rulebook.periods import day_after
from rulebook.question import REVIEWED_KEYS
from rulebook.settling import HeldLicence
from rulebook.status import CONDITION, MET, UNMET, Status

ENDING = ("suspended", "revoked", "surrendered", "inactive")
_LIMITING = ("probation", "restricted")


class Mark(NamedTuple):
    """How far a standing is met, its code, and the statements by which an order was read."""

    status: Status
    code: str
    read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A licence or a privilege in the codes of its standing, each with the mark that it comes to."""

    name: str
    reviewed: str  # the key with which a human vouches for having read the order
    not_yet_valid: Mark
    expired: Mark
    active: Mark
    read: Mark
    to_read: Mark
    ended: dict[str, Mark]


def _word(name: str) -> Word:
    reviewed = f"{name}_restriction_reviewed"
    return Word(
        name,
        reviewed,
        not_yet_valid=Mark(UNMET, f"{name}_not_yet_valid"),
        expired=Mark(UNMET, f"{name}_expired"),
        active=Mark(MET, f"{name}_active"),
        read=Mark(MET, reviewed),
        to_read=Mark(CONDITION, reviewed),
        ended={status: Mark(UNMET, f"{name}_{status}") for status in ENDING},
    )


LICENCE, PRIVILEGE = _word("licence"), _word("privilege")
_NO_NEEDLING = Mark(UNMET, "licence_restricted_from_needling")
_NO_MINORS = Mark(UNMET, "licence_restricted_from_minors")


def check_standing(held: Licence | Privilege, word: Word, case: Case, day: dt.date) -> Mark:
    """Its own standing on the day, the first that applies."""
    expires_on, statuses = held.expires_on, held.statuses
    if day < held.issued_on:
        return word.not_yet_valid
    if expires_on is not None and day > expires_on:
        return word.expired
    if statuses:
        status = next((span.kind for span in statuses if span.holds_on(day)), "active")
        if status in ENDING:
            return word.ended[status]
        if status in _LIMITING:
            return _check_read(word, case, day)
    return word.active


def _check_read(word: Word, case: Case, day: dt.date) -> Mark:
    ids = case.vouched_by(word.reviewed, about="practitioner", day=day)
    if ids is None:
        return word.to_read
    return Mark(MET, word.reviewed, ids) if ids else word.read


def check_restrictions(licence: Licence, case: Case, day: dt.date) -> list[Mark]:
    """One mark for each kind of restriction in force on the day that touches this patient."""
    kinds = {span.kind for span in licence.restrictions if span.holds_on(day)}
    marks = []
    if "no_invasive_procedures" in kinds:
        marks.append(_NO_NEEDLING)
    if "no_minors" in kinds and case.is_child:
        marks.append(_NO_MINORS)
    marks += [_check_read(LICENCE, case, day) for kind in ("supervised_practice_only", "other") if kind in kinds]
    return marks


def licence_status(licence: HeldLicence, case: Case, day: dt.date) -> Status:
    """The standing of a licence, restrictions included; every source's telling must be good."""
    worst = MET
    for telling in licence.tellings:
        worst = min(worst, check_standing(telling, LICENCE, case, day).status)
        if telling.restrictions:
            worst = min([worst, *[mark.status for mark in check_restrictions(telling, case, day)]])
    return worst


def list_readings(licences: tuple[HeldLicence, ...], case: Case, day: dt.date) -> tuple[str, ...]:
    """The statements that an order was read on which the standing of the licences rests, once each."""
    if not case.facts.statements:
        return ()
    tellings = [telling for licence in licences for telling in licence.tellings]
    marks = [check_standing(telling, LICENCE, case, day) for telling in tellings]
    marks += [mark for telling in tellings for mark in check_restrictions(telling, case, day)]
    return tuple(dict.fromkeys(id_ for mark in marks for id_ in mark.read))


def home_status(licences: tuple[HeldLicence, ...], case: Case, day: dt.date) -> Status:
    """The best standing of the home licences; none at all is unmet, and so is unmet's lot."""
    return max([licence_status(licence, case, day) for licence in licences], default=UNMET)


def validity_days(held: Licence | Privilege, spans: tuple[Span, ...], case: Case) -> Iterator[dt.date]:
    """Days on which its standing may change: its own, and those of the word that its order was read."""
    yield held.issued_on
    if held.expires_on is not None and (ended := day_after(held.expires_on)) is not None:
        yield ended
    for span in spans:
        yield span.starts
        if span.until is not None:
            yield span.until
    for stated in case.facts.statements if spans else ():
        if stated.key in REVIEWED_KEYS:
            yield stated.starts
            if stated.until is not None:
                yield stated.until


def licence_days(licence: HeldLicence, case: Case) -> Iterator[dt.date]:
    """Days on which the standing of a licence may change, by any telling."""
    for telling in licence.tellings:
        yield from validity_days(telling, telling.statuses + telling.restrictions, case)
