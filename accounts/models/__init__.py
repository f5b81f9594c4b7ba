"""Rows of the accounts room and their database constraints; the guards against rewriting stand in migration 0002."""

from accounts.models.answers import KeptAnswer
from accounts.models.clock import RegistryClock
from accounts.models.consents import Consent
from accounts.models.keys import SCOPES, ApiKey
from accounts.models.organisations import Membership, Organisation, PersonLink, User
from accounts.models.people import HeldNumber, Person, PersonalDetail

__all__ = [
    "SCOPES",
    "ApiKey",
    "Consent",
    "HeldNumber",
    "KeptAnswer",
    "Membership",
    "Organisation",
    "Person",
    "PersonLink",
    "PersonalDetail",
    "RegistryClock",
    "User",
]
