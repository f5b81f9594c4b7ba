"""The mails of this app, written when they are sent: nothing is told that no longer holds by then."""

import datetime as dt

from law.queries.compiled import current_law
from law.queries.names import name_place
from law.queries.packs import NoLawReleased
from law.web.words import name_profession
from outbox.kinds import Letter
from outbox.letters import Link, compose_letter
from outbox.models import Message
from rulebook.law import Law
from rulebook.review import DueProvision, list_due


def write_review_letter(message: Message) -> Letter | None:
    """Which sources wait for another look; None where all that was due has been checked since."""
    try:
        law = current_law()
    except NoLawReleased:
        return None
    meant = {(provision, dt.date.fromisoformat(day)) for provision, day in message.payload["provisions"]}
    due = [one for one in list_due(law, dt.date.max) if (one.id, one.overdue_from) in meant]
    if not due:
        return None
    on = dt.date.fromisoformat(message.payload["on"])
    overdue = sum(one.overdue_from <= on for one in due)
    return compose_letter(
        subject=f"Law to look at again: {overdue} overdue, {len(due) - overdue} due soon",
        paragraphs=[
            "The sources of these provisions wait for somebody to look at them again. From the day on which one is"
            " overdue, nobody is told “permitted” on the strength of it."
        ],
        items=[_tell(law, one, on) for one in due],
        after=[
            "Compare each with its source, write down the day of the look (checked_on) in its law file, and release the"
            " law. What stays overdue is told again after 30 days."
        ],
        link=Link("The law as held", "/law/"),
    )


def _tell(law: Law, one: DueProvision, on: dt.date) -> Link:
    since = "overdue since" if one.overdue_from <= on else "overdue from"
    label = (
        f"{name_place(law, one.place)}, {name_profession(one.profession)}: {since} {one.overdue_from:%-d %B %Y},"
        f" last checked {one.checked_on:%-d %B %Y} ({one.id})"
    )
    return Link(label, f"/law/{one.place}/#{one.id}")
