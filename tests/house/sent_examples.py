"""What is sent for each operation of the API as its example, in the order in which it is sent."""

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
}
