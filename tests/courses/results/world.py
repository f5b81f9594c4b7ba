"""A programme with many learners, made at once, and imports driven to their ends without a worker."""

import datetime as dt
import secrets

from django.db import transaction

from accounts.models import Organisation, Person, PersonalDetail
from accounts.operations.clock import tick
from accounts.operations.personal import prepare_detail
from courses.models import Attempt, Enrolment, Paper, Result, ResultImport
from courses.operations.import_steps import advance
from courses.operations.programmes import create_programme, draft_version, publish_version
from courses.operations.result_imports import confirm_import, receive_file
from courses.queries.result_imports import list_faults, write_refused
from credentials.models import Practitioner

AT = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
ENROLLED_ON = dt.date(2026, 1, 10)
SENDER, CHECKER = "user:1", "user:2"
HEADER = "candidate,examination,form,sat_on,passed,percent"
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def number_of(n):
    told = "".join(DIGITS[n >> shift & 31] for shift in range(35, -5, -5))
    return f"FN-{told[:4]}-{told[4:]}"


def ladder(**changes):
    examined = [{"code": "E-1", "form": form, "attempts": 3, "gap_days": 10} for form in ("written", "practical")]
    level = {
        "code": "L1",
        "title": "Level 1",
        "components": [],
        "patient_groups": ["adult"],
        "body_regions": ["neck"],
        "eligible_professions": [{"profession": "PT", "from": "2019-01-01"}],
        "examinations": examined,
        "award": {"title": "Certified", "patient_groups": ["adult"], "lasts": {"months": 24}, "level": "L1"},
        **changes,
    }
    return {"levels": [level]}


def make_programme(code="DN", provider=None, **changes):
    provider = provider or Organisation.objects.get_or_create(name="Needle School", defaults={"kind": "provider"})[0]
    programme = create_programme(provider=provider, code=code, title=f"Needling {code}")
    content, starts = ladder(**changes), dt.date(2020, 1, 1)
    made = {"by": "user:1", "at": AT, "read_place": str}
    version = draft_version(programme=programme, starts_on=starts, content=content, **made)
    return publish_version(version=version, at=AT, by="user:2")


def enrol_many(version, count, start=0, **more):
    """So many learners, with candidate numbers C-0, C-1 … and registry numbers by `number_of`."""
    with transaction.atomic():
        return _enrol(version, count, start, tick(), **more)


def _enrol(version, count, start, at, **more):
    people = Person.objects.bulk_create([Person() for _ in range(count)], 5_000)
    learners = Practitioner.objects.bulk_create(
        [
            Practitioner(registry_number=number_of(n), person=person, recorded_at=at)
            for n, person in enumerate(people, start)
        ],
        5_000,
    )
    told = {"profession": "PT", "enrolled_on": ENROLLED_ON, "decided": {}, "enrolled_by": "user:1"} | more
    return Enrolment.objects.bulk_create(
        [
            Enrolment(programme=version.programme, version=version, practitioner=one, candidate=f"C-{n}", **told)
            for n, one in enumerate(learners, start)
        ],
        5_000,
    )


def born(enrolment, day):
    source = Organisation.objects.get_or_create(name="registry", defaults={"kind": "register"})[0]
    person = enrolment.practitioner.person_id
    with transaction.atomic():
        told = {"person_id": person, "source_id": source.pk, "kind": "born_on", "value": day, "recorded_at": tick()}
        PersonalDetail.objects.bulk_create([prepare_detail(**told)])


def publish_paper(version, number=1, form="written"):
    """A paper with 24 safety marks of which 75 % are needed, and 36 others of which 61 %."""
    sections = [
        {"code": "safety", "title": "Safety", "maximum": 24, "at_least": 75},
        {"code": "other", "title": "Other", "maximum": 36, "at_least": 61},
    ]
    told = {"content": {"sections": sections}, "digest": secrets.token_bytes(32), "drafted_by": "user:1"}
    return Paper.objects.create(
        programme=version.programme, examination="E-1", form=form, number=number,
        published_at=AT, published_by="user:2", **told,
    )  # fmt: skip


def rows(*told, header=HEADER):
    return "\n".join([header, *told, ""]).encode()


def send(version, content, by=SENDER):
    """Send a file and let it be read."""
    content = content if isinstance(content, bytes) else rows(*content)
    job = receive_file(programme=version.programme, content=content, file_name="results.csv", by=by)
    return go_on(job)


def go_on(job, **more):
    while advance(import_id=job.pk, at=AT, **more):
        pass
    return ResultImport.objects.get(pk=job.pk)


def take_in(version, content, by=SENDER, **more):
    """Send a file, and confirm it."""
    job = send(version, content, by)
    assert job.state == "previewed", job.problems
    confirm_import(job=job, by=by, at=AT)
    return go_on(job, **more)


def counts(job):
    return job.taken, job.unchanged, job.refused


def faults(job):
    return [(one.row, one.column, one.code) for one in list_faults(job, after=0, most=1_000)[0]]


def refused_file(job):
    return list(write_refused(job))


def on_file():
    """Everything that imports write, in one order and without ids."""
    fields = ("enrolment__candidate", "examination", "form", "number", "sat_on", "answers", "entered_by")
    told = Attempt.objects.order_by("enrolment__candidate", "examination", "form", "sat_on").values_list(*fields)
    results = Result.objects.order_by("attempt__enrolment__candidate", "attempt__examination", "attempt__sat_on")
    return list(told), list(results.values_list("passed", "percent", "detail", "drafted_by", "superseded_at"))
