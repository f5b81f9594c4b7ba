"""The licences and privileges that bear on a place, and what is found about each on a day."""

import datetime as dt
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from rulebook.case import Case
from rulebook.facts import Licence, Privilege
from rulebook.findings import Finding, Words, make_finding, ready
from rulebook.judged import Judged, make_judged
from rulebook.requirements.nodes import NOBODY, Professions
from rulebook.settling import HeldLicence
from rulebook.standing import (
    LICENCE,
    PRIVILEGE,
    Mark,
    Word,
    check_restrictions,
    check_standing,
    home_status,
    licence_days,
    licence_status,
    list_readings,
    validity_days,
)
from rulebook.status import CONDITION, MET, UNMET, Status

_GOOD = "home_licence_in_good_standing"
_NOT_GOOD = "home_licence_not_in_good_standing"


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
        return self.kind == "privilege", self.jurisdiction, self.profession, self.number

    def status(self, case: Case, day: dt.date) -> Status:
        """Its standing on the day."""
        if isinstance(self.held, HeldLicence):
            return licence_status(self.held, case, day)
        own = check_standing(self.held, PRIVILEGE, case, day).status
        return min(own, home_status(self.home, case, day))

    def judge(self, case: Case, day: dt.date, prefix: str = "") -> Judged:
        """Its standing, its restrictions and its home licence; `prefix` begins the paths of the findings."""
        if isinstance(self.held, HeldLicence):
            return _judge_licence(self.held, case, day, prefix)
        mark = check_standing(self.held, PRIVILEGE, case, day)
        own = _tell_standing(PRIVILEGE, self.held, (self.held.id,), mark, day, prefix + "standing")
        home = _find_home(self.held, self.home, case, day, prefix)
        leaves = (Standing(PRIVILEGE, self.held), HomeLicence(self.home))
        return make_judged((min(own.status, home.status), leaves, (own, home), None, NOBODY))

    def turning_days(self, case: Case) -> Iterator[dt.date]:
        """Days on which its standing may change."""
        if isinstance(self.held, HeldLicence):
            yield from licence_days(self.held, case)
            return
        yield from validity_days(self.held, self.held.statuses, case)
        for licence in self.home:
            yield from licence_days(licence, case)


class Standing(NamedTuple):
    """What one source tells of a licence or privilege: its standing, or a restriction."""

    word: Word
    held: Licence | Privilege
    is_restriction: bool = False

    def turning_days(self, case: Case, professions: Professions) -> Iterator[dt.date]:
        """Days on which it may come out otherwise."""
        held = self.held
        spans = held.statuses + held.restrictions if isinstance(held, Licence) else held.statuses
        return validity_days(held, spans, case)

    def status_then(self, found: Finding, case: Case, day: dt.date, professions: Professions) -> Status:
        """What becomes of it on another day: a restriction that no longer holds is met."""
        if not self.is_restriction:
            return check_standing(self.held, self.word, case, day).status
        others = check_restrictions(self.held, case, day) if isinstance(self.held, Licence) else []
        return next((other.status for other in others if other.code == found.code), MET)


class HomeLicence(NamedTuple):
    """The licences that a privilege rests on."""

    licences: tuple[HeldLicence, ...]

    def turning_days(self, case: Case, professions: Professions) -> Iterator[dt.date]:
        """Days on which it may come out otherwise."""
        for licence in self.licences:
            yield from licence_days(licence, case)

    def status_then(self, found: Finding, case: Case, day: dt.date, professions: Professions) -> Status:
        """The best standing of the home licences on another day."""
        return home_status(self.licences, case, day)


_make_standing = ready(Standing)
_make_basis = ready(Basis)
_rank = attrgetter("rank")


def find_bases(case: Case) -> tuple[Basis, ...]:
    """Every licence or privilege that bears on the place, in the order of ties."""
    facts = case.facts
    bases = [_make_basis(("licence", *held[:3], held, ())) for held in facts.licences_in(case.here)]
    if facts.told.privileges:
        for privilege in facts.privileges:
            if privilege.remote == case.jurisdiction:
                home = _home_licences(privilege, case)
                bases.append(
                    Basis("privilege", privilege.remote, privilege.profession, privilege.number, privilege, home)
                )
    if len(bases) > 1:
        bases.sort(key=_rank)
    return tuple(bases)


def _home_licences(privilege: Privilege, case: Case) -> tuple[HeldLicence, ...]:
    return tuple(
        held
        for held in case.facts.licences
        if held.profession == privilege.profession and held.jurisdiction == privilege.home
    )


def _judge_licence(licence: HeldLicence, case: Case, day: dt.date, prefix: str) -> Judged:
    """Every telling's standing, then every telling's restrictions."""
    _, _, _, tellings, told_by, _ = licence
    first, path = tellings[0], prefix + "standing"
    if len(tellings) == 1 and not first.restrictions:
        mark = check_standing(first, LICENCE, case, day)
        finding = _tell_standing(LICENCE, first, told_by[0], mark, day, path)
        return make_judged((mark[0], (_make_standing((LICENCE, first, False)),), (finding,), None, NOBODY))
    told = list(zip(tellings, told_by, strict=True))
    leaves = [Standing(LICENCE, telling) for telling, _ in told]
    marks = [check_standing(telling, LICENCE, case, day) for telling, _ in told]
    findings = [_tell_standing(LICENCE, *one, mark, day, path) for one, mark in zip(told, marks, strict=True)]
    for telling, evidence in told:
        for mark in check_restrictions(telling, case, day):
            leaves.append(Standing(LICENCE, telling, is_restriction=True))
            findings.append(_tell_standing(LICENCE, telling, evidence, mark, day, f"{prefix}restrictions"))
    return make_judged((min([one.status for one in findings]), leaves, findings, None, NOBODY))


def _tell_standing(
    word: Word, held: Licence | Privilege, evidence: tuple[str, ...], mark: Mark, day: dt.date, path: str
) -> Finding:
    """The finding, with the days that its sentence needs."""
    status, code, read = mark
    place = held.jurisdiction if isinstance(held, Licence) else held.remote
    told, issued_on, expires_on = ("profession", held.profession), held.issued_on, held.expires_on
    words: Words
    if expires_on is None:
        words = (told, ("place", place), ("issued_on", issued_on))
    else:
        words = (told, ("place", place), ("issued_on", issued_on), ("expires_on", expires_on))
    if held.statuses and (until := _ends_on(held, day)) is not None:
        words += (("until", until),)
    about = "practitioner" if code == word.reviewed else "treatment"
    rests_on = evidence + read if read else evidence
    return make_finding((code, "licence", status, path, None, None, None, rests_on, None, about, None, words))


def _find_home(held: Privilege, licences: tuple[HeldLicence, ...], case: Case, day: dt.date, prefix: str) -> Finding:
    """The best standing of the home licences."""
    status = home_status(licences, case, day)
    code, about = _GOOD if status is MET else _NOT_GOOD, "treatment"
    if status is CONDITION:
        code, about = LICENCE.reviewed, "practitioner"
    evidence = tuple(id_ for licence in licences for told in licence.evidence for id_ in told)
    read = list_readings(licences, case, day) if status is MET else ()
    return Finding(
        code,
        "licence",
        status if status in (MET, CONDITION) else UNMET,
        f"{prefix}home_licence",
        evidence=evidence + read,
        about=about,
        words=(("profession", held.profession), ("place", held.home)),
    )


def _ends_on(held: Licence | Privilege, day: dt.date) -> dt.date | None:
    """The day on which its status of a day ends."""
    return next((span.until for span in held.statuses if span.holds_on(day)), None)
