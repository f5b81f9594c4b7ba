"""What each finding says to a person."""

from courses.ladders.findings import Amount
from courses.ladders.timelines import MET, UNKNOWN, Status

# By code: what is said when it is met, when it is unknown, when it is unmet.
_SENTENCES = {
    "profession_eligible": (
        "{has} may enter",
        "Whether {has} may enter is not known",
        "{has} may not enter; open to {needs}",
    ),
    "licence_in_force": (
        "A licence as {needs} is in force",
        "No licence as {needs} is on file that can be relied on as it stands: none, only a self-stated or an erased "
        "one, or one with an order that somebody must read",
        "No licence as {needs} is in force on the day",
    ),
    "level_completed": (
        "Level {needs} was completed long enough before",
        "Whether level {needs} was completed is not known",
        "Level {needs} must be completed, and long enough before; completed on {has}",
    ),
    "cases_logged": (
        "{has} of {needs} cases are logged",
        "Since when cases count is not known; {needs} are needed",
        "{has} of {needs} cases are logged",
    ),
    "licensed_years": (
        "Licensed for {has} whole years of {needs}",
        "No licence is on file from which {needs} years could be counted",
        "Licensed for {has} whole years of {needs}",
    ),
    "education_hours": (
        "{has} of {needs} hours of continuing education are on file",
        "{has} of {needs} hours of continuing education are on file; the rest is self-stated",
        "{has} of {needs} hours of continuing education are on file",
    ),
    "certification_held": (
        "Holds {needs}",
        "Whether {needs} is held and in force is not known: it is self-stated, or an order must be read",
        "{needs} must be held and in force on the day",
    ),
    "at_least": (
        "{has} of {needs} needed are met",
        "{has} of {needs} needed are known to be met",
        "{has} of {needs} needed are met",
    ),
    "in_time": ("There is time until {needs}", "The last day is not known", "The last day to finish was {needs}"),
}
CODES = tuple(_SENTENCES)
_IN_HUNDREDTHS = frozenset({"education_hours"})


def say(code: str, status: Status, needs: Amount, has: Amount) -> str:
    """The sentence of a finding."""
    met, unknown, unmet = _SENTENCES[code]
    text = met if status is MET else unknown if status is UNKNOWN else unmet
    if code in _IN_HUNDREDTHS:
        needs, has = tell_hours(needs), tell_hours(has)
    return text.format(needs=needs, has="none" if has is None else has)


def tell_hours(hundredths: Amount) -> str:
    """Hours as people write them."""
    return f"{int(hundredths or 0) / 100:g}"
