"""From what the registry refuses to problems that callers read."""

from collections.abc import Iterable

from accounts.api.problems import Fault as ApiFault
from accounts.api.problems import Problem, invalid, not_found
from credentials.decisions import FORBIDDEN, NOT_FOUND, Unanswered
from credentials.records.faults import Fault, Refusal

LAW_ONLY_SCOPE = "verify:law-only"


def problem_for(refused: Refusal | Unanswered) -> Problem:
    """The problem that a refusal means."""
    if isinstance(refused, Refusal):
        return invalid(tuple(told(refused.faults)))
    if refused.reason == NOT_FOUND:
        return not_found("No such practitioner is on file")
    if refused.reason == FORBIDDEN:
        return Problem(
            403, "scope-missing", "A scope is missing", f"A question without a standard needs {LAW_ONLY_SCOPE}"
        )
    return Problem(503, "no-law", "No law has been released yet", headers={"Retry-After": "10"})


def told(faults: Iterable[Fault]) -> Iterable[ApiFault]:
    """The registry's faults as the API tells them."""
    return (ApiFault(fault.pointer, fault.code, fault.detail) for fault in faults)
