"""A clinic's rules as somebody sends them: the clean tree, or every fault where it stands."""

import random
import re
from pathlib import Path

import orjson
import pytest

from rulebook.law import digest_of
from rulebook.policy import compile_policy_version
from rulebook.policy_file import KINDS, MOST_DEEP, MOST_LEAVES, RefusedTree, read_policy
from rulebook.question import KEYS_IN_USE
from tests.rulebook.builders import day
from tests.rulebook.worlds import draw_tree

GUIDE = Path(__file__).parents[2] / "docs" / "clinics.md"
SIGNED = {"kind": "attestation", "key": "deeds_shown", "says": "the deeds were shown", "cite": "Handbook § 4"}
LEAVES = (
    {"kind": "training_hours", "minimum": 12.5, "part": "practical", "delivery": "live", "subject": "any",
     "approved_by_jurisdiction": True},
    {"kind": "supervised_sessions", "minimum": 3},
    {"kind": "years_licensed", "minimum": 2, "in_jurisdiction": False},
    {"kind": "exam_passed", "form": "written"},
    {"kind": "certification", "patient_group": "asked", "level": "advanced"},
    {"kind": "board_authorization", "title": "dry needling registration"},
    {"kind": "board_approved_course"},
    {"kind": "credential_held", "title": "CPR"},
    {"kind": "continuing_education", "minimum": 4, "months": 12},
    {"kind": "patient_age", "minimum": 16},
    {"kind": "body_region", "regions": ["neck", "knee"]},
    SIGNED,
    {"kind": "parental_consent"},
    {"kind": "licence_checked", "within_months": 1},
)  # fmt: skip


def faults(data):
    read = read_policy(data)
    assert isinstance(read, RefusedTree), read
    assert all(fault.says for fault in read.faults)
    return [(fault.pointer, fault.code) for fault in read.faults]


def nested(levels):
    tree = SIGNED
    for _ in range(levels):
        tree = {"any_of": [tree]}
    return tree


def test_every_kind_of_leaf_that_a_policy_may_ask_for_is_read():
    assert {leaf["kind"] for leaf in LEAVES} == set(KINDS)
    tree = {"all_of": [*LEAVES, {"any_of": list(LEAVES)}]}
    assert read_policy(tree) == tree
    assert len(compile_policy_version(tree, policy_id="ST-1", starts=day("2026-01-01")).node.every) == 2 * len(LEAVES)


def test_what_says_nothing_is_left_out_so_that_one_rule_has_one_digest():
    told = {"all_of": [{"kind": "training_hours", "minimum": 5, "part": None, "cite": None}]}
    assert read_policy(told) == {"all_of": [{"kind": "training_hours", "minimum": 5}]}
    assert digest_of(read_policy(told)) != digest_of(told)


WRONG = {
    "no object": ([SIGNED], [("", "wrong_type")]),
    "nothing": (None, [("", "wrong_type")]),
    "neither kind nor joint": ({}, [("", "not_one_requirement")]),
    "two joints": ({"all_of": [SIGNED], "any_of": [SIGNED]}, [("", "not_one_requirement")]),
    "a joint and a word": ({"all_of": [SIGNED], "note": "x"}, [("", "not_one_requirement")]),
    "a joint of no list": ({"any_of": SIGNED}, [("/any_of", "wrong_type")]),
    "an empty joint": ({"all_of": []}, [("/all_of", "empty")]),
    "an empty joint below": ({"all_of": [SIGNED, {"any_of": []}]}, [("/all_of/1/any_of", "empty")]),
    "a kind that is none": ({"kind": "magic"}, [("/kind", "unknown_value")]),
    "a kind that is no text": ({"kind": ["training_hours"]}, [("/kind", "unknown_value")]),
    "what nobody read": ({"kind": "unread"}, [("/kind", "unknown_value")]),
    "a parameter left out": ({"kind": "exam_passed", "form": None}, [("/form", "missing")]),
    "a parameter of another kind": ({"kind": "exam_passed", "form": "written", "a/b~": 1},
                                    [("/a~1b~0", "unknown_field")]),
    "a number that is none": ({"kind": "supervised_sessions", "minimum": True}, [("/minimum", "unknown_value")]),
    "hours beyond hundredths": ({"kind": "training_hours", "minimum": 0.001}, [("/minimum", "unknown_value")]),
    "no number at all": ({"kind": "training_hours", "minimum": float("nan")}, [("/minimum", "unknown_value")]),
    "an endless number": ({"kind": "training_hours", "minimum": float("inf")}, [("/minimum", "unknown_value")]),
    "regions in a list": ({"kind": "body_region", "regions": [["neck"]]}, [("/regions", "unknown_value")]),
    "a key in capitals": ({"kind": "attestation", "key": "Deeds"}, [("/key", "unknown_value")]),
    "a key that means a finding": ({"kind": "attestation", "key": "law_prohibits"}, [("/key", "taken")]),
    "a key like an age asked": ({"kind": "attestation", "key": "patient_age_at_least_7"}, [("/key", "taken")]),
    "a text too long": ({**SIGNED, "says": "x" * 501}, [("/says", "too_long")]),
    "half a character": ({**SIGNED, "says": "\ud800"}, [("/says", "unprintable")]),
    "a NUL": ({**SIGNED, "cite": "\0"}, [("/cite", "unprintable")]),
    "a blank source": ({**SIGNED, "cite": " "}, [("/cite", "wrong_type")]),
    "too deep": (nested(MOST_DEEP + 1), [("/any_of/0" * MOST_DEEP + "/any_of", "too_deep")]),
    "too many": ({"all_of": [SIGNED] * (MOST_LEAVES + 1)}, [("", "too_many")]),
    "several faults at once": ({"all_of": [{"kind": "exam_passed"}, 7, {"kind": "patient_age", "minimum": 0}]},
                               [("/all_of/0/form", "missing"), ("/all_of/1", "wrong_type"),
                                ("/all_of/2/minimum", "unknown_value")]),
}  # fmt: skip


@pytest.mark.parametrize(("tree", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_no_policy_is_refused_with_every_fault(tree, expected):
    assert faults(tree) == expected


@pytest.mark.parametrize("tree", [nested(MOST_DEEP), {"all_of": [SIGNED] * MOST_LEAVES}], ids=["deep", "wide"])
def test_what_just_fits_is_kept(tree):
    assert read_policy(tree) == tree


def test_the_keys_in_use_may_be_asked_for():
    for key in KEYS_IN_USE:
        assert not isinstance(read_policy({"kind": "attestation", "key": key}), RefusedTree), key


def test_endless_nesting_is_refused_before_the_stack_ends():
    assert faults(nested(20_000)) == [("/any_of/0" * MOST_DEEP + "/any_of", "too_deep")]


def test_the_rules_in_the_guide_are_read():
    (told,) = re.findall(r"```json\n(\{\"all_of\".*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    tree = orjson.loads(told)
    assert read_policy(tree) == tree


JUNK = [None, True, -1, 0, 2**70, 0.5, 1e300, "", "x", "all_of", [], {}, {"kind": "x"}, ["neck"], "\0"]


def test_whatever_is_sent_is_either_kept_as_it_is_compiled_or_refused_with_a_fault():
    chance, kept = random.Random(3), 0
    for _ in range(3000):
        tree = draw_tree(chance, is_policy=True)
        if chance.random() < 0.7:
            tree = spoil(tree, chance)
        read = read_policy(tree)
        if isinstance(read, RefusedTree):
            assert read.faults
            continue
        kept += 1
        assert read_policy(orjson.loads(orjson.dumps(read))) == read
        compile_policy_version(read, policy_id="ST-1", starts=day("2026-01-01"))
    assert 300 < kept < 2700


def spoil(node, chance):
    """Something in it exchanged for junk."""
    if not isinstance(node, dict) or not node or chance.random() < 0.2:
        return chance.choice(JUNK)
    name = chance.choice([*node, "kind", "minimum"])
    value = node.get(name)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        place = chance.randrange(len(value))
        return {**node, name: [*value[:place], spoil(value[place], chance), *value[place + 1 :]]}
    return {**node, name: chance.choice(JUNK)}
