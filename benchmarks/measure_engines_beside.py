"""Cedar and Rego over the simple rule set of baseline_rules, beside that baseline: decisions a second on one core.

Run by measure_engine in the environment of the peers (`make bench PEERS=1`), for the product imports neither. Both
engines are given their policies and data parsed once, and the evidence in their own form, made outside the timing.
Rego answers as the baseline does: from the evidence as it is, with need, have and citation for whatever is missing.
Cedar knows no sums and no reasons: it is told the version of the rule, the hours summed and the years counted, and
answers with what is missing alone. Before the timing each must find what the baseline finds, for every person.
"""

import datetime as dt
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from benchmarks.baseline_rules import Evidence, Rule, decide, make_evidence, make_rules

PEOPLE, ROUNDS = 2_000, 5
ON = dt.date(2026, 11, 22)
CODES = ("licence", "suspended", "hours", "in_person", "years", "exam", "registration", "consent")
CEDAR = """
permit(principal, action, resource);
forbid(principal, action, resource) when { context.on < context.licensed_on || context.on > context.expires_on };
forbid(principal, action, resource) when { context.suspended };
forbid(principal, action, resource) when { context.hours < resource.hours };
forbid(principal, action, resource) when { context.in_person < resource.in_person };
forbid(principal, action, resource) when { context.days_licensed < resource.days };
forbid(principal, action, resource) when { resource.needs_exam && !context.exam };
forbid(principal, action, resource) when { resource.needs_registration && !context.registered };
forbid(principal, action, resource) when { resource.needs_consent && !context.consent };
"""
REGO = """package needling
import rego.v1
versions := data.rules[input.place][input.profession]
rule := versions[1] if versions[1].starts <= input.on
rule := versions[0] if versions[1].starts > input.on
counting := [one | some one in input.trainings; one.on <= input.on]
hours := sum([one.hours | some one in counting])
in_person := sum([one.hours | some one in counting; one.is_live])
years := floor((input.on - input.licensed_on) / 365)
passed if { some day in input.exams; day <= input.on }
registered if { input.registered_on != null; input.registered_on <= input.on }
reasons contains tell("licence", input.expires_on, input.on) if input.on < input.licensed_on
reasons contains tell("licence", input.expires_on, input.on) if input.on > input.expires_on
reasons contains tell("suspended", null, one.until) if { some one in input.suspended; one.from <= input.on; input.on < one.until }
reasons contains tell("hours", rule.hours, hours) if hours < rule.hours
reasons contains tell("in_person", rule.in_person, in_person) if in_person < rule.in_person
reasons contains tell("years", rule.years, years) if { rule.years > 0; years < rule.years }
reasons contains tell("exam", 1, 0) if { rule.needs_exam; not passed }
reasons contains tell("registration", null, input.registered_on) if { rule.needs_registration; not registered }
reasons contains tell("consent", true, false) if { rule.needs_consent; not input.has_consent }
tell(code, need, have) := {"code": code, "need": need, "have": have, "citation": rule.citation}
"""  # noqa: E501 (Rego's own lines)
Data = dict[str, Any]
Decide = Callable[[], list[set[str]]]


def main() -> None:
    """Print the figures as JSON."""
    print(json.dumps(measure_beside()))


def measure_beside() -> dict[str, Any]:
    """Rates and ratios to the baseline of the same rounds."""
    rules = make_rules()
    people = [make_evidence(n) for n in range(PEOPLE)]

    def decide_plainly() -> list[set[str]]:
        return [{reason.code for reason in decide(rules, one, ON).reasons} for one in people]

    told = {f"{place}/{profession}/{n}": tell_rule(rule) for (place, profession), versions in rules.items()
            for n, rule in enumerate(versions)}  # fmt: skip
    asked = [(find_version(rules[one.place, one.profession], one), tell_evidence(one)) for one in people]
    engines: dict[str, Decide] = {"cedar": ready_cedar(told, asked), "rego": ready_rego(rules, people)}
    expected = decide_plainly()
    for name, run in engines.items():
        if run() != expected:
            raise SystemExit(f"{name} does not agree with the baseline")
    contenders: dict[str, Callable[[], Any]] = {
        "baseline": lambda: [decide(rules, one, ON) for one in people],
        **engines,
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            started = time.process_time()
            run()
            times[name].append(time.process_time() - started)
    return {name: tell_times(took, times["baseline"]) for name, took in times.items()}


def tell_times(took: list[float], baseline: list[float]) -> Data:
    """A row of figures."""
    middle = statistics.median(took)
    return {
        "per_second": round(PEOPLE / middle),
        "of_baseline": round(statistics.median(b / t for b, t in zip(baseline, took, strict=True)), 4),
        "noise": f"{min(took) / middle:.2f}..{max(took) / middle:.2f}",
    }


def ready_cedar(rules: dict[str, Data], asked: list[tuple[str, Data]]) -> Decide:
    """Cedar with handles that are parsed already: given texts it parses all of them for every decision."""
    import cedarpy

    policies = cedarpy.PolicySet.from_str(CEDAR)
    entities = cedarpy.Entities.from_json_str(
        json.dumps([{"uid": {"type": "Rule", "id": key}, "attrs": rule, "parents": []} for key, rule in rules.items()])
    )
    requests = [
        {"principal": 'Person::"p"', "action": 'Action::"needle"', "resource": f'Rule::"{key}"', "context": held}
        for key, held in asked
    ]
    codes = {f"policy{n}": code for n, code in enumerate(CODES, 1)}

    def run() -> list[set[str]]:
        answers = cedarpy.is_authorized_batch(requests, policies, entities)
        return [{codes[id_] for id_ in answer.diagnostics.reasons if id_ in codes} for answer in answers]

    return run


def ready_rego(rules: dict[tuple[str, str], tuple[Rule, Rule]], people: list[Evidence]) -> Decide:
    """Regorus, bound to its thread; its data come by add_data_json (by add_data some answers were wrong)."""
    import regorus

    data: dict[str, dict[str, list[Data]]] = {}
    for (place, profession), versions in rules.items():
        told = [{**asdict(rule), "starts": rule.starts.toordinal()} for rule in versions]
        data.setdefault(place, {})[profession] = told
    engine = regorus.Engine()
    engine.add_policy("needling.rego", REGO)
    engine.add_data_json(json.dumps({"rules": data}))
    inputs = [json.dumps(tell_raw(one)) for one in people]

    def run() -> list[set[str]]:
        answers = []
        for text in inputs:
            engine.set_input_json(text)
            answers.append({reason["code"] for reason in json.loads(engine.eval_rule_as_json("data.needling.reasons"))})
        return answers

    return run


def find_version(versions: tuple[Rule, Rule], one: Evidence) -> str:
    """The key of the version in force."""
    return f"{one.place}/{one.profession}/{int(versions[1].starts <= ON)}"


def tell_rule(rule: Rule) -> Data:
    """A version of a rule as plain data."""
    needs = {name: getattr(rule, name) for name in ("hours", "in_person", "needs_exam", "needs_registration")}
    return {**needs, "needs_consent": rule.needs_consent, "days": rule.years * 365}


def tell_evidence(one: Evidence) -> Data:
    """What is held, as plain data: days as numbers, hours summed."""
    counting = [(hours, is_live) for day, hours, is_live in one.trainings if day <= ON]
    return {
        "on": ON.toordinal(),
        "licensed_on": one.licensed_on.toordinal(),
        "expires_on": one.expires_on.toordinal(),
        "suspended": any(first <= ON < last for first, last in one.suspended),
        "hours": sum(hours for hours, _ in counting),
        "in_person": sum(hours for hours, is_live in counting if is_live),
        "days_licensed": (ON - one.licensed_on).days,
        "exam": any(day <= ON for day in one.exams),
        "registered": one.registered_on is not None and one.registered_on <= ON,
        "consent": one.has_consent,
    }


def tell_raw(one: Evidence) -> Data:
    """What is held as it is, days as numbers."""
    return {
        "on": ON.toordinal(),
        "place": one.place,
        "profession": one.profession,
        "licensed_on": one.licensed_on.toordinal(),
        "expires_on": one.expires_on.toordinal(),
        "suspended": [{"from": first.toordinal(), "until": last.toordinal()} for first, last in one.suspended],
        "trainings": [{"on": day.toordinal(), "hours": h, "is_live": live} for day, h, live in one.trainings],
        "exams": [day.toordinal() for day in one.exams],
        "registered_on": one.registered_on and one.registered_on.toordinal(),
        "has_consent": one.has_consent,
    }


if __name__ == "__main__":
    main()
