"""What is sent about sites, rosters and rules in the examples."""

SITE, ENTRY = "{site_code}", "{entry_key}"
MADE = {"create_site": (SITE, "code"), "add_entry": (ENTRY, "key")}
_AT, _OF = {"path": {"code": SITE}}, {"path": {"key": ENTRY}}
_RULES = {
    "all_of": [
        {"kind": "training_hours", "minimum": 60},
        {"kind": "attestation", "key": "second_person_in_the_room", "says": "a second person is in the room"},
    ]
}
SENT = {
    "create_site": {"body": {"name": "Aspen Clinic, Main Street", "jurisdiction": "US-UT"}},
    "list_sites": {"query": {"state": "open"}},
    "read_site": _AT,
    "change_site": {**_AT, "body": {"name": "Aspen Clinic, Provo", "time_zone": "America/Denver"}},
    "declare": {
        **_AT,
        "body": {
            "items": [{"key": "informed_consent", "says": "every patient signs at the desk", "starts_on": "2026-01-01"}]
        },
    },
    "list_declarations": _AT,
    "add_entry": {
        "body": {
            "site": SITE,
            "practitioner": {"registry_number": "FN-7K3M-2Q9D"},
            "role": "physical therapist",
            "patient_groups": ["adult", "child"],
            "starts_on": "2026-01-05",
        }
    },
    "read_entry": _OF,
    "change_entry": {**_OF, "body": {"patient_groups": ["adult"], "until_on": "2099-01-01"}},
    "check_entry": _OF,
    "list_checks": {**_OF, "query": {"group": "adult"}},
    "list_roster": {"query": {"site": SITE, "group": "adult", "q": "Okafor"}},
    "preview_policy": {"body": {"sites": [SITE], "requires": _RULES, "starts_on": "2026-02-01"}},
    "save_policy": {**_AT, "body": {"requires": _RULES, "starts_on": "2026-02-01", "note": "decided by the board"}},
    "save_policies": {"body": {"sites": [SITE], "requires": _RULES, "starts_on": "2026-03-01"}},
    "list_policies": _AT,
    "end_policy": {**_AT, "body": {"on": "2026-06-01"}},
    "end_entry": {**_OF, "body": {"until_on": "2098-01-01"}},
    "close_site": _AT,
}
