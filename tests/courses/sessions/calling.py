"""Who calls in the tests of sessions: keys of providers, and people who are signed in."""

import datetime as dt
import json

from django.test import Client

from accounts.models import Membership, Organisation, PersonLink, User
from accounts.operations.keys import create_api_key

BASE = "/api/v1"
SCHOOL, RIVAL = "Teasel Academy", "Another School"
ALL = ("courses:read", "courses:write", "results:write")


class Calling:
    """A client that speaks JSON below /api/v1."""

    def __init__(self, client, user=None):
        self.client, self.user = client, user

    def get(self, path, **query):
        return self.client.get(BASE + path, query)

    def post(self, path, body=None):
        return self._send("post", path, body)

    def patch(self, path, body):
        return self._send("patch", path, body)

    def delete(self, path):
        return self.client.delete(BASE + path)

    def _send(self, method, path, body):
        send = getattr(self.client, method)
        return send(BASE + path, json.dumps({} if body is None else body), content_type="application/json")


def key_of(organisation, *scopes):
    held, _ = Organisation.objects.get_or_create(name=organisation, defaults={"kind": "provider"})
    _, key = create_api_key(organisation=held, scopes=scopes or ALL)
    return Calling(Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False))


def stranger():
    return Calling(Client(raise_request_exception=False))


def signed_in(name, *, practitioner=None, role=None, organisation=SCHOOL):
    """Somebody who signed in: a person on file, a member of an organisation, or both."""
    user = User.objects.create_user(f"{name}@example.org")
    if practitioner is not None:
        PersonLink.objects.create(user=user, person=practitioner.person, linked_by=user)
    if role is not None:
        held, _ = Organisation.objects.get_or_create(name=organisation, defaults={"kind": "provider"})
        Membership.objects.create(user=user, organisation=held, role=role)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return Calling(client, user)


def today():
    return dt.datetime.now(dt.UTC).date()


def in_days(days):
    return (today() + dt.timedelta(days=days)).isoformat()


def faults(response):
    assert response.status_code == 422, response.content
    return [(one["pointer"], one["code"]) for one in response.json()["errors"]]
