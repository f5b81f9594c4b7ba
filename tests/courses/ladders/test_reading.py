"""Reading a ladder's document: what it becomes, and every fault by its place."""

import copy

import pytest

from courses.ladders.reading import MOST_LEVELS, read_ladder
from courses.ladders.reading_trees import MOST_DEEP
from courses.ladders.reading_values import CODES
from courses.ladders.requirements import AllOf, AtLeast, CasesLogged, EducationHours, Holds, LevelDone, LicensedYears
from courses.ladders.shapes import Ladder
from tests.courses.ladders.documents import changed, component, examination, ladder, level

RENEWAL = {"education": {"hours": 7.5, "subject": "dry_needling"}, "opens_days_before": 90, "grace_days": 0}
MANUAL = {"hours": 14, "subject": "manual"}
TREE = {
    "all": [
        {"level": "A", "gap_months": 3},
        {"cases": 20, "since": "A"},
        {
            "at_least": 2,
            "of": [{"level": "A"}, {"licensed_years": 2}, {"education": {"hours": 14, "subject": "manual"}}],
        },
        {"any": [{"holds": {"issuer": "X", "title": "T"}}, {"holds": {"programme": "P", "level": "L"}}]},
    ]
}
FOR_EVER = {"title": "A", "issuer": "Board", "level": "basic", "patient_groups": [], "lasts": "never_expires"}
WHOLE = ladder(
    level(
        "B",
        components=[component(), component(code="webinar", hours=4.25, part="didactic", delivery="live_online")],
        prerequisites=TREE,
        supervised={"sessions": 3, "cases": 10},
        examinations=[
            examination("B", remediation={"after_attempts": 2, "component": "hands-on"}, gap_days=30, window_days=365),
            examination("B", "practical", attempts=None),
        ],
        approvals=[{"jurisdiction": "us-ut", "from": "2020-01-01", "until": "2024-01-01", "reference": "A-1"}],
        finish={"within_days": 730},
        renewal=RENEWAL,
    ),
    level(
        "A", award={"title": "A", "issuer": "Board", "level": "basic", "patient_groups": [], "lasts": "never_expires"}
    ),
)


def read(document, **more):
    found = read_ladder(document, **more)
    assert isinstance(found, Ladder), found
    return found


def faults(document, **more):
    found = read_ladder(document, **more)
    assert isinstance(found, list), "no fault was found"
    return [(one.pointer, one.code) for one in found]


def test_a_whole_document_is_read():
    second, first = read(WHOLE, read_place=str.upper).levels
    assert [(one.code, one.hundredths) for one in second.components] == [("hands-on", 2700), ("webinar", 425)]
    assert second.prerequisites == AllOf(
        (
            LevelDone("A", 0, 3),
            CasesLogged(20, "A", signed=True),
            AtLeast(2, (LevelDone("A", 0, 0), LicensedYears(2), EducationHours(1400, "manual"))),
            AtLeast(1, (Holds("X", "T", None, None), Holds(None, None, "P", "L"))),
        )
    )
    assert second.before == (first,)
    assert [one.attempts for one in second.examinations] == [3, None]
    assert (second.approvals[0].jurisdiction, second.approvals[0].reference) == ("US-UT", "A-1")
    assert (first.award.months, first.award.issuer, first.award.level) == (None, "Board", "basic")
    assert (second.award.months, second.finish_within_days) == (24, 730)
    assert second.renewal.education == (750, "dry_needling")


L = ("levels", 0)
WRONG = {
    "no levels": (["levels"], [], ("/levels", "empty_list")),
    "levels that are no list": (["levels"], {}, ("/levels", "wrong_type")),
    "an unknown field": ([*L, "colour"], "red", ("/levels/0/colour", "unknown_field")),
    "a code with a blank": ([*L, "code"], "DN 1", ("/levels/0/code", "not_a_code")),
    "a level that is no object": ([*L], 7, ("/levels/0", "wrong_type")),
    "what it awards left out": ([*L, "award"], ..., ("/levels/0/award", "missing")),
    "for how long left out": ([*L, "award", "lasts"], ..., ("/levels/0/award/lasts", "missing")),
    "for how long in another word": ([*L, "award", "lasts"], "forever", ("/levels/0/award/lasts", "unknown_value")),
    "for how long as null": ([*L, "award", "lasts"], None, ("/levels/0/award/lasts", "wrong_type")),
    "for no month": ([*L, "award", "lasts"], {"months": 0}, ("/levels/0/award/lasts/months", "not_positive")),
    "nobody is taught": ([*L, "patient_groups"], [], ("/levels/0/patient_groups", "empty_list")),
    "a group twice": ([*L, "patient_groups"], ["adult", "adult"], ("/levels/0/patient_groups/1", "repeated")),
    "a region that is none": ([*L, "body_regions"], ["tail"], ("/levels/0/body_regions/0", "unknown_value")),
    "nobody may enter": ([*L, "eligible_professions"], [], ("/levels/0/eligible_professions", "empty_list")),
    "hours of nothing": ([*L, "components", 0, "hours"], 0, ("/levels/0/components/0/hours", "not_positive")),
    "a third of an hour": ([*L, "components", 0, "hours"], 0.333, ("/levels/0/components/0/hours", "too_precise")),
    "a component twice": (
        [*L, "components"],
        [component(), component()],
        ("/levels/0/components/1", "repeated"),
    ),
    "a profession twice at a time": (
        [*L, "eligible_professions"],
        [{"profession": "PT", "from": "2019-01-01"}, {"profession": "PT", "from": "2020-01-01"}],
        ("/levels/0/eligible_professions/1", "overlap"),
    ),
    "a profession until before it is": (
        [*L, "eligible_professions"],
        [{"profession": "PT", "from": "2019-01-01", "until": "2019-01-01"}],
        ("/levels/0/eligible_professions/0/until", "reversed"),
    ),
    "attempts left out": (
        [*L, "examinations"],
        [{"code": "E", "form": "written"}],
        ("/levels/0/examinations/0/attempts", "missing"),
    ),
    "remediation by what is not taught": (
        [*L, "examinations"],
        [examination(remediation={"after_attempts": 1, "component": "yoga"})],
        ("/levels/0/examinations/0/remediation/component", "unknown_component"),
    ),
    "an examination twice": (
        [*L, "examinations"],
        [examination(), examination()],
        ("/levels/0/examinations/1", "repeated"),
    ),
    "an approval by nowhere": (
        [*L, "approvals"],
        [{"jurisdiction": "Utah", "from": "2020-01-01", "reference": "1"}],
        ("/levels/0/approvals/0/jurisdiction", "unknown_place"),
    ),
    "a level complete at once": ([*L, "components"], [], ("/levels/0", "nothing_to_do")),
    "a renewal of what never expires": (
        [*L],
        level(renewal=RENEWAL, award={"title": "T", "patient_groups": [], "lasts": "never_expires"}),
        ("/levels/0/renewal", "impossible"),
    ),
    "a renewal that asks for nothing": (
        [*L, "renewal"],
        {"opens_days_before": 90, "grace_days": 0},
        ("/levels/0/renewal", "nothing_to_do"),
    ),
    "grace left out": (
        [*L, "renewal"],
        {"refresher": {"level": "DN-1"}, "opens_days_before": 90},
        ("/levels/0/renewal/grace_days", "missing"),
    ),
    "a refresher that leads nowhere": (
        [*L, "renewal"],
        {"refresher": {"level": "X"}, "opens_days_before": 90, "grace_days": 0},
        ("/levels/0/renewal/refresher/level", "unknown_level"),
    ),
    "a re-examination that leads nowhere": (
        [*L, "renewal"],
        {"re_examination": {"examination": "X"}, "opens_days_before": 90, "grace_days": 0},
        ("/levels/0/renewal/re_examination/examination", "unknown_examination"),
    ),
}
P = "/levels/0/prerequisites"
WRONG_TREES = {
    "a word that is no requirement": ({"luck": 1}, (P, "not_one_requirement")),
    "two requirements in one": ({"level": "DN-1", "cases": 3}, (P, "not_one_requirement")),
    "a list of nothing": ({"all": []}, (f"{P}/all", "empty_list")),
    "three of two": ({"at_least": 3, "of": [{"licensed_years": 1}] * 2}, (f"{P}/at_least", "impossible")),
    "a level that does not exist": ({"any": [{"level": "X"}]}, (f"{P}/any/0/level", "unknown_level")),
    "one of a level that does not exist": (
        {"at_least": 1, "of": [{"level": "X"}]},
        (f"{P}/of/0/level", "unknown_level"),
    ),
    "cases since a level that does not exist": ({"cases": 1, "since": "X"}, (f"{P}/since", "unknown_level")),
    "a level that waits for itself": ({"level": "DN-1"}, (P, "cycle")),
    "a gap below nothing": ({"level": "DN-1", "gap_days": -1}, (f"{P}/gap_days", "negative")),
    "a title without its issuer": ({"holds": {"title": "T"}}, (f"{P}/holds/issuer", "missing")),
    "a programme with an issuer": (
        {"holds": {"programme": "P", "issuer": "X"}},
        (f"{P}/holds/issuer", "unknown_field"),
    ),
    "a requirement that is a text": ("DN-1", (P, "wrong_type")),
}


@pytest.mark.parametrize(("path", "value", "fault"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_by_its_place(path, value, fault):
    assert faults(changed(ladder(), path, value)) == [fault]


@pytest.mark.parametrize(("tree", "fault"), WRONG_TREES.values(), ids=WRONG_TREES)
def test_what_is_wrong_in_a_tree_is_named_by_its_place(tree, fault):
    assert faults(ladder(level(prerequisites=tree))) == [fault]


def test_every_fault_is_named_and_not_the_first_alone():
    document = ladder(level(code="a b", colour="red"), level(components=[component(hours="many")], award=None))
    assert faults(document) == [
        ("/levels/0/code", "not_a_code"),
        ("/levels/0/colour", "unknown_field"),
        ("/levels/1/components/0/hours", "wrong_type"),
        ("/levels/1/award", "wrong_type"),
    ]


def test_levels_that_wait_for_one_another_are_each_named():
    levels = [level(one, prerequisites={"level": other}) for one, other in ("AB", "BC", "CA")]
    assert faults(ladder(*levels, level("D"))) == [(f"/levels/{at}/prerequisites", "cycle") for at in range(3)]


def test_an_examination_belongs_to_one_level():
    two = ladder(level("A", examinations=[examination()]), level("B", examinations=[examination()]))
    assert faults(two) == [("/levels/1/examinations/0", "repeated")]


def test_a_profession_may_be_dropped_and_come_back():
    spans = [
        {"profession": "AT", "from": "2015-01-01", "until": "2019-01-01"},
        {"profession": "AT", "from": "2019-01-01"},
    ]
    assert len(read(ladder(level(eligible_professions=spans))).levels[0].eligible_professions) == 2


def nested(depth):
    tree = {"licensed_years": 1}
    for _ in range(depth - 1):
        tree = {"all": [tree]}
    return tree


def test_a_tree_is_kept_to_a_depth():
    read(ladder(level(prerequisites=nested(MOST_DEEP))))
    assert faults(ladder(level(prerequisites=nested(MOST_DEEP + 1))))[0][1] == "too_deep"


def test_a_ladder_is_kept_to_a_length():
    read(ladder(*(level(f"L{number}") for number in range(MOST_LEVELS))))
    assert faults(ladder(*(level(f"L{number}") for number in range(MOST_LEVELS + 1)))) == [("/levels", "too_many")]


def test_reading_leaves_the_document_as_it_was():
    before = copy.deepcopy(WHOLE)
    read(WHOLE, read_place=str.upper)
    assert before == WHOLE


@pytest.mark.parametrize("document", [None, [], "x", 7, {}, {"levels": None}, {"levels": [None]}])
def test_whatever_is_sent_is_a_ladder_or_faults(document):
    assert faults(document)


def test_every_code_of_a_fault_is_met_in_this_file():
    told = {fault for *_, (_, fault) in [*WRONG.values(), *WRONG_TREES.values()]}
    assert set(CODES) - told <= {"too_deep", "too_many"}  # these two have tests of their own
