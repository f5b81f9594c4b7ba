"""What a new pack would change, provision by provision: what someone reads before saying yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rulebook.law import digest_of

Data = Mapping[str, Any]
Kind = Literal["added", "closed", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would change. `fields` name what differs; digests are None on the side where it does not stand."""

    kind: Kind
    name: str
    fields: tuple[str, ...]
    digest_before: str | None
    digest_after: str | None


@dataclass(frozen=True, slots=True)
class ProvisionChange(Change):
    """One provision; `closed` means that it only got the day from which it is no longer in force.

    `touches` names place and profession, those of before too where an id was moved.
    """

    touches: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PackChanges:
    """All that differs between two packs; `floor` and `months` are (before, after), None where they stay."""

    provisions: tuple[ProvisionChange, ...]
    places: tuple[Change, ...]
    standards: tuple[Change, ...]
    floor: tuple[str | None, str] | None
    months: tuple[int | None, int] | None

    @property
    def is_empty(self) -> bool:
        """Whether the two packs say the same."""
        return not (self.provisions or self.places or self.standards or self.floor or self.months)

    @property
    def touched(self) -> frozenset[tuple[str, str | None]]:
        """Place and profession whose earlier answers may change; no profession where the place as a whole does."""
        provisions = {touched for change in self.provisions for touched in change.touches}
        return frozenset(provisions | {(change.name, None) for change in self.places})


EMPTY: Data = {"jurisdictions": [], "standards": [], "evidence_floor": None, "review_months": None}


def changes_between(before: Data | None, after: Data) -> PackChanges:
    """What would change from one content to another; all is new where there was none."""
    was = before or EMPTY
    return PackChanges(
        provisions=_compare_provisions(was, after),
        places=_compare_named(_places(was), _places(after)),
        standards=_compare_named(_standards(was), _standards(after)),
        floor=_compare_value(was["evidence_floor"], after["evidence_floor"]),
        months=_compare_value(was["review_months"], after["review_months"]),
    )


def _places(content: Data) -> dict[str, Data]:
    """Each place by code, without its provisions, which are compared for themselves."""
    return {
        place["jurisdiction"]: {name: value for name, value in place.items() if name != "provisions"}
        for place in content["jurisdictions"]
    }


def _standards(content: Data) -> dict[str, Data]:
    return {standard["name"]: standard for standard in content["standards"]}


def _provisions(content: Data) -> dict[str, Data]:
    """Each provision by id, with its place."""
    return {
        provision["id"]: {**provision, "jurisdiction": place["jurisdiction"]}
        for place in content["jurisdictions"]
        for provision in place["provisions"]
    }


def _compare_provisions(before: Data, after: Data) -> tuple[ProvisionChange, ...]:
    was, becomes = _provisions(before), _provisions(after)
    return tuple(
        _describe_provision(change, was.get(change.name), becomes.get(change.name))
        for change in _compare_named(was, becomes)
    )


def _describe_provision(change: Change, was: Data | None, becomes: Data | None) -> ProvisionChange:
    sides = [side for side in (was, becomes) if side is not None]
    return ProvisionChange(
        kind="closed" if change.fields == ("in_force",) and _is_closed(*sides) else change.kind,
        name=change.name,
        fields=change.fields,
        digest_before=change.digest_before,
        digest_after=change.digest_after,
        touches=tuple(sorted({(side["jurisdiction"], side["profession"]) for side in sides})),
    )


def _is_closed(was: Data, becomes: Data) -> bool:
    before, after = was["in_force"], becomes["in_force"]
    return before["from"] == after["from"] and before["until"] is None and after["until"] is not None


def _compare_named(before: Mapping[str, Data], after: Mapping[str, Data]) -> tuple[Change, ...]:
    pairs = ((name, before.get(name), after.get(name)) for name in sorted({*before, *after}))
    return tuple(_describe(name, was, becomes) for name, was, becomes in pairs if _differ(was, becomes))


def _describe(name: str, was: Data | None, becomes: Data | None) -> Change:
    if was is None or becomes is None:
        return Change("added" if was is None else "removed", name, (), _digest(was), _digest(becomes))
    fields = sorted(field for field in {*was, *becomes} if _differ(was.get(field), becomes.get(field)))
    return Change("changed", name, tuple(fields), _digest(was), _digest(becomes))


def _differ(was: object, becomes: object) -> bool:
    return digest_of(was) != digest_of(becomes)  # not by ==, to which 1, 1.0 and true are one


def _digest(data: Data | None) -> str | None:
    return None if data is None else digest_of(data)


def _compare_value(before: Any, after: Any) -> tuple[Any, Any] | None:
    return None if before == after else (before, after)
