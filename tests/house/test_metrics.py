"""`/metrics`: who may read it, and what it tells."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from credentials.counting import answers_given
from outbox.broker import DELIVERIES, connect_broker
from outbox.models import Message
from outbox.operations import enqueue
from outbox.operations.counting import count_deliveries

pytestmark = pytest.mark.django_db


def read(**headers):
    response = Client().get("/metrics", **headers)
    assert response.status_code == 200
    return {
        name: float(value) for name, value in re.findall(r"^(\S+(?:\{.*\})?) (\S+)$", response.content.decode(), re.M)
    }


REFUSED = {
    "another machine": {"REMOTE_ADDR": "192.0.2.1"},
    "what a proxy passes on": {"HTTP_X_FORWARDED_FOR": "192.0.2.1"},
}


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED.keys())
def test_without_a_token_it_is_for_this_machine_alone(given):
    assert Client().get("/metrics", **given).status_code == 403
    assert Client().get("/metrics").status_code == 200


def test_with_a_token_it_is_for_who_brings_it(settings):
    settings.METRICS_TOKEN = "scrape-me"
    far = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1"}
    assert Client().get("/metrics").status_code == 403
    assert Client().get("/metrics", HTTP_AUTHORIZATION="Bearer other", **far).status_code == 403
    assert Client().get("/metrics", HTTP_AUTHORIZATION="Bearer größe", **far).status_code == 403
    assert Client().get("/metrics", HTTP_AUTHORIZATION="Bearer scrape-me", **far).status_code == 200


def test_a_request_is_counted_by_the_pattern_of_its_address():
    name = 'filiform_request_seconds_count{method="GET",route="law/<str:code>/",status="503"}'  # no law here
    before = read().get(name, 0)
    Client().get("/law/ZZ-PLANTED/")
    Client().get("/law/ZZ-OTHER/")
    told = read()
    assert told[name] == before + 2
    assert not any("PLANTED" in one for one in told)


def test_methods_and_addresses_that_nobody_knows_make_no_new_counts():
    Client().generic("FROBNICATE", "/nowhere/at/all")
    names = [one for one in read() if "nowhere" in one or "FROBNICATE" in one]
    assert names == []


def test_answers_are_counted_by_outcome():
    name = 'filiform_answers_total{outcome="refused"}'
    before = read().get(name, 0)
    answers_given.update({"refused": 3})
    Client().get("/healthz")
    assert read()[name] == before + 3
    assert not answers_given


def test_the_outbox_is_told():
    now = datetime.now(UTC)
    with transaction.atomic():
        for number in range(3):
            enqueue(kind="greeting", cause=f"c-{number}", recipient="user:7", payload={}, at=now - timedelta(minutes=5))
        enqueue(kind="greeting", cause="c-9", recipient="endpoint:7", payload={}, at=now - timedelta(hours=5))
    Message.objects.filter(cause="c-0").update(dead_at=now)
    told = read()
    assert told["filiform_outbox_sendings_waiting"] == 1
    assert (told["filiform_outbox_waiting"], told["filiform_outbox_dead_letters"]) == (2, 1)
    assert 300 <= told["filiform_outbox_overdue_seconds"] < 400
    assert told["filiform_database_up"] == 1


def test_attempts_are_counted_in_the_broker(servers, settings):
    settings.REDIS_URL = servers["redis_url"]
    connect_broker().delete(DELIVERIES)
    count_deliveries(Counter({("greeting", "sent"): 2, ("greeting", "failed"): 1}))
    count_deliveries(Counter({("greeting", "sent"): 1}))
    told = read()
    assert told['filiform_outbox_attempts_total{kind="greeting",result="sent"}'] == 3
    assert told['filiform_outbox_attempts_total{kind="greeting",result="failed"}'] == 1
    assert told["filiform_broker_up"] == 1
    connect_broker().delete(DELIVERIES)


def test_a_broker_that_is_away_is_told(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    count_deliveries(Counter({("greeting", "sent"): 2}))
    told = read()
    assert told["filiform_broker_up"] == 0
    assert not any(one.startswith("filiform_outbox_attempts_total") for one in told)
