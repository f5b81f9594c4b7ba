"""docs/webhooks.md: its code verifies what we send, its bodies are ours, and it names every type and every word."""

import json
import re
import shutil
import subprocess
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from clinics.models import Alert
from clinics.operations.alerts.webhooks import data_of
from clinics.sentences.alerts import Told
from clinics.webhooks import connecting, posting
from clinics.webhooks.bodies import write_body
from clinics.webhooks.schedule import DELAYS
from clinics.webhooks.signing import make_secret, name_message, write_headers
from clinics.webhooks.types import TEST, TYPES

HERE = Path(__file__).parent
GUIDE = (HERE.parents[2] / "docs" / "webhooks.md").read_text()
LIBRARY = HERE / "node" / "node_modules" / "standardwebhooks"
NODE = shutil.which("node")
BODY = '{"type":"test.ping","timestamp":"2026-03-01T12:00:00Z","data":{"größe":"–"}}'
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not there")
needs_library = pytest.mark.skipif(
    NODE is None or not LIBRARY.exists(), reason="npm install --prefix tests/clinics/webhooks/node"
)


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def sent(*secrets):
    seconds = int(datetime.now(UTC).timestamp())
    return write_headers(secrets=secrets, message_id=name_message(uuid.uuid4()), timestamp=seconds, body=BODY.encode())


def test_the_python_of_the_guide_verifies():
    (code,) = blocks("python")
    room, secret = {}, make_secret()
    exec(code, room)
    assert room["read"](secret, BODY, sent(secret))["type"] == "test.ping"
    with pytest.raises(WebhookVerificationError):
        room["read"](secret, BODY + " ", sent(secret))


def run_node(code, call, secret, headers, body=BODY):
    program = f"""{code}
const told = JSON.parse(require("fs").readFileSync(0, "utf8"));
let answer;
try {{ answer = {call}(told.secret, told.body, told.headers); }} catch (error) {{ answer = error.name; }}
console.log(JSON.stringify(answer));"""
    given = json.dumps({"secret": secret, "body": body, "headers": headers})
    done = subprocess.run(
        [NODE, "-e", program], input=given, capture_output=True, text=True, cwd=HERE / "node", timeout=60, check=True
    )
    return json.loads(done.stdout)


@needs_library
def test_npms_library_verifies_as_the_guide_says():
    new, old, other = make_secret(), make_secret(), make_secret()
    code = next(one for one in blocks("js") if "standardwebhooks" in one)
    for secret in (new, old):
        assert run_node(code, "read", secret, sent(new, old))["data"] == {"größe": "–"}
    assert run_node(code, "read", other, sent(new, old)) == "WebhookVerificationError"
    assert run_node(code, "read", new, sent(new), BODY + " ") == "WebhookVerificationError"


@needs_node
def test_a_few_lines_of_node_verify_without_a_library():
    new, old, other = make_secret(), make_secret(), make_secret()
    code = next(one for one in blocks("js") if "node:crypto" in one)
    assert [run_node(code, "isOurs", secret, sent(new, old)) for secret in (new, old, other)] == [True, True, False]
    assert run_node(code, "isOurs", new, sent(new), BODY + " ") is False
    stale = write_headers(secrets=[new], message_id="msg_1", timestamp=1_700_000_000, body=BODY.encode())
    assert run_node(code, "isOurs", new, stale) is False


def bodies():
    return [one for one in map(json.loads, blocks("json")) if "timestamp" in one]


def test_the_bodies_of_the_guide_are_written_as_ours():
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for told in bodies():
        ours = write_body(type_=told["type"], at=at, data=told["data"], link="")
        assert json.loads(ours.text) == told
    assert {one["type"] for one in bodies()} == {"roster.outcome_changed", TEST}


def test_an_alert_is_told_with_the_fields_of_the_guide():
    alert = Alert(kind=Alert.Kind.OUTCOME_CHANGED, cause="c", entry_key=uuid.uuid4(), groups=["adult"])
    told = Told(kind=alert.kind, number="FN-7K3M-2Q9D", role="physiotherapist", groups=["adult"])
    shown = next(one for one in bodies() if one["type"] != TEST)["data"]
    assert set(data_of(alert, told)) == set(shown)


def test_the_guide_names_every_type_and_every_word_of_a_failure():
    assert set(re.findall(r"^\| `([a-z_.]+)` \|", GUIDE, re.MULTILINE)) == set(TYPES)
    words = {word for _, word in posting._NAMES} | {"address_refused: private"}
    assert {word for word in words if f"`{word}`" not in GUIDE} == set()
    assert 'NotReached("name_not_found")' in Path(connecting.__file__).read_text()


def test_the_guide_tells_the_delays():
    assert len(DELAYS) == 9
    hours = [int(one.total_seconds() // 3600) for one in DELAYS[3:]]
    assert "after 5 seconds, 5 minutes, half an hour, 2, 5,\n10, 14, 20 and 24 hours" in GUIDE
    assert hours == [2, 5, 10, 14, 20, 24]
