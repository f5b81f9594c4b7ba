"""What a description made from serializers cannot say: that bodies hold no other fields, or one of several."""

from typing import Any

# Bodies as they are sent: a field that is not described is refused.
CLOSED = ("Question", "Patient", "Reference", "LicenceReference", "Batch")
ONE_OF_ITS_FIELDS = ("Reference",)
# Of a patient either is told; the other is left out, or null.
ONE_IS_TOLD = [
    {"required": [told], "properties": {told: {"not": {"type": "null"}}, other: {"type": "null"}}}
    for told, other in (("age", "group"), ("group", "age"))
]


def tighten(described: dict[str, Any]) -> None:
    """Write it into the description."""
    schemas = described["components"]["schemas"]
    for name in CLOSED:
        schemas[name]["additionalProperties"] = False
    for name in ONE_OF_ITS_FIELDS:
        schemas[name] |= {"minProperties": 1, "maxProperties": 1}
    patient = schemas["Patient"]
    for name, told in patient["properties"].items():
        patient["properties"][name] = {"oneOf": [told, {"type": "null"}]}
    patient["oneOf"] = ONE_IS_TOLD
