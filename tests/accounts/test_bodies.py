"""Whatever is sent as a body, the answer is an object or a problem."""

import json

import pytest
from django.test import RequestFactory

from accounts.api.bodies import read_json_object
from accounts.api.problems import Problem

HOSTILE = {
    "nothing": (b"", 400),
    "not JSON": (b"{", 400),
    "not UTF-8": (b'{"a":"\xff"}', 400),
    "byte order mark": (b"\xef\xbb\xbf{}", 400),
    "a list": (b"[]", 422),
    "a bare number": (b"1", 422),
    "null": (b"null", 422),
    "NaN": (b'{"a":NaN}', 400),
    "Infinity": (b'{"a":-Infinity}', 400),
    "a number beyond doubles": (b'{"a":1e999}', 400),
    "a number of nine thousand digits": (b'{"a":' + b"9" * 9000 + b"}", 400),
    "a raw NUL": (b'{"a":"\0"}', 400),
    "an escaped NUL": (b'{"a":"\\u0000"}', 400),
    "an escaped NUL in a list in a list": (b'{"a":[["\\u0000"]]}', 400),
    "an escaped NUL in a key": (b'{"\\u0000":1}', 400),
    "a lone surrogate": (b'{"a":"\\ud800"}', 400),
    "a key twice": (b'{"a":1,"a":2}', 400),
    "a key twice, deeper": (b'{"b":[{"a":1,"a":1}]}', 400),
    "a key twice, once escaped": (b'{"a":1,"\\u0061":2}', 400),
    "a key twice beside an escaped colon": (b'{"a":1,"a":"\\u003a"}', 400),
    "a key twice, swallowing colons": (b'{"a":{"b":1},"a":"x:y:"}', 400),
    "lists 100 deep": (b'{"a":' + b"[" * 100 + b"]" * 100 + b"}", 400),
    "lists 4000 deep": (b'{"a":' + b"[" * 4000 + b"]" * 4000 + b"}", 400),
    "lists never closed": (b"[" * 9000, 400),
    "ten megabytes": (b'{"a":"' + b"x" * 10_000_000 + b'"}', 413),
}
GOOD = {
    "colons in strings": {"known_at": "2026-01-01T10:00:00Z", "a:b": [":", {"c": "d:e"}]},
    "escapes that are not NUL": {"a": "\\u0000 written out", "ü": "\u0001"},
    "nested": {"a": [[[{"b": None}]]]},
    "large whole number": {"a": 2**63 - 1},
}


def post(body, **extra):
    extra = {"content_type": "application/json", **extra}
    return RequestFactory().generic("POST", "/", body, CONTENT_TYPE=extra["content_type"], **extra)


@pytest.mark.parametrize(("body", "status"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_a_problem(body, status):
    with pytest.raises(Problem) as refused:
        read_json_object(post(body), 10_000)
    assert refused.value.status == status


@pytest.mark.parametrize("value", GOOD.values(), ids=GOOD.keys())
@pytest.mark.parametrize("ensure_ascii", [True, False], ids=["escaped", "as it is"])
def test_an_honest_body_is_read(value, ensure_ascii):
    assert read_json_object(post(json.dumps(value, ensure_ascii=ensure_ascii)), 10_000) == value


MEDIA_TYPES = {
    "a form": ("application/x-www-form-urlencoded", 415),
    "none": ("", 415),
    "nonsense": (";;;", 415),
    "another charset": ("application/json; charset=latin-1", 415),
    "UTF-8 said aloud": ("Application/JSON; charset=UTF-8", None),
}


@pytest.mark.parametrize(("media_type", "status"), MEDIA_TYPES.values(), ids=MEDIA_TYPES.keys())
def test_the_media_type_must_be_json(media_type, status):
    request = post(b"{}", content_type=media_type or "x")
    if not media_type:
        del request.META["CONTENT_TYPE"]
        request.content_type = ""
    if status is None:
        assert read_json_object(request, 10) == {}
        return
    with pytest.raises(Problem) as refused:
        read_json_object(request, 10)
    assert refused.value.status == status


def test_a_body_without_length_is_asked_for_one():
    request = post(b"{}", HTTP_TRANSFER_ENCODING="chunked")
    request.META["CONTENT_LENGTH"] = ""
    with pytest.raises(Problem) as refused:
        read_json_object(request, 10)
    assert refused.value.status == 411


@pytest.mark.parametrize(("length", "status"), [("x", 400), ("-1", 400), ("٣", 400), ("9" * 5000, 413)])
def test_a_length_that_is_none(length, status):
    with pytest.raises(Problem) as refused:
        read_json_object(RequestFactory().post("/", b"{}", "application/json", CONTENT_LENGTH=length), 10)
    assert refused.value.status == status


def test_a_body_longer_than_it_said_is_cut_where_it_said():
    request = RequestFactory().generic("POST", "/", b'{"a":1}xxxx', content_type="application/json", CONTENT_LENGTH="7")
    assert read_json_object(request, 100) == {"a": 1}


def test_a_limit_above_djangos_own_is_kept():
    body = json.dumps({"a": "x" * 4_000_000})
    assert len(read_json_object(post(body), 5_000_000)["a"]) == 4_000_000
