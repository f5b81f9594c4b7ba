"""The digest of what expires: one mail a person and day, of what is still true when it is written."""

import datetime as dt
from collections.abc import Callable, Mapping

from credentials.permissions import may_see_flags
from credentials.queries.flags import Flag, FlagSearch, list_flags
from law.queries.compiled import current_law
from law.queries.names import name_place
from law.queries.packs import NoLawReleased
from law.web.words import name_profession
from outbox.kinds import Letter
from outbox.letters import compose_letter
from outbox.models import Message
from rulebook.law import Law

MOST = 200  # more than anybody holds; a mail has to end somewhere
NamePlace = Callable[[str], str]


def write_expiry_letter(message: Message) -> Letter | None:
    """What expires when, and what to do next; None where all of it was renewed or erased since."""
    day = dt.date.fromisoformat(message.payload["day"])
    search = FlagSearch(day=day, told_since=dt.date.fromisoformat(message.payload["since"]), told_until=day, limit=MOST)
    person_id = int(message.recipient.removeprefix("person:"))
    flags, _ = list_flags(search, may_see_flags(person_id=person_id))
    if not flags:
        return None
    name = _place_names()
    return compose_letter(
        subject=_head(flags, day),
        paragraphs=["This is what the registry has on file about you. Each day given is the last on which it holds."],
        items=[_tell(flag, day, name) for flag in flags],
        after=[
            "Renewed already? Then ask whoever issues it, or your employer, to record the new date. Until it is"
            " recorded, those who ask whether you may practise are told the old one.",
            "You hear of each of these again as its last day comes nearer, and no more once a renewal is recorded.",
        ],
    )


def _head(flags: list[Flag], day: dt.date) -> str:
    """How many expire and have expired; not which: a subject is read by whoever looks over a shoulder."""
    lapsed = sum(flag.expires_on < day for flag in flags)
    coming = len(flags) - lapsed
    told = []
    if lapsed:
        told.append("one has expired" if lapsed == 1 else f"{lapsed} have expired")
    if coming:
        told.append("one expires soon" if coming == 1 else f"{coming} expire soon")
    return f"Your credentials: {', '.join(told)}"


def _tell(flag: Flag, day: dt.date, name: NamePlace) -> str:
    thing, next_step = _WORDS[flag.kind](flag.told, name)
    last = f"{flag.expires_on:%-d %B %Y}"
    when = f"was valid through {last} and has expired" if flag.expires_on < day else f"is valid through {last}"
    return f"{thing} {when}. {next_step}"


def _place_names() -> NamePlace:
    try:
        law: Law = current_law()
    except NoLawReleased:
        return lambda code: code
    return lambda code: name_place(law, code)


def _licence(told: Mapping[str, str], name: NamePlace) -> tuple[str, str]:
    place = name(told["jurisdiction"])
    profession = name_profession(told["profession"])
    return f"Your licence in {place} ({profession})", f"Renew it with the licensing authority of {place}."


def _privilege(told: Mapping[str, str], name: NamePlace) -> tuple[str, str]:
    thing = f"Your compact privilege in {name(told['remote'])} ({name_profession(told['profession'])})"
    return thing, f"Renew it with the compact; it needs your licence in {name(told['home'])} to be in force."


def _authorization(told: Mapping[str, str], name: NamePlace) -> tuple[str, str]:
    place = name(told["jurisdiction"])
    thing = f"Your {told['title']} in {place} ({name_profession(told['profession'])})"
    return thing, f"Ask the board of {place} to renew it."


def _certification(told: Mapping[str, str], _: NamePlace) -> tuple[str, str]:
    level = f", {told['level']}" if told["level"] else ""
    return f"Your certification “{told['title']}”{level}", f"Ask {told['issuer']} what it takes to renew it."


def _credential(told: Mapping[str, str], _: NamePlace) -> tuple[str, str]:
    return f"Your {told['title']}", "Renew it where you took it, and have the new date recorded."


_WORDS = {
    "licence": _licence,
    "privilege": _privilege,
    "authorization": _authorization,
    "certification": _certification,
    "credential": _credential,
}
