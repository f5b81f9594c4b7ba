"""What is asked at the point of care in the examples."""

from rulebook.loading import read_precautions

_PRESENT = {"metal_allergy", "skin_lesion"}
_ABSENT = [name for name, item in read_precautions().items.items() if item.is_asked and name not in _PRESENT]
SENT = {
    "ask_point_of_care": {
        "body": {
            "practitioner": {"registry_number": "FN-7K3M-2Q9D"},
            "jurisdiction": "US-UT",
            "patient": {"age": 41},
            "on": "2026-03-02",
            "attested": ["informed_consent"],
            "body_region": "shoulder",
            "screening": {
                "present": ["metal_allergy", {"precaution": "skin_lesion", "regions": ["shoulder"]}],
                "absent": _ABSENT,
                "left_out": ["skin_lesion"],
                "deep_muscles": False,
            },
        }
    },
    "list_precautions": {},
}
