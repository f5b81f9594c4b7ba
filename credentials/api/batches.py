"""Batches as bytes: questions in, told answers out; the large ones by two processes from one snapshot."""

import datetime as dt
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson
from django.db import connection

from accounts.api.problems import problem_json
from credentials.api.refusals import problem_for
from credentials.counting import answers_given
from credentials.decisions import Answer, Decided, decide_many
from credentials.questions import read_asked
from credentials.telling import tell_decided

MOST_IN_A_PIECE, PIECES = 500, 16  # few questions at a time, so that neither process waits long for the other's last


class Terms(NamedTuple):
    """What holds for all questions of a batch: the instant of asking, how much is told, who asks and what it may."""

    now: dt.datetime
    is_full: bool
    may_leave_out_standard: bool
    organisation_id: int | None = None


def tell_questions(questions: Sequence[Any], terms: Terms) -> bytes:
    """The answers in order, parted by commas. Each becomes bytes at once: few decisions stand in memory together."""
    answers = decide_questions(questions, terms)
    return b",".join([orjson.dumps(tell_answer(answer, is_full=terms.is_full)) for answer in answers])


def decide_questions(questions: Sequence[Any], terms: Terms) -> Iterator[Answer]:
    """The answers in order, all from one snapshot, by this process alone."""
    read = [read_asked(question, now=terms.now) for question in questions]
    return decide_many(
        read,
        now=terms.now,
        organisation_id=terms.organisation_id,
        may_leave_out_standard=terms.may_leave_out_standard,
    )


def tell_answer(answer: Answer, *, is_full: bool) -> dict[str, Any]:
    """A decision, counted, or the problem that a question met."""
    if isinstance(answer, Decided):
        told = tell_decided(answer, is_full=is_full)
        answers_given[told["outcome"]] += 1
        return told
    return {"problem": problem_json(problem_for(answer))}


def may_be_parted(questions: Sequence[Any]) -> bool:
    """Whether one snapshot of ours holds for all: not within another's transaction, nor for what was known earlier,
    which first waits for those who are recording."""
    return not connection.in_atomic_block and not any(
        isinstance(one, dict) and one.get("known_at") is not None for one in questions
    )


class Pieces:
    """A batch in pieces, which two may take from both ends at once; what was taken in vain is given back."""

    def __init__(self, questions: Sequence[Any], terms: Terms) -> None:
        self.terms = terms
        self._questions = questions
        self._size = max(1, min(MOST_IN_A_PIECE, len(questions) // PIECES))
        self._waiting = deque(range(0, len(questions), self._size))  # whose own calls are atomic
        self._told: dict[int, bytes] = {}
        self._counted: Counter[str] = Counter()

    def tell(self) -> None:
        """Decide what is left, from the front."""
        while self._waiting:
            try:
                start = self._waiting.popleft()
            except IndexError:  # the other took it first
                return
            self._told[start] = tell_questions(self.questions_at(start), self.terms)

    def take_last(self) -> int | None:
        """A piece for the other process; None when all are taken."""
        try:
            return self._waiting.pop()
        except IndexError:
            return None

    def questions_at(self, start: int) -> Sequence[Any]:
        """The questions of a piece."""
        return self._questions[start : start + self._size]

    def keep(self, start: int, told: bytes, counted: dict[str, int]) -> None:
        """What the other process told of a piece, and how many answers of each outcome it gave."""
        self._told[start] = told
        self._counted.update(counted)

    def give_back(self, start: int) -> None:
        """The other process failed."""
        self._waiting.append(start)

    def joined(self) -> bytes:
        """All answers in order, counted now: only one thread may count at a time."""
        answers_given.update(self._counted)
        return b",".join([self._told[start] for start in sorted(self._told)])
