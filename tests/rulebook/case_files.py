"""Reads the case law beside the provisions: people, the questions asked about them, and what the answer must be."""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rulebook import decide
from rulebook.decision import Decision
from rulebook.law import Law
from rulebook.located import Faults, plain, read_yaml
from rulebook.question import NO_STANDARD, Question
from tests.rulebook.records import facts_of

CASES = Path(__file__).parent / "cases"
_FILE = {"jurisdiction", "asked_on", "standard", "people", "cases"}
_CASE = {"name", "who", "but", "question", "asked_on", "standard"}
_QUESTION = {"jurisdiction", "on", "patient", "attested", "body_region", "name"}
EXPECTED = {
    "outcome", "findings", "gaps", "conditions", "duties", "provisions", "basis", "other_bases", "layers",
    "holds_until", "next_change", "earliest_on", "summary",
}  # fmt: skip
Data = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One question with the answer that the law gives it."""

    path: str
    name: str
    file: Data
    data: Data

    @property
    def expected(self) -> Data:
        return {name: self.data[name] for name in self.data if name in EXPECTED}

    @property
    def record(self) -> Data:
        """The person's record, with the lists that `but` replaces."""
        return {**_record_of(self.file["people"], self.data["who"]), **self.data.get("but", {})}

    def asked(self, name: str) -> Any:
        return self.data.get(name, self.file[name])

    def decide(self, law: Law) -> Decision:
        told = self.data.get("question", {})
        asked_on, standard = self.asked("asked_on"), self.asked("standard")
        question = Question(
            registry_number="FN-0000-0000",
            jurisdiction=law.places.read_asked(told.get("jurisdiction", self.file["jurisdiction"])),
            on=dt.date.fromisoformat(told.get("on", asked_on)),
            known_at=f"{asked_on}T00:00:00Z",
            attested=tuple(told.get("attested", ())),
            body_region=told.get("body_region"),
            name=told.get("name"),
            standard=standard,
            **told.get("patient", {"age": 40}),
        )
        chosen = None if standard == NO_STANDARD else law.standards[standard]
        return decide(question, facts_of(self.record), law, chosen, None, dt.date.fromisoformat(asked_on))


def _record_of(people: Data, who: str) -> Data:
    """A person's record; who is `like` another has that one's lists but for the own."""
    record = dict(people[who])
    like = record.pop("like", None)
    return {**_record_of(people, like), **record} if like else record


@functools.cache
def read_cases() -> tuple[Case, ...]:
    """Every case, in the order of the files. A key that nobody reads is an error, so that no expectation is lost."""
    return tuple(case for path in sorted(CASES.glob("*/*.yaml")) for case in _read_file(path))


def _read_file(path: Path) -> Iterator[Case]:
    where = path.relative_to(CASES).as_posix()
    faults = Faults(where)
    data = plain(read_yaml(path.read_text(encoding="utf-8"), faults))
    assert not faults.found, "\n".join(map(str, faults.found))
    assert set(data) == _FILE, f"{where}: a file of cases has {sorted(_FILE)}"
    assert where == f"{data['jurisdiction'][:2].lower()}/{data['jurisdiction'].lower()}.yaml", where
    for case in data["cases"]:
        known = _CASE | EXPECTED
        assert set(case) <= known, f"{where}: {case.get('name')!r} has {sorted(set(case) - known)}"
        assert {"name", "who", "outcome"} <= set(case), f"{where}: {case.get('name')!r} lacks name, who or outcome"
        assert set(case.get("question", {})) <= _QUESTION, f"{where}: {case['name']!r} asks {sorted(case['question'])}"
        yield Case(where, case["name"], data, case)
