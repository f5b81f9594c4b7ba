"""Parameters that several lists of the registry take, read alike by all of them."""

from collections.abc import Mapping

from accounts.api.problems import Fault
from credentials.records.numbers import capitalise_number, is_registry_number


def read_practitioner(given: Mapping[str, str], faults: list[Fault]) -> str | None:
    """The registry number in `practitioner`; None where none is given, and for what adds a fault."""
    if "practitioner" not in given:
        return None
    number = capitalise_number(given["practitioner"])
    if is_registry_number(number):
        return number
    faults.append(Fault("/practitioner", "not_a_registry_number", "FN-XXXX-XXXX, Crockford base 32"))
    return None
