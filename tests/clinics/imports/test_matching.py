"""Whom a row means: by number, NPI, licence; and what must be put to a human."""

import pytest

from clinics.models import RosterEntry
from credentials.models import Practitioner
from tests.clinics.imports.world import ADA_NPI, NEW_NPI, OTHER_NPI, faults, row, send, staged, verdicts
from tests.clinics.world import ADA, BEN, make_entry, person, put_person

pytestmark = pytest.mark.django_db
LICENCE = "licence,licence state,profession,name,born on,site,role,patients"


def judged(clinic, **told):
    job = send(clinic, row(**told))
    assert job.state == "previewed", job.problems
    (one,) = staged(job)
    return one


def points(one):
    numbers = dict(Practitioner.objects.values_list("pk", "registry_number"))
    return [(numbers[c["practitioner"]], c["agrees"], c["differs"]) for c in one.candidates]


CASES = [
    ({"number": ADA}, "new", "registry_number"),
    ({"number": ADA.lower(), "name": "OKAFOR, Ada"}, "new", "registry_number"),
    ({"npi": ADA_NPI}, "new", "npi"),
    ({"npi": ADA_NPI, "name": "Ada", "born": "1985-04-12"}, "new", "npi"),
    ({"number": ADA, "name": "Ada Smith"}, "doubtful", None),
    ({"number": ADA, "born": "1985-04-13"}, "doubtful", None),
    ({"npi": ADA_NPI, "name": "Bob Okafor"}, "doubtful", None),
    ({"number": ADA, "npi": NEW_NPI}, "doubtful", None),
    ({"number": BEN, "npi": ADA_NPI}, "doubtful", None),
    ({"name": "Ada Okafor", "born": "1985-04-12"}, "doubtful", None),
    ({"npi": NEW_NPI, "name": "Ada Okafor", "born": "1985-04-12"}, "doubtful", None),
    ({"name": "Ada Okafor"}, "unknown", None),
    ({"name": "Ada Okafor", "born": "1985-04-13"}, "unknown", None),
    ({"npi": NEW_NPI, "name": "Zoe New"}, "unknown", None),
]


@pytest.mark.parametrize(("told", "verdict", "by"), CASES, ids=[str(told) for told, _, _ in CASES])
def test_a_row_is_plain_doubtful_or_unknown(people, clinic, site, told, verdict, by):
    one = judged(clinic, **told)
    assert (one.verdict, one.matched_by) == (verdict, by)
    assert (one.practitioner is None) == (verdict != "new")


def test_a_licence_matches_in_any_spelling_of_its_number(people, clinic, site):
    line = "{number},xa,pt,{name},,Main Street,PT,adult"
    told = [line.format(number="l.xa ada0 0001", name="Ada Okafor"), line.format(number="LXA-9", name="Ada Okafor")]
    job = send(clinic, *told, header=LICENCE)
    assert verdicts(job) == ["new", "unknown"]
    assert staged(job)[0].matched_by == "licence"


def test_candidates_are_told_by_what_agrees_and_differs_and_never_by_what_is_on_file(people, clinic, site):
    one = judged(clinic, number=BEN, npi=ADA_NPI, name="Ada Okafor", born="1985-04-12")
    assert points(one) == [
        (ADA, ["npi", "name", "born_on"], ["registry_number"]),
        (BEN, ["registry_number"], ["name"]),
    ]
    other = judged(clinic, npi=ADA_NPI, born="1999-09-09")
    assert points(other) == [(ADA, ["npi"], ["born_on"])]
    assert "1985" not in str(other.candidates)


def test_what_is_self_stated_finds_nobody(people, clinic, site):

    told = person("FN-SE1F-0001", "Sel Fie", npi=OTHER_NPI)
    told["licences"] = [{**one, "assurance": "self_stated"} for one in told["licences"]]
    put_person(told)
    job = send(clinic, "LXASE1F-0001,XA,PT,Sel Fie,,Main Street,PT,adult", header=LICENCE)
    assert verdicts(job) == ["unknown"]


def test_a_number_that_nobody_has_is_a_faulty_cell(people, clinic, site):
    job = send(clinic, row(number="FN-N0NE-0001", npi=ADA_NPI))
    assert verdicts(job) == ["faulty"]
    assert faults(job) == [(2, "registry number", "unknown_registry_number")]


def test_a_row_is_held_against_the_entry_that_stands(people, clinic, site):
    make_entry(site, people[ADA])
    make_entry(site, people[BEN])
    job = send(clinic, row(number=ADA), row(number=BEN, who="both"))
    assert verdicts(job) == ["same", "change"]
    entry = RosterEntry.objects.get(practitioner=people[BEN])
    assert staged(job)[1].entry_key == entry.key
    assert verdicts(send(clinic, row(number=ADA, start="2020-01-01"))) == ["same"]
    assert verdicts(send(clinic, row(number=ADA, until="2027-01-01"))) == ["change"]


def test_a_list_without_a_column_for_the_end_says_nothing_of_it(people, clinic, site):
    import datetime as dt

    make_entry(site, people[ADA], until_on=dt.date(2030, 1, 1))
    header = "registry number,site,role,patients"
    assert verdicts(send(clinic, f"{ADA},Main Street,therapist,adult", header=header)) == ["same"]
    assert verdicts(send(clinic, row(number=ADA))) == ["change"]  # an empty cell: no end


def test_one_person_twice_at_one_site_is_told(people, clinic, site):
    job = send(clinic, row(number=ADA), row(npi=ADA_NPI), row(number=ADA, start="2020-01-01", until="2021-01-01"))
    assert verdicts(job) == ["new", "faulty", "faulty"]
    assert faults(job) == [(3, None, "twice_in_file"), (4, None, "twice_in_file")]
    apart = send(clinic, row(number=ADA, start="2020-01-01", until="2021-01-01"), row(number=ADA, start="2021-01-01"))
    assert verdicts(apart) == ["new", "new"]


def test_a_list_cannot_try_one_birth_date_after_another(people, clinic, site):
    days = [f"1985-04-{day:02}" for day in range(1, 20)]
    job = send(clinic, *(row(npi=ADA_NPI, born=day) for day in days))
    assert verdicts(job) == ["doubtful", *["faulty"] * 18]
    assert {code for _, _, code in faults(job)} == {"told_two_ways"}


def test_unknown_and_closed_sites_and_those_of_others_are_faulty(people, clinic, site):
    from tests.clinics.world import make_clinic, make_site

    make_site(make_clinic("Birch Clinic"), "Elsewhere")
    job = send(clinic, row(number=ADA, site="Elsewhere"), row(number=ADA, site=site.code.lower()))
    assert verdicts(job) == ["faulty", "new"]
    assert faults(job) == [(2, "site", "unknown_site")]
