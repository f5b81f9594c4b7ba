"""Whether a licence or a privilege is good on a day, and what stands in its way."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from rulebook.case import Case
from rulebook.facts import Licence, Privilege, Span
from rulebook.findings import Finding, Judged
from rulebook.periods import day_after
from rulebook.settling import HeldLicence
from rulebook.status import Status

LICENCE, PRIVILEGE = "licence", "privilege"
_ENDING = ("suspended", "revoked", "surrendered", "inactive")
_LIMITING = ("probation", "restricted")


def standing_code(held: Licence | Privilege, day: dt.date, word: str) -> str:
    """The reason code of its own standing on the day, the first that applies."""
    if day < held.issued_on:
        return f"{word}_not_yet_valid"
    if held.expires_on is not None and day > held.expires_on:
        return f"{word}_expired"
    status = next((span.kind for span in held.statuses if span.holds_on(day)), "active")
    if status in _ENDING:
        return f"{word}_{status}"
    return reviewed_code(word) if status in _LIMITING else f"{word}_active"


def reviewed_code(word: str) -> str:
    """The key with which a human vouches for having read the order."""
    return f"{word}_restriction_reviewed"


def _status(code: str, word: str, case: Case, day: dt.date) -> Status:
    if code == f"{word}_active":
        return Status.MET
    if code == reviewed_code(word):
        is_read = case.is_vouched(code, about="practitioner", day=day)
        return Status.MET if is_read else Status.CONDITION
    return Status.UNMET


def restriction_codes(licence: Licence, case: Case, day: dt.date) -> list[str]:
    """One code for each kind of restriction in force on the day that touches this patient."""
    kinds = {span.kind for span in licence.restrictions if span.holds_on(day)}
    if not kinds:
        return []
    codes = []
    if "no_invasive_procedures" in kinds:
        codes.append("licence_restricted_from_needling")
    if "no_minors" in kinds and case.is_child:
        codes.append("licence_restricted_from_minors")
    codes += [reviewed_code(LICENCE) for kind in ("supervised_practice_only", "other") if kind in kinds]
    return codes


def licence_status(licence: HeldLicence, case: Case, day: dt.date) -> Status:
    """The standing of a licence, restrictions included; every source's telling must be good."""
    return min(
        _status(code, LICENCE, case, day)
        for telling in licence.tellings
        for code in (standing_code(telling, day, LICENCE), *restriction_codes(telling, case, day))
    )


class Basis(NamedTuple):
    """A licence or privilege on which the person may be asking to needle here."""

    kind: str
    jurisdiction: str
    profession: str
    number: str
    held: HeldLicence | Privilege
    home: tuple[HeldLicence, ...] = ()

    @property
    def rank(self) -> tuple[bool, str, str, str]:
        """The order of ties: licences first, then place, profession and number by code point."""
        return self.kind == PRIVILEGE, self.jurisdiction, self.profession, self.number

    def status(self, case: Case, day: dt.date) -> Status:
        """Its standing on the day."""
        if isinstance(self.held, HeldLicence):
            return licence_status(self.held, case, day)
        own = _status(standing_code(self.held, day, PRIVILEGE), PRIVILEGE, case, day)
        return min(own, home_status(self.home, case, day))

    def judge(self, case: Case, day: dt.date, prefix: str) -> list[Judged]:
        """The findings of its standing, its restrictions and its home licence."""
        if isinstance(self.held, HeldLicence):
            return _judge_licence(self.held, case, day, prefix)
        return [_judge_privilege(self.held, case, day, prefix), _judge_home(self, case, day, prefix)]

    def turning_days(self) -> Iterator[dt.date]:
        """Days on which its standing may change."""
        if isinstance(self.held, HeldLicence):
            yield from _licence_days(self.held)
            return
        yield from _days(self.held, self.held.statuses)
        for licence in self.home:
            yield from _licence_days(licence)


def home_status(licences: tuple[HeldLicence, ...], case: Case, day: dt.date) -> Status:
    """The best standing of the home licences; none at all is unmet, and so is unmet's lot."""
    return max((licence_status(licence, case, day) for licence in licences), default=Status.UNMET)


def find_bases(case: Case) -> tuple[Basis, ...]:
    """Every licence or privilege that bears on the place, in the order of ties."""
    bases = [
        Basis(LICENCE, held.jurisdiction, held.profession, held.number, held)
        for held in case.facts.licences
        if case.is_here(held.jurisdiction)
    ]
    bases += [
        Basis(PRIVILEGE, held.remote, held.profession, held.number, held, _home_licences(held, case))
        for held in case.facts.privileges
        if held.remote == case.jurisdiction
    ]
    return tuple(sorted(bases, key=lambda basis: basis.rank))


def _home_licences(privilege: Privilege, case: Case) -> tuple[HeldLicence, ...]:
    return tuple(
        held
        for held in case.facts.licences
        if held.profession == privilege.profession and held.jurisdiction == privilege.home
    )


def _judge_licence(licence: HeldLicence, case: Case, day: dt.date, prefix: str) -> list[Judged]:
    standings, restrictions = [], []
    for telling, evidence in zip(licence.tellings, licence.evidence, strict=True):
        code = standing_code(telling, day, LICENCE)
        standings.append(_leaf(code, LICENCE, case, day, f"{prefix}standing", evidence, telling))
        for code in restriction_codes(telling, case, day):
            restrictions.append(_leaf(code, LICENCE, case, day, f"{prefix}restrictions", evidence, telling))
    return standings + restrictions


def _judge_privilege(held: Privilege, case: Case, day: dt.date, prefix: str) -> Judged:
    code = standing_code(held, day, PRIVILEGE)
    return _leaf(code, PRIVILEGE, case, day, f"{prefix}standing", (held.id,), held)


def _judge_home(basis: Basis, case: Case, day: dt.date, prefix: str) -> Judged:
    status = home_status(basis.home, case, day)
    code = {
        Status.MET: "home_licence_in_good_standing",
        Status.CONDITION: reviewed_code(LICENCE),
    }.get(status, "home_licence_not_in_good_standing")
    return Judged(status, code, lambda: _tell_home(code, status, f"{prefix}home_licence", basis, case))


def _tell_home(code: str, status: Status, path: str, basis: Basis, case: Case) -> Finding:
    return Finding(
        code,
        "licence",
        status,
        path,
        evidence=tuple(id_ for licence in basis.home for told in licence.evidence for id_ in told),
        about="practitioner" if code == reviewed_code(LICENCE) else "treatment",
        words=(("profession", basis.profession), ("place", getattr(basis.held, "home", ""))),
        on_day=lambda other: home_status(basis.home, case, other),
    )


def _leaf(
    code: str, word: str, case: Case, day: dt.date, path: str, evidence: tuple[str, ...], held: Licence | Privilege
) -> Judged:
    status = _status(code, word, case, day)
    return Judged(status, code, lambda: _tell(code, status, word, case, day, path, evidence, held))


def _tell(
    code: str,
    status: Status,
    word: str,
    case: Case,
    day: dt.date,
    path: str,
    evidence: tuple[str, ...],
    held: Licence | Privilege,
) -> Finding:
    place = held.jurisdiction if isinstance(held, Licence) else held.remote
    return Finding(
        code,
        "licence",
        status,
        path,
        evidence=evidence,
        about="practitioner" if code == reviewed_code(word) else "treatment",
        words=(("profession", held.profession), ("place", place), *_dates(held, day)),
        on_day=lambda other: _status_then(code, path, word, case, other, held),
    )


def _status_then(code: str, path: str, word: str, case: Case, day: dt.date, held: Licence | Privilege) -> Status:
    """What became of a finding on another day: a restriction that no longer holds is met."""
    if path.endswith("standing"):
        return _status(standing_code(held, day, word), word, case, day)
    codes = restriction_codes(held, case, day) if isinstance(held, Licence) else []
    return _status(code, word, case, day) if code in codes else Status.MET


def _dates(held: Licence | Privilege, day: dt.date) -> tuple[tuple[str, str], ...]:
    status = next((span for span in held.statuses if span.holds_on(day)), None)
    told = [
        ("issued_on", held.issued_on),
        ("expires_on", held.expires_on),
        ("until", status.until if status else None),
    ]
    return tuple((name, value.isoformat()) for name, value in told if value is not None)


def _days(held: Licence | Privilege, spans: tuple[Span, ...]) -> Iterator[dt.date]:
    yield held.issued_on
    if held.expires_on is not None and (ended := day_after(held.expires_on)) is not None:
        yield ended
    for span in spans:
        yield span.starts
        if span.until is not None:
            yield span.until


def _licence_days(licence: HeldLicence) -> Iterator[dt.date]:
    for telling in licence.tellings:
        yield from _days(telling, telling.statuses + telling.restrictions)
