"""Which operation takes what another one answered: links of OpenAPI, for readers and for machines."""

from typing import Any

_NUMBER = {"registry_number": "$response.body#/registry_number"}
_FIRST_NUMBER = {"registry_number": "$response.body#/items/0/registry_number"}
_ID = {"verification_id": "$response.body#/id"}
_FIRST_CODE = {"code": "$response.body#/items/0/jurisdiction"}
# Operation and status -> the operations that take a part of the answer, with where it stands.
LINKS: dict[tuple[str, str], dict[str, dict[str, str]]] = {
    ("put_practitioner", "200"): {"read_practitioner": _NUMBER, "practitioner_standing": _NUMBER},
    ("put_practitioner", "201"): {
        "read_practitioner": _NUMBER,
        "practitioner_standing": _NUMBER,
        "put_practitioner": _NUMBER,
    },
    ("list_practitioners", "200"): {"practitioner_standing": _FIRST_NUMBER},
    ("record_verification", "201"): {"read_verification": _ID, "replay_verification": _ID},
    ("read_verification", "200"): {"replay_verification": _ID},
    ("list_jurisdictions", "200"): {"read_jurisdiction": _FIRST_CODE, "list_provisions": _FIRST_CODE},
    ("list_law_changes", "200"): {"read_law_release": {"release_id": "$response.body#/items/0/id"}},
}


def add_links(described: dict[str, Any]) -> None:
    """Write the links into the description."""
    for methods in described["paths"].values():
        for operation in methods.values():
            for status, response in operation.get("responses", {}).items():
                targets = LINKS.get((operation["operationId"], status), {})
                if targets:
                    response["links"] = {
                        name: {"operationId": name, "parameters": taken} for name, taken in targets.items()
                    }
