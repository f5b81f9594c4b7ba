"""Cases under supervision: logged by the learner, signed by somebody whose own standing there that day was enough."""

import datetime as dt

from courses.demo.climbing import Climber, Held, Now, must
from courses.demo.cohorts import Cohort
from courses.demo.staff import Staff
from courses.operations.standings import Asking, decide_standing
from courses.operations.supervision import Logged, Signature, log_supervised, sign_supervised
from credentials.models import Practitioner, Verification

_ROW = 10  # cases in a row of the log
_GAP = 9  # days from one row to the next


def find_supervisor(cohort: Cohort, held: Held, now: Now) -> Practitioner | None:
    """Somebody of the first demo who might needle there on all these days; None where nobody might."""
    first, groups = now.before(held.step.days_ago), _groups(held)
    permitted = Verification.objects.filter(outcome__in=("permitted", "conditional"), jurisdiction=cohort.jurisdiction)
    for practitioner_id in dict.fromkeys(permitted.order_by("sequence").values_list("practitioner", flat=True)):
        person = Practitioner.objects.get(pk=practitioner_id)
        days = [first + dt.timedelta(_GAP * (row + 1)) for row in range(cohort.cases // _ROW)]
        askings = [
            Asking(jurisdiction=cohort.jurisdiction, on=day, patient_groups=groups, body_regions=()) for day in days
        ]
        if all(decide_standing(practitioner=person, asking=one, now=now.at).is_enough for one in askings):
            return person
    return None


def supervise(cohort: Cohort, held: Held, supervisor: Practitioner, now: Now, staff: Staff) -> None:
    """Log and sign the cases of everybody; the last row of who stops early waits for its signature."""
    for climber in held.climbers:
        for row in range(cohort.cases // _ROW):
            _log(climber, row, cohort, held, supervisor, now, staff)


def _log(
    climber: Climber, row: int, cohort: Cohort, held: Held, supervisor: Practitioner, now: Now, staff: Staff
) -> None:
    told = Logged(
        level_code=held.level.code,
        on=now.before(held.step.days_ago - _GAP * (row + 1)),
        jurisdiction=cohort.jurisdiction,
        cases=_ROW,
        hundredths=600,
        patient_groups=_groups(held),
        body_regions=(),
        supervisor=supervisor,
    )
    logged = must(log_supervised(enrolment_id=climber.enrolment.pk, told=told, today=now.today, by=staff.by("records")))
    is_left_open = climber.story.levels == 1 and row == cohort.cases // _ROW - 1
    if not is_left_open:
        signature = Signature(staff.by("records"), on_paper=f"sheet {logged.pk}")
        must(sign_supervised(supervised_id=logged.pk, signature=signature, at=now.at, today=now.today))


def _groups(held: Held) -> tuple[str, ...]:
    """The patients whom the level teaches to needle."""
    return tuple(held.level.patient_groups)
