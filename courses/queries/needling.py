"""Whether a learner may needle while on a course: what the law's `learners` entry says, and how far that holds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rulebook.findings import Citation
from rulebook.law import EVIDENCE, Law, Provision
from rulebook.local_law import ProfessionLaw, local_law
from rulebook.places import UnknownPlace

NEVER, SUPERVISED, CANNOT_TELL = "never", "supervised", "cannot_tell"
_WORST_FIRST = (NEVER, CANNOT_TELL, SUPERVISED)


@dataclass(frozen=True, slots=True)
class MayNeedle:
    """`never`, `supervised` or `cannot_tell`, with where it stands written and a sentence saying why.

    `provisions` are the ids of what was read; empty where nothing is on file.
    """

    answer: str
    sentence: str
    citations: tuple[Citation, ...] = ()
    provisions: tuple[str, ...] = ()


def may_needle_on_course(
    jurisdiction: str, profession: str, on: dt.date, *, law: Law, asked_on: dt.date, until: dt.date | None = None
) -> MayNeedle:
    """What holds on every day from `on` to `until` (the same day where it is left out): the worst day decides.

    Worst is `never`, then `cannot_tell`: only law that was read in full, on evidence that this deployment accepts, and
    whose review is not overdue on `asked_on`, lets anybody needle. A prohibition counts however weakly it was read.
    """
    try:
        place = law.places.read_asked(jurisdiction)
    except UnknownPlace:
        return MayNeedle(CANNOT_TELL, f"{jurisdiction} is no place that is known here.")
    held = local_law(law, place).of_profession(profession)
    turns = [day for day in held.turns if on < day <= (until or on)]
    found = [_on_day(held, law, place, profession, day, asked_on) for day in (on, *turns)]
    return min(found, key=lambda one: _WORST_FIRST.index(one.answer))


def _on_day(held: ProfessionLaw, law: Law, place: str, profession: str, day: dt.date, asked_on: dt.date) -> MayNeedle:
    name = law.name_of(place)
    in_force = [one for one in held.every if one.is_in_force(day)]
    forbidding = [one for one in in_force if _entry(one) == NEVER]
    if forbidding:
        return _tell(NEVER, f"In {name} a {profession} may not needle while on a course.", forbidding)
    counting = held.provisions_on(day)
    if not counting:
        return MayNeedle(CANNOT_TELL, f"For {name} no law on {profession} is on file for {day.isoformat()}.")
    unread = [one for one in counting if _entry(one) is None]
    if unread:
        return _tell(CANNOT_TELL, f"What the law of {name} says of learners has not been read.", unread)
    weak = [one for one in counting if _is_weak(one, law, asked_on)]
    if weak:
        said = f"The law of {name} on learners was read in part, on weak evidence, or is due for review."
        return _tell(CANNOT_TELL, said, weak)
    return _tell(SUPERVISED, f"In {name} a {profession} may needle under supervision while on a course.", counting)


def _entry(provision: Provision) -> str | None:
    learners = provision.document.get("learners")
    return None if learners is None else str(learners["may_needle"])


def _is_weak(provision: Provision, law: Law, asked_on: dt.date) -> bool:
    document = provision.document
    is_overdue = provision.overdue_from is not None and asked_on >= provision.overdue_from
    below_floor = EVIDENCE.index(document["evidence"]) < EVIDENCE.index(law.evidence_floor)
    return is_overdue or below_floor or not document["complete"]


def _tell(answer: str, sentence: str, provisions: Sequence[Provision]) -> MayNeedle:
    citations = tuple(found for one in provisions if (found := _cited(one)) is not None)
    return MayNeedle(answer, sentence, citations, tuple(one.id for one in provisions))


def _cited(provision: Provision) -> Citation | None:
    """The citation of the entry itself, or of the provision that says nothing of learners."""
    document = provision.document
    learners = document.get("learners") or {}
    cited = learners.get("citation") or document.get("citation")
    if cited is None:
        return None
    return Citation(
        cited["text"], cited.get("url"), document["evidence"], dt.date.fromisoformat(document["checked_on"])
    )
