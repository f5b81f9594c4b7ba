"""Nothing about a patient is kept: unmistakable values are sent, and looked for wherever a server leaves something."""

import hashlib
import json
import re

import pytest
from django.db import connection

from accounts.api.callers import forget_keys
from accounts.operations.keys import create_api_key
from law.queries.compiled import forget_compiled
from tests.clinics.screening.leavings import Serving
from tests.clinics.screening.world import ASKED, PATH
from tests.clinics.world import ADA, CONSENT, make_clinic, make_site, record_people, release_law

# Nothing that a program writes by itself looks like these.
NAME, WORD = "Zebulonia Quackenbush", "zqplanted"
PRESENT = ["hypothyroidism", "botulinum_toxin", {"precaution": "chronic_skin_disease", "regions": ["forearm"]}]
NAMES = [one if isinstance(one, str) else one["precaution"] for one in PRESENT]
AGE = 127
QUESTION = {
    "practitioner": {"registry_number": ADA},
    "jurisdiction": "XA",
    "patient": {"age": AGE},
    "body_region": "forearm",
    "attested": [CONSENT],
    "name": NAME,
    "screening": {"present": PRESENT, "absent": [one for one in ASKED if one not in NAMES], "left_out": NAMES},
}
WRONG = {WORD: WORD, "attested": [WORD], "screening": {"present": [WORD, *PRESENT], WORD: AGE}, "site": WORD}
SIGNS = re.compile(
    rf"{WORD}|Zebulonia|Quackenbush|{'|'.join(NAMES)}|forearm|\bage\W{{1,4}}{AGE}\b|\b{AGE} years", re.IGNORECASE
)
LIMIT = 14


@pytest.fixture
def serving(transactional_db, servers, tmp_path):
    forget_keys()
    forget_compiled()
    release_law()
    record_people()
    server = Serving(tmp_path, servers["redis_url"], RATE_LIMIT_PER_MINUTE=str(LIMIT))
    yield server
    server.end()
    forget_compiled()


def key_of(clinic, *scopes):
    row, key = create_api_key(organisation=clinic, scopes=scopes)
    return row, {"Authorization": f"Bearer {key}"}


def digests():
    """Short work for whoever knows which values there can be: a digest of a body tells the body."""
    for body in (QUESTION, QUESTION | WRONG):
        sent = json.dumps(body).encode()
        yield from (hashlib.new(name, sent).hexdigest() for name in ("sha256", "md5", "blake2b"))


def ask_in_every_way(serving, clinic, mine, poor):
    """Every answer that the point of care gives; the statuses in order."""
    site = make_site(clinic, declares=[CONSENT])
    at_site = {name: told for name, told in QUESTION.items() if name != "jurisdiction"} | {"site": site.code}
    yield serving.call("POST", PATH, QUESTION, X_Request_Id="r-asked", **mine)[0]
    yield serving.call("POST", PATH, at_site, **mine)[0]
    yield serving.call("POST", PATH, QUESTION | WRONG, **mine)[0]
    yield serving.call("POST", PATH, QUESTION | {"patient": {"age": WORD, WORD: AGE}}, **mine)[0]
    yield serving.call("POST", PATH, f'{{"patient": {{"age": {AGE}}}, "{WORD}": "{NAME}', **mine)[0]
    yield serving.call("POST", PATH, QUESTION, Idempotency_Key="once", **mine)[0]
    yield serving.call("POST", f"{PATH}?age={AGE}&{WORD}={WORD}", QUESTION, **mine)[0]
    yield serving.call("POST", PATH, QUESTION | {"practitioner": {"registry_number": WORD}}, **mine)[0]
    yield serving.call("POST", PATH, f"name={NAME}&age={AGE}&x={WORD}", **mine)[0]
    yield serving.call("POST", PATH, QUESTION | {WORD: WORD * 10_000}, **mine)[0]
    yield serving.call("POST", PATH, QUESTION | {"standard": "none"}, **mine)[0]
    yield serving.call("POST", PATH, QUESTION)[0]
    yield serving.call("POST", PATH, QUESTION, **poor)[0]
    yield serving.call("PUT", PATH, QUESTION, **mine)[0]


ANSWERED = [200, 200, 422, 422, 400, 400, 422, 404, 415, 413, 403, 401, 403, 405]


def break_the_database(serving, mine):
    """What nobody foresaw: a table is not there."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE credentials_practitioner RENAME TO credentials_elsewhere")
    try:
        return serving.call("POST", PATH, QUESTION, X_Request_Id="r-broken", **mine)[0]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE credentials_elsewhere RENAME TO credentials_practitioner")


def test_nothing_about_a_patient_is_left_anywhere(serving):
    clinic = make_clinic()
    row, mine = key_of(clinic, "verify:read")
    _, poor = key_of(clinic, "roster:read")
    assert list(ask_in_every_way(serving, clinic, mine, poor)) == ANSWERED
    assert break_the_database(serving, mine) == 500
    while (status := serving.call("POST", PATH, QUESTION, **mine)[0]) == 200:
        pass
    assert status == 429
    left = serving.leavings()
    # That they are looked for where something is left at all: each place holds what was sent about no patient.
    assert f"({row.pk}," in left["database"]
    assert "Aspen Clinic" in left["database"]
    assert f"key-{row.pk}" in left["redis"]
    assert "r-broken" in left["log"]
    assert "ProgrammingError" in left["log"]
    assert 'route="api/v1/point-of-care",status="500"' in left["metrics"]
    assert [(place, found) for place, text in left.items() for found in SIGNS.findall(text)] == []
    assert [(place, one) for place, text in left.items() for one in digests() if one in text] == []
