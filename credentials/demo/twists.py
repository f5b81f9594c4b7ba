"""What can be the matter with a record: each twist changes one thing."""

from collections.abc import Callable

from credentials.demo.records import Draft, make_certification
from rulebook.facts import RESTRICTIONS, STATUSES

Twist = Callable[[Draft], None]


def leave_whole(draft: Draft) -> None:
    """All that the place asks for; agreed to be listed."""
    draft.about["listed"] = {
        "consented": True,
        "city": draft.place.city,
        "languages": list(draft.place.languages),
    }


def certify_for_adults(draft: Draft) -> None:
    """Certified for adults alone; suspended once, long ago."""
    draft.lists["certifications"] = [make_certification(draft.n, ["adult"], draft.days)]
    past = {"status": "suspended", "from": draft.days.ago(1500), "until": draft.days.ago(1400)}
    draft.licence["statuses"] = [past]


def fall_short(draft: Draft) -> None:
    """Sixteen practical hours and a tenth of the sessions are missing, and the board has entered nothing."""
    for training in draft.lists["training"]:
        for part in training["hours"]:
            part["hours"] -= 16 if part["part"] == "practical" else 0
        training["supervised_sessions"] = training["supervised_sessions"] * 9 // 10
    draft.lists["authorizations"] = []


def let_expire(draft: Draft) -> None:
    """The licence ended some days ago."""
    draft.licence["expires_on"] = draft.days.ago(1 + draft.n % 40)


def begin_later(draft: Draft) -> None:
    """Licensed from a day to come."""
    draft.licence["issued_on"] = draft.days.ahead(10 + draft.n % 40)


def give_status(draft: Draft) -> None:
    """Each place shows another status, in force since some weeks."""
    status = STATUSES[draft.n // 10 % len(STATUSES)]
    ends = draft.days.ahead(60) if status in ("probation", "suspended") else None
    draft.licence["statuses"] = [{"status": status, "from": draft.days.ago(45), "until": ends}]


def restrict(draft: Draft) -> None:
    """Each place shows another kind of restriction."""
    kind = RESTRICTIONS[draft.n // 10 % len(RESTRICTIONS)]
    draft.licence["restrictions"] = [{"kind": kind, "from": draft.days.ago(80), "until": draft.days.ahead(120)}]


def let_certification_lapse(draft: Draft) -> None:
    """Licensed as before; the certification ended."""
    draft.lists["certifications"][0]["expires_on"] = draft.days.ago(5)


def state_it_themselves(draft: Draft) -> None:
    """Training and certification stand on the person's own word alone, which counts for nothing."""
    for name in ("training", "exams", "certifications", "statements"):
        for item in draft.lists[name]:
            item["assurance"] = "self_stated"


TWISTS: dict[str, Twist] = {
    "whole": leave_whole,
    "adults": certify_for_adults,
    "short": fall_short,
    "expired": let_expire,
    "not-yet": begin_later,
    "status": give_status,
    "restriction": restrict,
    "lapsed": let_certification_lapse,
    "self-stated": state_it_themselves,
}
