"""Decisions and refusals as plain data, for every face that shows them."""

from typing import Any

from credentials.decisions import Decided
from credentials.facts import is_erased, numbers_of
from rulebook.bases import Basis
from rulebook.settling import HeldLicence
from rulebook.telling import tell_decision

Data = dict[str, Any]


def tell_decided(decided: Decided, *, is_full: bool = True) -> Data:
    """The decision in the shape of the API; a number that was erased is null."""
    told = tell_decision(decided.decision, is_full=is_full)
    for basis in (told["basis"], *told["other_bases"]):
        if basis is not None and is_erased(basis["number"]):
            basis["number"] = None
    return told


def numbers_told(decided: Decided) -> dict[str, int]:
    """Where in the told decision licence numbers stand (JSON pointers), with the held number behind each."""
    chosen = decided.decision.judgement.chosen
    others = [one.basis for one in decided.decision.judgement.bases if one is not chosen]
    told = {"/basis/number": chosen.basis} if chosen else {}
    told.update({f"/other_bases/{n}/number": basis for n, basis in enumerate(others)})
    written = numbers_of(decided.record)
    return {pointer: _held_behind(basis, written) for pointer, basis in told.items()}


def _held_behind(basis: Basis, written: dict[str, tuple[str, int]]) -> int:
    """The held number whose spelling was told: sources may write one licence's number differently."""
    held = basis.held
    facts = [id_ for told in held.evidence for id_ in told] if isinstance(held, HeldLicence) else [held.id]
    return next(written[fact][1] for fact in facts if written[fact][0] == basis.number)


def without_numbers(told: Data) -> Data:
    """The same decision with every licence number replaced by null: what is stored and digested."""
    basis = told["basis"]
    return {
        **told,
        "basis": None if basis is None else {**basis, "number": None},
        "other_bases": [{**other, "number": None} for other in told["other_bases"]],
    }
