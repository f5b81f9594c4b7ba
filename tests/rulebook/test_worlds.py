"""What the properties draw is what people may write: every law loads, every key and place exists."""

import json
from random import Random

import pytest

from rulebook.facts import ASSURANCES, PROFESSIONS, RESTRICTIONS, STATUSES
from rulebook.law_file import check_law_file
from rulebook.located import Faults, read_yaml
from rulebook.tree_file import FORMS, check_tree
from tests.rulebook import drawn_records
from tests.rulebook.worlds import LEAVES, draw_world


@pytest.mark.parametrize("seed", range(40))
def test_every_law_drawn_is_one_that_loads(seed: int) -> None:
    world = draw_world(Random(seed))
    faults = Faults("drawn")
    for document in world["documents"]:
        # JSON is YAML.
        check_law_file(read_yaml(json.dumps(document), faults), faults, frozenset())
    for version in (world["site"] or {}).get("versions", ()):
        check_tree(read_yaml(json.dumps(version["requires"]), faults), 1, faults, is_policy=True)
    assert [str(fault) for fault in faults.found] == []


def test_every_kind_of_leaf_is_drawn() -> None:
    assert LEAVES.keys() | {"licence_checked"} == FORMS.keys()
    assert all(FORMS[kind].parameters.keys() - {"says"} == LEAVES[kind].keys() - {"says"} for kind in LEAVES)


def test_every_status_restriction_and_assurance_is_drawn() -> None:
    assert drawn_records.STATUSES == STATUSES
    assert drawn_records.RESTRICTIONS == RESTRICTIONS
    assert set(drawn_records.ASSURANCES) == set(ASSURANCES)
    assert {"PT", "AT"} <= set(PROFESSIONS)
