"""What to do next about what an answer lacks: one short instruction for each reason code."""

from collections.abc import Sequence

from rulebook.messages import PHRASES

_RENEW = "ask them to renew {it}; the answer comes back by itself once the renewal is on record"
_AUTHORITY = "ask them, or the licensing authority, what is needed to lift it, and look at the order itself"
_LAW = "ask the licensing authority of the place in writing, and schedule other treatment meanwhile"
_CHECKED = "have the keeper of the law files look at the source again; nothing about the person has changed"
_STANDINGS = {
    "not_yet_valid": "wait for its first day, or move the treatment behind it",
    "expired": _RENEW,
    "suspended": _AUTHORITY,
    "revoked": _AUTHORITY,
    "surrendered": "ask them whether they will take {it} up again, and plan without them until they have",
    "inactive": "ask them to have {it} made active again",
    "restriction_reviewed": "read the order that limits {it}, and confirm before each treatment that it allows this",
    "active": "nothing need be done about {it}",
}
_THINGS = {"licence": "the licence", "privilege": "the compact privilege"}
_OF_STANDINGS = {
    f"{word}_{standing}": step.format(it=thing)
    for word, thing in _THINGS.items()
    for standing, step in _STANDINGS.items()
}
STEPS: dict[str, str] = _OF_STANDINGS | {
    "name_matches": "nothing need be done about the name",
    "name_does_not_match": "compare the name with an identity document, and have the registry correct it",
    "no_licence_here": "ask them for a licence or privilege of this place, and to have it recorded",
    "licence_restricted_from_needling": _AUTHORITY,
    "licence_restricted_from_minors": f"let them treat adults alone; {_AUTHORITY}",
    "home_licence_in_good_standing": "nothing need be done about the home licence",
    "home_licence_not_in_good_standing": "ask them to put the home licence in order: the privilege rests on it",
    "law_not_on_file": _LAW,
    "law_prohibits": "plan other treatment, or a practitioner of another profession: the law forbids it",
    "law_silent": _LAW,
    "law_unread": _CHECKED,
    "law_permits": "nothing need be done about the law",
    "law_partly_read": _CHECKED,
    "law_evidence_too_weak": _CHECKED,
    "law_review_overdue": _CHECKED,
    "unread": _CHECKED,
    "training_hours": "book the hours of training that are missing, and have them recorded by the provider",
    "supervised_sessions": "arrange the supervised sessions that are missing, and have them signed",
    "years_licensed": "wait until they have been licensed for long enough, or let them work under somebody who has",
    "exam_passed": "have them sit the examination, and the result recorded",
    "certification": "have them renew the certification, or take one for this group of patients",
    "board_authorization": "have them apply to the board, and the authorization recorded",
    "board_approved_course": "book a course that the board of this place has approved",
    "credential_held": "ask for the card or certificate that is named, and have it recorded",
    "continuing_education": "book the hours of continuing education that are missing, and have them recorded",
    "patient_age": "let them treat patients of the age that is allowed",
    "patient_age_at_least": "ask the patient's age before treatment",
    "body_region": "let them needle the regions that are allowed",
    "body_region_limited": "say before treatment which region is to be needled",
    "licence_checked": "look the licence up at its source, and record the day of the look",
    "referral": "see the referral before treatment",
    "informed_consent": "take the patient's informed consent before treatment",
    "written_informed_consent": "have the patient sign a consent before treatment, or declare that all of them do",
    "parental_consent": "take the consent of a parent or guardian before treatment",
    "child_assent": "ask the child before treatment",
    "minor_own_consent": "take the young person's own consent before treatment",
}
_VOUCHED = "confirm before treatment that this holds"


def step_for(code: str) -> str:
    """What to do about one reason code: no capital, no full stop. A key of a law file is to be confirmed."""
    if code.startswith("patient_age_at_least"):
        return STEPS["patient_age_at_least"]
    return STEPS.get(code) or f"{_VOUCHED}: {name_code(code)}"


def steps_for(codes: Sequence[str]) -> list[str]:
    """What to do about these, each once, in their order; nothing for what is in order anyway."""
    told = [step_for(code) for code in codes]
    return list(dict.fromkeys(step for step in told if not step.startswith("nothing need be done")))


def name_code(code: str) -> str:
    """A code in words."""
    phrase = PHRASES.get(code, "")
    return phrase if phrase and "{" not in phrase else code.replace("_", " ")
