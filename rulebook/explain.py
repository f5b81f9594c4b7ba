"""From findings to sentences that a receptionist understands.

`message_of` gives an id and parameters, for whoever renders in another language; `say` renders one finding in
English, `summarise` a whole answer in a line. The law's own text stays in its language.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from rulebook.findings import Finding
from rulebook.messages import FRAMES, GROUPS, MEASURES, PHRASES, SENTENCES, STANDINGS
from rulebook.phrases import name_professions, tell_as_profession, tell_measure
from rulebook.status import Status

NameOf = Callable[[str], str]
_WORDS = {"licence": "licence", "privilege": "compact privilege"}
_DAYS = ("{issued_on}", "{expires_on}", "{until}")
_TELLS_DAYS = frozenset(
    f"{word}_{standing}"
    for standing, template in STANDINGS.items()
    if any(day in template for day in _DAYS)
    for word in _WORDS
)
_SENTENCES_KEPT = 10_000
# What stands on record itself; of an attestation at most somebody's word does, so that it is confirmed.
_HELD = frozenset({"exam_passed", "certification", "board_authorization", "board_approved_course", "credential_held"})
_TELLS_LAW = ("law_prohibits", "law_silent", "law_unread", "law_permits", "unread")


def message_of(finding: Finding) -> tuple[str, dict[str, Any]]:
    """The id of the finding's message and what it is filled with. Days and codes of places are told as they are."""
    told: dict[str, Any] = {name: told if isinstance(told, str) else told.isoformat() for name, told in finding.words}
    told.update(required=finding.required, held=finding.held, law_says=finding.law_says)
    return _message_id(finding, told), told


def _message_id(finding: Finding, told: Mapping[str, Any]) -> str:
    code = finding.code
    if code.startswith("patient_age_at_least_"):
        return "patient_age_at_least"
    if code.endswith("_restriction_reviewed") and finding.status is Status.CONDITION:
        return code
    standing = standing_of(code)
    if standing is not None:
        return f"standing.{standing}"
    message = code + "".join(_variants(finding, told))
    if message in SENTENCES or message in MEASURES or message in PHRASES:
        return f"{message}.enough" if _is_enough(finding, message) else message
    return "attestation.says"


def _is_enough(finding: Finding, message: str) -> bool:
    return finding.status is Status.MET and (f"{message}.enough" in MEASURES or f"{message}.enough" in SENTENCES)


def _variants(finding: Finding, told: Mapping[str, Any]) -> list[str]:
    """The suffixes of a message that has more than one form."""
    match finding.code:
        case "patient_age":
            group = "adult" if finding.status is Status.MET else "child"
            return [f".{group}"] if finding.held is None else []
        case "certification":
            asked = (("group", told.get("patient_group")), ("level", told.get("level")))
            return [f".{name}" for name, value in asked if value]
        case "years_licensed":
            return [".in_jurisdiction"] if told.get("in_jurisdiction") else []
        case "board_authorization":
            return [".title"] if finding.required is not None else []
    # A law file's own words say more than ours.
    return [".says"] if finding.law_says and finding.layer != "licence" and finding.code in PHRASES else []


def standing_of(code: str) -> str | None:
    """What a standing's code says of the licence or privilege, or None when it is no such code."""
    for word in _WORDS:
        rest = code.removeprefix(f"{word}_")
        if rest != code and rest in STANDINGS:
            return rest
    return None


def say(finding: Finding, name_of: NameOf = str) -> str:
    """The finding as a full sentence. `name_of` gives the name of a place; without it codes are told."""
    message, told = message_of(finding)
    matter = _tell_matter(finding, message, Words(finding, told, name_of))
    if message in PHRASES:
        matter = FRAMES[_frame(finding)].format(matter=matter)
    if finding.law_says and finding.code in _TELLS_LAW:
        matter = f"{matter}: {finding.law_says}"
    return matter if matter.endswith(".") else f"{matter}."


class Sentences:
    """Says findings as `say` does, and remembers what it said: most sentences are said many thousand times."""

    __slots__ = ("_known", "_name_of", "_said")

    def __init__(self, name_of: NameOf) -> None:
        self._name_of = name_of
        self._said: dict[tuple[Any, ...], str] = {}
        self._known: dict[int, tuple[Finding, str]] = {}

    def say(self, finding: Finding) -> str:
        """The finding as a full sentence."""
        code, layer, status, _, required, held, _, evidence, _, _, law_says, words = finding
        if held is None and not evidence and layer != "licence":
            known = self._known.get(id(finding))  # made once, with the law; kept here, so that no other gets its id
            if known is not None:
                return known[1]
            return self._remember(finding)
        if layer == "licence" and code not in _TELLS_DAYS:
            words = words[:2]  # the days of a licence are no part of the sentence; there would be one for each
        key = (code, layer, status, required, held, not evidence, law_says, words)
        said = self._said.get(key)
        if said is None:
            if len(self._said) >= _SENTENCES_KEPT:
                self._said.clear()
            said = self._said[key] = say(finding, self._name_of)
        return said

    def _remember(self, finding: Finding) -> str:
        if len(self._known) >= _SENTENCES_KEPT:
            self._known.clear()
        said = say(finding, self._name_of)
        self._known[id(finding)] = (finding, said)
        return said


def _frame(finding: Finding) -> str:
    if finding.status is Status.MET:
        return "on_record" if finding.evidence and finding.code in _HELD else "confirmed"
    return "to_confirm" if finding.status is Status.CONDITION else "missing"


def tell_briefly(finding: Finding, name_of: NameOf = str) -> tuple[str, str]:
    """The id of the finding's message, and what it is about: no frame, no full stop, none of the law's own text."""
    message, told = message_of(finding)
    return message, _tell_matter(finding, message, Words(finding, told, name_of), is_brief=True)


def _tell_matter(finding: Finding, message: str, words: "Words", *, is_brief: bool = False) -> str:
    if message.startswith("standing."):
        return STANDINGS[message.removeprefix("standing.")].format_map(words)
    if message in MEASURES:
        words.update(tell_measure(finding, words.told, is_brief=is_brief))
        return MEASURES[message].format_map(words)
    return (SENTENCES.get(message) or PHRASES[message]).format_map(words).rstrip(".")


class Words(dict[str, str]):
    """What a template is filled with, each word made when the template asks for it.

    Codes of places are told as names, days as people write them, professions as words.
    """

    def __init__(self, finding: Finding, told: Mapping[str, Any], name_of: NameOf) -> None:
        super().__init__()
        self.finding, self.told, self.name_of = finding, told, name_of

    def __missing__(self, word: str) -> str:
        make = _MADE.get(word)
        if make is not None:
            return make(self)
        value = self.told.get(word)  # 0 is a value: a baby's age
        return "" if value is None else str(value)


def _make_until(words: Words) -> str:
    until = words.told.get("until")
    return f" until {tell_day(until)}" if until else ""


_MADE: dict[str, Callable[[Words], str]] = {
    "place": lambda words: words.name_of(words.told["place"]) if words.told.get("place") else "",
    "word": lambda words: _WORDS["privilege" if words.finding.code.startswith("privilege") else "licence"],
    "as_profession": lambda words: tell_as_profession(words.told.get("profession", ""), words.told.get("place", "")),
    "professions": lambda words: name_professions(words.told.get("profession", ""), "", plural=True),
    "group": lambda words: GROUPS.get(str(words.finding.required), ""),
    "law_says": lambda words: words.finding.law_says or words.finding.code.replace("_", " "),
    "until": _make_until,
    "expires_on": lambda words: tell_day(words.told.get("expires_on")),
    "issued_on": lambda words: tell_day(words.told.get("issued_on")),
}


def tell_day(day: str | None) -> str:
    """A day as people write it: 31 May 2026. Empty for none."""
    return "" if day is None else f"{(read := dt.date.fromisoformat(day)).day} {read:%B %Y}"
