"""Decisions a second on one core: the rulebook over the real law beside the frozen-dataclass rule set, in turn."""

import datetime as dt
import json
import statistics
import subprocess
import time
from collections.abc import Callable
from typing import Any

from benchmarks import baseline_rules
from benchmarks.install_peers import PEERS
from benchmarks.make_population import make_people
from benchmarks.simple_law import each_simply
from config.embedded.folders import CLONE
from rulebook.decision import Decision, decide
from rulebook.engine import prepare
from rulebook.facts import Certification, ExamPass, Facts, HourPart, Licence, Name, Span, Training
from rulebook.loading import load_law
from rulebook.question import Question
from rulebook.telling import tell_decision

PEOPLE, ROUNDS = 2_000, 11
JUDGED = "full findings, no horizon"
SIMPLY = "the simple rules as law files, full findings, no horizon"
ON = dt.date(2026, 11, 22)


def measure_engine() -> dict[str, Any]:
    """Rates and ratios: each round runs every contender once, so that the machine's drift meets all alike."""
    law = load_law()
    standard = law.standards["filiform-2026"]
    asked = [(question_of(record), facts_of(record)) for record in make_people(PEOPLE)]
    rules = baseline_rules.make_rules()
    evidence = [baseline_rules.make_evidence(n) for n in range(PEOPLE)]

    def each(take: Callable[[Question, Facts], object]) -> Callable[[], None]:
        """Nothing is kept of an answer once it is there, in any row."""

        def run() -> None:
            for question, facts in asked:
                take(question, facts)

        return run

    def answer(question: Question, facts: Facts) -> Decision:
        return decide(question, facts, law, standard, None, ON)

    def decide_plainly() -> None:
        for one in evidence:
            baseline_rules.decide(rules, one, ON)

    contenders: dict[str, Callable[[], None]] = {
        "baseline": decide_plainly,
        SIMPLY: each_simply(rules, evidence, ON),
        JUDGED: each(lambda q, f: prepare(q, f, law, standard, None, ON).judge(ON).tell()),
        "full findings and horizon": each(lambda q, f: answer(q, f).tell()),
        "the same, told as JSON data": each(lambda q, f: tell_decision(answer(q, f))),
        "outcome told as JSON data": each(lambda q, f: tell_decision(answer(q, f), is_full=False)),
    }
    figures = take_turns(contenders)
    return figures | compare_beside(figures)


def take_turns(contenders: dict[str, Callable[[], None]]) -> dict[str, Any]:
    """Each round runs every contender once; CPU time."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            started = time.process_time()
            run()
            times[name].append(time.process_time() - started)
    return {
        name: {
            "per_second": round(PEOPLE / statistics.median(took)),
            "of_baseline": round(statistics.median(b / t for b, t in zip(times["baseline"], took, strict=True)), 4),
            "noise": f"{min(took) / statistics.median(took):.2f}..{max(took) / statistics.median(took):.2f}",
        }
        for name, took in times.items()
    }


def compare_beside(figures: dict[str, Any]) -> dict[str, Any]:
    """Cedar and Rego on the baseline's own rules, and our ratios to each by way of that baseline.

    Like for like are the same rules, as law files (`of_…`); harder is the real law (`real_law_of_…`), of which they
    know nothing. Neither looks ahead, so both are without the horizon.
    """
    python = PEERS / "bin" / "python"
    if not python.exists():
        missing = [f"{way}{name}" for way in ("", "of_", "real_law_of_") for name in ("cedar", "rego")]
        return dict.fromkeys(missing, "not installed")
    command = [str(python), "-m", "benchmarks.measure_engines_beside"]
    done = subprocess.run(command, cwd=CLONE, capture_output=True, text=True, check=True)
    told = {name: row for name, row in json.loads(done.stdout).items() if name != "baseline"}
    ways = (("of_", SIMPLY), ("real_law_of_", JUDGED))
    ratios = {
        f"{way}{name}": round(figures[ours]["of_baseline"] / row["of_baseline"], 2)
        for way, ours in ways
        for name, row in told.items()
    }
    return told | ratios


def question_of(record: dict[str, Any]) -> Question:
    """An adult, where the person holds the first licence."""
    return Question(
        registry_number=record["registry_number"],
        jurisdiction=record["licences"][0]["jurisdiction"],
        on=ON,
        known_at="2026-11-22T00:00:00.000000Z",
        group="adult",
    )


def facts_of(record: dict[str, Any]) -> Facts:
    """The rulebook's facts of a made-up record."""
    return Facts(
        licences=tuple(licence_of(n, one) for n, one in enumerate(record["licences"])),
        training=tuple(training_of(n, one) for n, one in enumerate(record["training"])),
        exams=tuple(
            ExamPass(*head_of("exam", n), form=one["form"], of=one["of"], passed_on=day_of(one["passed_on"]))
            for n, one in enumerate(record["exams"])
        ),
        certifications=tuple(certification_of(n, one) for n, one in enumerate(record.get("certifications", []))),
        names=(Name(record["name"]),),
    )


def day_of(text: str) -> dt.date:
    """A day."""
    return dt.date.fromisoformat(text)


def last_day_of(text: str | None) -> dt.date | None:
    """A day, or none."""
    return day_of(text) if text else None


def spans_of(items: list[dict[str, Any]], kind: str) -> tuple[Span, ...]:
    """Statuses or restrictions."""
    return tuple(Span(one[kind], day_of(one["from"]), last_day_of(one["until"])) for one in items)


def head_of(kind: str, n: int) -> tuple[str, str, None, int]:
    """Id, assurance, day of last check and order, which rises as the registry's does."""
    return f"{kind}-{n}", "register", None, n + 1


def licence_of(n: int, one: dict[str, Any]) -> Licence:
    """A licence."""
    return Licence(
        *head_of("licence", n),
        jurisdiction=one["jurisdiction"],
        profession=one["profession"],
        number=one["number"],
        issued_on=day_of(one["issued_on"]),
        expires_on=last_day_of(one["expires_on"]),
        statuses=spans_of(one.get("statuses", []), "status"),
        restrictions=spans_of(one.get("restrictions", []), "kind"),
    )


def training_of(n: int, one: dict[str, Any]) -> Training:
    """A course."""
    parts = [(round(part["hours"] * 100), part["part"], part["delivery"], part["subject"]) for part in one["hours"]]
    return Training(
        *head_of("training", n),
        provider=one["provider"],
        course=one["course"],
        completed_on=day_of(one["completed_on"]),
        hours=tuple(HourPart(hundredths=h, part=p, delivery=d, subject=s) for h, p, d, s in parts),
        supervised_sessions=one.get("supervised_sessions", 0),
        approved_by=tuple(one.get("approved_by", ())),
    )


def certification_of(n: int, one: dict[str, Any]) -> Certification:
    """A certification."""
    return Certification(
        *head_of("certification", n),
        issuer=one["issuer"],
        title=one["title"],
        number=one["number"],
        patient_groups=tuple(one["patient_groups"]),
        issued_on=day_of(one["issued_on"]),
        expires_on=last_day_of(one["expires_on"]),
    )
