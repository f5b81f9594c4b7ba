"""A school that teaches in Xanadu, where learners needle under supervision, and in Ys, where they never do."""

import datetime as dt
from threading import Thread

from django.db import connection

from accounts.models import Organisation
from courses.models import Programme, ProgrammeVersion, Session
from courses.operations.enrolments import Entrant, enrol
from courses.operations.programmes import create_programme, draft_version, publish_version
from courses.operations.sessions import SessionPlan, plan_session
from credentials.models import Practitioner
from credentials.operations.records import put_record
from credentials.queries.readers import current_reader
from credentials.records.faults import Refusal
from law.operations.releases import release_pack
from rulebook.loading import read_pack
from tests.journeys.world import licence, make_record

AT = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
TODAY = AT.date()
SUPERVISOR = "FN-SV00-0001"
BY = "user:1"
_PROVISION = """\
  - id: {id}
    profession: PT
    in_force: {{from: {starts}, until: {until}}}
    position: permitted
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2025-11-01
    citation: {{text: Needling Act § 1, url: "https://law.example/1", read: the act}}
    says: A physical therapist may needle.
    learners: {learners}
"""
_CITED = "{{may_needle: {word}, citation: {{text: Needling Act § 9, url: null, read: the act}}}}"
SUPERVISED, NEVER = _CITED.format(word="supervised"), _CITED.format(word="never")
LAWS = {
    "XA": [("xa-pt", "2020-01-01", "2027-01-01", SUPERVISED), ("xa-pt-2027", "2027-01-01", "null", NEVER)],
    "XB": [("xb-pt", "2020-01-01", "null", NEVER)],
    "XC": [("xc-pt", "2020-01-01", "null", "null")],
}


def release_law(folder):
    for code, provisions in LAWS.items():
        text = f'jurisdiction: "{code}"\nname: Land {code}\ntime_zone: Etc/UTC\nprovisions:\n'
        for id_, starts, until, learners in provisions:
            text += _PROVISION.format(id=id_, starts=starts, until=until, learners=learners)
        path = folder / code[:2].lower() / f"{code.lower()}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return release_pack(content=read_pack(folder, review_months=1200))


def component(code="hands-on", hours=20, part="practical", delivery="in_person"):
    told = {"code": code, "title": f"Component {code}", "hours": hours}
    return {**told, "part": part, "delivery": delivery, "subject": "dry_needling"}


def level(code="L1", **changes):
    told = {
        "code": code,
        "title": f"Level {code}",
        "components": [component(), component("theory", 4, "didactic", "live_online")],
        "patient_groups": ["adult"],
        "body_regions": ["neck", "shoulder"],
        "eligible_professions": [{"profession": "PT", "from": "2019-01-01", "until": None}],
        "prerequisites": None,
        "supervised": {"sessions": 0, "cases": 0},
        "examinations": [],
        "approvals": [],
        "finish": None,
        "award": {"title": "Needling", "level": code, "patient_groups": ["adult"], "lasts": {"months": 24}},
        "renewal": None,
    }
    return {**told, **changes}


def make_programme(*levels, code="DN", provider="Teasel Academy", starts_on=dt.date(2025, 1, 1)):
    organisation, _ = Organisation.objects.get_or_create(name=provider, defaults={"kind": "provider"})
    programme = Programme.objects.filter(provider=organisation, code=code).first() or create_programme(
        provider=organisation, code=code, title="Dry needling"
    )
    publish(programme, *(levels or [level()]), starts_on=starts_on)
    return programme


def publish(programme, *levels, starts_on):
    drafted = draft_version(
        programme=programme, starts_on=starts_on, content={"levels": list(levels)}, at=AT, by=BY, read_place=str
    )
    assert isinstance(drafted, ProgrammeVersion), drafted
    published = publish_version(version=drafted, at=AT, by=BY)
    assert isinstance(published, ProgrammeVersion), published
    return published


def put_person(number, **changes):
    """Record a physical therapist of all three lands; a change of None leaves the field out."""
    told = make_record(number, "Somebody Plainly Fictional", number)
    del told["statements"]
    told["licences"] = [licence(code, f"{code} {number}", expires_on=None) for code in LAWS]
    told = {name: value for name, value in {**told, **changes}.items() if value is not None}
    reader = current_reader()
    source, _ = Organisation.objects.get_or_create(name="Board of Xanadu", defaults={"kind": "board"})
    written = put_record(record=reader.read(told), shapes=reader.shapes, source=source, by=BY)
    assert not isinstance(written, Refusal), written
    return Practitioner.objects.get(registry_number=number)


def make_learner(n, programme, on=TODAY, **more):
    person = put_person(f"FN-1EAR-{n:04}")
    entrant = Entrant(practitioner=person, profession="PT", on=on, candidate=f"C-{n}")
    return enrol(programme_id=programme.pk, entrant=entrant, today=max(on, TODAY), by=BY, **more)


def plan(**changes):
    told = {
        "level_code": "L1",
        "jurisdiction": "XA",
        "place": "Xanadu, Dome Hall",
        "starts_on": dt.date(2026, 7, 1),
        "ends_on": dt.date(2026, 7, 3),
        "capacity": 2,
    }
    return SessionPlan(**{**told, **changes})


def make_session(programme, **changes):
    session = plan_session(programme=programme, plan=plan(**changes))
    assert isinstance(session, Session), session
    return session


def codes(refusal):
    return [(fault.pointer, fault.code) for fault in refusal.faults]


def in_threads(*works):
    """Run each in a thread of its own, with a connection of its own; what they raise is told."""
    faults = []

    def guarded(work):
        try:
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults
