"""The steps that stories about rosters share: everything through the addresses that clinics and registers use."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organisation
from accounts.operations.keys import create_api_key
from clinics.operations.alerts.mailing import enqueue_mails
from clinics.operations.monitoring.redeciding import redecide_due
from outbox.operations.delivering import deliver_due
from outbox.operations.sending import send_due
from tests.clinics.world import CONSENT, person

KIM = "kim@example.org"
JSON = "application/json"


@dataclass
class Desk:
    """A clinic: its program with a key, and Kim, who administers it in a browser."""

    organisation: Organisation
    program: Client = field(repr=False)
    kim: Client = field(repr=False)

    def ask(self, path: str, **query: Any) -> Any:
        """What an address tells the clinic's program."""
        return told(self.program.get(f"/api/v1{path}", query), 200)

    def send(self, path: str, body: Any, status: int = 201, method: str = "post") -> Any:
        """What an address answers when the clinic's program sends something."""
        sent = getattr(self.program, method)(f"/api/v1{path}", json.dumps(body), content_type=JSON)
        return told(sent, status)

    def lines(self, **query: Any) -> list[dict[str, Any]]:
        """The roster, worst first."""
        items: list[dict[str, Any]] = self.ask("/roster", **query)["items"]
        return items

    def line(self, group: str = "adult") -> dict[str, Any]:
        """What is found about the one person on the roster."""
        (found,) = self.lines(group=group)
        return found


def told(response: Any, status: int) -> Any:
    """The answer, which has this status."""
    assert response.status_code == status, response.content
    return json.loads(response.content) if response.content else None


def given_a_clinic(name: str = "Harbour Clinic") -> Desk:
    """With a program and an administrator."""
    clinic = Organisation.objects.create(name=name, kind="clinic")
    _, key = create_api_key(organisation=clinic, scopes=("verify:read", "roster:read", "roster:write", "alerts:manage"))
    user = get_user_model().objects.create_user(email=KIM, password="a long enough passphrase")
    Membership.objects.create(user=user, organisation=clinic, role=Membership.Role.CLINIC_ADMIN)
    kim = Client(raise_request_exception=False)
    kim.force_login(user)
    return Desk(clinic, Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False), kim)


def given_a_site(desk: Desk, place: str = "XA") -> str:
    """One of the clinic's, where every patient signs; its code."""
    site = desk.send("/sites", {"name": "Main Street", "jurisdiction": place, "time_zone": "Etc/UTC"})
    declared = {"items": [{"key": CONSENT, "says": "every patient signs"}]}
    desk.send(f"/sites/{site['code']}/declarations", declared, 200, "put")
    code: str = site["code"]
    return code


def when_it_puts_on_the_roster(desk: Desk, site: str, number: str, *groups: str) -> dict[str, Any]:
    """Somebody, for these groups of patients; answered with what is found about them."""
    entry: dict[str, Any] = desk.send(
        "/roster",
        {
            "site": site,
            "practitioner": {"registry_number": number},
            "role": "physiotherapist",
            "patient_groups": list(groups) or ["adult"],
        },
    )
    return entry


def when_the_register_tells(number: str, name: str, **changes: Any) -> None:
    """A register puts somebody on file, or tells of them anew."""
    register, _ = Organisation.objects.get_or_create(name="Register of Xanadu", defaults={"kind": "register"})
    _, key = create_api_key(organisation=register, scopes=("registry:write",))
    program = Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)
    body = json.dumps(person(number, name, **changes))
    sent = program.put(f"/api/v1/practitioners/{number}", body, content_type=JSON)
    assert sent.status_code in (200, 201), sent.content


def when_the_jobs_run(at: dt.datetime | None = None) -> None:
    """What the worker does within a minute: look at what is due, carry what is to be told."""
    at = at or timezone.now()
    for _ in range(2):  # what is carried may make something due
        deliver_due(clock=lambda: at, seconds=30)
        while redecide_due(at=at):
            pass
    deliver_due(clock=lambda: at, seconds=30)
    enqueue_mails(at=at)
    a_minute_later = at + dt.timedelta(seconds=61)  # mails gather what one cause raises
    deliver_due(clock=lambda: a_minute_later, seconds=30)
    send_due(clock=lambda: at, seconds=10, senders=2)


def day(after: int = 0) -> str:
    """So many days from today, in UTC."""
    return (timezone.now().date() + dt.timedelta(after)).isoformat()


def then_kim_reads(desk: Desk, *kinds: str) -> list[dict[str, Any]]:
    """Kim's inbox holds one alert of each of these kinds and no other; given in the order of the kinds."""
    items: list[dict[str, Any]] = told(desk.kim.get("/api/v1/alerts"), 200)["items"]
    assert sorted(one["kind"] for one in items) == sorted(kinds), items
    return sorted(items, key=lambda one: kinds.index(one["kind"]))
