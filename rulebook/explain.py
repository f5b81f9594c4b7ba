"""From findings to sentences that a receptionist understands.

`message_of` gives an id and parameters, for whoever renders in another language; `say` renders in English. The law's
own text stays in its language.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from rulebook.findings import Finding
from rulebook.messages import CODES, FILTERS, HEADLINES, STANDINGS
from rulebook.status import Status

_WORDS = ("licence", "privilege")


def message_of(finding: Finding) -> tuple[str, dict[str, Any]]:
    """The id of the finding's message and what it is filled with."""
    told: dict[str, Any] = dict(finding.words)
    told.update(required=finding.required, held=finding.held, law_says=finding.law_says)
    return _message_id(finding, told), told


def _message_id(finding: Finding, told: Mapping[str, Any]) -> str:
    code = finding.code
    standing = standing_of(code)
    if standing is not None:
        return f"standing.{standing}"
    if code.startswith("patient_age_at_least_"):
        return "patient_age_at_least"
    if code == "certification":
        return _certification_id(told)
    variant = _variant(finding, told)
    if variant is not None:
        return f"{code}.{variant}"
    if finding.law_says and not code.startswith("law_") and code != "unread":
        return "attestation.says"
    return code


def _variant(finding: Finding, told: Mapping[str, Any]) -> str | None:
    """The form of a message that has more than one."""
    variants = {
        "patient_age": ("group", finding.held is None),
        "years_licensed": ("in_jurisdiction", bool(told.get("in_jurisdiction"))),
        "board_authorization": ("title", finding.required is not None),
        "unread": ("bare", not finding.law_says),
    }
    name, applies = variants.get(finding.code, ("", False))
    return name if applies else None


def _certification_id(told: Mapping[str, Any]) -> str:
    group = told.get("patient_group")
    if group:
        return "certification.asked" if group == "asked" else "certification.group"
    return "certification.level" if told.get("level") else "certification"


def standing_of(code: str) -> str | None:
    """What a standing's code says of the licence or privilege, or None when it is no such code."""
    for word in _WORDS:
        rest = code.removeprefix(f"{word}_")
        if rest != code and rest in STANDINGS:
            return rest
    return None


def say(finding: Finding) -> str:
    """The finding as a sentence; a requirement that is not met says so first."""
    message, told = message_of(finding)
    if message.startswith("standing."):
        return _say_standing(finding, message, told)
    if message == "training_hours":
        return _frame(finding, _hours(told))
    template = CODES.get(message)
    if template is None:
        return _frame(finding, finding.code.replace("_", " "))
    sentence = template.format_map({name: "" if value is None else value for name, value in told.items()})
    return sentence if template[0].isupper() or template.startswith("{held}") else _frame(finding, sentence)


def _frame(finding: Finding, matter: str) -> str:
    """A requirement in its frame: what is asked, and how it stands."""
    if finding.required is not None and finding.unit in ("hours", "sessions"):
        return matter
    return {
        Status.MET: f"On record: {matter}" if finding.evidence else f"Confirmed: {matter}",
        Status.CONDITION: f"To be confirmed: {matter}",
        Status.UNKNOWN: f"Not known: {matter}",
        Status.UNMET: f"Not on record: {matter}" if finding.held is None else f"Not met: {matter}",
    }[finding.status]


def _hours(told: Mapping[str, Any]) -> str:
    kinds = [FILTERS.get(str(told.get(name)), "") for name in ("delivery", "part", "subject")]
    approved = "board-approved" if told.get("approved") else ""
    words = " ".join(word for word in (approved, *kinds, "hours") if word)
    subject = "" if told.get("subject") != "dry_needling" else " of needling training"
    return f"{told['held']} of {told['required']} {words}{subject}"


def _say_standing(finding: Finding, message: str, told: Mapping[str, Any]) -> str:
    word = "privilege" if finding.code.startswith("privilege") else "licence"
    standing = message.removeprefix("standing.")
    until = f" until {told['until']}" if told.get("until") else ""
    known = {"place": "", "profession": "", "expires_on": "", "issued_on": "", **told, "word": word, "until": until}
    sentence = STANDINGS[standing].format_map(known)
    if standing == "restriction_reviewed" and finding.status is not Status.MET:
        return f"To be confirmed: a person reads the order that limits the {known['place']} {word}."
    return sentence


def summarise(outcome: str, place: str, gaps: Iterable[Finding]) -> str:
    """The answer in one line: "Not permitted in Florida: 38 of 50 in-person hours, Fla. Stat. § 486.117"."""
    headline = HEADLINES[outcome].format(place=place)
    told = [_with_citation(gap) for gap in gaps]
    return f"{headline}: {'; '.join(told)}" if told else headline


def _with_citation(gap: Finding) -> str:
    sentence = say(gap).rstrip(".")
    return f"{sentence}, {gap.citation.text}" if gap.citation else sentence
