"""One drawn world put to the engine and to the reference."""

import datetime as dt
import re
from typing import Any

from rulebook.decision import Decision, decide
from rulebook.engine import Inquiry, prepare
from rulebook.facts import Facts, Name, Span
from rulebook.law import Law, compile_law, compile_standard
from rulebook.policy import SitePolicy, compile_policy_version
from tests.rulebook.builders import day, question
from tests.rulebook.records import facts_of
from tests.rulebook.reference import Asked

Data = dict[str, Any]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def law_of_world(world: Data) -> Law:
    content = {"jurisdictions": world["documents"], "standards": [world["standard"]] if world["standard"] else []}
    return compile_law({**content, "evidence_floor": world["floor"], "review_months": world["months"]}, {})


def facts_of_world(world: Data) -> Facts:
    names = tuple(Name(one["text"], one["assurance"]) for one in world["names"])
    return facts_of(world["record"])._replace(names=names)


def site_of_world(world: Data) -> SitePolicy | None:
    if world["site"] is None:
        return None
    versions = tuple(
        compile_policy_version(
            one["requires"],
            policy_id="policy-1",
            starts=day(one["from"]),
            until=day(one["until"]) if one["until"] else None,
        )
        for one in world["site"]["versions"]
    )
    declared = tuple(
        Span(one["key"], day(one["from"]), day(one["until"]) if one["until"] else None)
        for one in world["site"]["declarations"]
    )
    return SitePolicy(id="policy-1", versions=versions, declarations=declared)


def inputs_of(world: Data, law: Law | None = None) -> tuple[Any, ...]:
    """What `decide` and `prepare` take, in their order."""
    law = law or law_of_world(world)
    standard = compile_standard(world["standard"]) if world["standard"] else None
    asked = question(**{**world["question"], "standard": "trial" if standard else "none"})
    return asked, facts_of_world(world), law, standard, site_of_world(world), day(world["asked_on"])


def ask_engine(world: Data) -> Decision:
    return decide(*inputs_of(world))


def prepare_engine(world: Data, law: Law | None = None) -> Inquiry:
    """The inquiry; `law` where the world's is compiled already."""
    return prepare(*inputs_of(world, law))


def ask_reference(world: Data) -> Asked:
    dated = with_days(world)
    children = (dated["standard"] or {}).get("children")
    standard = dated["standard"] and {
        "everyone": [dated["standard"]["requires"]],
        "children": [children] if children else [],
    }
    site = dated["site"] or {"versions": [], "declarations": []}
    facts = {**dated["record"], "names": dated["names"]}
    # Under the ids that the engine's facts get.
    said = [{**one, "id": f"statements-{n}"} for n, one in enumerate(dated["record"].get("statements", []), 1)]
    facts = {**facts, "statements": said}
    return Asked(
        dated["question"], facts, dated["documents"], standard, site, dated["asked_on"], dated["floor"], dated["months"]
    )


def with_days(value: Any) -> Any:
    """The same data with days as dates."""
    if isinstance(value, dict):
        return {key: with_days(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [with_days(inner) for inner in value]
    return dt.date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value
