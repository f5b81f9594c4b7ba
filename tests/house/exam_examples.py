"""Examinations for the examples, each as far as its example wants it, and what is sent about them."""

import datetime as dt
from itertools import count

from django.utils import timezone

from accounts.models import Membership, User
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from courses.models import Appeal, Attempt, MarkSheet, Paper, Result, Session, SessionStaff
from courses.operations.exam_papers import draft_paper, publish_paper
from tests.courses.awards.world import enrol, make_programme, put_person
from tests.courses.exams.world import PRACTICAL, WRITTEN, answers, sheet
from tests.courses.exams.world import practical as beyond

NAMES = tuple(
    f"EXAM-{name}"
    for name in ("PROGRAMME", "DRAFT", "PAPER", "RATED", "ENROLMENT", "SAT", "BLANK", "HANDS", "APART", "DRAFTED",
                 "CHECKED", "RELEASED", "APPEAL")
)  # fmt: skip
PROGRAMME, DRAFT, PAPER, RATED, ENROLMENT, SAT, BLANK, HANDS, APART, DRAFTED, CHECKED, RELEASED, APPEAL = NAMES
EXAMINER, SECOND = "an examiner", "a second person"
ON = dt.date(2026, 5, 10)
RATED_PAPER = {
    "stations": [{**PRACTICAL["stations"][0], "at_least": "borderline"}],
    "examiners": 1,
    "ratings": {"lowest": 1, "highest": 5, "borderline": 2},
}
OPENED = {"enrolment": ENROLMENT, "examination": "L1", "form": "written", "sat_on": "2026-05-10", "paper": PAPER}
SENT = {
    "draft_paper": {"body": {"programme": PROGRAMME, "examination": "L1", "form": "written", "content": WRITTEN}},
    "list_papers": {"query": {"form": "written"}},
    "publish_paper": {"path": {"paper_id": DRAFT}},
    "read_paper": {"path": {"paper_id": PAPER}},
    "open_attempt": {"body": {**OPENED, "answers": answers("S1")}},
    "list_attempts": {"query": {"state": "drafted"}},
    "read_attempt": {"path": {"attempt_id": SAT}},
    "record_answers": {"path": {"attempt_id": BLANK}, "body": {"answers": answers()}},
    "hand_in_sheet": {"path": {"attempt_id": HANDS}, "body": sheet(8, 7.5), "as": EXAMINER},
    "reconcile_sheet": {
        "path": {"attempt_id": APART},
        "body": sheet(8, 9, because="the video shows it"),
        "as": EXAMINER,
    },
    "declare_conflict": {"path": {"attempt_id": SAT}, "body": {"because": "a cousin"}, "as": EXAMINER},
    "check_result": {"path": {"result_id": DRAFTED}, "as": SECOND},
    "release_result": {"path": {"result_id": CHECKED}},
    "correct_result": {"path": {"result_id": RELEASED}, "body": {"passed": True, "because": "regraded"}},
    "void_item": {"path": {"paper_id": PAPER}, "body": {"item": "S1", "because": "two answers are right"}},
    "set_standard": {"path": {"paper_id": RATED}, "body": {"because": "the first ten candidates"}},
    "list_corrections": {"query": {"open": "true"}},
    "lodge_appeal": {"path": {"result_id": RELEASED}, "body": {"grounds": "S1 was misread"}},
    "list_appeals": {},
    "decide_appeal": {
        "path": {"appeal_id": APPEAL},
        "body": {"upheld": False, "decision": "the scan shows B"},
        "as": SECOND,
    },
    "report_on_paper": {"path": {"paper_id": PAPER}},
}


class _Room:
    """A programme with a session and an examiner, in which examples are made."""

    def __init__(self):
        self.organisation = find_or_make_organisation(name="Aspen Clinic")
        self.version, self.numbers = make_programme(code="EXAMS", provider=self.organisation), count(1)
        self.session = Session.objects.create(
            programme=self.version.programme, level_code="L1", jurisdiction="US-UT", place="Provo", starts_on=ON,
            ends_on=ON, capacity=99, examinations=["L1"],
        )  # fmt: skip

    def paper(self, content, form, *, is_draft=False):
        told = {"programme": self.version.programme, "examination": "L1", "form": form, "content": content}
        paper = draft_paper(**told, by="key:1")
        assert isinstance(paper, Paper), paper
        return paper if is_draft else publish_paper(paper=paper, by="key:1", at=timezone.now())

    def enrolment(self):
        n = next(self.numbers)
        licence = {"jurisdiction": "US-UT", "profession": "PT", "number": f"E-{n}", "issued_on": "2015-03-02"}
        return enrol(self.version, put_person(f"FN-EXAM-{n:04}", licences=[licence]), candidate=f"C-{n}")

    def sit(self, paper, given=None):
        told = {"examination": "L1", "form": paper.form, "number": 1, "sat_on": ON, "entered_by": "key:1"}
        where = self.session if paper.form == "practical" else None
        return Attempt.objects.create(enrolment=self.enrolment(), paper=paper, session=where, answers=given, **told)

    def result(self, paper, upto):
        at = timezone.now()
        told = {"passed": False, "percent": 7777, "detail": {"stated": True}, "drafted_by": "key:1"}
        told |= {"checked_by": "key:2", "checked_at": at} if upto != "drafted" else {}
        told |= {"released_by": "key:2", "released_at": at} if upto == "released" else {}
        return Result.objects.create(attempt=self.sit(paper, answers("S1", "S2")), **told)


def make_exams():
    """What was made by its name, and the key of an examiner."""
    room = _Room()
    user, key = _make_examiner(room.organisation, room.session)
    written, rated = room.paper(WRITTEN, "written"), room.paper(RATED_PAPER, "practical")
    apart = room.sit(room.paper(beyond("reconcile"), "practical"))
    _mark(apart, user, 1, 500)
    _mark(apart, User.objects.create_user("other@example.org"), 2, 900)
    for n in range(10):
        _mark(room.sit(rated), user, 1, 300 + 50 * n, rating=n // 2 + 1)
    made = {
        DRAFT: room.paper(WRITTEN, "written", is_draft=True),
        PAPER: written,
        RATED: rated,
        SAT: room.sit(written, answers()),
        BLANK: room.sit(written),
        HANDS: room.sit(room.paper(PRACTICAL, "practical")),
        APART: apart,
        **{name: room.result(written, name.removeprefix("EXAM-").lower()) for name in (DRAFTED, CHECKED, RELEASED)},
        APPEAL: Appeal.objects.create(
            result=room.result(written, "released"), grounds="S2 was misread", lodged_by="key:1"
        ),
        ENROLMENT: room.enrolment(),
    }
    return {name: row.pk for name, row in made.items()} | {PROGRAMME: room.version.programme_id}, key


def _make_examiner(organisation, session):
    user = User.objects.create_user("marks@example.org")
    membership = Membership.objects.create(user=user, organisation=organisation, role=Membership.Role.EXAMINER)
    SessionStaff.objects.create(session=session, user=user, role="examiner")
    scopes = ("exams:mark", "courses:read")
    return user, create_api_key(organisation=organisation, scopes=scopes, membership=membership)[1]


def _mark(attempt, examiner, place, each, rating=None):
    marks = {"depth": each, "grip": each}
    return MarkSheet.objects.create(
        attempt=attempt, station="neck", examiner=examiner, place=place, marks=marks, rating=rating
    )
