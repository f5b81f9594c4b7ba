"""A version's levels as a table that can be read at a glance."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from courses.ladders.requirements import (
    AllOf,
    AtLeast,
    CasesLogged,
    EducationHours,
    Holds,
    LevelDone,
    LicensedYears,
    Node,
)
from courses.ladders.sentences import tell_hours
from courses.ladders.shapes import AwardTerms, Eligible, Level
from courses.models import ProgrammeVersion
from courses.queries.programmes import UnreadableLadder, ladder_of

_CELL = '<td style="padding:.25rem .75rem;vertical-align:top">{}</td>'
_HEADS = ("Level", "Hours", "Examinations", "Open to", "Asks before", "Awards")


def show_levels(version: ProgrammeVersion) -> SafeString:
    """The table; what no reader accepts is told so."""
    try:
        levels = ladder_of(version).levels
    except UnreadableLadder as unreadable:
        return format_html("This ladder cannot be read: {}", str(unreadable))
    heads = format_html_join("", '<th scope="col" style="text-align:left;padding:.25rem .75rem">{}</th>', zip(_HEADS))
    rows = format_html_join("", "<tr>{}</tr>", ((_cells(level),) for level in levels))
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", heads, rows)


def _cells(level: Level) -> SafeString:
    told = (
        f"{level.code} {level.title}",
        tell_hours(sum(one.hundredths for one in level.components)),
        ", ".join(f"{one.code} {one.form}" for one in level.examinations) or "—",
        ", ".join(tell_eligible(one) for one in level.eligible_professions),
        "—" if level.prerequisites is None else tell_node(level.prerequisites),
        tell_award(level.award),
    )
    return format_html_join(
        "", '<td style="padding:.25rem .75rem;vertical-align:top">{}</td>', ((one,) for one in told)
    )


def tell_eligible(one: Eligible) -> str:
    """A profession, with its last day where it has one."""
    return one.profession if one.until is None else f"{one.profession} (until before {one.until})"


def tell_award(award: AwardTerms) -> str:
    """What is awarded, and for how long."""
    return f"{award.title}, {'never expires' if award.months is None else f'{award.months} months'}"


def tell_node(node: Node) -> str:
    """A requirement in words."""
    match node:
        case AllOf(of):
            return " and ".join(_inside(one) for one in of)
        case AtLeast(count, of, _):
            return f"{count} of: {', '.join(_inside(one) for one in of)}"
        case LevelDone(level, days, months):
            gap = " and ".join(f"{number} {unit}" for number, unit in ((months, "months"), (days, "days")) if number)
            return f"{level} done{f' {gap} before' if gap else ''}"
        case CasesLogged(cases, since, signed):
            after = f" after {since}" if since else ""
            return f"{cases} cases{after}{' signed off' if signed else ''}"
        case LicensedYears(years):
            return f"licensed {years} years"
        case EducationHours(hundredths, subject):
            return f"{tell_hours(hundredths)} h of {subject}"
        case Holds():
            named = (node.issuer, node.title, node.programme, node.level)
            return f"holds {' '.join(part for part in named if part)}"


def _inside(node: Node) -> str:
    return f"({tell_node(node)})" if isinstance(node, AllOf | AtLeast) else tell_node(node)
