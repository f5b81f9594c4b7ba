"""Canonical JSON: ours is the library's, byte for byte, over all that a receipt may hold."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from credentials.signing.canonical import is_canonical, write_canonical

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"]))
)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(KEYS, DATA, max_size=6))
def test_it_is_what_rfc_8785_asks_for(told):
    assert write_canonical(told) == rfc8785.dumps(told)
    assert is_canonical(told, write_canonical(told))


@pytest.mark.parametrize("code", [*range(0x20), 0x22, 0x2F, 0x5C, 0x7F, 0x80, 0x2028, 0x2029, 0xFEFF, 0x1F600])
def test_each_sign_that_is_written_in_a_way_of_its_own(code):
    assert write_canonical({"a": chr(code)}) == rfc8785.dumps({"a": chr(code)})


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ({"a": 1, "b": 2}, b'{"b":2,"a":1}'),
        ({"a": 1}, b'{"a": 1}'),
        ({"a": 1}, b'{"a":1,"a":1}'),
        ({"a": "/"}, b'{"a":"\\/"}'),
        ({"a": 1e16}, b'{"a":1e16}'),
        ({"a": 2**60}, b'{"a":1152921504606846976}'),
    ],
    ids=["keys out of order", "a blank", "a key twice", "a needless escape", "a float", "a number beyond 2^53"],
)
def test_any_other_spelling_is_none(told, written):
    assert not is_canonical(told, written)
