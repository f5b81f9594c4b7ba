"""Writes the providers of the demo into the database: programmes, three hundred learners, results of every kind."""

import datetime as dt
from collections.abc import Sequence

from django.apps import apps
from django.db import connection, transaction

from accounts.models import Organisation
from courses.demo.afterwards import go_on
from courses.demo.climbing import Climber, Held, Now, enrol_learner, hold_step, must
from courses.demo.cohorts import COHORTS, Cohort
from courses.demo.examining import send_results
from courses.demo.marking import examine
from courses.demo.offering import BY, offer_programmes, read_programmes
from courses.demo.people import Learner
from courses.demo.staff import Staff, admit_visitor, hire_staff
from courses.demo.stories import story_of
from courses.demo.supervising import find_supervisor, supervise
from courses.models import Programme
from credentials.demo.days import Days
from credentials.demo.organisations import NAMES
from credentials.demo.records import REGISTER
from credentials.models import Practitioner
from credentials.operations.records import put_records
from credentials.queries.readers import current_reader
from credentials.records.numbers import make_registry_number
from law.queries.compiled import current_law


@transaction.atomic
def write_providers(*, now: dt.datetime) -> bool:
    """Write it all beside the demo of the registry, once; false, and nothing changes, when it is there already."""
    if Programme.objects.exists():
        return False
    written = Now(now)
    programmes = offer_programmes(read_place=current_law().places.read, programmes=read_programmes())
    staff = {code: hire_staff(programme) for code, programme in programmes.items()}
    admit_visitor(list(programmes.values()))
    people = _tell_learners(written)
    done = 0
    for cohort in COHORTS:
        those = people[done : done + cohort.size]
        done += cohort.size
        _climb(programmes[cohort.programme], cohort, those, written, staff[cohort.programme])
    return True


def list_learners() -> list[Learner]:
    """The learners of all cohorts, in the order of these."""
    drawn = [(cohort, turn) for cohort in COHORTS for turn in range(cohort.size)]
    return [
        Learner(n, cohort.professions[turn % len(cohort.professions)], cohort.jurisdiction)
        for n, (cohort, turn) in enumerate(drawn)
    ]


def _tell_learners(now: Now) -> list[tuple[Learner, Practitioner]]:
    reader, days = current_reader(), Days(now.today)
    source = Organisation.objects.get(name=NAMES[REGISTER][0])
    learners = list_learners()
    numbers = [make_registry_number() for _ in learners]
    records = [must(reader.read(one.record(number, days))) for one, number in zip(learners, numbers, strict=True)]
    done = 0
    while done < len(records):
        answers = put_records(records=records[done:], shapes=reader.shapes, source=source, by=BY)
        done += len([must(answer) for answer in answers])
    found = {one.registry_number: one for one in Practitioner.objects.filter(registry_number__in=numbers)}
    return [(one, found[number]) for one, number in zip(learners, numbers, strict=True)]


def _climb(
    programme: Programme, cohort: Cohort, people: Sequence[tuple[Learner, Practitioner]], now: Now, staff: Staff
) -> None:
    """Let a cohort go through its steps in order, and then do what their stories say."""
    climbers = [
        Climber(
            learner, story_of(turn), enrol_learner(programme, cohort, learner, practitioner, now, staff.by("office"))
        )
        for turn, (learner, practitioner) in enumerate(people)
    ]
    _gather_statistics()
    for place, step in enumerate(cohort.steps):
        held = hold_step(programme, cohort, place, climbers, now, staff)
        if step.days_ago <= 0:
            continue
        if cohort.is_marked:
            examine(programme, held, now, staff)
        else:
            send_results(programme, cohort, held, now, staff)
        _gather_statistics()
        _needle(cohort, held, now, staff)
    for climber in climbers:
        go_on(climber, now, staff)


def _needle(cohort: Cohort, held: Held, now: Now, staff: Staff) -> None:
    """What is needled under supervision between this step and the next."""
    supervisor = find_supervisor(cohort, held, now) if cohort.cases and held.session else None
    if supervisor is not None:
        supervise(cohort, held, supervisor, now, staff)


def _gather_statistics() -> None:
    """Tell the planner what this transaction has written: it would read whole tables again and again."""
    tables = [
        one._meta.db_table for label in ("courses", "credentials") for one in apps.get_app_config(label).get_models()
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
