"""A clinic that asks, and a practitioner who answers."""

import json

from django.contrib.auth import get_user_model
from django.test import Client

from accounts.models import PersonLink

API = "/api/v1"


class SignedIn:
    """A practitioner who signed in, and belongs to no organisation."""

    def __init__(self, practitioner, name="ada"):
        self.user, _ = get_user_model().objects.get_or_create(email=f"{name}@people.example")
        PersonLink.objects.create(user=self.user, person=practitioner.person, linked_by=self.user)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user)

    def get(self, path, expected=200):
        return told(self.client.get(f"{API}/{path}"), expected)

    def post(self, path, expected=200):
        return told(self.client.post(f"{API}/{path}", "", content_type="application/json"), expected)


def ask(clinic, number, expected=201, why="We keep copies of certificates for our insurer"):
    body = json.dumps({"practitioner": {"registry_number": number}, "why": why})
    return told(clinic.post(f"{API}/consent-requests", body, content_type="application/json"), expected)


def told(response, expected):
    assert response.status_code == expected, response.content
    return response.json()
