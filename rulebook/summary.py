"""A whole answer in a line: "Not permitted in Florida: 38 of 50 in-person hours, Fla. Stat. § 486.117"."""

from collections.abc import Callable, Iterable
from itertools import groupby

from rulebook.explain import message_of, tell_matter
from rulebook.findings import Finding
from rulebook.messages import HEADLINES, JOINTS, PHRASES
from rulebook.question import REVIEWED_KEYS
from rulebook.status import Status

NameOf = Callable[[str], str]


def summarise(outcome: str, place: str, gaps: Iterable[Finding], name_of: NameOf = str) -> str:
    """The answer with its reasons. What is known to be missing comes first, then what is not known, then what a
    person has still to confirm; a source that several reasons share is told once, after the last of them.

    `place` is the name of the place asked about, `gaps` the decision's gaps, `name_of` names places by their codes.
    """
    told = list(gaps)
    headline = HEADLINES[outcome].format(place=place)
    missing = _cite([gap for gap in told if gap.status is Status.UNMET], name_of)
    unknown = _cite([gap for gap in told if gap.status is Status.UNKNOWN], name_of)
    conditions = _tell_conditions([gap for gap in told if gap.status is Status.CONDITION], name_of)
    if outcome == "conditional":
        return f"{headline} {conditions}" if conditions else headline
    first, second = (missing, unknown) if missing else (unknown, "")
    sentences = [
        f"{headline}: {first}" if first else headline,
        JOINTS["not_known"].format(matters=second) if second else "",
        JOINTS["still_to_confirm"].format(matters=conditions) if conditions else "",
    ]
    return ". ".join(sentence for sentence in sentences if sentence)


def _tell_conditions(conditions: list[Finding], name_of: NameOf) -> str:
    """What has to be confirmed, that of the treatment apart from that of the practitioner."""
    of_person = [gap for gap in conditions if gap.about == "practitioner" or gap.code in REVIEWED_KEYS]
    of_treatment = [gap for gap in conditions if gap not in of_person]
    parts = (("about_treatment", of_treatment), ("about_practitioner", of_person))
    return "; and ".join(JOINTS[joint].format(matters=_cite(gaps, name_of)) for joint, gaps in parts if gaps)


def _cite(gaps: list[Finding], name_of: NameOf) -> str:
    """The matters, each run of one source followed by that source."""
    runs = []
    for source, run in groupby(gaps, key=_source):
        matters = "; ".join(dict.fromkeys(_brief(gap, name_of) for gap in run))
        runs.append(f"{matters}, {source}" if source else matters)
    return "; ".join(runs)


def _source(gap: Finding) -> str:
    if gap.layer in ("standard", "policy"):
        return JOINTS[f"by_{gap.layer}"]
    return gap.citation.text if gap.citation else ""


def _brief(gap: Finding, name_of: NameOf) -> str:
    matter = tell_matter(gap, name_of)
    message, _ = message_of(gap)
    if message in PHRASES:
        return JOINTS["missing"].format(matter=matter) if gap.status is Status.UNMET else matter
    return matter[0].lower() + matter[1:]
