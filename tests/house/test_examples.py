"""Every example of the served description is sent to a live server, which must answer in the form of the example.

After a change on purpose: `WRITE_EXAMPLES=1 python -m pytest tests/house/test_examples.py` writes them anew.
"""

import json
import os
import urllib.error
import urllib.request
from functools import partial
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from accounts.api.callers import forget_keys
from accounts.models import SCOPES, Membership, User
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from config.api_examples import EXAMPLES, read_examples
from law.models import LawRelease
from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from rulebook.loading import read_pack
from tests.house.alert_examples import ADMINISTRATOR, make_alerts
from tests.house.alert_examples import NAMES as ALERT_NAMES
from tests.house.award_examples import make_award
from tests.house.clinics_proof_examples import make_old_site
from tests.house.consent_examples import NAMES as CONSENT_NAMES
from tests.house.consent_examples import make_consents
from tests.house.exam_examples import NAMES as EXAM_NAMES
from tests.house.exam_examples import make_exams
from tests.house.result_examples import NAMES as RESULT_NAMES
from tests.house.result_examples import make_imports
from tests.house.sent_examples import AWARD, BEFORE, EXAMINER, MADE, PEOPLE, RELEASE, SENT
from tests.house.staff_examples import NAMES as STAFF_NAMES
from tests.house.staff_examples import make_lists
from tests.house.test_openapi import Checker, operations
from tests.house.webhook_examples import NAMES as WEBHOOK_NAMES
from tests.house.webhook_examples import make_webhooks

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = (
    frozenset(made for made, _ in MADE.values())
    | {made for steps in BEFORE.values() for _, _, made in steps if made is not None}
    | RESULT_NAMES
    | STAFF_NAMES
    | CONSENT_NAMES
    | frozenset(EXAM_NAMES)
    | frozenset(ALERT_NAMES)
    | frozenset(WEBHOOK_NAMES)
)
HUNDRED_YEARS = 1200  # months until a review is due: what is signed in an example must not end with the years
MOST = 2  # entries of a list in an example


@pytest.fixture
def described():
    return Client().get("/api/v1/schema").json()


@pytest.fixture
def key(transactional_db):
    forget_keys()
    forget_compiled()
    make_old_site()
    release_pack(content=read_pack(review_months=HUNDRED_YEARS))
    organisation = find_or_make_organisation(name="Aspen Clinic")
    member = User.objects.create_user(EXAMINER)
    Membership.objects.create(user=member, organisation=organisation, role=Membership.Role.EXAMINER)
    scopes = [scope for scope in SCOPES if scope != "verify:law-only"]
    yield create_api_key(organisation=organisation, scopes=scopes)[1]
    forget_compiled()
    forget_keys()


class Sender:
    """Sends examples to a live server over HTTP, and knows what its answers made."""

    def __init__(self, url, key):
        self.url, self.key = url, key
        self.made = {RELEASE: str(LawRelease.objects.get().pk)}
        self.sessions = {}  # of who signs in instead, as headers
        self.keys = {}  # of others than who sends most, by what the example calls them

    def send(self, method, path, example, **more):
        for name, value in example.get("path", {}).items():
            path = path.replace(f"{{{name}}}", quote(str(self.fill(value))))
        query = urlencode(self.fill(example.get("query", {})))
        body = json.dumps(self.fill(example["body"])).encode() if "body" in example else None
        body = example["text"].encode() if "text" in example else body
        key = self.keys.get(example.get("as"), self.key)
        media_type = example.get("media_type", "application/json")
        proof = self.sessions.get(example.get("as"), {"Authorization": f"Bearer {key}"})
        headers = proof | {"Content-Type": media_type} | more
        address = f"{self.url}{path}{'?' if query else ''}{query}"
        request = urllib.request.Request(address, body, headers, method=method.upper())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer)
        except urllib.error.HTTPError as refused:
            return Answer(refused)

    def fill(self, value):
        """What is sent, with what was made in the place of its name."""
        if isinstance(value, dict):
            return {name: self.fill(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        return self.made.get(value, value) if isinstance(value, str) else value


def is_sent(example, kept):
    """Whether what is kept was sent like this; what a name stands for may be any."""
    if isinstance(example, dict) and isinstance(kept, dict):
        return example.keys() == kept.keys() and all(is_sent(example[name], kept[name]) for name in example)
    if isinstance(example, list) and isinstance(kept, list):
        return len(example) == len(kept) and all(map(is_sent, example, kept))
    return example == kept or example in NAMES


class Answer:
    """An answer as the checker of the description reads it."""

    def __init__(self, answer):
        self.status_code, self.headers, self.content = answer.status, answer.headers, answer.read()

    def __getitem__(self, name):
        return self.headers[name]


def shape(value):
    """The names in an answer, and of what kind each value is; null may stand for any."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return None if value is None else ("number" if isinstance(value, int | float) else "text")


def differ(example, answer, where="", free=("requires", "question", "layers", "required", "held")):
    """Where the two have other names or kinds. Lists are compared entry by entry as far as both go."""
    if example is None or answer is None or where.rpartition("/")[2] in free:
        return []
    if isinstance(example, dict) and isinstance(answer, dict):
        names = [f"{where}/{name}" for name in example.keys() ^ answer.keys()]
        return names + [
            one for n in example.keys() & answer.keys() for one in differ(example[n], answer[n], f"{where}/{n}")
        ]
    if isinstance(example, list) and isinstance(answer, list):
        if bool(example) != bool(answer):
            return [where]
        pairs = enumerate(zip(example, answer, strict=False))
        return [one for n, (was, told) in pairs for one in differ(was, told, f"{where}/{n}")]
    return [] if example == answer else [where]


def shorten(value):
    if isinstance(value, dict):
        return {name: shorten(one) for name, one in value.items()}
    return [shorten(one) for one in value[:MOST]] if isinstance(value, list) else value


def show(answer):
    """What is no JSON, as text; of an archive that it is one."""
    return "a ZIP" if answer["Content-Type"] == "application/zip" else answer.content.decode("utf-8-sig")


def check_that_it_need_not_be_sent_again(name, is_public, answer, ask):
    assert answer["ETag"].startswith('W/"'), name
    again, other = ask(**{"If-None-Match": answer["ETag"]}), ask(**{"If-None-Match": 'W/"other"'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"]), name
    assert other.status_code == 200, name
    for one in (answer, again):
        assert one["Cache-Control"] == f"{'public' if is_public else 'private'}, no-cache", name


def prepare(sender):
    """What must be there before the first example is sent."""
    for person in PEOPLE:
        put = sender.send("PUT", f"/api/v1/practitioners/{person['registry_number']}", {"body": person})
        assert put.status_code == 201, put.content
    sender.made[AWARD] = make_award()
    imports, sender.keys["a second person"] = make_imports()
    exams, sender.keys["an examiner"] = make_exams()
    alerts, sender.keys[ADMINISTRATOR] = make_alerts(PEOPLE[0]["registry_number"])
    consents, sender.sessions = make_consents()
    sender.made |= consents | imports | exams | alerts | make_webhooks() | make_lists()


def test_every_operation_has_an_example(described):
    assert {operation["operationId"] for _, operation in operations(described)} == set(SENT) == set(read_examples())


def test_every_example_is_answered_in_its_form(described, key, live_server):
    sender, checker, told, faults = Sender(live_server.url, key), Checker(described), {}, []
    places = {operation["operationId"]: name.split(" ") for name, operation in operations(described)}
    public = [name.split(" ") for name, one in operations(described) if "Public: needs no key." in one["description"]]
    kept = {} if os.environ.get("WRITE_EXAMPLES") else read_examples()
    prepare(sender)
    for name, example in SENT.items():
        method, path = places[name]
        for earlier, more, made in BEFORE.get(name, ()):
            prepared = sender.send(*places[earlier], more)
            assert prepared.status_code in (200, 201), (name, earlier, prepared.content)
            sender.made[made] = json.loads(prepared.content).get("id")
        answer = sender.send(method, path, example)
        assert answer.status_code in (200, 201, 202), (name, answer.content)
        checker.check(path, method.lower(), answer)
        if method == "GET":
            ask = partial(sender.send, method, path, example)
            check_that_it_need_not_be_sent_again(name, places[name] in public, answer, ask)
        is_json = answer["Content-Type"].startswith("application/json")
        body = json.loads(answer.content) if is_json else show(answer)
        if kept:
            for part in ("query", "body", "text"):
                assert is_sent(example.get(part), kept[name].get(part)), name
            assert kept[name]["status"] == answer.status_code, name
            faults += [f"{name}: {one}" for one in differ(shape(kept[name]["answer"]), shape(shorten(body)))]
        sent = sender.fill({"path": {}, **example})
        sent["path"] = {one: str(value) for one, value in sent["path"].items()}
        told[name] = sent | {"status": answer.status_code, "answer": shorten(body)}
        if name in MADE:
            made, where = MADE[name]
            sender.made[made] = body[where]
    if not kept:
        EXAMPLES.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert faults == []
