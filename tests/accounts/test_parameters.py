"""Query parameters are read strictly."""

import pytest
from django.test import RequestFactory

from accounts.api.parameters import pointer_to, read_parameters
from accounts.api.problems import Problem

FAULTY = {
    "unknown": ("jurisdicton=US-UT", [("/jurisdicton", "unknown_parameter")]),
    "twice": ("on=1&on=1", [("/on", "duplicate_parameter")]),
    "NUL": ("on=%00", [("/on", "nul_character")]),
    "empty": ("on=", [("/on", "empty")]),
    "every fault is named": ("a=1&on=&b=2&on=3", [
        ("/a", "unknown_parameter"), ("/on", "empty"), ("/b", "unknown_parameter"), ("/on", "duplicate_parameter"),
    ]),
    "names are escaped as pointers": ("a/b~c=1", [("/a~1b~0c", "unknown_parameter")]),
}  # fmt: skip
UNREADABLE = {
    "not UTF-8": "on=%ff",
    "a lone surrogate in UTF-8": "on=%ed%a0%80",
    "a thousand parameters": "&".join(f"a{n}=1" for n in range(1000)),
    "raw bytes that are not UTF-8": "on=\xff",
}


def read(query):
    request = RequestFactory().get("/")
    request.META["QUERY_STRING"] = query
    return read_parameters(request, {"on", "attested"}, may_be_empty={"attested"})


@pytest.mark.parametrize(("query", "faults"), FAULTY.values(), ids=FAULTY.keys())
def test_faults_are_named(query, faults):
    with pytest.raises(Problem) as refused:
        read(query)
    assert refused.value.status == 422
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == faults


@pytest.mark.parametrize("query", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_malformed(query):
    with pytest.raises(Problem) as refused:
        read(query)
    assert refused.value.status == 400


def test_what_is_given_is_read():
    assert read("on=2026-01-01&attested=") == {"on": "2026-01-01", "attested": ""}
    assert read("") == {}


def test_a_pointer_names_places_in_lists():
    assert pointer_to("questions", 3, "on") == "/questions/3/on"
