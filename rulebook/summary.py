"""A whole answer in a line: "Not permitted in Florida: 38 of 50 in-person hours, Fla. Stat. § 486.117"."""

from collections.abc import Callable, Iterable
from itertools import groupby

from rulebook.explain import tell_briefly
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
    telling = _Telling(name_of)
    told, headline = list(gaps), HEADLINES[outcome].format(place=place)
    conditions = [gap for gap in told if gap.status is Status.CONDITION]
    if outcome == "conditional":
        return f"{headline} {telling.tell_conditions(conditions)}" if conditions else headline
    by_status = ([gap for gap in told if gap.status is status] for status in (Status.UNMET, Status.UNKNOWN))
    reasons = [telling.cite(held) for held in by_status if held]
    sentences = [f"{headline}: {reasons[0]}" if reasons else headline]
    sentences += [JOINTS["not_known"].format(matters=matters) for matters in reasons[1:]]
    if conditions:
        sentences.append(JOINTS["still_to_confirm"].format(matters=telling.tell_conditions(conditions)))
    return ". ".join(sentences)


class _Telling:
    """Remembers the source told last, for a source is told once as long as no other comes between."""

    def __init__(self, name_of: NameOf) -> None:
        self.name_of = name_of
        self.told_last = ""

    def tell_conditions(self, conditions: list[Finding]) -> str:
        """What has to be confirmed, that of the treatment apart from that of the practitioner."""
        of_person = [gap for gap in conditions if gap.about == "practitioner" or gap.code in REVIEWED_KEYS]
        of_treatment = [gap for gap in conditions if gap not in of_person]
        parts = (("about_treatment", of_treatment), ("about_practitioner", of_person))
        return "; and ".join(JOINTS[joint].format(matters=self.cite(gaps)) for joint, gaps in parts if gaps)

    def cite(self, gaps: list[Finding]) -> str:
        """The matters, each run of one source followed by that source."""
        return "; ".join(self._cite_run(source, list(run)) for source, run in groupby(gaps, key=_source))

    def _cite_run(self, source: str, run: list[Finding]) -> str:
        matters = "; ".join(dict.fromkeys(_brief(gap, self.name_of) for gap in run))
        is_told, self.told_last = source == self.told_last, source
        if source in ("standard", "policy"):
            return JOINTS[f"by_{source}"].format(matters=matters)
        return JOINTS["by_law"].format(matters=matters, source=source) if source and not is_told else matters


def _source(gap: Finding) -> str:
    if gap.layer in ("standard", "policy"):
        return gap.layer
    return gap.citation.text if gap.citation else ""


def _brief(gap: Finding, name_of: NameOf) -> str:
    message, matter = tell_briefly(gap, name_of)
    if message in PHRASES:
        return JOINTS["missing"].format(matter=matter) if gap.status is Status.UNMET else matter
    return matter[0].lower() + matter[1:]
