"""Children, and whoever cannot consent: what age and consent change."""

import pytest

from clinics.screening.patients import Answer, Patient
from clinics.screening.results import Result
from clinics.screening.screening import screen
from tests.clinics.screening.patients import (
    ABSENT,
    ASKED,
    PARENT_AND_CHILD,
    PRECAUTIONS,
    PRESENT,
    UNKNOWN,
    item,
    patient,
    screened,
)


@pytest.mark.parametrize(
    ("consent", "result"),
    [
        pytest.param(ABSENT, Result.CAUTION, id="consent was given"),
        pytest.param(PRESENT, Result.DO_NOT_TREAT, id="consent cannot be given"),
        pytest.param(UNKNOWN, Result.DO_NOT_TREAT, id="nobody knows"),
    ],
)
@pytest.mark.parametrize("name", ["cognitive_impairment", "no_communication"])
def test_what_bars_for_want_of_consent_goes_by_the_consent(name, consent, result):
    asked = patient(name)
    answers = {**asked.answers, "consent_not_given": Answer(consent)}
    screening = screen(Patient(age=40, answers=answers, treated=asked.treated), PRECAUTIONS)
    assert item(screening, name).result is result


@pytest.mark.parametrize(
    ("age", "result", "may_go_on"),
    [
        pytest.param(11, Result.DO_NOT_TREAT, False, id="the last year before twelve"),
        pytest.param(12, Result.CAUTION, True, id="twelve"),
        pytest.param(17, Result.CAUTION, True, id="the last year before eighteen"),
        pytest.param(18, Result.CLEAR, True, id="eighteen"),
    ],
)
def test_age_tells_by_itself(age, result, may_go_on):
    screening = screened(age=age, attested=PARENT_AND_CHILD)
    assert (screening.result, screening.may_go_on) == (result, may_go_on)


@pytest.mark.parametrize(
    ("age", "attested", "still_open"),
    [
        pytest.param(15, (), PARENT_AND_CHILD, id="nothing yet"),
        pytest.param(15, ("parental_consent",), ("child_assent",), id="the parent alone"),
        pytest.param(15, PARENT_AND_CHILD, (), id="both"),
        pytest.param(15, ("minor_own_consent",), (), id="the law lets the minor consent"),
    ],
)
def test_a_childs_consents_are_conditions(age, attested, still_open):
    screening = screened(age=age, attested=attested)
    assert item(screening, "child").open_keys == still_open
    assert screening.may_go_on == (not still_open)


def test_what_a_source_says_of_the_younger_is_not_said_of_the_older():
    def sources(age):
        return {heard.telling.source.id for heard in item(screened(age=age), "child").heard}

    assert sources(15) - sources(16) == {"nzasa_code"}


def test_of_a_child_whose_age_is_not_told_the_age_is_asked():
    screening = screened(group="child", attested=PARENT_AND_CHILD, treated=["head"], left_out=frozenset(ASKED))
    asked = {one.precaution.id: (one.asks, one.at_worst) for one in screening.items if one.asks}
    assert asked == {
        "child_below_twelve": (("age",), Result.DO_NOT_TREAT),
        "infant_scalp": (("age",), Result.AVOID_AREA),
    }
    assert not screening.may_go_on


def test_of_an_adult_nothing_is_asked_about_children():
    assert screened(group="adult").items == ()


@pytest.mark.parametrize(("age", "names"), [(2, True), (3, False)])
def test_an_infants_scalp(age, names):
    found = {one.precaution.id for one in screened(age=age, treated=["head"]).items}
    assert ("infant_scalp" in found) == names
