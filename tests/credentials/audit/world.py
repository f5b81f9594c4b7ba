"""A registry in which every table under the chain has rows, on days that the registry's clock is moved through."""

from django.db import connection

from tests.credentials.api.world import ADA, SKILLED, certification, licence, put, training

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


def record_everything():
    """One person with something in every list, and the same corrected, so that every table has a superseded row."""
    put(WHOLE)
    correct_everything()


def correct_everything():
    """Retract all of it and tell it anew."""
    put({"registry_number": ADA, **{name: [] for name, told in WHOLE.items() if isinstance(told, list)}})
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
