"""Examinations with papers: answered item by item, and marked at stations by examiners who do not see one another."""

from typing import Any

from accounts.models import User
from courses.demo.climbing import Climber, Held, Now, must
from courses.demo.staff import Staff
from courses.demo.stories import CHECKED, RELEASED
from courses.models import Attempt, Paper, Programme, Result
from courses.operations.exam_attempts import Sitting, open_attempt
from courses.operations.exam_marking import Marking, hand_in_sheet
from courses.operations.exam_papers import draft_paper, publish_paper
from courses.operations.exam_results import check_result, release_result
from courses.scoring.practical import THIRD_NEEDED

_SAFETY, _OTHERS = 12, 18
_CHOICES = ("A", "B", "C", "D")
_WRITTEN = {
    "sections": [
        {
            "code": code,
            "title": title,
            "at_least": at_least,
            "items": [
                {"code": f"{code[0].upper()}{n:02d}", "maximum": 1, "right": [_CHOICES[n % 4]]}
                for n in range(1, many + 1)
            ],
        }
        for code, title, at_least, many in (
            ("safety", "Safety", 75, _SAFETY),
            ("anatomy", "Anatomy and others", 61, _OTHERS),
        )
    ]
}
_PRACTICAL = {
    "stations": [
        {
            "code": "back",
            "title": "Multifidus",
            "at_least": 60,
            "items": [
                {"code": "landmark", "title": "Finds the landmark", "maximum": 10},
                {"code": "depth", "title": "Keeps clear of the pleura", "maximum": 10, "critical": 4},
            ],
        },
        {
            "code": "leg",
            "title": "Gastrocnemius",
            "at_least": 60,
            "items": [{"code": "technique", "title": "Technique", "maximum": 20}],
        },
    ],
    "examiners": 2,
    "discrepancy": {"allowed": 15, "beyond": "third_examiner"},
    "conflicts": ["supervisor", "instructor"],
}


def examine(programme: Programme, held: Held, now: Now, staff: Staff) -> None:
    """Let everybody of a step sit both parts; results go as far as each one's story says."""
    code = held.level.examinations[0].code
    papers = [_publish(programme, code, form, now, staff) for form in ("written", "practical")]
    for turn, climber in enumerate(held.climbers):
        for paper in papers:
            _sit(climber, turn, paper, held, now, staff)


def _publish(programme: Programme, code: str, form: str, now: Now, staff: Staff) -> Paper:
    content = _WRITTEN if form == "written" else _PRACTICAL
    paper = draft_paper(programme=programme, examination=code, form=form, content=content, by=staff.by("office"))
    return publish_paper(paper=must(paper), by=staff.by("office"), at=now.at)


def _sit(climber: Climber, turn: int, paper: Paper, held: Held, now: Now, staff: Staff) -> None:
    sitting = Sitting(
        examination=paper.examination,
        form=paper.form,
        sat_on=held.session.ends_on if held.session else now.before(held.step.days_ago),
        paper=paper,
        session=held.session,
        answers=_answer(climber, turn) if paper.form == "written" else None,
    )
    by = staff.by("records")
    attempt = must(open_attempt(enrolment=climber.enrolment, sitting=sitting, by=by, today=now.today))
    if paper.form == "practical":
        _mark(attempt, climber, turn, staff)
    result = Result.objects.filter(attempt=attempt, superseded_at=None).first()
    if result is not None and climber.story.results in (CHECKED, RELEASED):
        must(check_result(result=result, by=staff.by("records.two"), at=now.at))
        if climber.story.results == RELEASED:
            must(release_result(result=result, by=staff.by("office"), at=now.at, on=now.today))


def _answer(climber: Climber, turn: int) -> dict[str, Any]:
    """So many right as the story says; the later items of a section are the harder ones."""
    percent = climber.story.written[0][1] or 0
    items: dict[str, str] = {}
    for letter, many in (("S", _SAFETY), ("A", _OTHERS)):
        wrong = many - -(-many * percent // 100)
        missed = {many - (turn * 5 + 3 * n) % (wrong + 2) for n in range(wrong)} if wrong else set()
        for n in range(1, many + 1):
            items[f"{letter}{n:02d}"] = _CHOICES[(n + (n in missed)) % 4]
    return {"items": items}


def _mark(attempt: Attempt, climber: Climber, turn: int, staff: Staff) -> None:
    """Two examiners mark each station; where they lie too far apart a third is asked, but for the last who waits."""
    share = (climber.story.practical[0][1] or 0) / 100
    is_critical = not climber.story.practical[0][0]
    for station in ("back", "leg"):
        for place, examiner in enumerate(staff.examiners):
            apart = 0.3 if turn in (6, 9) and station == "leg" else 0.0
            marks = _marks(station, share - 0.05 * place - apart * (place == 1), is_critical=is_critical)
            status = _hand_in(attempt, examiner, station, marks)
            if place == 1 and (status != THIRD_NEEDED or turn == 9):
                break


def _marks(station: str, share: float, *, is_critical: bool) -> dict[str, int]:
    if station == "leg":
        return {"technique": round(20 * share)}
    return {"landmark": round(10 * share), "depth": 2 if is_critical else max(round(10 * share), 5)}


def _hand_in(attempt: Attempt, examiner: User, station: str, marks: dict[str, int]) -> str:
    handed = must(hand_in_sheet(attempt=attempt, marking=Marking(station, marks), examiner_id=examiner.pk))
    return handed.status
