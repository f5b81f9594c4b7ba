"""A screening as plain data: each source with its own category, side by side and never merged."""

from typing import Any

from clinics.screening.judging import Heard
from clinics.screening.patients import Patient
from clinics.screening.results import MEANS, Result
from clinics.screening.screening import Screened, Screening
from rulebook.precautions import Precaution, Precautions, Source, Telling

Data = dict[str, Any]


def tell_screening(screening: Screening) -> Data:
    """The whole screening; what is known to be absent is not told."""
    return {
        "result": screening.result.word,
        "is_complete": screening.is_complete,
        "items": [tell_item(one) for one in screening.items],
        "to_ask": [
            {"precaution": one.precaution.id, "name": one.precaution.name, "ask": ask, "at_worst": one.at_worst.word}
            for one in screening.items
            for ask in one.asks
        ],
        "to_attest": [
            {"precaution": one.precaution.id, "key": key} for one in screening.items for key in one.open_keys
        ],
        "to_leave_out": [_tell_area(one) for one in screening.items if one.result is Result.AVOID_AREA],
        "to_do": [told for one in screening.items for told in _tell_deeds(one)],
    }


def tell_item(one: Screened) -> Data:
    """A precaution with what each source says and what that means here."""
    return {
        "precaution": one.precaution.id,
        "name": one.precaution.name,
        "presence": one.presence.value,
        "result": one.result.word,
        "regions": list(one.answer.regions) if one.answer else [],
        "is_disputed": one.is_disputed,
        "told": [{**tell_telling(heard.telling), "means": heard.result.word} for heard in one.heard],
    }


def tell_telling(telling: Telling) -> Data:
    """What one source says."""
    return {
        "source": tell_source(telling.source),
        "category": telling.category.word,
        "says": telling.says,
        "item": telling.item,
        "do": telling.do,
        "where": telling.where,
        "regions": list(telling.regions),
        "deep": telling.deep,
        "below_age": telling.below_age,
        "only_with": telling.only_with,
        "met_by": list(telling.met_by),
        "equipment": list(telling.equipment),
        "aftercare": telling.aftercare,
    }


def tell_source(source: Source) -> Data:
    """Where it stands, and how it was read."""
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "confidence": source.confidence,
        "notes": source.notes,
    }


def tell_precaution(item: Precaution) -> Data:
    """A precaution as the public list has it; `means` is what a source's category comes to where the item applies."""
    return {
        "precaution": item.id,
        "name": item.name,
        "group": item.group,
        "is_asked": item.is_asked,
        "known_from": item.known_from,
        "below_age": item.below_age,
        "most_cautious": item.most_cautious.word,
        "is_disputed": item.is_disputed,
        "told": [{**tell_telling(one), "means": MEANS[one.category].word} for one in item.told],
    }


def tell_aftercare(patient: Patient, precautions: Precautions) -> list[Data]:
    """What to print for the patient to take home: what speaks of such a patient and, where places are told, of those.

    Where nobody said which region is treated, what speaks of a region is told too.
    """
    return [
        {"precaution": item.id, "says": telling.aftercare, "source": tell_source(telling.source)}
        for item in precautions.items.values()
        if patient.is_younger(item.below_age) is not False
        for telling in item.told
        if telling.aftercare and patient.is_younger(telling.below_age) is not False and _is_near(telling, patient)
    ]


def _is_near(telling: Telling, patient: Patient) -> bool:
    return not telling.regions or not patient.treated or not patient.treated.isdisjoint(telling.regions)


def _tell_area(one: Screened) -> Data:
    heard = [told.telling for told in one.heard if told.result is Result.AVOID_AREA]
    regions = one.answer.regions if one.answer and one.answer.regions else _regions_of(heard)
    return {
        "precaution": one.precaution.id,
        "where": list(dict.fromkeys(telling.where for telling in heard if telling.where)),
        "regions": list(regions),
        "is_left_out": one.is_left_out,
    }


def _regions_of(heard: list[Telling]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(region for telling in heard for region in telling.regions))


def _tell_deeds(one: Screened) -> list[Data]:
    return [_deed(one, heard) for heard in one.heard if heard.telling.do or heard.telling.equipment]


def _deed(one: Screened, heard: Heard) -> Data:
    return {
        "precaution": one.precaution.id,
        "presence": one.presence.value,
        "do": heard.telling.do,
        "equipment": list(heard.telling.equipment),
        "source": heard.telling.source.id,
    }
