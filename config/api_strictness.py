"""What a description made from serializers cannot say: that bodies hold no other fields, or one of several."""

from typing import Any

# Bodies as they are sent: a field that is not described is refused.
CLOSED = ("Question", "Patient", "Reference", "LicenceReference", "Batch")
ONE_OF_ITS_FIELDS = ("Patient", "Reference")


def tighten(described: dict[str, Any]) -> None:
    """Write it into the description."""
    schemas = described["components"]["schemas"]
    for name in CLOSED:
        schemas[name]["additionalProperties"] = False
    for name in ONE_OF_ITS_FIELDS:
        schemas[name] |= {"minProperties": 1, "maxProperties": 1}
