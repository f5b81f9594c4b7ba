"""Reads query parameters strictly: a misspelt one is told, never silently ignored."""

from collections.abc import Collection
from urllib.parse import parse_qsl

from django.http import HttpRequest

from accounts.api.problems import Fault, Problem, invalid

MAX_PARAMETERS = 100


def read_parameters(
    request: HttpRequest, known: Collection[str], *, may_be_empty: Collection[str] = ()
) -> dict[str, str]:
    """The query parameters given, each once, none unknown. Problem 400 when unreadable, 422 naming every fault."""
    found, faults = take_parameters(request, known, may_be_empty=may_be_empty)
    if faults:
        raise invalid(faults)
    return found


def take_parameters(
    request: HttpRequest, known: Collection[str], *, may_be_empty: Collection[str] = ()
) -> tuple[dict[str, str], tuple[Fault, ...]]:
    """The parameters that can be read, and a fault for each other: for whoever has more faults to name."""
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for name, value in _parse_query(request):
        pointer = pointer_to(name)
        if name not in known:
            faults.append(Fault(pointer, "unknown_parameter", f"Known here: {', '.join(sorted(known)) or 'none'}"))
        elif name in found:
            faults.append(Fault(pointer, "duplicate_parameter", "Given more than once"))
        elif "\0" in value:
            faults.append(Fault(pointer, "nul_character", "NUL characters are not accepted"))
        elif not value and name not in may_be_empty:
            faults.append(Fault(pointer, "empty", "Given without a value"))
        found.setdefault(name, value)
    faulty = {fault.pointer for fault in faults}
    return {name: value for name, value in found.items() if pointer_to(name) not in faulty}, tuple(faults)


def pointer_to(*steps: str | int) -> str:
    """The JSON pointer (RFC 6901) to a place in a body, or to a query parameter by its name."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def _parse_query(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        # WSGI carries bytes as latin-1 text. Django's own request.GET would replace broken UTF-8 without a word.
        text = str(request.META.get("QUERY_STRING", "")).encode("latin-1").decode()
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except ValueError:
        raise Problem(400, "malformed", "The query cannot be read") from None
