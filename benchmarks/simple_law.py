"""The simple rule set of baseline_rules as law files of our own format: 900 provisions, read by our own loader.

So that the engine can be timed on the very rules that the baseline, Cedar and Rego decide, like for like. Before the
timing it must find what the baseline finds, need and have included, for every person and on several days.
"""

import datetime as dt
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.baseline_rules import Evidence, Rule, decide
from rulebook.engine import prepare
from rulebook.facts import PROFESSIONS, Authorization, ExamPass, Facts, HourPart, Licence, Span, Training
from rulebook.findings import Finding
from rulebook.law import Law
from rulebook.loading import load_law
from rulebook.question import NO_STANDARD, Question

CONSENT, REGISTRATION = "informed_consent", "registration"
AGREED_ON = (dt.date(2019, 2, 1), dt.date(2021, 6, 1), dt.date(2026, 11, 22), dt.date(2027, 6, 1))
_CODES = {
    "licence_not_yet_valid": "licence",
    "licence_expired": "licence",
    "licence_suspended": "suspended",
    "training_hours": "hours",
    "years_licensed": "years",
    "exam_passed": "exam",
    "board_authorization": "registration",
    CONSENT: "consent",
}
_COUNTED = ("hours", "in_person", "years")
Rules = dict[tuple[str, str], tuple[Rule, Rule]]
Data = dict[str, Any]


def load_simple_law(rules: Rules) -> Law:
    """The rules as law files, written to a folder that goes again, read and compiled as every law is."""
    places = sorted({place for place, _ in rules})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "xa"
        folder.mkdir()
        for place in places:
            told = write_place(place, {one[1]: versions for one, versions in rules.items() if one[0] == place})
            (folder / f"{told['jurisdiction'].lower()}.yaml").write_text(json.dumps(told))
        return load_law(Path(name), review_months=1200)


def place_of(place: str) -> str:
    """A code that ISO leaves to users: P7 is XA-7."""
    return f"XA-{place[1:]}"


def profession_of(profession: str) -> str:
    """A profession of the closed list: Q7 is the eighth."""
    return PROFESSIONS[int(profession[1:])]


def write_place(place: str, rules: dict[str, tuple[Rule, Rule]]) -> Data:
    """A law file; JSON is YAML."""
    provisions = [
        write_provision(f"{place}-{profession}-{n}", profession, rule, versions[1].starts if n == 0 else None)
        for profession, versions in rules.items()
        for n, rule in enumerate(versions)
    ]
    return {"jurisdiction": place_of(place), "name": place, "provisions": provisions}


def write_provision(id_: str, profession: str, rule: Rule, until: dt.date | None) -> Data:
    """One dated version of one rule."""
    leaves: list[Data] = [
        {"kind": "training_hours", "minimum": rule.hours},
        {"kind": "training_hours", "minimum": rule.in_person, "delivery": "in_person"},
    ]
    if rule.years:
        leaves.append({"kind": "years_licensed", "minimum": rule.years})
    if rule.needs_exam:
        leaves.append({"kind": "exam_passed", "form": "written"})
    if rule.needs_registration:
        leaves.append({"kind": "board_authorization", "title": REGISTRATION})
    if rule.needs_consent:
        leaves.append({"kind": "attestation", "key": CONSENT, "says": "the patient's consent"})
    return {
        "id": id_,
        "profession": profession_of(profession),
        "in_force": {"from": rule.starts.isoformat(), "until": until and until.isoformat()},
        "position": "conditional",
        "authority": "statute",
        "evidence": "primary",
        "complete": True,
        "checked_on": "2026-11-22",
        "citation": {"text": rule.citation, "url": None, "read": "made up"},
        "says": "A made-up rule.",
        "requires": {"all_of": leaves},
    }


def ask_of(n: int, one: Evidence, on: dt.date) -> tuple[Question, Facts]:
    """What is held, as question and facts."""
    place, profession = place_of(one.place), profession_of(one.profession)
    question = Question(
        registry_number=f"FN-{n:04d}-0000",
        jurisdiction=place,
        on=on,
        known_at="2026-11-22T00:00:00.000000Z",
        group="adult",
        attested=(CONSENT,) if one.has_consent else (),
        standard=NO_STANDARD,
    )
    spans = tuple(Span("suspended", first, last) for first, last in one.suspended)
    licence = Licence(
        f"licence-{n}", "register", None, 1, place, profession, f"L-{n}", one.licensed_on, one.expires_on, spans
    )
    return question, Facts(
        licences=(licence,),
        training=tuple(training_of(n, k, *told) for k, told in enumerate(one.trainings)),
        exams=tuple(
            ExamPass(f"exam-{n}-{k}", "register", None, k, "written", f"Paper {k}", day)
            for k, day in enumerate(one.exams)
        ),
        authorizations=()
        if one.registered_on is None
        else (Authorization(f"held-{n}", "register", None, 1, place, profession, REGISTRATION, one.registered_on),),
    )


def training_of(n: int, k: int, day: dt.date, hours: int, is_live: bool) -> Training:
    """A course of one part."""
    part = HourPart(hours * 100, "practical", "in_person" if is_live else "online", "dry_needling")
    return Training(f"training-{n}-{k}", "register", None, k, "Myotech", f"DN-{k}", day, (part,))


def judge_simply(law: Law, question: Question, facts: Facts) -> tuple[list[Finding], list[Finding]]:
    """Every finding and the gaps; without the horizon, as the others."""
    return prepare(question, facts, law, None, None, question.on).judge(question.on).tell()


def check_agreement(law: Law, rules: Rules, people: list[Evidence]) -> None:
    """SystemExit where the engine finds another thing than the baseline."""
    for on in AGREED_ON:
        for n, one in enumerate(people):
            _, gaps = judge_simply(law, *ask_of(n, one, on))
            expected = {shorten(reason.code, reason.need, reason.have) for reason in decide(rules, one, on).reasons}
            if {tell_gap(gap) for gap in gaps} != expected:
                raise SystemExit(f"the engine does not agree with the baseline on person {n} on {on}")


def tell_gap(gap: Finding) -> tuple[object, ...]:
    """A gap as the baseline tells a reason."""
    code = "in_person" if ("delivery", "in_person") in gap.words else _CODES[gap.code]
    return shorten(code, gap.required, gap.held)


def shorten(code: str, need: object, have: object) -> tuple[object, ...]:
    """Need and have, where they are numbers."""
    return (code, need, have) if code in _COUNTED else (code,)


def each_simply(rules: Rules, people: list[Evidence], on: dt.date) -> Callable[[], None]:
    """What is timed, once it is known to agree."""
    law = load_simple_law(rules)
    check_agreement(law, rules, people)
    asked = [ask_of(n, one, on) for n, one in enumerate(people)]

    def run() -> None:
        for question, facts in asked:
            judge_simply(law, question, facts)

    return run
