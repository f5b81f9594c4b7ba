"""Staff lists and invitations for the examples, each as far as its example wants it, and what is sent about them."""

from accounts.operations.personal import find_or_make_organisation
from clinics.models import Invitation
from clinics.operations.imports.invitations import match_invitations
from tests.clinics.imports.world import AT, send, take_in
from tests.clinics.world import make_site
from tests.credentials.api.world import put

LEARNER, SUPERVISOR, NEWCOMER = "FN-7EAR-NE01", "FN-SVPR-V501", "FN-NEWC-0MER"
PREVIEWED, WAITING, INVITED, MATCHED = "PREVIEWED-LIST", "WAITING-LIST", "INVITATION", "MATCHED-INVITATION"
NAMES = frozenset({PREVIEWED, WAITING, INVITED, MATCHED})
HEADER = "Registry number,NPI,Name,Born on,E-mail,Role,Patients,From,Until"
PLAIN = f"{LEARNER},,Lea Learner,,,physical therapist,both,2026-01-05,"
DOUBTFUL = f"{SUPERVISOR},,Samuel Super,,,lead,adult,,"
FAULTY = f"{LEARNER},,,31.4.1980,,assistant,dogs,,"
UNKNOWN, OTHER = (
    f",{npi},{name},1990-01-02,{name.split()[0].lower()}@example.org,assistant,adult,2026-04-01,"
    for npi, name in (("1679576722", "Zoe New"), ("1003000126", "Yan Newer"))
)
SITE = "Aspen Clinic, East"
MAPPING = {
    "header": ["Nummer", "Geb.", "Funktion", "Gruppe"],
    "mapping": {
        "columns": {"Nummer": "registry_number", "Geb.": "born_on", "Funktion": "role", "Gruppe": "patient_groups"},
        "constants": {"site": SITE},
        "day_format": "dmy",
    },
}
_OF = {"path": {"import_id": PREVIEWED}}
SENT = {
    "send_staff_list": {
        "query": {"file_name": "staff.csv", "site": SITE},
        "text": f"{HEADER}\n{PLAIN}\n{DOUBTFUL}\n{FAULTY}\n",
        "media_type": "text/csv",
    },
    "list_roster_imports": {},
    "read_roster_import": _OF,
    "list_roster_import_rows": {**_OF, "query": {"what": "new"}},
    "list_roster_import_faults": _OF,
    "list_staff_matches": _OF,
    "say_staff_match": {**_OF, "body": {"row": 3, "word": "this_one", "registry_number": SUPERVISOR}},
    "read_refused_staff": _OF,
    "confirm_roster_import": _OF,
    "cancel_roster_import": {"path": {"import_id": WAITING}},
    "put_staff_mapping": {"body": MAPPING},
    "list_staff_mappings": {},
    "list_invitations": {"query": {"state": "matched"}},
    "read_invitation": {"path": {"key": MATCHED}},
    "accept_invitation": {"path": {"key": MATCHED}},
    "withdraw_invitation": {"path": {"key": INVITED}},
    "check_list": {
        "query": {"jurisdiction": "US-UT", "patient_groups": "adult", "on": "2026-03-02"},
        "text": f"Registry number,Name\n{LEARNER},Lea Learner\nFN-1,\n",
        "media_type": "text/csv",
    },
}


def make_lists():
    """What was made by its name."""
    clinic = find_or_make_organisation(name="Aspen Clinic")
    make_site(clinic, SITE, "US-UT", zone="America/Denver")
    take_in(clinic, UNKNOWN, OTHER, header=HEADER, site=SITE)
    put({"registry_number": NEWCOMER, "name": "Zoe New", "npi": "1679576722"})
    match_invitations(at=AT)
    return {
        PREVIEWED: send(clinic, PLAIN, DOUBTFUL, FAULTY, header=HEADER, site=SITE).pk,
        WAITING: send(clinic, PLAIN, header=HEADER, site=SITE).pk,
        MATCHED: str(Invitation.objects.get(state="matched").key),
        INVITED: str(Invitation.objects.get(state="waiting").key),
    }
