"""Whatever is sent, the answer is no 5xx, and under /api a problem."""

import json
from urllib.parse import quote

import pytest
from django.test import Client

from tests.credentials.api.conftest import BASE, question_about
from tests.credentials.api.world import ADA

STANDING = f"{BASE}/practitioners/{ADA}/standing"
WRITES = {
    "verification": ("POST", f"{BASE}/verifications"),
    "batch": ("POST", f"{BASE}/verifications/batch"),
    "record": ("PUT", f"{BASE}/practitioners/FN-H0ST-0001"),
}
READS = {
    "standing": STANDING,
    "record": f"{BASE}/practitioners/{ADA}",
    "list": f"{BASE}/practitioners",
    "verification": f"{BASE}/verifications/00000000-0000-0000-0000-000000000000",
    "places": f"{BASE}/jurisdictions",
    "place": f"{BASE}/jurisdictions/XA",
    "provisions": f"{BASE}/jurisdictions/XA/provisions",
    "schema": f"{BASE}/schema",
}


@pytest.fixture
def caller(people, make_client):
    return make_client("verify:read", "verify:law-only", "registry:read", "registry:write")


def check(response, *statuses):
    assert response.status_code in statuses, (response.status_code, response.content[:300])
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert json.loads(response.content)["status"] == response.status_code
        assert response["X-Request-Id"]


DEEP = 100_000
BODIES = {
    "nothing": (b"", (400, 415)),  # Django's client sends no media type with it
    "a broken object": (b'{"practitioner":', 400),
    "a list": (b"[]", 422),
    "a text": (b'"Ada"', 422),
    "null": (b"null", 422),
    "NaN": (b'{"questions":NaN,"patient":NaN}', 400),
    "Infinity": (b'{"patient":{"age":Infinity}}', 400),
    "a number beyond doubles": (b'{"patient":{"age":1e400}}', 400),
    "a key twice": (b'{"name":"a","name":"b"}', 400),
    "a key twice within": (b'{"practitioner":{"npi":"1","npi":"2"}}', 400),
    "raw NUL": (b'{"name":"a\0"}', 400),
    "escaped NUL": (rb'{"name":"a\u0000"}', 400),
    "NUL in a key": (rb'{"na\u0000me":"a"}', 400),
    "half a surrogate": (rb'{"name":"\ud800"}', 400),
    "broken UTF-8": (b'{"name":"\xff\xfe"}', 400),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400),
    "deep lists": (b'{"questions":' + b"[" * DEEP + b"]" * DEEP + b"}", (400, 413)),
    "deep objects": (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400),
    "ten megabytes": (b'{"name":"' + b"x" * 10_000_000 + b'"}', 413),
    "a form": (b"name=Ada", 400),
}


@pytest.mark.parametrize(("method", "path"), WRITES.values(), ids=WRITES.keys())
@pytest.mark.parametrize(("body", "statuses"), BODIES.values(), ids=BODIES.keys())
def test_a_body(caller, method, path, body, statuses):
    response = caller.generic(method, path, body, content_type="application/json")
    check(response, *(statuses if isinstance(statuses, tuple) else (statuses,)))


@pytest.mark.parametrize(("method", "path"), WRITES.values(), ids=WRITES.keys())
def test_a_number_of_a_million_digits(caller, method, path):
    body = b'{"patient":{"age":' + b"9" * 1_000_000 + b"}}"
    check(caller.generic(method, path, body, content_type="application/json"), 400, 413)


MEDIA = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "a/b/c", "é",
         "application/json; charset=utf-16"]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), WRITES.values(), ids=WRITES.keys())
@pytest.mark.parametrize("media", MEDIA)
def test_a_media_type(caller, method, path, media):
    check(caller.generic(method, path, b"{}", content_type=media), 415)


VALUES = [
    10**18, -(10**18), 1.5, 1e308, True, False, "", " ", "x" * 100_000, "\x01\x1f", "\u202e\u200b", "😀" * 300,
    "ХА", "ⅩA",
    "0000-01-01", "9999-12-31", "10000-01-01", "2026-02-29", "-2026-01-01", "9" * 5000, "'; DROP TABLE x; --",
    "../../etc",
    [], [[]], [None], ["x"] * 5000, {}, {"": ""}, {"a": {"b": [1]}}, "2026-03-02T00:00:00Z",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59", "2016-12-31T23:59:60Z", "2026-03-02T24:00:00Z", "%00", "%(known_at)s", "{0}", "\\",
]  # fmt: skip
FIELDS = ["practitioner", "jurisdiction", "patient", "on", "known_at", "site", "attested", "body_region", "name",
          "standard"]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_values_of_every_kind_in_a_question(caller, field):
    questions = [question_about(**{field: value}) for value in VALUES]
    response = caller.post(f"{BASE}/verifications/batch", {"questions": questions}, content_type="application/json")
    check(response, 200)
    for value, result in zip(VALUES, response.json()["results"], strict=True):
        if "problem" in result:
            assert result["problem"]["status"] in (404, 422), (value, result)
        else:
            assert field in ("name", "on", "known_at", "attested"), (value, result)


@pytest.mark.parametrize("inner", ["registry_number", "npi", "licence"])
def test_values_of_every_kind_in_a_reference(caller, inner):
    questions = [question_about(practitioner={inner: value}) for value in VALUES]
    if inner == "licence":
        whole = {"jurisdiction": "XA", "profession": "PT", "number": "A-1"}
        questions += [
            question_about(practitioner={inner: {**whole, name: value}}) for name in whole for value in VALUES
        ]
    response = caller.post(f"{BASE}/verifications/batch", {"questions": questions}, content_type="application/json")
    check(response, 200)
    assert {result["problem"]["status"] for result in response.json()["results"]} <= {404, 422}


RECORD_FIELDS = ["registry_number", "name", "former_names", "npi", "email", "born_on", "listed", "licences",
                 "privileges", "authorizations", "training", "exams", "certifications", "credentials",
                 "continuing_education", "statements"]  # fmt: skip


@pytest.mark.parametrize("field", RECORD_FIELDS)
def test_values_of_every_kind_in_a_record(caller, field):
    for value in [*VALUES, [{}], [{"jurisdiction": [], "hours": {}, "statuses": 1, "issued_on": {}, "number": []}]]:
        response = caller.put(
            f"{BASE}/practitioners/FN-H0ST-0001", {field: value}, content_type="application/json"
        )  # fmt: skip
        check(response, 200, 201, 422)


PARAMETERS = {
    "standing": (
        "jurisdiction",
        "age",
        "group",
        "on",
        "attested",
        "body_region",
        "name",
        "known_at",
        "standard",
        "site",
    ),
    "list": ("q", "jurisdiction", "patient_group", "profession", "cursor"),
    "provisions": ("profession", "on"),
    "places": ("x",),
    "schema": ("format", "lang"),
}
WORDS = [value for value in VALUES if isinstance(value, str) and len(value) < 10_000]
WORDS += ["9" * 1_000_000, "\0", "a\0b", "XA\n", ",", ",,,", "a," * 3000]


@pytest.mark.parametrize("place", PARAMETERS)
def test_words_of_every_kind_in_a_query(caller, place):
    for name in PARAMETERS[place]:
        for word in WORDS:
            query = {name: word} | ({"jurisdiction": "XA", "group": "adult"} if place == "standing" else {})
            check(caller.get(READS[place], query | {name: word}), 200, 403, 404, 422)


QUERIES = ["%", "%zz", "%ff", "on=%ff", "on=%ed%a0%80", "=", "&&&", "a" * 70_000, "&".join(["on=1"] * 5000), "on",
           "on;age", "on[]=1", "\\u0000", "?on=1", "%00=1"]  # fmt: skip


@pytest.mark.parametrize("place", READS)
def test_queries_that_are_none(caller, place):
    for query in QUERIES:
        response = caller.generic("GET", READS[place], QUERY_STRING=query)
        check(response, 200, 400, 404, 422)


SEGMENTS = ["%00", "a%00b", "%2e%2e", "..", "%2F", "FN-7K3M%2F2Q9D", "%ff", "%ed%a0%80", "x" * 20_000, quote("ＦＮ"),
            "%0a", "%25", "'", '"', "<script>", "*", "FN-7K3M-2Q9D%20", "1;2", "%5c", quote("😀")]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["practitioners/{}", "practitioners/{}/standing?jurisdiction=XA&group=adult", "verifications/{}",
     "jurisdictions/{}", "jurisdictions/{}/provisions", "{}", "{}/{}"],
)  # fmt: skip
def test_segments_that_lead_nowhere(caller, path):
    for segment in SEGMENTS:
        check(caller.get(f"{BASE}/{path.replace('{}', segment)}"), 404)


METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO", "__INIT__", "DISPATCH", "SETUP"]


@pytest.mark.parametrize("place", [*READS, "docs"])
def test_other_methods(caller, place):
    path = READS.get(place, f"{BASE}/docs")
    allowed = {"record": {"PUT"}}.get(place, set())
    for method in METHODS:
        if method not in allowed:
            response = caller.generic(method, path, b"{}", content_type="application/json")
            check(response, 405)
            assert "GET" in response["Allow"]


@pytest.mark.parametrize("place", READS)
def test_head_and_options(caller, place):
    query = {"jurisdiction": "XA", "group": "adult"} if place == "standing" else {}
    whole, head = caller.get(READS[place], query), caller.head(READS[place], query)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    options = Client().options(READS[place])
    assert (options.status_code, options.content) == (204, b"")
    assert {"GET", "OPTIONS"} <= set(options["Allow"].split(", "))


HEADERS = {
    "no Bearer": {"Authorization": "Basic YTpi"},
    "nothing after Bearer": {"Authorization": "Bearer"},
    "a made-up key": {"Authorization": "Bearer fil_aaaaaaaa_" + "a" * 43},
    "a long key": {"Authorization": "Bearer " + "a" * 60_000},
    "NUL": {"Authorization": "Bearer fil_aaaaaaaa_\0"},
    "letters": {"Authorization": "Bearer ключ"},
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
def test_keys_that_are_none(people, headers):
    client = Client(raise_request_exception=False)
    for place in ("standing", "record", "verification"):
        response = client.get(READS[place], headers=headers)
        check(response, 401)
        assert response["WWW-Authenticate"].startswith("Bearer")
    for place in ("list", "places", "schema"):
        assert client.get(READS[place], headers=headers).status_code == 200
    assert client.get(f"{BASE}/docs", headers=headers).status_code == 200


OTHERS = {
    "Accept": ["text/html", "application/xml", ";;", ",", "*/*;q=x", "a" * 10_000, "application/json;q=0"],
    "If-None-Match": ["W/", '"', "*" * 5000, '"' * 9999, "\0"],
    "Idempotency-Key": ["", " ", "é", "x" * 300, "\0"],
    "X-Request-Id": ["\0", "x" * 9999, "é", "<b>"],
    "Content-Length": ["-1", "x", "99999999999999999999"],
    "Host": ["", "a b", "[::1", "x" * 300],
}


@pytest.mark.parametrize("name", OTHERS)
def test_headers(caller, name):
    for value in OTHERS[name]:
        for place in ("standing", "list", "places"):
            check(caller.get(READS[place], headers={name: value}), 200, 304, 400, 406, 422)
        response = caller.post(f"{BASE}/verifications", question_about(), content_type="application/json",
                               headers={name: value})  # fmt: skip
        check(response, 201, 400, 406, 411, 413, 422)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/x", "/api/v1/practitioners/"])
def test_addresses_that_lead_nowhere(client, db, path):
    check(client.get(path), 404)
