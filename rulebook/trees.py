"""From the plain data of a requirement tree to its nodes. The data was validated when it was read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from rulebook.findings import Citation
from rulebook.requirements.bedside import (
    Attestation,
    BodyRegion,
    LicenceChecked,
    ParentalConsent,
    PatientAge,
    Unread,
)
from rulebook.requirements.holdings import (
    BoardApprovedCourse,
    BoardAuthorization,
    CertificationHeld,
    CredentialHeld,
    ExamPassed,
)
from rulebook.requirements.nodes import AllOf, AnyOf, Leaf, Node, Origin
from rulebook.requirements.training import (
    ContinuingEducationHours,
    SupervisedSessions,
    TrainingHours,
    YearsLicensed,
)

Data = Mapping[str, Any]

LEAVES: dict[str, Callable[..., Leaf]] = {
    leaf.kind: leaf
    for leaf in (
        TrainingHours,
        SupervisedSessions,
        YearsLicensed,
        ExamPassed,
        CertificationHeld,
        BoardAuthorization,
        BoardApprovedCourse,
        CredentialHeld,
        ContinuingEducationHours,
        PatientAge,
        BodyRegion,
        Attestation,
        ParentalConsent,
        LicenceChecked,
        Unread,
    )
}
_IN_HUNDREDTHS = ("training_hours", "continuing_education")


def build_node(data: Data, origin: Origin, path: str) -> Node:
    """The node of a mapping: a leaf with a kind, or `all_of` or `any_of` alone."""
    if "kind" in data:
        return _build_leaf(data, origin, path)
    (joint, children), *_ = data.items()
    nodes = tuple(build_node(child, origin, f"{path}/{joint}/{i}") for i, child in enumerate(children))
    return AnyOf(nodes) if joint == "any_of" else AllOf(nodes)


def _build_leaf(data: Data, origin: Origin, path: str) -> Leaf:
    given = {name: value for name, value in data.items() if name != "kind" and value is not None}
    if data["kind"] in _IN_HUNDREDTHS:
        given["minimum"] = int(Decimal(str(given["minimum"])) * 100)
    if "regions" in given:
        given["regions"] = tuple(given["regions"])
    if "cite" in given and origin.citation is not None:
        given["citation"] = replace(origin.citation, text=given["cite"])
    elif "cite" in given and origin.layer == "policy":  # a clinic's own source, such as its handbook
        given["citation"] = Citation(given["cite"])
    return LEAVES[data["kind"]](origin=origin, path=path, **given)
