"""A registry in which every table under the chain has rows, on days that the registry's clock is moved through."""

from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from credentials.models import MergeProposal, Practitioner, SiteDeclaration, SitePolicy
from credentials.operations.audit import close_days
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from tests.credentials.api.conftest import question_about
from tests.credentials.api.world import (
    ADA,
    CARL,
    DORA,
    SKILLED,
    certification,
    licence,
    put,
    record_people,
    release_law,
    training,
)
from tests.credentials.sites.world import (
    PERMIT,
    SESSIONS,
    close_site,
    declare,
    open_site,
    rule,
    take_back,
)

WHOLE = {
    "registry_number": ADA,
    "name": "Ada Okafor",
    "former_names": ["Ada Smith"],
    "npi": "1234567893",
    "email": "ada@example.org",
    "born_on": "1985-04-12",
    "listed": {"consented": True, "city": "Xanadu", "languages": ["en"]},
    "licences": [
        licence(
            "A-1",
            statuses=[{"status": "suspended", "from": "2019-01-01", "until": "2019-03-01"}],
            restrictions=[{"kind": "no_minors", "from": "2020-01-01", "until": None}],
        )
    ],
    "privileges": [
        {
            "compact": "PT",
            "profession": "PT",
            "home": "XA",
            "remote": "XB-1",
            "number": "P-1",
            "issued_on": "2020-01-01",
            "expires_on": None,
            "statuses": [],
        }
    ],
    "authorizations": [
        {
            "jurisdiction": "XA",
            "profession": "PT",
            "title": "registration",
            "number": None,
            "issued_on": "2020-02-01",
            "expires_on": None,
            "statuses": [],
        }
    ],
    "training": [training()],
    "exams": [{"form": "written", "of": "DN-1", "passed_on": "2021-05-08"}],
    "certifications": [certification("C-1")],
    "credentials": [{"title": "CPR", "issued_on": "2025-01-01", "expires_on": "2027-01-01"}],
    "continuing_education": [{"hours": 4.25, "completed_on": "2025-09-01", "subject": "dry_needling"}],
    "statements": [SKILLED],
}


GONE = "FN-G0NE-0001"


def record_everything():
    """One person with something in every list, the same corrected, and another of whom all was retracted."""
    put(WHOLE)
    correct_everything()
    put({**WHOLE, "registry_number": GONE, "npi": "1000000004", "licences": [licence("G-1")]})
    put({"registry_number": GONE, "name": None, **NOTHING})


NOTHING = {name: [] for name, told in WHOLE.items() if isinstance(told, list)}


def correct_everything():
    """Retract all of it and tell it anew."""
    put({"registry_number": ADA, **NOTHING})
    put({**WHOLE, "name": "Ada Okafor-Smith"})


def pass_day():
    """Move the registry's clock into the next day, as time would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_registryclock SET ticked_at ="
            " date_trunc('day', greatest(ticked_at, clock_timestamp()), 'UTC') + interval '1 day 1 hour'"
        )


def change(statement, *parameters):
    """As somebody with the rights of the database's owner could, with every trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        count = cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = origin")
    return count


def close_a_day_with_everything():
    """Every table under the chain, and everything that can be superseded superseded; gives the day closed."""
    release_law()
    record_people()
    record_everything()
    merge()
    undo_merge()
    merge()
    say_everything()
    _, key = create_api_key(organisation=find_or_make_organisation(name="Aspen Clinic"), scopes=["verify:read"])
    asker = Client(headers={"Authorization": f"Bearer {key}"})
    for _ in range(3):
        kept = asker.post("/api/v1/verifications", question_about(), content_type="application/json")
        assert kept.status_code == 201, kept.content
    pass_day()
    return close_days()


def say_everything():
    """What clinics say of a site: now one thing, then another; and that it is closed."""
    site, closed = open_site(), open_site(name="High Street")
    for starts, until in (("2023-01-01", "2024-01-01"), ("2025-01-01", None)):
        take_back(SitePolicy.objects.all())
        take_back(SiteDeclaration.objects.all())
        rule(site, SESSIONS, starts=starts, until=until)
        declare(site, PERMIT, starts=starts, until=until)
    close_site(closed)


def merge():
    """Dora's record into Carl's."""
    survivor, absorbed = (Practitioner.objects.get(registry_number=one) for one in (CARL, DORA))
    proposal = propose_merge(survivor=survivor, absorbed=absorbed, reason="one person", by=reader("one"))
    confirm_merge(proposal=proposal, by=reader("two"))


def undo_merge():
    proposal = MergeProposal.objects.get(closed_at=None)
    close_merge(proposal=proposal, reason="two persons after all", by=reader("two"))


def reader(name):
    return User.objects.filter(email=f"{name}@example.org").first() or User.objects.create_user(f"{name}@example.org")
