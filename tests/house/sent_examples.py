"""What is sent for each operation of the API as its example, in the order in which it is sent."""

from tests.house.alert_examples import SENT as ALERTS_SENT
from tests.house.clinics_proof_examples import MADE as PROOF_MADE
from tests.house.clinics_proof_examples import SENT as PROOF_SENT
from tests.house.consent_examples import MADE as CONSENTS_MADE
from tests.house.consent_examples import SENT as CONSENTS_SENT
from tests.house.exam_examples import SENT as EXAMS_SENT
from tests.house.point_of_care_examples import SENT as POINT_OF_CARE_SENT
from tests.house.result_examples import SENT as RESULTS_SENT
from tests.house.roster_examples import MADE as ROSTER_MADE
from tests.house.roster_examples import SENT as ROSTER_SENT
from tests.house.staff_examples import SENT as STAFF_SENT
from tests.house.webhook_examples import MADE as WEBHOOKS_MADE
from tests.house.webhook_examples import SENT as WEBHOOKS_SENT

NUMBER = "FN-7K3M-2Q9D"
QUESTION = {
    "practitioner": {"registry_number": NUMBER},
    "jurisdiction": "US-UT",
    "patient": {"age": 41},
    "on": "2026-03-02",
    "attested": ["informed_consent"],
}
RECORD = {
    "registry_number": NUMBER,
    "name": "Ada Okafor",
    "npi": "1234567893",
    "listed": {"consented": True, "city": "Provo", "languages": ["en", "es"]},
    "licences": [
        {
            "jurisdiction": "US-UT",
            "profession": "PT",
            "number": "12345-2401",
            "issued_on": "2015-03-02",
            "expires_on": "2027-05-31",
        }
    ],
    "training": [
        {
            "provider": "Myotech",
            "course": "DN-1",
            "completed_on": "2016-05-08",
            "hours": [{"hours": 54, "part": "practical", "delivery": "in_person", "subject": "dry_needling"}],
        }
    ],
}
VERIFICATION, RELEASE = "{verification_id}", "{release_id}"  # filled in with those of the run
PROGRAMME, SESSION, OTHER_SESSION = "{programme_id}", "{session_id}", "{other_session_id}"
ENROLMENT, SEAT, SUPERVISED = "{enrolment_id}", "{seat_id}", "{supervised_id}"
OTHER_SUPERVISED, USER = "{other_supervised_id}", "{user_id}"
AWARD = "{award_id}"  # made before anything is sent
# Which operation makes what a name stands for, and where its answer tells it. Later ones may use the name anywhere.
MADE = {
    "record_verification": (VERIFICATION, "id"),
    "create_programme": (PROGRAMME, "id"),
    "plan_session": (SESSION, "id"),
    "add_staff": (USER, "user"),
    "enrol": (ENROLMENT, "id"),
    "ask_seat": (SEAT, "id"),
    "move_seat": (SEAT, "id"),
    "log_supervised": (SUPERVISED, "id"),
    "transfer_enrolment": (ENROLMENT, "id"),
}
EXAMINER = "examiner@example.org"  # a member of the organisation that sends
LEARNER, SUPERVISOR = "FN-7EAR-NE01", "FN-SVPR-V501"
DRAFT = {
    "starts_on": "2026-01-01",
    "ladder": {
        "levels": [
            {
                "code": "DN-1",
                "title": "Dry needling, level 1",
                "components": [
                    {
                        "code": "hands-on",
                        "title": "Three days of practice",
                        "hours": 27,
                        "part": "practical",
                        "delivery": "in_person",
                        "subject": "dry_needling",
                    }
                ],
                "patient_groups": ["adult"],
                "body_regions": ["neck", "shoulder"],
                "eligible_professions": [{"profession": "PT", "from": "2019-01-01", "until": None}],
                "prerequisites": {"all": [{"licensed_years": 1}]},
                "examinations": [{"code": "DN-1", "form": "written", "attempts": 3, "gap_days": 30}],
                "finish": {"within_days": 3650},
                "award": {"title": "Certified in dry needling", "patient_groups": ["adult"], "lasts": {"months": 24}},
                "renewal": {
                    "education": {"hours": 10, "subject": "dry_needling"},
                    "opens_days_before": 90,
                    "grace_days": 0,
                },
            }
        ]
    },
}
_LICENCE = {"jurisdiction": "US-UT", "profession": "PT", "issued_on": "2015-03-02", "expires_on": None}
_CERTIFIED = {"issuer": "Myotech", "title": "Certified in dry needling", "issued_on": "2016-06-01"}
# On file before anything is sent: who learns in the examples, and under whom.
PEOPLE = [
    {"registry_number": LEARNER, "name": "Lea Learner", "licences": [{**_LICENCE, "number": "L-1"}]},
    {
        "registry_number": SUPERVISOR,
        "name": "Sam Supervisor",
        "licences": [{**_LICENCE, "jurisdiction": "US-AK", "number": "S-1"}],
        "training": RECORD["training"],
        "certifications": [{**_CERTIFIED, "number": "C-1", "patient_groups": ["adult"]}],
    },
]
PLAN = {
    "programme": PROGRAMME,
    "level": "DN-1",
    "jurisdiction": "US-UT",
    "place": "Provo, Main Street 1",
    "starts_on": "2030-05-04",
    "ends_on": "2030-05-06",
    "capacity": 12,
}
ENTRANCE = {
    "programme": PROGRAMME,
    "practitioner": {"registry_number": LEARNER},
    "profession": "PT",
    "on": "2026-03-02",
}
LOG = {
    "level": "DN-1",
    "on": "2026-06-09",
    "jurisdiction": "US-AK",
    "cases": 3,
    "hours": 2.5,
    "patient_groups": ["adult"],
    "body_regions": ["neck"],
    "supervisor": {"registry_number": SUPERVISOR},
}
# In the order in which they are sent: what a later one needs is made by an earlier one.
SENT = {
    "put_practitioner": {"path": {"registry_number": NUMBER}, "body": RECORD},
    "read_practitioner": {"path": {"registry_number": NUMBER}},
    "list_practitioners": {"query": {"q": "Provo", "profession": "PT"}},
    "practitioner_standing": {
        "path": {"registry_number": NUMBER},
        "query": {"jurisdiction": "US-UT", "age": "41", "on": "2026-03-02", "attested": "informed_consent"},
    },
    "record_verification": {"body": QUESTION},
    "read_verification": {"path": {"verification_id": VERIFICATION}},
    "replay_verification": {"path": {"verification_id": VERIFICATION}},
    "list_verifications": {},
    "verify_batch": {"body": {"questions": [QUESTION, {**QUESTION, "jurisdiction": "US-XX"}], "detail": "outcome"}},
    "list_flags": {},
    "list_audit_heads": {},
    "list_jurisdictions": {},
    "read_jurisdiction": {"path": {"code": "US-UT"}},
    "list_provisions": {"path": {"code": "US-UT"}, "query": {"profession": "PT", "on": "2026-03-02"}},
    "list_law_changes": {"query": {"jurisdiction": "US-UT", "profession": "PT"}},
    "read_law_release": {"path": {"release_id": RELEASE}},
    "create_programme": {"body": {"code": "DN", "title": "Dry needling"}},
    "draft_version": {"path": {"programme_id": PROGRAMME}, "body": DRAFT},
    "edit_version": {"path": {"programme_id": PROGRAMME, "number": "1"}, "body": DRAFT},
    "publish_version": {"path": {"programme_id": PROGRAMME, "number": "1"}},
    "read_version": {"path": {"programme_id": PROGRAMME, "number": "1"}},
    "list_programmes": {},
    "read_programme": {"path": {"programme_id": PROGRAMME}},
    "plan_session": {"body": PLAN},
    "list_sessions": {"query": {"jurisdiction": "US-UT"}},
    "read_session": {"path": {"session_id": SESSION}},
    "change_session": {"path": {"session_id": SESSION}, "body": {"capacity": 16}},
    "add_staff": {"path": {"session_id": SESSION}, "body": {"email": EXAMINER, "role": "examiner"}},
    "remove_staff": {"path": {"session_id": SESSION}, "query": {"user": USER, "role": "examiner"}},
    "check_enrolment": {"body": ENTRANCE},
    "enrol": {"body": {**ENTRANCE, "candidate": "C-1"}},
    "list_enrolments": {"query": {"practitioner": LEARNER}},
    "ask_seat": {"path": {"session_id": SESSION}, "body": {"enrolment": ENROLMENT}},
    "read_enrolment": {"path": {"enrolment_id": ENROLMENT}},
    "read_progress": {"path": {"enrolment_id": ENROLMENT}},
    "record_attendance": {
        "path": {"session_id": SESSION},
        "body": {"rows": [{"candidate": "C-1", "component": "hands-on", "on": "2030-05-04", "hours": 8}]},
    },
    "list_attendance": {"path": {"session_id": SESSION}},
    "log_supervised": {"path": {"enrolment_id": ENROLMENT}, "body": LOG},
    "list_supervised": {"path": {"enrolment_id": ENROLMENT}},
    "list_awaiting_signature": {},
    "sign_supervised": {"path": {"supervised_id": SUPERVISED}, "body": {"on_paper": "LOG-2026/17"}},
    "refuse_supervised": {"path": {"supervised_id": OTHER_SUPERVISED}, "body": {"because": "other_hours"}},
    "move_seat": {"path": {"seat_id": SEAT}, "body": {"session": OTHER_SESSION, "because": "asked for it"}},
    "withdraw_seat": {"path": {"seat_id": SEAT}, "body": {"because": "fell ill"}},
    "cancel_session": {"path": {"session_id": OTHER_SESSION}, "body": {"because": "too few learners"}},
    "transfer_enrolment": {"path": {"enrolment_id": ENROLMENT}, "body": {"because": "prefers the new ladder"}},
    "withdraw_enrolment": {"path": {"enrolment_id": ENROLMENT}, "body": {"because": "moved abroad"}},
    "list_closing_levels": {"query": {"closes": "training_hours", "jurisdiction": "US-UT", "profession": "PT"}},
    "list_awards": {},
    "read_award": {"path": {"award_id": AWARD}},
    "suspend_award": {"path": {"award_id": AWARD}, "body": {"reason": "an inquiry"}},
    "reinstate_award": {"path": {"award_id": AWARD}, "body": {"reason": "the inquiry found nothing"}},
    "renew_award": {"path": {"award_id": AWARD}},
    "revoke_award": {"path": {"award_id": AWARD}, "body": {"reason": "it was obtained by deceit"}},
    "close_programme": {"path": {"programme_id": PROGRAMME}, "body": {"on": "2030-01-01"}},
}
SENT |= RESULTS_SENT | EXAMS_SENT | POINT_OF_CARE_SENT | CONSENTS_SENT | WEBHOOKS_SENT | ALERTS_SENT | STAFF_SENT
MADE |= WEBHOOKS_MADE | CONSENTS_MADE
SENT |= ROSTER_SENT
MADE |= ROSTER_MADE
# What is sent before an example, and shown nowhere: (operation, what is sent, the name of what it makes).
BEFORE = {
    "refuse_supervised": [
        ("log_supervised", {"path": {"enrolment_id": ENROLMENT}, "body": {**LOG, "cases": 1}}, OTHER_SUPERVISED)
    ],
    "move_seat": [("plan_session", {"body": PLAN}, OTHER_SESSION)],
    "transfer_enrolment": [
        ("draft_version", {"path": {"programme_id": PROGRAMME}, "body": {**DRAFT, "starts_on": "2026-06-01"}}, None),
        ("publish_version", {"path": {"programme_id": PROGRAMME, "number": "2"}}, None),
    ],
}
SENT |= PROOF_SENT
MADE |= PROOF_MADE
