"""What the registry answers about somebody for a place, a day and the patients of a supervised session."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from credentials.decisions import Decided, decide_many
from credentials.models import Practitioner
from credentials.questions import Asked, Reference
from credentials.telling import tell_decided
from rulebook.question import STANDARD_SHIPPED

ENOUGH = ("permitted", "conditional")
UNANSWERED = "unanswered"
_WORST_FIRST = (UNANSWERED, "refused", "undetermined", "conditional", "permitted")
_KEPT = ("outcome", "conditions", "law", "standard", "engine", "asked_on", "known_at")
Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Where and when somebody needled, and whom: each patient group, and in each the body regions if told."""

    jurisdiction: str
    on: dt.date
    patient_groups: tuple[str, ...]
    body_regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The answers, one for each group and region; the worst decides. No licence number is among them."""

    outcome: str
    answers: tuple[Data, ...]

    @property
    def is_enough(self) -> bool:
        """Whether every answer was `permitted` or `conditional`; what could not be answered is not."""
        return self.outcome in ENOUGH

    def told(self) -> Data:
        """As it is kept beside the signature."""
        return {"outcome": self.outcome, "answers": list(self.answers)}


def decide_standing(*, practitioner: Practitioner, asking: Asking, now: dt.datetime) -> Standing:
    """Decide by what is known now, by the standard that ships, as anybody who asks is answered."""
    cases = [(group, region) for group in asking.patient_groups for region in (asking.body_regions or (None,))]
    questions = [_ask(practitioner, asking, group, region) for group, region in cases]
    answers = tuple(_tell_all(cases, questions, now))
    outcome = min((one["outcome"] for one in answers), key=_WORST_FIRST.index, default=UNANSWERED)
    return Standing(outcome, answers)


def _ask(practitioner: Practitioner, asking: Asking, group: str, region: str | None) -> Asked:
    return Asked(
        practitioner=Reference("registry_number", practitioner.registry_number),
        jurisdiction=asking.jurisdiction,
        age=None,
        group=group,
        on=asking.on,
        known_at=None,
        site=None,
        attested=(),
        body_region=region,
        name=None,
        standard=STANDARD_SHIPPED,
    )


def _tell_all(cases: Sequence[tuple[str, str | None]], questions: Sequence[Asked], now: dt.datetime) -> Iterator[Data]:
    for (group, region), answer in zip(cases, decide_many(questions, now=now), strict=True):
        about: Data = {"patient_group": group, "body_region": region}
        if not isinstance(answer, Decided):
            yield about | {"outcome": UNANSWERED}
            continue
        told = tell_decided(answer)
        codes = sorted({one["code"] for one in told["findings"] if one["status"] != "met"})
        yield about | {name: told[name] for name in _KEPT} | {"codes": codes}
