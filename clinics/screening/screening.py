"""The screening: every precaution with what it means for this patient, the most cautious source deciding."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinics.screening.judging import Heard, hear
from clinics.screening.patients import Answer, Patient, Presence
from clinics.screening.results import BARS, Result
from rulebook.precautions import Precaution, Precautions

WHETHER, AGE, BODY_REGION, DUTY = "whether", "age", "body_region", "duty"  # what may have to be asked


@dataclass(frozen=True, slots=True)
class Screened:
    """One precaution, screened. `asks` says what has to be asked before more can be said (see `Heard.asks` too)."""

    precaution: Precaution
    presence: Presence
    result: Result
    heard: tuple[Heard, ...]
    asks: tuple[str, ...] = ()
    at_worst: Result = Result.CLEAR
    is_left_out: bool = False
    answer: Answer | None = None

    @property
    def is_disputed(self) -> bool:
        """Whether one of the sources heard bars it, or advises against, and another does not."""
        return len({one.telling.category in BARS for one in self.heard}) > 1

    @property
    def open_keys(self) -> tuple[str, ...]:
        """The keys whose attestation the conditions of its sources still wait for."""
        return tuple(dict.fromkeys(key for one in self.heard for key in one.open_keys))

    @property
    def is_to_confirm(self) -> bool:
        """Whether somebody has to say that the area will be left out."""
        return self.result is Result.AVOID_AREA and not self.is_left_out


@dataclass(frozen=True, slots=True)
class Screening:
    """The whole: every precaution that is not known to be absent."""

    items: tuple[Screened, ...]

    @property
    def result(self) -> Result:
        """The worst result of all; what is to be asked counts as caution, since unknown is never clear."""
        return max((max(one.result, _floor(one)) for one in self.items), default=Result.CLEAR)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to ask."""
        return not any(one.asks for one in self.items)

    @property
    def may_go_on(self) -> bool:
        """Whether nothing on the patient's side stands in the way.

        All was asked, nothing bars the treatment, the sources' conditions are met, and every area to avoid will be
        left out.
        """
        is_open = any(one.open_keys or one.is_to_confirm for one in self.items)
        return self.is_complete and self.result is not Result.DO_NOT_TREAT and not is_open


def screen(patient: Patient, precautions: Precautions) -> Screening:
    """Screen a patient by every precaution; the worst first, then as the files have them."""
    found = [one for one in (_screen(item, patient) for item in precautions.items.values()) if one is not None]
    return Screening(tuple(sorted(found, key=lambda one: -max(one.result, one.at_worst))))


def _floor(item: Screened) -> Result:
    return Result.CAUTION if item.asks else Result.CLEAR


def _screen(item: Precaution, patient: Patient) -> Screened | None:
    """None for what does not apply, and for what no screening is about."""
    is_younger = patient.is_younger(item.below_age)
    if is_younger is False or (item.known_from is None and not item.is_asked):
        return None
    if item.known_from == "region":
        return _screen_region(item, patient, is_age_known=is_younger is not None)
    if item.known_from == "age":
        return _judge(item, Answer(Presence.PRESENT), patient) if is_younger else _unknown(item, patient, AGE)
    answer = patient.answer_to(item.id)
    if answer.presence is Presence.ABSENT:
        return None
    return _judge(item, answer, patient) if answer.presence is Presence.PRESENT else _unknown(item, patient, WHETHER)


def _screen_region(item: Precaution, patient: Patient, *, is_age_known: bool) -> Screened | None:
    regions = {region for telling in item.told for region in telling.regions}
    if not patient.treated:
        return _unknown(item, patient, BODY_REGION)
    if patient.treated.isdisjoint(regions):
        return None
    return _judge(item, Answer(Presence.PRESENT), patient) if is_age_known else _unknown(item, patient, AGE)


def _unknown(item: Precaution, patient: Patient, ask: str) -> Screened:
    heard = _hear_all(item, Answer(Presence.PRESENT), patient)
    return Screened(item, Presence.UNKNOWN, Result.ASK, heard, asks=(ask,), at_worst=_worst(heard))


def _judge(item: Precaution, answer: Answer, patient: Patient) -> Screened:
    heard = _hear_all(item, answer, patient)
    result = _worst(heard)
    asks = dict.fromkeys(ask for one in heard if result is not Result.DO_NOT_TREAT for ask in one.asks)
    if result is Result.ASK:
        asks[DUTY] = None  # to find something out is all that the sources say: so that is to be done first
    is_left_out = item.id in patient.left_out
    return Screened(item, Presence.PRESENT, result, heard, tuple(asks), result, is_left_out, answer)


def _hear_all(item: Precaution, answer: Answer, patient: Patient) -> tuple[Heard, ...]:
    """The tellings that speak of a patient of this age; of what the region tells, those about a treated region."""
    is_by_region = item.known_from == "region" and bool(patient.treated)
    return tuple(
        hear(telling, answer, patient)
        for telling in item.told
        if patient.is_younger(telling.below_age) is not False
        and not (is_by_region and patient.treated.isdisjoint(telling.regions))
    )


def _worst(heard: Iterable[Heard]) -> Result:
    return max((one.result for one in heard), default=Result.CLEAR)
