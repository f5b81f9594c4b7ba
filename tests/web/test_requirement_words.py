"""Requirement trees of law files as sentences."""

import pytest

from law.web.requirements import describe_requirements, may_be_met


@pytest.mark.parametrize(
    ("leaf", "sentence"),
    [
        pytest.param(
            {"kind": "training_hours", "minimum": 50, "delivery": "in_person"},
            "50 hours of dry needling training (in person)",
            id="hours in person",
        ),
        pytest.param(
            {"kind": "training_hours", "minimum": 1, "part": "practical", "approved_by_jurisdiction": True},
            "1 hour of dry needling training (practice), approved by this place's board",
            id="one approved hour of practice",
        ),
        pytest.param(
            {"kind": "training_hours", "minimum": 12.5, "subject": "foundation", "delivery": "live"},
            "12.5 hours of foundation training (live, in person or online)",
            id="hours that are no whole number",
        ),
        pytest.param({"kind": "years_licensed", "minimum": 2}, "2 years with a licence of the profession", id="years"),
        pytest.param(
            {"kind": "years_licensed", "minimum": 1, "in_jurisdiction": True},
            "1 year with a licence of the profession in this place",
            id="a year in this place",
        ),
        pytest.param({"kind": "exam_passed", "form": "written"}, "A written examination passed", id="examination"),
        pytest.param(
            {"kind": "certification", "patient_group": "asked", "level": "advanced"},
            "A current certification at the level “advanced” that covers the patient's group",
            id="certification",
        ),
        pytest.param(
            {"kind": "board_authorization", "title": "roster"}, "The board's own permission: roster", id="authorization"
        ),
        pytest.param(
            {"kind": "continuing_education", "minimum": 8, "months": 24},
            "8 hours of continuing education in the last 24 months",
            id="continuing education",
        ),
        pytest.param({"kind": "patient_age", "minimum": 12}, "The patient is at least 12 years old", id="age"),
        pytest.param(
            {"kind": "body_region", "regions": ["hand", "wrist"]},
            "Only these parts of the body: hand, wrist",
            id="regions",
        ),
        pytest.param(
            {"kind": "attestation", "key": "referral", "says": "a doctor's referral."},
            "Someone vouches: a doctor's referral",
            id="attestation",
        ),
        pytest.param({"kind": "unread", "says": "section 3"}, "Not read yet: section 3", id="unread"),
    ],
)
def test_leaf_reads_as_a_sentence(leaf, sentence):
    assert describe_requirements(leaf).says == sentence


def test_a_join_of_one_says_only_that_one():
    assert describe_requirements({"all_of": [{"kind": "parental_consent"}]}).children == ()


def test_joins_nest_and_keep_their_order():
    tree = describe_requirements(
        {
            "all_of": [
                {"kind": "parental_consent"},
                {"any_of": [{"kind": "exam_passed", "form": "written"}, {"kind": "board_approved_course"}]},
            ]
        }
    )
    assert tree.says == "All of these:"
    assert [child.says for child in tree.children] == ["A parent's or guardian's consent", "One of these:"]
    assert len(tree.children[1].children) == 2


def test_what_nobody_read_is_marked_as_open():
    assert describe_requirements({"kind": "unread", "says": "the rule"}).is_open


UNREAD, EXAM = {"kind": "unread", "says": "the rule"}, {"kind": "exam_passed", "form": "written"}


@pytest.mark.parametrize(
    ("tree", "may"),
    [
        pytest.param(EXAM, True, id="a leaf that was read"),
        pytest.param(UNREAD, False, id="a leaf that was not"),
        pytest.param({"all_of": [EXAM, UNREAD]}, False, id="one of all was not read"),
        pytest.param({"any_of": [EXAM, UNREAD]}, True, id="another way was read"),
        pytest.param({"any_of": [UNREAD, {"all_of": [EXAM, UNREAD]}]}, False, id="no way was read to its end"),
        pytest.param({"all_of": []}, True, id="nothing is asked"),
    ],
)
def test_what_nobody_read_bars_every_way_through_it(tree, may):
    assert may_be_met(tree) is may
