"""The short way of requests with a key: the same answers as Django's, and only for those that it fits."""

import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

from accounts.api.callers import forget_keys
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from config.lanes import NO_ROOM, Lanes
from config.straight import StraightWay
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import ADA, DAY, record_people, release_law

pytestmark = pytest.mark.django_db(transaction=True)
ASK = f"/api/v1/practitioners/{ADA}/standing?jurisdiction=XA&group=adult&on={DAY}"


@pytest.fixture
def key(transactional_db, settings):
    settings.REDIS_URL = ""
    forget_compiled()
    forget_keys()
    release_law()
    record_people()
    yield create_api_key(organisation=find_or_make_organisation(name="Aspen Clinic"), scopes=("verify:read",))[1]
    forget_compiled()


def environ_of(path, key=None, method="GET", body=b"", **more):
    held = {"HTTP_AUTHORIZATION": f"Bearer {key}"} if key else {}
    told = {"HTTP_X_REQUEST_ID": "test-1", **held, **more}
    request = RequestFactory().generic(method, path, body, "application/json", **told)
    return request.environ | {"wsgi.input": io.BytesIO(body), "SERVER_NAME": "testserver"}


def by_django(environ):
    handler = WSGIHandler()
    response = handler(environ, lambda *_: None)
    told = (response.status_code, dict(response.items()), response.content)
    response.close()
    return told


@pytest.mark.parametrize(
    ("path", "method", "more", "status"),
    [
        (ASK, "GET", {}, 200),
        (ASK, "HEAD", {}, 200),
        (ASK, "OPTIONS", {}, 204),
        (ASK, "DELETE", {}, 405),
        (ASK + "&colour=red", "GET", {}, 422),
        (ASK, "GET", {"HTTP_ACCEPT": "text/html"}, 406),
        (ASK, "GET", {"HTTP_IF_NONE_MATCH": "*"}, 304),
        (ASK, "GET", {"HTTP_AUTHORIZATION": "Bearer nobody"}, 401),
        (ASK, "GET", {NO_ROOM: True}, 503),
        (ASK.replace(ADA, "FN-0000-0000"), "GET", {}, 404),
        ("/api/v1/verifications", "POST", {}, 422),
        ("/api/v1/jurisdictions/XA", "GET", {}, 200),
    ],
)
def test_it_answers_as_django_does(key, path, method, more, status, settings):
    settings.RATE_LIMIT_PER_MINUTE = 0
    body = b"{}" if method == "POST" else b""
    straight = StraightWay().answer(environ_of(path, key, method, body, **more))
    assert straight is not None
    told = (straight.status_code, dict(straight.items()), straight.content)
    assert told[0] == status
    assert told == by_django(environ_of(path, key, method, body, **more))


@pytest.mark.parametrize(
    ("path", "more"),
    [
        (ASK, {"HTTP_AUTHORIZATION": None}),
        ("/api/v1/nowhere", {}),
        ("/api/v1/docs", {}),
        ("/healthz", {}),
        ("/api", {}),
        (ASK, {"HTTP_HOST": "a b"}),
        (ASK, {"SCRIPT_NAME": "/below"}),
    ],
    ids=["no key", "no address", "a page", "not the API", "its root", "no host", "below another site"],
)
def test_what_it_does_not_fit_is_left_to_django(key, path, more):
    environ = environ_of(path, key) | more
    environ = {name: value for name, value in environ.items() if value is not None}
    assert StraightWay().answer(environ) is None


def test_a_broken_connection_is_let_go(key):
    told = []
    lanes = Lanes(WSGIHandler(), StraightWay().answer)
    (body,) = lanes(environ_of(ASK, key), lambda status, headers: told.append((status, dict(headers))))
    assert told[0][0] == "200 OK"
    assert told[0][1]["Content-Length"] == str(len(body))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    end_backend(pid)
    statuses = []
    for _ in range(3):
        lanes(environ_of(ASK, key), lambda status, _: statuses.append(status))
    assert statuses[1:] == ["200 OK", "200 OK"]


def end_backend(pid):
    """From a connection of its own, as an operator would."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()
