"""A school in Xanadu whose law asks for approved hours, both parts of an examination, and a certification."""

import datetime as dt
import functools
import tempfile
from pathlib import Path

from accounts.models import Organisation
from courses.models import Attempt, Attendance, Enrolment, Result, Seat, Session
from courses.operations.awarding import reconsider
from courses.operations.programmes import create_programme, draft_version, publish_version
from credentials.models import Practitioner
from credentials.operations.records import put_record
from credentials.queries.readers import current_reader
from law.operations.releases import release_pack
from rulebook.loading import read_pack
from tests.credentials.api.world import PLACES, licence, provision

LEARNER, OTHER = "FN-1EAR-0001", "FN-1EAR-0002"
AT = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
TODAY = AT.date()
TAUGHT_ON, EXAMINED_ON = dt.date(2026, 5, 8), dt.date(2026, 5, 10)
XANADU = (
    PLACES["xa"].split("provisions:")[0]
    + "provisions:"
    + provision(
        "xa-pt",
        "conditional",
        "PT",
        "kind: training_hours, minimum: 27, part: practical, approved_by_jurisdiction: true",
        "kind: exam_passed, form: written",
        "kind: exam_passed, form: practical",
        "kind: certification, patient_group: asked",
    )
)
HANDS_ON = {
    "code": "hands-on",
    "title": "Hands-on days",
    "hours": 27,
    "part": "practical",
    "delivery": "in_person",
    "subject": "dry_needling",
}
RENEWAL = {
    "education": {"hours": 10, "subject": "dry_needling"},
    "refresher": None,
    "re_examination": None,
    "opens_days_before": 90,
    "grace_days": 0,
}


def level(code="L1", **changes):
    return {
        "code": code,
        "title": f"Level {code}",
        "components": [HANDS_ON],
        "patient_groups": ["adult"],
        "body_regions": ["neck"],
        "eligible_professions": [{"profession": "PT", "from": "2019-01-01"}],
        "examinations": [{"code": code, "form": form, "attempts": 3} for form in ("written", "practical")],
        "approvals": [{"jurisdiction": "XA", "from": "2020-01-01", "until": None, "reference": "A-1"}],
        "award": {"title": f"Certified {code}", "patient_groups": ["adult"], "lasts": {"months": 24}, "level": code},
        "renewal": RENEWAL,
        **changes,
    }


@functools.cache
def law_content():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "xa" / "xa.yaml"
        path.parent.mkdir()
        path.write_text(XANADU + "\n", encoding="utf-8")
        return read_pack(Path(folder), review_months=1200)


def release_law():
    return release_pack(content=law_content())


def put_person(number=LEARNER, **more):
    told = {"registry_number": number, "name": "Lea Demo", "licences": [licence(f"L{number[-4:]}")], **more}
    reader = current_reader()
    source, _ = Organisation.objects.get_or_create(name="registry", kind="register")
    put_record(record=reader.read(told), shapes=reader.shapes, source=source, by="user:1")
    return Practitioner.objects.get(registry_number=number)


def make_school(name="Needle School"):
    return Organisation.objects.get_or_create(name=name, defaults={"kind": "provider"})[0]


def make_programme(*levels, code="DN", provider=None):
    """A published programme; gives the version that is in force."""
    programme = create_programme(provider=provider or make_school(), code=code, title=f"Needling {code}")
    version = draft_version(
        programme=programme,
        starts_on=dt.date(2020, 1, 1),
        content={"levels": list(levels or (level(),))},
        by="user:1",
        at=AT,
        read_place=str,
    )
    return publish_version(version=version, at=AT, by="user:2")


def enrol(version, practitioner, on=dt.date(2026, 4, 1), **more):
    return Enrolment.objects.create(
        programme=version.programme,
        version=version,
        practitioner=practitioner,
        profession="PT",
        enrolled_on=on,
        decided={},
        enrolled_by="user:1",
        **more,
    )


def attend(enrolment, level_code="L1", on=TAUGHT_ON, hours=27, component="hands-on"):
    session = Session.objects.create(
        programme=enrolment.programme,
        level_code=level_code,
        jurisdiction="XA",
        place="Hall",
        starts_on=on,
        ends_on=on,
        capacity=20,
    )
    seat = Seat.objects.create(session=session, enrolment=enrolment, state="seated", asked_at=AT, changed_at=AT)
    days = [on + dt.timedelta(days=n) for n in range(-(-hours // 24))]
    return [
        Attendance.objects.create(
            seat=seat, component=component, on=day, hundredths=min(hours - 24 * n, 24) * 100, recorded_by="user:1"
        )
        for n, day in enumerate(days)
    ]


def sit(enrolment, form, on=EXAMINED_ON, examination="L1"):
    number = Attempt.objects.filter(enrolment=enrolment, examination=examination, form=form).count() + 1
    return Attempt.objects.create(
        enrolment=enrolment, examination=examination, form=form, number=number, sat_on=on, entered_by="user:1"
    )


def release(attempt, passed=True, because=""):
    """The attempt's result, drafted, checked and released; what stood before is superseded."""
    standing = attempt.results.filter(superseded_at=None)
    standing.update(superseded_at=AT, superseded_by="user:9", superseded_because=because or "corrected")
    return Result.objects.create(
        attempt=attempt,
        passed=passed,
        drafted_by="user:1",
        checked_by="user:2",
        checked_at=AT,
        released_by="user:2",
        released_at=AT,
    )


def settle(*enrolments, on=TODAY):
    return reconsider(enrolment_ids=[one.pk for one in enrolments], on=on, at=AT, by="user:2")


def complete(version, practitioner):
    """Somebody enrolled who attended everything and passed both parts of L1, awarded."""
    enrolment = enrol(version, practitioner)
    attend(enrolment)
    for form in ("written", "practical"):
        release(sit(enrolment, form))
    (award,) = settle(enrolment).awarded
    return enrolment, award
