"""The words of a calendar's events, from what is kept of each: codes, numbers, names of roles and sites."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from clinics.sentences.alerts import STATES, Told, name_groups, say_next_step
from clinics.sentences.steps import name_code, step_for
from rulebook.messages import PROFESSIONS

CHANGE, EXPIRY = "change", "expiry"
_THINGS = {"licence": "licence", "privilege": "compact privilege", "authorization": "authorization of the board"}


class Words(NamedTuple):
    """What an event says."""

    summary: str
    description: str
    place: str


def word_event(content: Mapping[str, Any]) -> Words:
    """The words of an event's content, of either kind."""
    told = _word_change(content) if content["kind"] == CHANGE else _word_expiry(content)
    return Words(*told, content["site"])


def _word_change(content: Mapping[str, Any]) -> tuple[str, str]:
    groups = name_groups(content["groups"])
    why = ", ".join(name_code(code) for code in content["because"] if not code.endswith("_active"))
    step = say_next_step(
        Told(
            kind="change_coming",
            site=content["site"],
            groups=content["groups"],
            before={"outcome": content["before"]},
            after={"outcome": content["after"], "because": content["because"]},
        )
    )
    told = [f"{content['role']} at {content['site']}. Until the day before: {content['before']}."]
    told += [f"Why: {why}."] if why else []
    return f"{content['number']} {STATES[content['after']].format(groups=groups)}", " ".join([*told, step])


def _word_expiry(content: Mapping[str, Any]) -> tuple[str, str]:
    thing, profession = _THINGS[content["what"]], PROFESSIONS.get(content["profession"], content["profession"])
    step = step_for(f"{'privilege' if content['what'] == 'privilege' else 'licence'}_expired")
    if content["what"] == "authorization":
        step = "ask them to have the board renew it"
    told = f"{content['role']} at {content['site']}. The last day of the {thing} ({profession}) on record."
    return f"{content['number']}: last day of the {thing} ({profession})", f"{told} {step[:1].upper()}{step[1:]}."
