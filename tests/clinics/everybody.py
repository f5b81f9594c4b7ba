"""One thing of every kind at one clinic, and everybody who might want it."""

import json
import re

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import SCOPES, Membership, Organisation, Person, PersonLink
from accounts.operations.consents import record_consent
from accounts.operations.keys import create_api_key
from clinics.api.urls import urlpatterns
from clinics.models import ConsentRequest, InboxItem, Invitation, WebhookDelivery
from clinics.operations.alerts.calendars import make_calendar
from clinics.operations.alerts.raising import Happening, raise_alert
from clinics.operations.consents.asking import OPEN_FOR
from clinics.operations.imports.receiving import receive_list
from clinics.operations.imports.steps import advance
from clinics.operations.packs.asking import Asking, ask_for_pack
from clinics.operations.webhooks.endpoints import add_endpoint, send_test
from tests.clinics.world import ADA, BEN, CONSENT, make_clinic, make_entry, make_site, record_people, release_law

KEYS = {f"key {scope}": (scope,) for scope in ("verify:read", "roster:read", "roster:write", "alerts:manage")}
EVERYBODY = ("admin", "viewer", *KEYS, "other key", "rival", "teacher", "ada", "stranger")
FILE = b"registry_number,role\nFN-0000-0000,therapist\n"


def list_calls():
    """Every address of clinics with each of its methods."""
    for one in urlpatterns:
        for method in ("get", "post", "put", "patch", "delete"):
            if hasattr(one.callback.view_class, method):
                yield f"{method.upper()} {one.name}", (str(one.pattern), method)


CALLS = dict(list_calls())


class Everybody:
    """Everybody who calls, and the clinic's own things by the names of their places in addresses."""

    def __init__(self):
        release_law()
        people = record_people()
        clinic, at = make_clinic(), timezone.now()
        self.clients = self._meet(clinic, people[ADA])
        site = make_site(clinic, declares=[CONSENT])
        entry = make_entry(site, people[ADA])
        make_entry(site, people[BEN])
        with transaction.atomic():
            alert = raise_alert(
                Happening(kind="outcome_changed", cause="x", site_id=site.pk, practitioner_id=people[ADA].pk),
                organisation_id=clinic.pk,
                at=at,
            )
        InboxItem.objects.create(user=self.admin, alert=alert, organisation=clinic)
        endpoint, _ = add_endpoint(
            organisation_id=clinic.pk, url="https://hooks.example/x", description="", types=["test.ping"], by="x", at=at
        )
        send_test(endpoint=endpoint, at=at)
        job = receive_list(
            organisation_id=clinic.pk, content=FILE, file_name="a.csv", constants={"site": site.code}, by="user:1"
        )
        assert advance(import_id=job.pk, at=at)  # read, so that there are refused rows to be had
        make_calendar(organisation_id=clinic.pk, user_id=self.admin.pk, by="x", at=at)
        consent = record_consent(person=people[ADA].person, kind="see_record", organisation=clinic)
        request = ConsentRequest.objects.create(
            organisation=clinic, practitioner=people[ADA], why="x", asked_at=at, asked_by="x", expires_at=at + OPEN_FOR
        )
        now = timezone.now()
        asking = Asking(day=None, at=now, sites=None)
        pack, _ = ask_for_pack(organisation_id=clinic.pk, asking=asking, by="user:1", at=now)
        self.ids = {
            "sites": site.code, "roster": entry.key, "alerts": alert.key, "webhooks": endpoint.key,
            "delivery_key": WebhookDelivery.objects.get().key, "import_id": job.pk, "request_id": request.pk,
            "consent_id": consent.pk, "pack_id": pack.pk,
            "roster-invitations": self._invite(clinic, at),
        }  # fmt: skip

    def _meet(self, clinic, ada):
        self.admin, self.viewer = self._member(clinic, "clinic_admin"), self._member(clinic, "clinic_viewer")
        school = Organisation.objects.create(name="Myotech", kind="provider")
        person = get_user_model().objects.create_user("ada@people.example")
        PersonLink.objects.create(user=person, person=ada.person, linked_by=person)
        signed_in = Client(raise_request_exception=False)
        signed_in.force_login(person)
        return {
            "admin": self._of_member(self.admin),
            "viewer": self._of_member(self.viewer),
            **{name: self._of_key(clinic, *scopes) for name, scopes in KEYS.items()},
            "other key": self._of_key(clinic, *(one for one in SCOPES if (one,) not in KEYS.values())),
            "rival": self._of_member(self._member(make_clinic("Birch Clinic"), "clinic_admin")),
            "teacher": self._of_member(self._member(school, "provider_admin")),
            "ada": signed_in,
            "stranger": Client(raise_request_exception=False),
        }

    def _member(self, organisation, role):
        user = get_user_model().objects.create_user(f"{role}-{organisation.pk}@example.org")
        Membership.objects.create(user=user, organisation=organisation, role=role)
        return user

    def _of_member(self, user):
        """With a key that may do whatever the role may."""
        membership = user.memberships.get()
        return self._of_key(membership.organisation, *SCOPES, membership=membership)

    def _of_key(self, organisation, *scopes, membership=None):
        _, key = create_api_key(organisation=organisation, scopes=scopes, membership=membership)
        return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)

    def _invite(self, clinic, at):
        invitation = Invitation.objects.create(
            organisation=clinic, person=Person.objects.create(), invited_at=at, invited_by="x", expires_at=at + OPEN_FOR
        )
        return invitation.key

    def call(self, who, name, ids=None):
        """What somebody is answered; `ids` in the place of the clinic's own."""
        route, method = CALLS[name]
        told, first = ids or self.ids, route.partition("/")[0]
        path = re.sub(r"<\w+:(\w+)>", lambda found: str(told[found[1] if found[1] in told else first]), route)
        body = {} if method in ("get", "delete") else {"data": json.dumps({}), "content_type": "application/json"}
        return getattr(self.clients[who], method)(f"/api/v1/{path}", **body)

    def try_out(self, who, name, ids=None):
        """The same, and nothing of it stays."""
        with transaction.atomic():
            response = self.call(who, name, ids)
            transaction.set_rollback(True)
        return response
