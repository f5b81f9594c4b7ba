"""The sentences of the answer that the rulebook leaves to whoever shows it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from law.web.words import ATTESTATIONS

VERBS = {
    "permitted": "may needle",
    "conditional": "may needle",
    "refused": "may not needle",
    "undetermined": "cannot be shown to be allowed to needle",
}
_DECIDING = {"refused": "unmet", "undetermined": "unknown"}
_PREFIXES = ("To be confirmed: ", "Not known: ", "Not on record: ", "Not met: ", "Confirmed: ", "On record: ")
_MOST_NAMED = 2
_CHANGES = {
    "licence_expired": "the licence expires",
    "licence_not_yet_valid": "the licence begins",
    "privilege_expired": "the privilege expires",
    "privilege_not_yet_valid": "the privilege begins",
    "certification": "certification",
    "years_licensed": "years with a licence",
    "law_review_overdue": "the law is due to be read again",
}


def summarise(decision: Mapping[str, Any], *, place: str, who: str) -> str:
    """The whole answer in one sentence, with the reason that weighs most and where it is written."""
    question, outcome = decision["question"], decision["outcome"]
    patient = describe_patient(question["patient"])
    head = f"{who} {VERBS[outcome]} {patient} in {place} on {tell_day(question['on'])}"
    if outcome == "permitted":
        return f"{head}."
    if outcome == "conditional":
        count = len(decision["conditions"])
        return f"{head} once {'one point is' if count == 1 else f'{count} points are'} confirmed."
    return f"{head}: {_tell_reasons(decision['gaps'], _DECIDING[outcome])}"


def _tell_reasons(gaps: Sequence[Mapping[str, Any]], status: str) -> str:
    deciding = [gap for gap in gaps if gap["status"] == status]
    told = [_with_source(gap) for gap in deciding[:_MOST_NAMED]]
    more = len(deciding) - len(told)
    return "; ".join(told) + (f"; and {more} more." if more > 0 else ".")


def _with_source(gap: Mapping[str, Any]) -> str:
    says = str(gap["says"]).rstrip(".")
    says = says if says[:1].isdigit() or says[:2].isupper() else says[:1].lower() + says[1:]
    if gap["layer"] == "standard":
        return f"{says} (guidance, not law)"
    return f"{says} ({gap['citation']['text']})" if gap["citation"] else says


def shorten(says: str) -> str:
    """A finding's sentence without its frame, fit to stand beside a tick."""
    for prefix in _PREFIXES:
        says = says.removeprefix(prefix)
    says = says.removesuffix(".")
    return says[:1].upper() + says[1:]


def describe_patient(patient: Mapping[str, Any]) -> str:
    """The patient as the question tells them."""
    if "age" in patient:
        age = patient["age"]
        return "a baby under one year" if age == 0 else f"a patient of {age} year{'' if age == 1 else 's'}"
    return "an adult" if patient["group"] == "adult" else "a child"


def tell_day(day: str) -> str:
    """An ISO day as people write it."""
    return f"{dt.date.fromisoformat(day):%-d %B %Y}"


def describe_codes(codes: Sequence[str]) -> str:
    """Codes of findings in words, for a line that says what changes; that something is active goes without saying."""
    told = [code for code in codes if not code.endswith("_active")] or list(codes)
    return ", ".join(_CHANGES.get(code) or code.replace("_", " ") for code in told)


def describe_question(question: Mapping[str, Any], *, place: str, who: str) -> tuple[tuple[str, str], ...]:
    """The question as it was read, every default filled in."""
    matched = {True: "given, and on record", False: "given, and not on record", None: ""}[question["name"]]
    ticked = "; ".join(ATTESTATIONS.get(key) or describe_codes([key]) for key in question["attested"])
    return (
        ("Practitioner", who),
        ("Name", matched),
        ("Patient", describe_patient(question["patient"])),
        ("Place", f"{place} ({question['jurisdiction']})"),
        ("Day", tell_day(question["on"])),
        ("Part of the body", question["body_region"] or ""),
        ("Vouched for", ticked),
    )
