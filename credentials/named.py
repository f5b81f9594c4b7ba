"""What a question names, looked up: places, keys and standards in the law that answers, and the asker's own site."""

from collections.abc import Iterable

from credentials.queries.sites import KnownSite
from credentials.questions import Asked, Misread
from credentials.records.faults import Fault, shown
from rulebook.law import Law
from rulebook.places import UnknownPlace
from rulebook.question import NO_STANDARD


def faults_under(asked: Asked | Misread, law: Law, site: KnownSite | None) -> Iterable[Fault]:
    """What it names that does not exist under this law; `site` is the one named, None where the asker has none such."""
    places = [("/jurisdiction", asked.jurisdiction)] if asked.jurisdiction is not None else []
    if asked.practitioner is not None and asked.practitioner.kind == "licence":
        places.append(("/practitioner/licence/jurisdiction", asked.practitioner.jurisdiction))
    for pointer, code in places:
        try:
            law.places.read(code)
        except UnknownPlace:
            yield Fault(pointer, "unknown_place", f"{shown(code)} is no place that is known here")
    if asked.attested:
        yield from _faults_of_keys(asked.attested, law, site)
    if asked.standard is not None and asked.standard != NO_STANDARD and asked.standard not in law.standards:
        known = ", ".join(sorted(law.standards))
        yield Fault("/standard", "unknown_standard", f"{shown(asked.standard)} is none of: {known}, none")
    if asked.site is not None:
        yield from _faults_of_site(asked.jurisdiction, law, site)


def _faults_of_keys(attested: Iterable[str], law: Law, site: KnownSite | None) -> Iterable[Fault]:
    unknown = [(n, key) for n, key in enumerate(attested) if key not in law.keys]
    asked_here = site.policy.keys() if unknown and site is not None else frozenset()
    whose = "no law or standard" if site is None else "no law, standard or policy of the site"
    for n, key in unknown:
        if key not in asked_here:
            yield Fault(f"/attested/{n}", "unknown_key", f"{shown(key)} is a key that {whose} knows")


def _faults_of_site(jurisdiction: str | None, law: Law, site: KnownSite | None) -> Iterable[Fault]:
    """Of a site that lies elsewhere than the patient: what was declared of one place vouches for nothing in another."""
    if site is None:
        yield Fault("/site", "unknown_site", "no site of that name is known here")
        return
    place = None if jurisdiction is None else _place_meant(jurisdiction, law)
    if place is not None and place != _place_meant(site.jurisdiction, law):
        yield Fault("/site", "site_elsewhere", f"the site lies in {site.jurisdiction}, the patient elsewhere")


def _place_meant(code: str, law: Law) -> str | None:
    """The place as questions mean it; None for no place, which is told where it stands."""
    try:
        return law.places.read_asked(code)
    except UnknownPlace:
        return None
