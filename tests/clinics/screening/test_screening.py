"""What a patient's answers come to, with the precautions that ship; the most cautious source decides."""

import pytest

from clinics.screening.patients import Patient
from clinics.screening.results import MEANS, Result
from clinics.screening.screening import screen
from rulebook.precautions import Category
from tests.clinics.screening.patients import ASKED, PRECAUTIONS, UNKNOWN, item, screened


def test_nothing_present_and_everything_asked_is_clear():
    screening = screened()
    assert (screening.items, screening.result, screening.is_complete, screening.may_go_on) == (
        (),
        Result.CLEAR,
        True,
        True,
    )


def test_nothing_asked_is_never_clear():
    screening = screen(Patient(age=40, treated=frozenset({"thigh"})), PRECAUTIONS)
    assert {one.precaution.id for one in screening.items if one.asks} == set(ASKED)
    assert screening.result is Result.CAUTION
    assert not screening.is_complete
    assert not screening.may_go_on


@pytest.mark.parametrize("name", ASKED)
def test_one_question_left_open_is_enough_not_to_go_on(name):
    screening = screened(unknown=[name])
    assert screening.result is Result.CAUTION
    assert not screening.may_go_on
    (one,) = screening.items
    assert (one.precaution.id, one.presence, one.result, one.asks) == (name, UNKNOWN, Result.ASK, ("whether",))


def test_every_category_has_a_meaning():
    assert MEANS.keys() == set(Category)


@pytest.mark.parametrize(
    ("name", "result"),
    [
        pytest.param("pregnancy", Result.DO_NOT_TREAT, id="one says never, one says caution"),
        pytest.param("bleeding_tendency", Result.DO_NOT_TREAT, id="one bars it, one says caution"),
        pytest.param("needle_aversion", Result.DO_NOT_TREAT, id="one may consider it, one says absolute"),
        pytest.param("vascular_disease", Result.DO_NOT_TREAT, id="should not be used"),
        pytest.param("infection", Result.DO_NOT_TREAT, id="in general contraindicated"),
        pytest.param("consent_not_given", Result.DO_NOT_TREAT, id="no consent"),
        pytest.param("skin_lesion", Result.AVOID_AREA, id="not into the lesion"),
        pytest.param("implanted_device", Result.AVOID_AREA, id="not there"),
        pytest.param("metal_allergy", Result.CAUTION, id="easily put right"),
        pytest.param("diabetes", Result.CAUTION, id="relative"),
        pytest.param("hypothyroidism", Result.CAUTION, id="relative to one alone"),
        pytest.param("blood_borne_infection", Result.CAUTION, id="a bare entry in a list"),
        pytest.param("history_not_taken", Result.ASK, id="a duty to find out first"),
    ],
)
def test_what_is_present_comes_to_its_most_cautious_source(name, result):
    screening = screened(name)
    assert item(screening, name).result is result
    assert screening.result is max(result, Result.CAUTION)


def test_a_history_that_was_not_taken_stops_it_until_it_is():
    screening = screened("history_not_taken")
    assert item(screening, "history_not_taken").asks == ("duty",)
    assert not screening.may_go_on


def test_contradictions_stand_side_by_side():
    one = item(screened("lymphoedema", where={"lymphoedema": ["arm"]}, treated=["arm"]), "lymphoedema")
    told = {heard.telling.source.id: (heard.telling.category.word, heard.result) for heard in one.heard}
    assert told == {
        "clinic_page": ("not_a_contraindication", Result.CLEAR),
        "physioman": ("absolute", Result.DO_NOT_TREAT),
        "leeuwarden": ("absolute", Result.DO_NOT_TREAT),
        "goldfields": ("avoid_area", Result.AVOID_AREA),
        "lido": ("relative", Result.CAUTION),
        "consent_template": ("relative", Result.CAUTION),
    }
    assert one.is_disputed


def test_sources_that_agree_do_not_dispute():
    assert not item(screened("diabetes"), "diabetes").is_disputed


@pytest.mark.parametrize(
    ("where", "treated", "result", "asks"),
    [
        pytest.param(["arm"], ["arm"], Result.DO_NOT_TREAT, (), id="the limb that is to be treated"),
        pytest.param(["arm"], ["thigh"], Result.CAUTION, (), id="another limb"),
        pytest.param(["arm", "thigh"], ["thigh"], Result.DO_NOT_TREAT, (), id="one of both limbs"),
        pytest.param([], ["thigh"], Result.AVOID_AREA, ("regions",), id="nobody said which limb"),
        pytest.param(["arm"], [], Result.AVOID_AREA, ("body_region",), id="nobody said what is to be treated"),
    ],
)
def test_a_bar_over_a_place_goes_by_the_place(where, treated, result, asks):
    screening = screened("lymphoedema", where={"lymphoedema": where}, treated=treated)
    one = item(screening, "lymphoedema")
    assert (one.result, one.asks) == (result, asks)
    assert screening.may_go_on == (result is Result.CAUTION)


@pytest.mark.parametrize(
    ("where", "result"),
    [
        pytest.param(["thigh"], Result.AVOID_AREA, id="where the needle goes"),
        pytest.param(["hand"], Result.CAUTION, id="elsewhere"),
        pytest.param([], Result.AVOID_AREA, id="nobody said where"),
    ],
)
def test_an_area_to_avoid_goes_by_the_place_too(where, result):
    screening = screened("implanted_device", where={"implanted_device": where})
    assert item(screening, "implanted_device").result is result
    assert screening.may_go_on == (result is Result.CAUTION)


def test_an_area_that_will_be_left_out_does_not_stop_it():
    screening = screened("skin_lesion", left_out=frozenset({"skin_lesion"}))
    assert screening.result is Result.AVOID_AREA
    assert screening.may_go_on


@pytest.mark.parametrize(
    ("treated", "found"),
    [
        pytest.param(
            ["thorax"], {"over_the_lung": Result.AVOID_AREA, "forbidden_places": Result.AVOID_AREA}, id="chest"
        ),
        pytest.param(["neck"], {"eye_neck_and_cord": Result.AVOID_AREA, "over_the_lung": Result.CLEAR}, id="neck"),
        pytest.param(["shoulder"], {"over_the_lung": Result.CLEAR}, id="shoulder: a risk is told, nothing left out"),
        pytest.param(["thigh"], {}, id="thigh"),
    ],
)
def test_the_region_tells_by_itself_what_is_left_out(treated, found):
    assert {one.precaution.id: one.result for one in screened(treated=treated).items} == found


def test_without_a_region_it_is_asked_for():
    screening = screened(treated=())
    assert {(one.precaution.id, *one.asks) for one in screening.items} == {
        ("forbidden_places", "body_region"),
        ("over_the_lung", "body_region"),
        ("eye_neck_and_cord", "body_region"),
    }
    assert not screening.may_go_on


@pytest.mark.parametrize(
    ("deep", "treated", "result"),
    [
        pytest.param(True, "hip", Result.AVOID_AREA, id="deep there"),
        pytest.param(None, "hip", Result.AVOID_AREA, id="not said"),
        pytest.param(False, "hip", Result.CAUTION, id="none of them deep"),
        pytest.param(True, "hand", Result.CAUTION, id="deep elsewhere"),
    ],
)
def test_deep_muscles_matter_where_a_source_speaks_of_them(deep, treated, result):
    one = item(screened("bleeding_tendency", treated=[treated], deep_muscles=deep), "bleeding_tendency")
    assert {heard.telling.source.id: heard.result for heard in one.heard}["clinic_page"] is result


def test_the_worst_stands_first():
    found = screened("diabetes", "pregnancy", unknown=["infection"], treated=["thorax"]).items
    assert [one.precaution.id for one in found[:2]] == ["pregnancy", "infection"]
    assert found[-1].result <= Result.CAUTION


def test_nothing_that_is_added_makes_it_milder():
    for first in ASKED:
        alone = screened(first)
        for second in ASKED[::5]:
            both = screened(first, second)
            assert both.result >= alone.result, (first, second)
            assert alone.may_go_on or not both.may_go_on, (first, second)
