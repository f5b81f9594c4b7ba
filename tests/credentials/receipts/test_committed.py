"""Recording outside any other transaction, as requests do: in one statement of PostgreSQL's own."""

import pytest
from django.db import connection
from django.test import Client

from accounts.api.callers import forget_keys
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from credentials.models import SigningKey, Verification
from credentials.queries.receipts import columns_of
from credentials.signing import check
from credentials.signing.published import keys_by_kid
from credentials.signing.row_digests import digest_kept
from law.queries.compiled import forget_compiled
from tests.credentials.api.conftest import BASE, question_about
from tests.credentials.api.world import CARL, record_people, release_law


@pytest.fixture
def asker(transactional_db):
    forget_compiled()
    forget_keys()
    release_law()
    record_people()
    _, key = create_api_key(organisation=find_or_make_organisation(name="Aspen Clinic"), scopes=["verify:read"])
    yield Client(headers={"Authorization": f"Bearer {key}"})
    forget_compiled()
    forget_keys()


def test_what_is_written_without_a_cursor_is_what_was_told(asker):
    questions = [question_about(), question_about(CARL, jurisdiction="XB-1"), question_about("FN-SE1F-000S")]
    assert not SigningKey.objects.exists()
    for question in questions * 2:  # the first publishes the key, the others find it published
        assert not connection.in_atomic_block
        response = asker.post(f"{BASE}/verifications", question, content_type="application/json")
        assert response.status_code == 201, response.content
        told = response.json()
        row = Verification.objects.get(pk=told["id"])
        assert digest_kept(columns_of(row)) == bytes(row.digest)
        assert check(told["receipt"], keys_by_kid())["jti"] == told["id"]
        assert asker.get(response["Location"]).json() == told
    assert SigningKey.objects.count() == 1
    assert [row.numbers.count() for row in Verification.objects.order_by("sequence")] == [1, 2, 0] * 2
