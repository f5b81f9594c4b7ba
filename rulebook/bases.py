"""The licences and privileges that bear on a place, and what is found about each on a day."""

import datetime as dt
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from rulebook.case import Case
from rulebook.facts import Licence, Privilege
from rulebook.findings import Check, Finding, Words, make_finding
from rulebook.judged import Judged
from rulebook.requirements.nodes import NOBODY, Professions
from rulebook.settling import HeldLicence
from rulebook.standing import (
    LICENCE,
    PRIVILEGE,
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

_GOOD, _NOT_GOOD = (
    Check(MET, code="home_licence_in_good_standing"),
    Check(UNMET, code="home_licence_not_in_good_standing"),
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
        return self.kind == "privilege", self.jurisdiction, self.profession, self.number

    def status(self, case: Case, day: dt.date) -> Status:
        """Its standing on the day."""
        if isinstance(self.held, HeldLicence):
            return licence_status(self.held, case, day)
        own = check_standing(self.held, PRIVILEGE, case, day).status
        return min(own, home_status(self.home, case, day))

    def judge(self, case: Case, day: dt.date, prefix: str) -> Judged:
        """Its standing, its restrictions and its home licence."""
        if isinstance(self.held, HeldLicence):
            return _judge_licence(self.held, case, day, prefix)
        own = check_standing(self.held, PRIVILEGE, case, day)
        home = _check_home(self.home, case, day)
        leaves = (Standing(PRIVILEGE, self.held, (self.held.id,), day), HomeLicence(self.held, self.home))
        return Judged(min(own.status, home.status), leaves, (own, home), None, NOBODY, prefix)

    def turning_days(self, case: Case) -> Iterator[dt.date]:
        """Days on which its standing may change."""
        if isinstance(self.held, HeldLicence):
            yield from licence_days(self.held, case)
            return
        yield from validity_days(self.held, self.held.statuses, case)
        for licence in self.home:
            yield from licence_days(licence, case)


class Standing(NamedTuple):
    """What one source tells of a licence or privilege, as looked at on a day: its standing, or a restriction."""

    word: Word
    held: Licence | Privilege
    evidence: tuple[str, ...]
    day: dt.date
    path: str = "standing"

    def code_of(self, check: Check) -> str:
        """The reason code of a check."""
        return check.code or ""

    def concern_of(self, check: Check) -> str:
        """That an order was read concerns the practitioner."""
        return "practitioner" if check.code == self.word.reviewed else "treatment"

    def tell(self, check: Check, professions: Professions, prefix: str) -> Finding:
        """The finding, with the days that its sentence needs."""
        held = self.held
        place = held.jurisdiction if isinstance(held, Licence) else held.remote
        words: Words = (("profession", held.profession), ("place", place), ("issued_on", held.issued_on))
        if held.expires_on is not None:
            words += (("expires_on", held.expires_on),)
        if held.statuses and (until := _ends_on(held, self.day)) is not None:
            words += (("until", until),)
        about = "practitioner" if check.code == self.word.reviewed else "treatment"
        path, evidence = prefix + self.path, self.evidence + check.evidence
        return make_finding(
            (check.code, "licence", check.status, path, None, None, None, evidence, None, about, None, words)
        )

    def turning_days(self, case: Case, professions: Professions) -> Iterator[dt.date]:
        """Days on which it may come out otherwise."""
        held = self.held
        spans = held.statuses + held.restrictions if isinstance(held, Licence) else held.statuses
        return validity_days(held, spans, case)

    def status_then(self, check: Check, case: Case, day: dt.date, professions: Professions) -> Status:
        """What becomes of it on another day: a restriction that no longer holds is met."""
        if self.path == "standing":
            return check_standing(self.held, self.word, case, day).status
        others = check_restrictions(self.held, case, day) if isinstance(self.held, Licence) else []
        return next((other.status for other in others if other.code == check.code), MET)


class HomeLicence(NamedTuple):
    """The licence that a privilege rests on."""

    held: Privilege
    licences: tuple[HeldLicence, ...]

    def code_of(self, check: Check) -> str:
        """The reason code of a check."""
        return check.code or ""

    def concern_of(self, check: Check) -> str:
        """That an order was read concerns the practitioner."""
        return "practitioner" if check.code == LICENCE.reviewed else "treatment"

    def tell(self, check: Check, professions: Professions, prefix: str) -> Finding:
        """The finding."""
        return Finding(
            self.code_of(check),
            "licence",
            check.status,
            f"{prefix}home_licence",
            evidence=tuple(id_ for licence in self.licences for told in licence.evidence for id_ in told)
            + check.evidence,
            about=self.concern_of(check),
            words=(("profession", self.held.profession), ("place", self.held.home)),
        )

    def turning_days(self, case: Case, professions: Professions) -> Iterator[dt.date]:
        """Days on which it may come out otherwise."""
        for licence in self.licences:
            yield from licence_days(licence, case)

    def status_then(self, check: Check, case: Case, day: dt.date, professions: Professions) -> Status:
        """The best standing of the home licences on another day."""
        return home_status(self.licences, case, day)


_rank = attrgetter("rank")


def find_bases(case: Case) -> tuple[Basis, ...]:
    """Every licence or privilege that bears on the place, in the order of ties."""
    here = case.here
    bases = [
        Basis("licence", held.jurisdiction, held.profession, held.number, held)
        for held in case.facts.licences
        if held.jurisdiction in here
    ]
    bases += [
        Basis("privilege", held.remote, held.profession, held.number, held, _home_licences(held, case))
        for held in case.facts.privileges
        if held.remote == case.jurisdiction
    ]
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
    first = licence.tellings[0]
    if len(licence.tellings) == 1 and not first.restrictions:
        check = check_standing(first, LICENCE, case, day)
        return Judged(check[0], (Standing(LICENCE, first, licence.evidence[0], day),), (check,), None, NOBODY, prefix)
    leaves, checks = [], []
    restrictions: list[tuple[Standing, Check]] = []
    for telling, evidence in zip(licence.tellings, licence.evidence, strict=True):
        leaves.append(Standing(LICENCE, telling, evidence, day))
        checks.append(check_standing(telling, LICENCE, case, day))
        if telling.restrictions:
            leaf = Standing(LICENCE, telling, evidence, day, "restrictions")
            restrictions += [(leaf, check) for check in check_restrictions(telling, case, day)]
    for leaf, check in restrictions:
        leaves.append(leaf)
        checks.append(check)
    return Judged(min([check[0] for check in checks]), leaves, checks, None, NOBODY, prefix)


def _check_home(licences: tuple[HeldLicence, ...], case: Case, day: dt.date) -> Check:
    status = home_status(licences, case, day)
    if status is CONDITION:
        return LICENCE.to_read
    if status is not MET:
        return _NOT_GOOD
    read = list_readings(licences, case, day)
    return _GOOD._replace(evidence=read) if read else _GOOD


def _ends_on(held: Licence | Privilege, day: dt.date) -> dt.date | None:
    """The day on which its status of a day ends."""
    return next((span.until for span in held.statuses if span.holds_on(day)), None)
