"""Imports of results for the examples, each as far as its example wants it, and what is sent about them."""

from django.utils import timezone

from accounts.models import Membership, User
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from courses.operations.result_imports import check_import
from tests.courses.results.world import HEADER, enrol_many, go_on, make_programme, rows, send, take_in

RESULT_PROGRAMME, PREVIEWED, WAITING, DONE, CHECKED = (
    "RESULT-PROGRAMME", "PREVIEWED-IMPORT", "WAITING-IMPORT", "DONE-IMPORT", "CHECKED-IMPORT",
)  # fmt: skip
NAMES = frozenset({RESULT_PROGRAMME, PREVIEWED, WAITING, DONE, CHECKED})
GOOD, REFUSED = "C-1,E-1,written,2026-03-02,pass,74.5", 'C-2,E-1,written,2026-02-30,pass,"80,5"'
RESULT = {"candidate": "C-5", "examination": "E-1", "form": "written", "sat_on": "2026-03-02", "passed": True}
MAPPING = {
    "header": ["Kandidat", "Tag", "Punkte", "Bestanden"],
    "mapping": {
        "columns": {"Kandidat": "candidate", "Tag": "sat_on", "Punkte": "score", "Bestanden": "passed"},
        "constants": {"examination": "E-1", "form": "written", "max_score": 60},
        "day_format": "dmy",
        "decimal": "comma",
        "passed": ["ja"],
        "failed": ["nein"],
    },
}
SENT = {
    "send_result_file": {
        "query": {"programme": RESULT_PROGRAMME, "file_name": "march.csv"},
        "text": f"{HEADER}\n{GOOD}\n{REFUSED}\n",
        "media_type": "text/csv",
    },
    "list_result_imports": {},
    "read_result_import": {"path": {"import_id": PREVIEWED}},
    "list_result_import_faults": {"path": {"import_id": PREVIEWED}},
    "read_refused_rows": {"path": {"import_id": PREVIEWED}},
    "confirm_result_import": {"path": {"import_id": PREVIEWED}},
    "cancel_result_import": {"path": {"import_id": WAITING}},
    "check_result_import": {"path": {"import_id": DONE}, "as": "a second person"},
    "release_result_import": {"path": {"import_id": CHECKED}, "as": "a second person"},
    "record_result_batch": {
        "body": {"programme": RESULT_PROGRAMME, "results": [RESULT, {**RESULT, "candidate": "C-99"}]}
    },
    "put_result_mapping": {"body": MAPPING},
    "list_result_mappings": {},
}


def make_imports():
    """What was made by its name, and the key of a person who sent none of it."""
    organisation = find_or_make_organisation(name="Aspen Clinic")
    version = make_programme(code="RESULTS", provider=organisation)
    enrol_many(version, 10)
    checked = take_in(version, [GOOD.replace("C-1", "C-3")])
    check_import(job=checked, by="user:2", at=timezone.now())
    made = {
        RESULT_PROGRAMME: version.programme_id,
        CHECKED: go_on(checked).pk,
        DONE: take_in(version, [GOOD.replace("C-1", "C-4")]).pk,
        WAITING: send(version, rows(GOOD)).pk,
        PREVIEWED: send(version, [GOOD, REFUSED]).pk,
    }
    user = User.objects.create_user("second@example.org")
    role = Membership.Role.RECORDS_OFFICER
    membership = Membership.objects.create(user=user, organisation=organisation, role=role)
    scopes = ("results:write", "courses:read")
    return made, create_api_key(organisation=organisation, scopes=scopes, membership=membership)[1]
