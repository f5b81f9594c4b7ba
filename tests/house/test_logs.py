"""What the log tells, and that nothing about a person reaches it."""

import http.client
import json
import logging
import os
import socket
import subprocess
import sys
import time

import orjson
import pytest
from django.db import IntegrityError

from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from config.logs import HumanLine, JsonLine
from outbox.causes import request_id
from tests.credentials.api.world import ADA, record_people, release_law
from tests.house.repository import CLONE
from tests.outbox.addresses import database_url

# Nothing that a program writes by itself looks like these.
NAME, MAIL, NPI, NUMBER, WORD = (
    "Zebulonia Quackenbush",
    "zebulonia@quackenbush.example",
    "1992837465",
    "ZQ-77123-X",
    "zqplanted",
)
PLANTED = (NAME, "Zebulonia", "Quackenbush", "zebulonia", "quackenbush", NPI, NUMBER, WORD)


def line_of(form, name, message, *arguments, error=None, **extra):
    record = logging.LogRecord(name, logging.ERROR, "x.py", 1, message, arguments or None, None)
    if len(arguments) == 1 and isinstance(arguments[0], dict):
        record.args = arguments[0]
    record.__dict__.update(extra)
    if error is not None:
        try:
            raise error
        except type(error) as raised:
            record.exc_info = (type(raised), raised, raised.__traceback__)
    return form().format(record)


TASK = {"name": "law.tasks.x", "id": "1", "description": "raised unexpected", "exc": f"ValueError('{NAME}')"}
LINES = {
    "a path that leads nowhere": ("django.request", "Not Found: %s", f"/people/{NAME}"),
    "a host that is none": ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: '{WORD}'"),
    "a task that raised": ("celery.app.trace", "Task %(name)s[%(id)s] %(description)s: %(exc)s", TASK),
    "another library": ("some.library", "cannot send to %s", MAIL),
}


@pytest.mark.parametrize("form", [JsonLine, HumanLine])
@pytest.mark.parametrize("told", LINES.values(), ids=LINES.keys())
def test_what_others_fill_into_their_messages_is_not_told(form, told):
    assert not any(word in line_of(form, *told) for word in PLANTED)


@pytest.mark.parametrize("form", [JsonLine, HumanLine])
def test_an_error_is_told_by_kind_and_places(form):
    error = IntegrityError(f"Key (value)=({NPI}) already exists, {NAME}")
    line = line_of(form, "accounts.api.problems", "unexpected exception", error=error, exc_text=str(error))
    assert not any(word in line for word in PLANTED)
    assert "IntegrityError" in line
    assert "tests/house/test_logs.py" in line


@pytest.mark.parametrize("form", [JsonLine, HumanLine])
def test_only_named_fields_are_told(form):
    line = line_of(form, "config.observing", "request", route="api/v1/x", data={"name": NAME}, body=WORD)
    assert "api/v1/x" in line
    assert not any(word in line for word in PLANTED)


def test_a_line_is_one_line():
    assert "\n" not in line_of(HumanLine, "celery.beat", "Message Error: %s\n%s", "no broker", ["a stack"])


def test_the_fields_of_a_line():
    request_id.set("r-1")
    told = orjson.loads(line_of(JsonLine, "outbox.operations.delivering", "message %s", "sent", kind="greeting"))
    request_id.set("")
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "ERROR",
        "logger": "outbox.operations.delivering",
        "message": "message sent",
        "request_id": "r-1",
        "kind": "greeting",
    }


@pytest.fixture
def server(transactional_db, servers, tmp_path):
    """A web server in a process of its own, with production's log; gives its port, and its log's place."""
    release_law()
    record_people()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"DATABASE_URL": database_url(), "REDIS_URL": "", "LOG_FORMAT": "json", "PYTHONPATH": str(CLONE)}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
    log = tmp_path / "web.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "config.wsgi:application"], cwd=CLONE, env=os.environ | given, stdout=output, stderr=output
        )
    try:
        wait_for(port)
        yield port, log
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if call(port, "GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


def call(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    sent = json.dumps(body) if isinstance(body, dict) else body
    is_json = isinstance(body, dict) or str(body).startswith("{")
    kind = {"Content-Type": "application/json" if is_json else "application/x-www-form-urlencoded"}
    connection.request(method, path, sent, kind | {name.replace("_", "-"): told for name, told in headers.items()})
    answer = connection.getresponse()
    told = answer.status, answer.getheader("X-Request-Id"), answer.read()
    connection.close()
    return told


def test_no_line_of_a_real_server_holds_anything_about_a_person(server):
    port, log = server
    row, key = create_api_key(
        organisation=find_or_make_organisation(name="Aspen Clinic", kind="clinic"),
        scopes=("verify:read", "registry:read", "registry:write"),
    )
    mine = {"Authorization": f"Bearer {key}"}
    name = NAME.replace(" ", "%20")
    standing = f"/api/v1/practitioners/{ADA}/standing?jurisdiction=XA&group=adult&name={name}"
    assert call(port, "GET", standing, X_Request_Id="r-standing", **mine)[0] == 200
    record = {"name": NAME, "npi": NPI, "email": MAIL, "licences": [{"number": NUMBER}], WORD: WORD}
    assert call(port, "PUT", f"/api/v1/practitioners/{ADA}", record, **mine)[0] in (400, 422)
    question = {"practitioner": {"npi": NPI}, "name": NAME, "jurisdiction": WORD, "patient": {"age": WORD}}
    assert call(port, "POST", "/api/v1/verifications", question, **mine)[0] in (404, 422)
    assert call(port, "POST", "/api/v1/verifications", f"{{{NAME}", **mine)[0] == 400
    assert call(port, "GET", f"/{WORD}/{name}?q={WORD}")[0] == 404
    assert call(port, "GET", f"/api/v1/practitioners/{WORD}/standing?name={name}")[0] == 401
    assert call(port, "GET", "/law/", None, Host=f"{WORD}.example")[0] == 200
    assert call(port, "POST", "/sign-in/", f"username={MAIL}&password={WORD}")[0] == 403
    assert call(port, "GET", f"/find/?q={name}")[0] in (200, 302, 405)
    time.sleep(0.5)
    said = log.read_text()
    assert [word for word in (*PLANTED, key, ADA) if word in said] == []
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    (asked,) = [line for line in lines if line.get("request_id") == "r-standing"]
    assert asked["route"] == "api/v1/practitioners/<str:registry_number>/standing"
    assert (asked["method"], asked["status"], asked["caller"]) == ("GET", 200, f"key-{row.pk}")
    assert 0 < asked["seconds"] < 20
    assert {line["route"] for line in lines if "route" in line} >= {"unmatched", "sign-in/", "api/v1/verifications"}
