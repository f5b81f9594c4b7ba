"""A stored document with its fields in the order of the guide; PostgreSQL keeps objects in an order of its own."""

from typing import Any

_ORDER = [
    "levels",
    "code",
    "title",
    "components",
    "hours",
    "part",
    "delivery",
    "subject",
    "patient_groups",
    "body_regions",
    "eligible_professions",
    "profession",
    "jurisdiction",
    "from",
    "until",
    "reference",
    "prerequisites",
    "all",
    "any",
    "at_least",
    "of",
    "level",
    "gap_months",
    "gap_days",
    "cases",
    "since",
    "signed",
    "licensed_years",
    "education",
    "holds",
    "issuer",
    "programme",
    "supervised",
    "sessions",
    "examinations",
    "form",
    "attempts",
    "window_days",
    "remediation",
    "after_attempts",
    "component",
    "approvals",
    "finish",
    "within_days",
    "award",
    "lasts",
    "months",
    "renewal",
    "refresher",
    "re_examination",
    "examination",
    "opens_days_before",
    "grace_days",
]
_PLACES = {name: place for place, name in enumerate(_ORDER)}
_SPECIAL = {("award", "level"): _PLACES["issuer"]}  # in an award the level follows the issuer


def arrange(told: Any, within: str = "") -> Any:
    """The same data, objects in the order of the guide; what it does not know comes last."""
    if isinstance(told, list):
        return [arrange(one, within) for one in told]
    if not isinstance(told, dict):
        return told
    names = sorted(told, key=lambda name: _SPECIAL.get((within, name), _PLACES.get(name, len(_PLACES))))
    return {name: arrange(told[name], name) for name in names}
