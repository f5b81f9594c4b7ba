"""The leaves on what a person holds: examinations, certifications, authorizations, approved courses, credentials."""

import pytest

from tests.rulebook.builders import (
    ask,
    authorization,
    certification,
    facts,
    found,
    law_of,
    licence,
    place,
    policy,
    provision,
    requiring,
    status,
    training,
)

STATUSES = ("probation", "restricted", "suspended", "revoked", "surrendered", "inactive")


def outcome_of(leaf: dict, on: str = "2026-06-15", asked: dict | None = None, **record) -> str:
    return ask(facts(licences=[licence()], **record), requiring(leaf), on=on, **(asked or {})).outcome


@pytest.mark.parametrize(
    ("form", "passed_on", "outcome"),
    [
        ("written", "2026-06-15", "permitted"),
        ("written", "2026-06-16", "refused"),
        ("practical", "2016-06-15", "refused"),
    ],
    ids=["passed on the day", "passed the day after", "of the other form"],
)
def test_an_examination_of_the_form(form: str, passed_on: str, outcome: str) -> None:
    exams = [{"form": form, "of": "DN-1", "passed_on": passed_on}]
    assert outcome_of({"kind": "exam_passed", "form": "written"}, exams=exams) == outcome


VALID = {"issued_on": "2020-01-01", "expires_on": "2027-05-31"}
EDGES = pytest.mark.parametrize(
    ("on", "outcome"),
    [
        pytest.param("2019-12-31", "refused", id="the day before the first"),
        pytest.param("2020-01-01", "permitted", id="the first day"),
        pytest.param("2027-05-31", "permitted", id="the last day"),
        pytest.param("2027-06-01", "refused", id="the day after the last"),
    ],
)


@EDGES
def test_a_certification_is_current_between_its_days(on: str, outcome: str) -> None:
    assert outcome_of({"kind": "certification"}, on, certifications=[certification(**VALID)]) == outcome


@EDGES
def test_an_authorization_is_current_between_its_days(on: str, outcome: str) -> None:
    assert outcome_of({"kind": "board_authorization"}, on, authorizations=[authorization(**VALID)]) == outcome


@EDGES
def test_a_credential_is_current_between_its_days(on: str, outcome: str) -> None:
    leaf = {"kind": "credential_held", "title": "CPR"}
    assert outcome_of(leaf, on, credentials=[{"title": "CPR", **VALID}]) == outcome


@pytest.mark.parametrize("kind", STATUSES)
def test_only_an_active_status_is_current(kind: str) -> None:
    spans = [status(kind, "2026-06-15", "2026-06-16")]
    for leaf, record in (
        ({"kind": "certification"}, {"certifications": [certification(statuses=spans)]}),
        ({"kind": "board_authorization"}, {"authorizations": [authorization(statuses=spans)]}),
    ):
        days = [outcome_of(leaf, on, **record) for on in ("2026-06-14", "2026-06-15", "2026-06-16")]
        assert days == ["permitted", "refused", "permitted"]


def test_a_span_that_says_active_is_active() -> None:
    spans = [status("active", "2026-01-01")]
    assert outcome_of({"kind": "certification"}, certifications=[certification(statuses=spans)]) == "permitted"


@pytest.mark.parametrize(
    ("groups", "asked", "patient", "outcome"),
    [
        pytest.param(["adult"], "asked", {"group": "adult"}, "permitted", id="an adult, for adults"),
        pytest.param(["adult"], "asked", {"group": "child"}, "refused", id="a child, for adults"),
        pytest.param(["child"], "asked", {"age": 17}, "permitted", id="seventeen, for children"),
        pytest.param(["child"], "asked", {"age": 18}, "refused", id="eighteen, for children"),
        pytest.param(["adult", "child"], "asked", {"age": 3}, "permitted", id="for both"),
        pytest.param([], "asked", {"group": "adult"}, "refused", id="for nobody"),
        pytest.param([], None, {"group": "adult"}, "permitted", id="for nobody, where no group is asked"),
        pytest.param(["child"], "child", {"group": "adult"}, "permitted", id="for children, asked whoever is treated"),
        pytest.param(["adult"], "child", {"group": "adult"}, "refused", id="for adults, children are asked"),
    ],
)
def test_a_certification_covers_the_group_asked(groups: list, asked: str | None, patient: dict, outcome: str) -> None:
    leaf = {"kind": "certification"} | ({"patient_group": asked} if asked else {})
    assert outcome_of(leaf, asked=patient, certifications=[certification(patient_groups=groups)]) == outcome


@pytest.mark.parametrize(
    ("level", "outcome"),
    [("advanced", "permitted"), ("foundation", "refused"), ("Advanced", "refused"), (None, "refused")],
)
def test_levels_are_equal_or_not_and_have_no_order(level: str | None, outcome: str) -> None:
    leaf = {"kind": "certification", "level": "advanced"}
    assert outcome_of(leaf, certifications=[certification(level=level)]) == outcome


def test_one_certification_must_meet_all_of_it() -> None:
    leaf = {"kind": "certification", "level": "advanced", "patient_group": "asked"}
    apart = [certification("1", level="advanced", patient_groups=["child"]), certification("2", level="basic")]
    assert outcome_of(leaf, certifications=apart) == "refused"


@pytest.mark.parametrize(
    ("given", "asked", "outcome"),
    [
        pytest.param({"jurisdiction": "XB-1"}, {}, "permitted", id="of the place"),
        pytest.param({"jurisdiction": "XB"}, {}, "permitted", id="of its country"),
        pytest.param({"jurisdiction": "XB-2"}, {}, "refused", id="of its neighbour"),
        pytest.param({"jurisdiction": "XB-1", "profession": "AT"}, {}, "refused", id="of another profession"),
        pytest.param(
            {"jurisdiction": "XB-1", "title": "permit"}, {"title": "permit"}, "permitted", id="with the title"
        ),
        pytest.param(
            {"jurisdiction": "XB-1", "title": "Permit"}, {"title": "permit"}, "refused", id="title as written"
        ),
        pytest.param({"jurisdiction": "XB-1", "title": "roster"}, {}, "permitted", id="any title, where none is asked"),
    ],
)
def test_whose_authorization_counts(given: dict, asked: dict, outcome: str) -> None:
    law = law_of(place("XB-1", provision(requires={"kind": "board_authorization", **asked})))
    record = facts(licences=[licence("XB-1")], authorizations=[authorization(**given)])
    assert ask(record, law, jurisdiction="XB-1").outcome == outcome


def test_a_policy_takes_the_authorization_of_any_profession_with_a_basis_here() -> None:
    site = policy({"kind": "board_authorization"})
    law = law_of(place("XA", provision(), provision(profession="AT")))
    held = {"authorizations": [authorization(profession="AT")]}
    alone, both = [licence()], [licence(), licence(profession="AT")]
    outcomes = [ask(facts(licences=licences, **held), law, site).outcome for licences in (alone, both)]
    assert outcomes == ["refused", "permitted"]


@pytest.mark.parametrize(
    ("approved_by", "completed_on", "outcome"),
    [
        (["XA"], "2026-06-15", "permitted"),
        (["XA"], "2026-06-16", "refused"),
        (["XB"], "2016-01-01", "refused"),
        ([], "2016-01-01", "refused"),
    ],
    ids=["approved, done on the day", "done the day after", "approved elsewhere", "approved by nobody"],
)
def test_a_course_that_the_board_approved(approved_by: list, completed_on: str, outcome: str) -> None:
    held = [training(0, completed_on, approved_by=approved_by)]
    assert outcome_of({"kind": "board_approved_course"}, training=held) == outcome


@pytest.mark.parametrize(("title", "outcome"), [("CPR", "permitted"), ("cpr", "refused"), ("CPR ", "refused")])
def test_a_credential_has_its_title_as_written(title: str, outcome: str) -> None:
    held = [{"title": title, "issued_on": "2020-01-01", "expires_on": None}]
    assert outcome_of({"kind": "credential_held", "title": "CPR"}, credentials=held) == outcome


def test_evidence_names_what_meets_the_leaf() -> None:
    held = [certification("1", expires_on="2020-01-01"), certification("2"), certification("3")]
    decision = ask(facts(licences=[licence()], certifications=held), requiring({"kind": "certification"}))
    assert found(decision, "certification")[0]["evidence"] == ("certifications-2", "certifications-3")
