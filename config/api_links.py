"""Which operation takes what another one answered: links of OpenAPI, for readers and for machines."""

from typing import Any

_NUMBER = {"registry_number": "$response.body#/registry_number"}
_FIRST_NUMBER = {"registry_number": "$response.body#/items/0/registry_number"}
_ID = {"verification_id": "$response.body#/id"}
_FIRST_ID = {"verification_id": "$response.body#/items/0/id"}
_FIRST_CODE = {"code": "$response.body#/items/0/jurisdiction"}
_ASKED = {"jurisdiction": "US-UT", "group": "adult"}  # where, and about whom: anything that the caller wants to know
_QUESTION = {
    "practitioner": {"registry_number": "$response.body#/registry_number"},
    "jurisdiction": "US-UT",
    "patient": {"group": "adult"},
}
_OF_A_RECORD: dict[str, dict[str, Any]] = {
    "read_practitioner": {"parameters": _NUMBER},
    "practitioner_standing": {"parameters": _NUMBER | _ASKED},
    "put_practitioner": {"parameters": _NUMBER},
    "record_verification": {"requestBody": _QUESTION},
    "verify_batch": {"requestBody": {"questions": [_QUESTION]}},
    "list_flags": {"parameters": {"practitioner": "$response.body#/registry_number"}},
    "list_verifications": {"parameters": {"practitioner": "$response.body#/registry_number"}},
}
# Operation and status -> the operations that take a part of the answer, with where it stands.
LINKS: dict[tuple[str, str], dict[str, dict[str, Any]]] = {
    ("put_practitioner", "200"): _OF_A_RECORD,
    ("put_practitioner", "201"): _OF_A_RECORD,
    ("read_practitioner", "200"): _OF_A_RECORD,
    ("list_practitioners", "200"): {
        "read_practitioner": {"parameters": _FIRST_NUMBER},
        "practitioner_standing": {"parameters": _FIRST_NUMBER | _ASKED},
    },
    ("record_verification", "201"): {
        "read_verification": {"parameters": _ID},
        "replay_verification": {"parameters": _ID},
        "list_verifications": {"parameters": {"practitioner": "$response.body#/question/practitioner/registry_number"}},
    },
    ("list_verifications", "200"): {
        "read_verification": {"parameters": _FIRST_ID},
        "replay_verification": {"parameters": _FIRST_ID},
        "list_verifications": {"parameters": {"cursor": "$response.body#/items/0/id"}},
    },
    ("read_verification", "200"): {"replay_verification": {"parameters": _ID}},
    ("list_flags", "200"): {
        "read_practitioner": {"parameters": {"registry_number": "$response.body#/items/0/practitioner/registry_number"}}
    },
    ("list_audit_heads", "200"): {"list_audit_heads": {"parameters": {"cursor": "$response.body#/items/0/day"}}},
    ("list_jurisdictions", "200"): {
        "read_jurisdiction": {"parameters": _FIRST_CODE},
        "list_provisions": {"parameters": _FIRST_CODE},
        "list_law_changes": {"parameters": {"jurisdiction": "$response.body#/items/0/jurisdiction"}},
    },
    ("list_law_changes", "200"): {
        "read_law_release": {"parameters": {"release_id": "$response.body#/items/0/id"}},
        "list_law_changes": {"parameters": {"cursor": "$response.body#/next"}},
    },
}


def add_links(described: dict[str, Any]) -> None:
    """Write the links into the description."""
    for methods in described["paths"].values():
        for operation in methods.values():
            for status, response in operation.get("responses", {}).items():
                targets = LINKS.get((operation["operationId"], status), {})
                if targets:
                    response["links"] = {name: {"operationId": name, **taken} for name, taken in targets.items()}
