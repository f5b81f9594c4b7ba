"""Every call about clinics, by every role, by keys that have one scope each, by a foreign clinic, by the practitioner.

The calls are found by walking the addresses, so that a new one without a row here fails. What is sent is an empty body:
who is let in is answered about it (2xx, 400, 409, 422), who is not is refused before (401, 403, 404).
"""

import re
from uuid import UUID

import pytest

from accounts.api import limits
from accounts.api.callers import forget_keys
from law.queries.compiled import forget_compiled
from tests.clinics.everybody import CALLS, EVERYBODY, Everybody

ADMIN, RIVAL, THE_PERSON = {"admin"}, {"rival"}, {"ada"}
MEMBERS = {"admin", "viewer"}
READERS, WRITERS, MANAGERS = MEMBERS | {"key roster:read"}, ADMIN | {"key roster:write"}, ADMIN | {"key alerts:manage"}
ASKERS = MEMBERS | {"key verify:read", "rival", "teacher"}
# Who is let in. What has no name in its address is about the caller's own: there a foreign clinic works on its own.
ROWS = {
    "GET sites": READERS | RIVAL,
    "POST sites": WRITERS | RIVAL,
    "GET site": READERS,
    "PATCH site": WRITERS,
    "POST site-close": WRITERS,
    "GET site-declarations": READERS,
    "PUT site-declarations": WRITERS,
    "GET site-policies": READERS,
    "POST site-policies": WRITERS,
    "POST site-policy-end": WRITERS,
    "POST policies": WRITERS | RIVAL,
    "POST policy-preview": WRITERS | RIVAL,
    "GET roster": READERS | RIVAL,
    "POST roster": WRITERS | RIVAL,
    "GET entry": READERS,
    "PATCH entry": WRITERS,
    "POST entry-end": WRITERS,
    "POST entry-check": WRITERS,
    "GET entry-checks": READERS,
    "GET roster-imports": READERS | RIVAL,
    "POST roster-imports": WRITERS | RIVAL,
    "GET roster-import": READERS,
    "GET roster-import-rows": READERS,
    "GET roster-import-faults": WRITERS,
    "GET roster-import-matches": WRITERS,
    "POST roster-import-matches": WRITERS,
    "GET roster-import-refused": WRITERS,
    "POST roster-import-confirm": WRITERS,
    "POST roster-import-cancel": WRITERS,
    "POST roster-list-check": ASKERS,
    "GET roster-mappings": READERS | RIVAL,
    "PUT roster-mappings": WRITERS | RIVAL,
    "GET roster-invitations": READERS | RIVAL,
    "GET roster-invitation": READERS,
    "POST roster-invitation-accept": WRITERS,
    "POST roster-invitation-withdraw": WRITERS,
    "GET alerts": READERS | RIVAL,
    "GET alert-counts": MEMBERS | RIVAL,
    "POST alerts-read": MEMBERS | RIVAL,
    "GET alert": READERS,
    "POST alert-read": MEMBERS,
    "GET alert-settings": READERS | RIVAL,
    "PUT alert-settings": MANAGERS | RIVAL,
    "GET alert-preferences": MEMBERS | RIVAL,
    "PUT alert-preferences": MEMBERS | RIVAL,
    "GET calendars": MEMBERS | RIVAL,
    "POST calendars": MEMBERS | RIVAL,
    "DELETE calendars": ADMIN,
    "GET webhooks": MANAGERS | RIVAL,
    "POST webhooks": MANAGERS | RIVAL,
    "GET webhook": MANAGERS,
    "PATCH webhook": MANAGERS,
    "DELETE webhook": MANAGERS,
    "POST webhook-rotate": MANAGERS,
    "POST webhook-test": MANAGERS,
    "POST webhook-resume": MANAGERS,
    "POST webhook-replay": MANAGERS,
    "GET webhook-deliveries": MANAGERS,
    "GET webhook-delivery": MANAGERS,
    "POST webhook-delivery-replay": MANAGERS,
    "GET evidence-packs": READERS | RIVAL,
    "POST evidence-packs": READERS | RIVAL,
    "GET evidence-pack": READERS,
    "POST point-of-care": ASKERS,
    "GET precautions": set(EVERYBODY),
    "GET consent-requests": READERS | RIVAL,
    "POST consent-requests": WRITERS | RIVAL,
    "GET my-consent-requests": THE_PERSON,
    "POST consent-grant": THE_PERSON,
    "POST consent-decline": THE_PERSON,
    "GET my-consents": THE_PERSON,
    "GET consent-log": THE_PERSON,
    "POST consent-withdraw": THE_PERSON,
    "GET entry-record": READERS,
    "POST organisation-export": ADMIN | RIVAL,
    "POST organisation-leave": ADMIN | RIVAL,
}
REFUSED = (401, 403, 404)
NOBODYS = str(UUID(int=1, version=4))
UNKNOWN = {
    **dict.fromkeys(("roster", "alerts", "webhooks", "roster-invitations", "delivery_key", "pack_id"), NOBODYS),
    **dict.fromkeys(("import_id", "request_id", "consent_id"), 987_654_321),
    "sites": "ST-0000-0000",
}
NAMED = [name for name, (route, _) in CALLS.items() if "<" in route]
LISTS = [name for name, (route, method) in CALLS.items() if "<" not in route and method == "get"]


@pytest.fixture
def world(db, settings):
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    forget_compiled()
    yield Everybody()
    forget_compiled()


def test_every_call_has_a_row_and_every_row_a_call():
    assert ROWS.keys() == CALLS.keys()


def test_who_is_let_in(world):
    wrong = {}
    for name, let_in in ROWS.items():
        answered = {who: world.try_out(who, name).status_code for who in EVERYBODY}
        found = {who for who, status in answered.items() if status not in REFUSED}
        if found != let_in or max(answered.values()) >= 500:
            wrong[name] = answered
    assert wrong == {}


def test_a_stranger_is_asked_for_a_key(world):
    guarded = [name for name, let_in in ROWS.items() if "stranger" not in let_in]
    assert {name: world.try_out("stranger", name).status_code for name in guarded} == dict.fromkeys(guarded, 401)


def test_what_is_a_foreign_clinics_is_answered_as_what_nobody_has(world):
    for name in NAMED:
        told, unknown = world.try_out("rival", name), world.try_out("rival", name, UNKNOWN)
        assert told.status_code == unknown.status_code, name
        assert told.status_code in REFUSED, name
        assert without_ids(told) == without_ids(unknown), name


def test_lists_of_a_foreign_clinic_hold_nothing_of_this_one(world):
    signs = re.compile("|".join([*(str(one) for one in world.ids.values() if not isinstance(one, int)), "FN-ADA0"]))
    for name in LISTS:
        response = world.try_out("rival", name)
        assert not signs.search(response.content.decode()), name


def test_what_is_told_to_the_clinic_itself_holds_them(world):
    told = {name: world.try_out("admin", name).content.decode() for name in LISTS}
    for name, own in (("GET sites", "sites"), ("GET alerts", "alerts"), ("GET webhooks", "webhooks")):
        assert str(world.ids[own]) in told[name]
    assert "FN-ADA0" in told["GET roster"]


def without_ids(response):
    """A problem's body but for the id of the request."""
    return {name: value for name, value in response.json().items() if name not in ("instance", "request_id")}
