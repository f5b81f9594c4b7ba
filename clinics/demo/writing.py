"""Writes the clinics of the demo into the database: what they began with, then a month of days, one after another."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Organisation
from accounts.operations.clock import recording_at
from clinics.demo.founding import BY, fill_rosters, found_clinics, let_see, open_sites
from clinics.demo.hearing import keep_mails_back, let_mails_go
from clinics.demo.people import Colleague, invent_staff
from clinics.demo.stories import STORIES, begin
from clinics.models import RosterEntry
from clinics.operations.alerts.expiring import tell_expiries
from clinics.operations.monitoring.redeciding import redecide_due
from clinics.operations.policies import save_policy
from clinics.operations.roster import change_entry
from clinics.queries.sites import day_at
from credentials.demo.days import Days
from credentials.demo.events import DemoRefused, Stage
from credentials.demo.organisations import NAMES
from credentials.demo.records import ACADEMY, BOARD, INTAKE, REGISTER
from credentials.demo.writing import tell_everyone
from credentials.models import Practitioner, Site
from credentials.queries.readers import current_reader
from credentials.records.faults import Refusal
from credentials.records.numbers import make_registry_number

DAYS = 30  # of history
OPENED = dt.timedelta(400)  # before today
LICENCES_LOOKED_AT = {"kind": "licence_checked", "within_months": 6}
_MOST = 10_000  # more watches than the demo has


@transaction.atomic
def write_clinics(*, now: dt.datetime) -> bool:
    """Write it all beside the demo of the registry, once; false, and nothing changes, when it is there already.

    Everything is recorded as though at the time. What stands on record already was recorded before.
    """
    if RosterEntry.objects.exists():
        return False
    days = Days(now.date())
    colleagues = invent_staff(days)
    begin(colleagues, days)
    at = _evening(now, DAYS + 1)
    with recording_at(at):
        stage = _tell_staff(colleagues, days)
        clinics = found_clinics()
        keep_mails_back(clinics.values(), at)
        sites = open_sites(clinics, now.date() - OPENED)
        people = _find_people(stage.numbers)
        fill_rosters(sites, colleagues, people, now.date() - OPENED)
        let_see(clinics, colleagues, people)
    _gather_statistics()
    for days_ago in range(DAYS, -1, -1):
        if days_ago == 0:
            let_mails_go(clinics.values(), now)
        _live_through(_evening(now, days_ago), days_ago, stage, colleagues, sites)
    return True


def _evening(now: dt.datetime, days_ago: int) -> dt.datetime:
    """Six in the evening, UTC, when it is that day or the next one at every site; never later than now."""
    day = now.date() - dt.timedelta(days_ago)
    return min(now, dt.datetime.combine(day, dt.time(18), dt.UTC))


def _tell_staff(colleagues: Sequence[Colleague], days: Days) -> Stage:
    sources = {role: Organisation.objects.get(name=NAMES[role][0]) for role in (REGISTER, BOARD, ACADEMY, INTAKE)}
    people = {one.told.alias: one.told for one in colleagues}
    numbers = {alias: make_registry_number() for alias in people}
    stage = Stage(days, current_reader(), sources, (), people, numbers)
    for source in sources:
        tell_everyone(stage, source)
    return stage


def _find_people(numbers: Mapping[str, str]) -> dict[str, Practitioner]:
    """Their records by alias."""
    found = Practitioner.objects.filter(registry_number__in=numbers.values()).select_related("person")
    by_number = {one.registry_number: one for one in found}
    return {alias: by_number[number] for alias, number in numbers.items()}


def _live_through(
    at: dt.datetime, days_ago: int, stage: Stage, colleagues: Sequence[Colleague], sites: Mapping[str, Site]
) -> None:
    """A day: what sources tell, what the clinics do, then what the roster makes of it, as its jobs would."""
    with recording_at(at):
        for story in STORIES:
            if story.days_ago == days_ago:
                one = next(one for one in colleagues if (one.site.code, one.turn) == (story.site, story.turn))
                alias = one.told.alias
                told = story.tell(one, stage.days)
                stage.tell(story.source, {"registry_number": stage.numbers[alias], **told})
        _decide_matters(at, days_ago, sites)
        redecide_due(at=at, limit=_MOST)
        tell_expiries(at=at, ladder=settings.EXPIRY_LADDER_DAYS)


def _decide_matters(at: dt.datetime, days_ago: int, sites: Mapping[str, Site]) -> None:
    """What the clinics themselves do on some days: a stricter rule, somebody who leaves."""
    if days_ago == 21:
        note = "Every licence is looked at twice a year"
        _must(save_policy(sites=[sites["dogwood"]], requires=LICENCES_LOOKED_AT, note=note, by=BY))
    if days_ago == 9:
        leaver = RosterEntry.objects.filter(site=sites["kowhai"], superseded_at=None).order_by("pk").last()
        if leaver is not None:
            _must(change_entry(entry=leaver, changes={"until_on": day_at(sites["kowhai"], at)}, by=BY))


def _must(done: object) -> None:
    if isinstance(done, Refusal):
        raise DemoRefused(done)


def _gather_statistics() -> None:
    """Tell the planner what this transaction has written: it would read whole tables again and again."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
