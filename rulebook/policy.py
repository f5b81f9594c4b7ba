"""A clinic's own stricter rules: dated versions of a requirement tree, and what it declares of all its patients."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.facts import Span
from rulebook.law import digest_of
from rulebook.requirements.bedside import Attestation
from rulebook.requirements.nodes import Origin, Tree, plant
from rulebook.trees import build_node


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """The rules from a day to before another."""

    starts: dt.date
    until: dt.date | None
    node: Tree
    digest: str

    def is_in_force(self, day: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.starts <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePolicy:
    """A site's rules over time and its standing declarations (spans whose kind is the key declared)."""

    id: str
    versions: tuple[PolicyVersion, ...] = ()
    declarations: tuple[Span, ...] = ()

    def version_on(self, day: dt.date) -> PolicyVersion | None:
        """The version in force on the day."""
        return next((version for version in self.versions if version.is_in_force(day)), None)

    def turning_days(self) -> list[dt.date]:
        """The days on which one version follows another."""
        return [day for version in self.versions for day in (version.starts, version.until) if day is not None]

    def keys(self) -> frozenset[str]:
        """The keys that a human may vouch for, of all its versions: those that a question may attest here."""
        leaves = (leaf for version in self.versions for leaf in version.node.every)
        return frozenset(leaf.key for leaf in leaves if isinstance(leaf, Attestation))


def compile_policy_version(
    requires: Mapping[str, Any], *, policy_id: str, starts: dt.date, until: dt.date | None = None
) -> PolicyVersion:
    """A version from the plain data of its tree."""
    node = plant(build_node(requires, Origin("policy"), f"{policy_id}/requires"))
    return PolicyVersion(starts=starts, until=until, node=node, digest=digest_of(requires))
