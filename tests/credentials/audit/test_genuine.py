"""Genuine use never raises an alarm."""

import datetime as dt

from credentials.models import AuditBlock, AuditHead, Practitioner
from credentials.operations.audit import close_days
from credentials.operations.erasure import erase_person
from credentials.queries.audit_sections import SECTIONS
from law.operations.releases import release_again, release_pack
from tests.credentials.api.world import ADA, CARL, law_content, put
from tests.credentials.audit.world import correct_everything, pass_day, undo_merge


def test_every_section_is_under_the_first_head(closed, audit):
    """Else the tests below would show nothing of a section that is empty."""
    assert {block.section for block in AuditBlock.objects.all()} == {section.name for section in SECTIONS}
    code, lines = audit()
    assert code == 0, lines
    assert lines[-1] == "Nothing was edited, removed or inserted."


def test_a_life_of_the_registry(closed, audit, ask):
    first = release_pack(content=law_content()).release.pack.digest
    given_days_of_work = [
        correct_everything,
        lambda: (ask(), ask()),
        lambda: release_pack(content=law_content(review_months=24)),
        lambda: release_again(digest=first),
        undo_merge,
        lambda: put({"registry_number": "FN-NEW0-0001", "name": "New Person", "licences": []}, source="another"),
        lambda: erase_person(practitioner=Practitioner.objects.get(registry_number=ADA)),
        lambda: None,
        lambda: ask(number=CARL, jurisdiction="XB-1"),
    ]
    for work in given_days_of_work:
        work()
        code, lines = audit()
        assert code == 0, lines
        pass_day()
        code, lines = audit()
        assert code == 0, lines
        assert len(close_days()) == 1
        code, lines = audit()
        assert code == 0, lines
    assert AuditHead.objects.count() == len(closed) + len(given_days_of_work)


def test_what_is_not_closed_yet_is_told(closed, audit, ask):
    ask()
    put({"registry_number": CARL, "credentials": [{"title": "DPT", "issued_on": "2020-01-01", "expires_on": None}]})
    _, lines = audit()
    assert "2 of them not yet under a head." in lines[-3]


def test_days_of_downtime_are_caught_up_with(closed, audit, ask):
    last = closed[-1]
    for _ in range(3):
        ask()
        correct_everything()
        pass_day()
    caught_up = close_days()
    assert caught_up == [last + dt.timedelta(days=n) for n in (1, 2, 3)]
    assert close_days() == []
    code, lines = audit()
    assert code == 0, lines
    assert "0 of them not yet under a head" in lines[-3]


def test_a_part_of_the_chain(closed, audit):
    correct_everything()
    pass_day()
    (day,) = close_days()
    _, whole = audit()
    code, lines = audit("--from", day.isoformat())
    assert code == 0, lines
    assert lines[0].startswith(f"1 heads, the last of {day}; ")
    assert whole[0].startswith("2 heads, ")


def test_sections_of_more_than_one_block(closed, audit, monkeypatch):
    monkeypatch.setattr("credentials.operations.audit.LEAVES", 2)
    monkeypatch.setattr("credentials.operations.audit._BLOCKS_AT_ONCE", 2)
    for _ in range(5):
        correct_everything()
    pass_day()
    (day,) = close_days()
    assert [block.rows for block in AuditBlock.objects.filter(day=day, section="licences.recorded")] == [2, 2, 1]
    code, lines = audit()
    assert code == 0, lines
