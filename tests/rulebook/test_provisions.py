"""Every provision that ships, tried with the best record there can be, and with that record less one thing.

A provision added to a law file is covered here without another line. What only a person can judge (what the law
meant, how two laws meet, which child may consent) stands in cases/, written by hand.
"""

import datetime as dt
from collections.abc import Iterator

import pytest

from rulebook import decide
from rulebook.decision import Decision
from rulebook.law import Law, Provision
from rulebook.question import NO_STANDARD, Question
from tests.rulebook.best_records import Best, PlacedLeaf, best_for, leaves_of, ways_of
from tests.rulebook.shipped import ASKED_ON, read_shipped_law

FIRST_ASKABLE, LAST_ASKABLE = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
AT_THE_BEDSIDE = ("attestation", "parental_consent")
STRONG = ("secondary", "primary")


def every_provision() -> Iterator[Provision]:
    for place in read_shipped_law().jurisdictions.values():
        for several in place.provisions.values():
            yield from several


def ways(provision: Provision) -> list[tuple[PlacedLeaf, ...]]:
    """The ways of meeting what it asks; none where nothing that one holds or does can meet it."""
    held = provision.document
    if held["position"] == "permitted":
        return [()]
    return list(ways_of(held["requires"], f"{provision.id}/requires")) if held["position"] == "conditional" else []


def may_permit(provision: Provision) -> bool:
    held = provision.document
    return bool(held["complete"] and held["evidence"] in STRONG and ways(provision))


ALL = list(every_provision())
PERMITTING = [provision for provision in ALL if may_permit(provision)]
BARRED = [provision for provision in ALL if not may_permit(provision)]


def named(provisions: list[Provision]) -> object:
    return pytest.mark.parametrize("provision", provisions, ids=[provision.id for provision in provisions])


def first_day(provision: Provision) -> dt.date:
    """The first day of it on which a question can be asked."""
    return max(provision.starts, FIRST_ASKABLE)


def last_day(provision: Provision) -> dt.date:
    return provision.until - dt.timedelta(days=1) if provision.until else LAST_ASKABLE


def ask(law: Law, provision: Provision, best: Best, day: dt.date, asked_on: dt.date = ASKED_ON) -> Decision:
    question = Question(
        registry_number="FN-0000-0000",
        jurisdiction=provision.place,
        on=day,
        known_at="2026-11-22T00:00:00Z",
        age=best.age,
        attested=best.attested,
        body_region=best.body_region,
        standard=NO_STANDARD,
    )
    return decide(question, best.facts, law, None, None, asked_on)


def best_on(
    provision: Provision, way: tuple[PlacedLeaf, ...], day: dt.date, short_of: PlacedLeaf | None = None
) -> Best:
    """The best record under the law of the place and, beside it, of its country."""
    beside = [leaf for other in national(provision, day) for leaf in ways(other)[0]]
    return best_for((*way, *beside), place=provision.place, profession=provision.profession, day=day, short_of=short_of)


def national(provision: Provision, day: dt.date) -> list[Provision]:
    """The country's provisions that count beside one of a subdivision."""
    country = provision.place[:2]
    if country == provision.place:
        return []
    return [
        other
        for other in ALL
        if other.place == country and other.profession == provision.profession and other.is_in_force(day)
    ]


def counted(decision: Decision) -> list[str]:
    chosen = decision.judgement.chosen
    return [one.id for one in chosen.provisions] if chosen else []


def told(decision: Decision) -> str:
    return f"{decision.outcome}: " + ", ".join(f"{gap.code} ({gap.path})" for gap in decision.gaps)


@named(PERMITTING)
def test_every_way_of_meeting_it_permits_on_its_first_and_last_day(shipped_law: Law, provision: Provision) -> None:
    for day in (first_day(provision), last_day(provision)):
        assert all(may_permit(other) for other in national(provision, day)), "the country's law bars it: write a case"
        for way in ways(provision):
            decision = ask(shipped_law, provision, best_on(provision, way, day), day)
            assert decision.outcome == "permitted", f"{day} {told(decision)}"
            assert provision.id in counted(decision)


@named(ALL)
def test_it_counts_from_its_first_to_its_last_day_and_on_no_other(shipped_law: Law, provision: Provision) -> None:
    way = (ways(provision) or [()])[0]
    first, last = first_day(provision), last_day(provision)
    days = {first: True, last: True}
    if provision.starts > FIRST_ASKABLE:
        days[first - dt.timedelta(days=1)] = False
    if provision.until is not None:
        days[provision.until] = False
    for day, counts in days.items():
        is_outspoken = provision.position == "silent" and any(
            one.position != "silent" for one in national(provision, day)
        )
        decision = ask(shipped_law, provision, best_on(provision, way, min(first, day)), day)
        assert (provision.id in counted(decision)) is (counts and not is_outspoken), day
        if not counted(decision):
            assert [gap.code for gap in decision.gaps] == ["law_not_on_file"]
            assert decision.outcome == "undetermined"


def leaf_of_ways() -> list[tuple[Provision, tuple[PlacedLeaf, ...], PlacedLeaf]]:
    return [(one, way, leaf) for one in PERMITTING for way in ways(one) for leaf in way]


@pytest.mark.parametrize(
    ("provision", "way", "leaf"),
    leaf_of_ways(),
    ids=[
        f"{provision.id} {'+'.join(one.path.removeprefix(provision.id + '/requires/') for one in way)} less "
        f"{leaf.path.removeprefix(provision.id + '/requires/')}"
        for provision, way, leaf in leaf_of_ways()
    ],
)
def test_without_one_requirement_it_does_not_permit_and_says_which(
    shipped_law: Law, provision: Provision, way: tuple[PlacedLeaf, ...], leaf: PlacedLeaf
) -> None:
    for day in (first_day(provision), last_day(provision)):
        decision = ask(shipped_law, provision, best_on(provision, way, day, short_of=leaf), day)
        gaps = [gap.path for gap in decision.gaps]
        assert decision.outcome != "permitted"
        if leaf.choice is None:
            assert any(path.endswith(leaf.path) for path in gaps), told(decision)
            assert decision.outcome == ("conditional" if leaf.kind in AT_THE_BEDSIDE else "refused")
        else:
            # Another branch may lack as little; then the first is told.
            assert any(leaf.choice in path for path in gaps), told(decision)


def reasons_against(provision: Provision) -> set[str]:
    """The codes that say why a provision can never permit, from its file."""
    held = provision.document
    reasons = {"prohibited": {"law_prohibits"}, "silent": {"law_silent"}, "unknown": {"law_unread"}}
    codes = set(reasons.get(held["position"], set()))
    codes |= {"law_partly_read"} if not held["complete"] else set()
    codes |= {"law_evidence_too_weak"} if held["evidence"] not in STRONG else set()
    if held["position"] == "conditional" and any(leaf["kind"] == "unread" for leaf in leaves_of(held["requires"])):
        codes.add("unread")
    return codes


@named(BARRED)
def test_not_even_the_best_record_is_permitted_where_the_law_is_not_clear(
    shipped_law: Law, provision: Provision
) -> None:
    day = max(first_day(provision), min(ASKED_ON, last_day(provision)))
    if provision.position == "silent" and any(one.position != "silent" for one in national(provision, day)):
        pytest.skip("the country's law speaks, so this silence does not count")
    requires = provision.document["requires"] or {"all_of": []}
    everything = tuple(PlacedLeaf("", None, leaf) for leaf in leaves_of(requires) if leaf["kind"] != "unread")
    decision = ask(shipped_law, provision, best_on(provision, everything, day), day)
    expected = "refused" if provision.position == "prohibited" else "undetermined"
    assert decision.outcome == expected, told(decision)
    assert {gap.code for gap in decision.gaps} >= reasons_against(provision)
    assert reasons_against(provision), "nothing in the file says why"


@named(PERMITTING)
def test_a_yes_ends_with_the_day_of_its_review(shipped_law: Law, provision: Provision) -> None:
    day = last_day(provision)
    best = best_on(provision, ways(provision)[0], day)
    due = provision.overdue_from
    assert due is not None
    for asked_on, outcome in ((due - dt.timedelta(days=1), "permitted"), (due, "undetermined")):
        assert ask(shipped_law, provision, best, day, asked_on).outcome == outcome
