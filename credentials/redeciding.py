"""Decides questions again that were answered before: by what was known then, or by what is known at another instant."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import orjson

from credentials.decisions import Answer, Decided, decide_many
from credentials.former_engines import ENGINES, tell_as
from credentials.queries.relying import Relied
from credentials.questions import Asked, Reference
from credentials.records.faults import Refusal
from credentials.telling import tell_decided, without_numbers
from rulebook.law import Law

Data = Mapping[str, Any]
_UNTOLD = frozenset({"known_at", "asked_on", "engine", "digest"})


@dataclass(frozen=True, slots=True)
class Gist:
    """What someone relies on in an answer: the outcome, the codes of the findings once each, the conditions."""

    outcome: str
    codes: frozenset[str]
    conditions: tuple[str, ...]

    def tell(self) -> dict[str, Any]:
        """As plain data, the codes in the order of the alphabet."""
        return {"outcome": self.outcome, "codes": sorted(self.codes), "conditions": list(self.conditions)}


class Unreplayable(Enum):
    """Why an answer cannot be decided again as it was."""

    ERASED = "erased"  # data of a person whose facts counted was lawfully erased since
    ENGINE = "engine"  # the engine that it names can no longer be run
    ALTERED = "altered"  # what is on record leads to another answer: either was tampered with


@dataclass(frozen=True, slots=True)
class Replay:
    """An answer as decided anew by what was known then, and the answer to the same question today."""

    then: dict[str, Any]
    now: Answer


def replay(relied: Relied, *, now: dt.datetime) -> Replay | Unreplayable:
    """Decide an answer on record again, by what was known then and by what is known now, from one snapshot.

    What was known then leads to the stored answer to the byte, numbers and envelope aside, or there is no replay.
    """
    stored = orjson.loads(relied.answer)
    if relied.is_erased:
        return Unreplayable.ERASED
    if stored["engine"] not in ENGINES:
        return Unreplayable.ENGINE
    asker = relied.organisation_id
    of_then = ask_again(stored, known_at=relied.known_at, asked_on=relied.asked_on, asker=asker)
    then, answer = decide_again([of_then, ask_again(stored, known_at=None, asked_on=None, asker=asker)], now=now)
    if not isinstance(then, Decided):
        return Unreplayable.ALTERED
    told = tell_as(stored["engine"], tell_decided(then))
    if orjson.dumps(without_numbers(told)).decode() != relied.answer:
        return Unreplayable.ALTERED
    return Replay(told, answer)


def gist_told(told: Data) -> Gist:
    """The gist of an answer as it was told and stored."""
    codes = frozenset(finding["code"] for finding in told["findings"])
    return Gist(told["outcome"], codes, tuple(told["conditions"]))


def gist_of(answer: Answer) -> Gist | None:
    """The gist of a decision; None when the question can no longer be answered at all."""
    if not isinstance(answer, Decided):
        return None
    decision = answer.decision
    codes = frozenset(finding.code for finding in decision.findings)
    return Gist(decision.outcome.value, codes, tuple(code for code, _ in decision.conditions))


def ask_again(told: Data, *, known_at: dt.datetime | None, asked_on: dt.date | None, asker: int) -> Asked:
    """The question of a stored answer, about the same day of treatment, as the organisation `asker` asked it.

    `known_at` None asks by what is known now, `asked_on` None as if it were asked today. Of a name only what the
    comparison gave was kept, and that stands in its place.
    """
    question = told["question"]
    patient = question["patient"]
    return Asked(
        practitioner=Reference("registry_number", question["practitioner"]["registry_number"]),
        jurisdiction=question["jurisdiction"],
        age=patient.get("age"),
        group=patient.get("group"),
        on=dt.date.fromisoformat(question["on"]),
        known_at=known_at,
        site=question["site"],
        attested=tuple(question["attested"]),
        body_region=question["body_region"],
        name=question["name"],
        standard=question["standard"],
        asked_on=asked_on,
        organisation_id=asker,
    )


def decide_again(questions: Sequence[Asked], *, now: dt.datetime, law: Law | None = None) -> list[Answer]:
    """Decide them from one snapshot, in their order; `law` as for `decide_many`.

    An attested key that the law no longer knows is left out: nothing asks for it, so it can change nothing.
    """
    answers = list(decide_many(questions, now=now, may_leave_out_standard=True, law=law))
    known = {n: known_only(questions[n], answer) for n, answer in enumerate(answers) if is_of_unknown_keys(answer)}
    if known:
        again = decide_many(list(known.values()), now=now, may_leave_out_standard=True, law=law)
        for n, answer in zip(known, again, strict=True):
            answers[n] = answer
    return answers


def is_of_unknown_keys(answer: Answer) -> bool:
    """Whether nothing stands in the way of an answer but attested keys that no law knows any more."""
    return isinstance(answer, Refusal) and all(fault.code == "unknown_key" for fault in answer.faults)


def known_only(asked: Asked, answer: Answer) -> Asked:
    """The question without the attested keys that were refused as unknown."""
    faults = answer.faults if isinstance(answer, Refusal) else ()
    refused = {fault.pointer for fault in faults}
    return replace(asked, attested=tuple(k for n, k in enumerate(asked.attested) if f"/attested/{n}" not in refused))


UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Compared:
    """An answer on record, with its gist before and after a change; None where it cannot be answered."""

    relied: Relied
    told: Gist
    before: Gist | None
    after: Gist | None

    @property
    def changes(self) -> bool:
        """Whether this very change alters it."""
        return self.before != self.after

    @property
    def differs(self) -> bool:
        """Whether after the change it is another answer than the one that was told."""
        return self.after != self.told

    @property
    def outcome_before(self) -> str:
        """A word for it."""
        return self.before.outcome if self.before else UNANSWERABLE

    @property
    def outcome_after(self) -> str:
        """A word for it."""
        return self.after.outcome if self.after else UNANSWERABLE


def compare_instants(relied: Sequence[Relied], *, at: dt.datetime, before: dt.datetime | None = None) -> list[Compared]:
    """Decide answers on record as known at an instant of the registry's clock, and just before it (or at `before`)."""
    before = before or at - dt.timedelta(microseconds=1)
    stored = [orjson.loads(one.answer) for one in relied]
    asked = [
        ask_again(told, known_at=instant, asked_on=one.asked_on, asker=one.organisation_id)
        for instant in (before, at)
        for one, told in zip(relied, stored, strict=True)
    ]
    gists = [gist_of(answer) for answer in decide_again(asked, now=at)]
    return _pair(relied, stored, gists[: len(relied)], gists[len(relied) :])


def compare_laws(relied: Sequence[Relied], *, law: Law, now: dt.datetime) -> list[Compared]:
    """Decide answers on record by what is known now: under the law in use, and under another."""
    stored = [orjson.loads(one.answer) for one in relied]
    pairs = zip(relied, stored, strict=True)
    asked = [ask_again(told, known_at=None, asked_on=one.asked_on, asker=one.organisation_id) for one, told in pairs]
    before, after = ([gist_of(answer) for answer in decide_again(asked, now=now, law=under)] for under in (None, law))
    return _pair(relied, stored, before, after)


def _pair(
    relied: Sequence[Relied], stored: Sequence[Data], before: Sequence[Gist | None], after: Sequence[Gist | None]
) -> list[Compared]:
    rows = zip(relied, stored, before, after, strict=True)
    return [Compared(one, gist_told(told), was, becomes) for one, told, was, becomes in rows]


def list_differences(then: Any, now: Any, pointer: str = "") -> Iterable[dict[str, Any]]:
    """Every place (a JSON pointer) at which two tellings differ; what stands on one side only is null on the other.

    Left out: instants and days of asking, the engine's version, digests of law, standard and policy. Lists are
    compared place by place.
    """
    if isinstance(then, dict) and isinstance(now, dict):
        pairs = [(name, then.get(name), now.get(name)) for name in {**then, **now} if name not in _UNTOLD]
    elif isinstance(then, list) and isinstance(now, list):
        longest = range(max(len(then), len(now)))
        pairs = [(str(n), _at(then, n), _at(now, n)) for n in longest]
    else:
        if type(then) is not type(now) or then != now:  # to == 1, 1.0 and true are one
            yield {"path": pointer, "then": then, "now": now}
        return
    for name, was, becomes in pairs:
        yield from list_differences(was, becomes, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")


def _at(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else None
