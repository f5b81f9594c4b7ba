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
PROGRAMME = "{programme_id}"
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
                "finish": {"within_days": 365},
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
    "close_programme": {"path": {"programme_id": PROGRAMME}, "body": {"on": "2030-01-01"}},
}
