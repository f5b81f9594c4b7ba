"""What alerts say: every kind, every reason code."""

import datetime as dt

import pytest

from clinics.models import Alert
from clinics.sentences.alerts import Told, is_urgent, say, say_next_step
from clinics.sentences.steps import STEPS, step_for
from rulebook.reasons import list_reasons

DAY = dt.date(2026, 3, 2)
WHO = {"number": "FN-ADA0-0001", "role": "therapist", "site": "Main Street", "groups": ["adult", "child"]}


def told(kind="outcome_changed", before="permitted", after="refused", because=(), conditions=(), **more):
    return Told(
        kind=kind,
        before=before and {"outcome": before, "conditions": [], "because": []},
        after={"outcome": after, "conditions": list(conditions), "because": list(because)},
        raised_on=DAY,
        **{**WHO, **more},
    )


CASES = [
    (
        told(because=["licence_suspended"]),
        "FN-ADA0-0001 (therapist, Main Street) may not needle adults and children; until now: permitted.",
        "Do not let them needle adults and children at Main Street until the answer is yes again. Ask them, or the"
        " licensing authority, what is needed to lift it, and look at the order itself.",
    ),
    (
        told(before="refused", after="permitted", because=["licence_active"], groups=["adult"]),
        "FN-ADA0-0001 (therapist, Main Street) may needle adults; until now: refused.",
        "Nothing need be done: they may be scheduled again at Main Street.",
    ),
    (
        told("condition_added", after="conditional", conditions=["written_informed_consent"], groups=["adult"]),
        "More is asked before FN-ADA0-0001 (therapist, Main Street) may needle adults: the patient's written consent.",
        "Have the patient sign a consent before treatment, or declare that all of them do.",
    ),
    (
        told("change_coming", because=["law_prohibits"], on_day=dt.date(2026, 4, 1)),
        "From 1 April 2026 on FN-ADA0-0001 (therapist, Main Street) may not needle adults and children, by what is"
        " known today.",
        "Plan at Main Street without them from that day on, unless it is put in order before. Plan other treatment, or"
        " a practitioner of another profession: the law forbids it.",
    ),
    (
        told("expiry_near", because=["licence_expired"], details={"holds_until": "2026-03-31"}, groups=["adult"]),
        "FN-ADA0-0001 (therapist, Main Street) may needle adults through 31 March 2026 and no longer: licence expired.",
        "Ask them to renew the licence; the answer comes back by itself once the renewal is on record. Once a renewal"
        " is on record you hear no more of this.",
    ),
    (
        Told(kind="answers_differ", details={"differ": 1, "restored": 0}),
        "1 answer recorded for your organisation would come out otherwise now.",
        "Look at the answers that differ, and ask again before anyone relies on them.",
    ),
]


@pytest.mark.parametrize(("alert", "says", "step"), CASES, ids=[one.kind for one, _, _ in CASES])
def test_an_alert_says_what_happened_and_what_to_do(alert, says, step):
    assert say(alert) == says
    assert say_next_step(alert) == step


@pytest.mark.parametrize("kind", Alert.Kind.values)
def test_every_kind_has_words_though_nothing_else_is_known(kind):
    assert say(Told(kind=kind, number="FN-ADA0-0001")).endswith(".")
    assert say_next_step(Told(kind=kind)).endswith(".")


@pytest.mark.parametrize("code", [reason.code for reason in list_reasons() if "<" not in reason.code])
def test_every_reason_code_has_a_step(code):
    assert code in STEPS


def test_a_key_of_a_law_file_is_to_be_confirmed():
    assert step_for("premises_approved") == "confirm before treatment that this holds: premises approved"
    assert step_for("patient_age_at_least_12") == "ask the patient's age before treatment"


URGENT = [
    ("falls to no", told(), True),
    ("falls to unknown", told(after="undetermined"), True),
    ("falls to a yes with conditions", told(after="conditional"), False),
    ("was no before, and is unknown now", told(before="refused", after="undetermined"), False),
    ("rises", told(before="refused", after="permitted"), False),
    ("falls on a later day", told(on_day=DAY + dt.timedelta(1)), False),
    ("falls today", told(on_day=DAY), True),
    ("is no at the first look", told(before=None), True),
    ("an expiry that is only near", told("expiry_near"), False),
]


@pytest.mark.parametrize(("alert", "urgent"), [one[1:] for one in URGENT], ids=[one[0] for one in URGENT])
def test_what_cannot_wait(alert, urgent):
    assert is_urgent(alert) is urgent
