"""`GET /audit/heads`: anyone may keep the heads."""

from django.test import Client

from credentials.operations.audit import close_days
from credentials.signing.published import keys_by_kid
from credentials.signing.tokens import AUDIT_HEAD, check
from tests.credentials.audit.world import pass_day

HEADS = "/api/v1/audit/heads"


def test_anyone_reads_the_heads_page_by_page(closed, monkeypatch):
    monkeypatch.setattr("credentials.api.audit.PER_PAGE", 2)
    for _ in range(2):
        pass_day()
        closed += close_days()
    first = Client().get(HEADS).json()
    assert [one["day"] for one in first["items"]] == [day.isoformat() for day in closed[:2]]
    second = Client().get(HEADS, {"cursor": first["next"]}).json()
    assert [one["day"] for one in second["items"]] == [closed[2].isoformat()]
    assert second["next"] is None
    for one in first["items"]:
        assert check(one["head"], keys_by_kid(), typ=AUDIT_HEAD)["day"] == one["day"]


def test_heads_that_are_served_are_what_the_audit_takes(closed, audit, tmp_path):
    kept = tmp_path / "heads.txt"
    kept.write_text("\n".join(one["head"] for one in Client().get(HEADS).json()["items"]))
    assert audit("--head", str(kept))[0] == 0


def test_no_heads_and_no_cursor(db):
    assert Client().get(HEADS).status_code == 200
    for told in ("yesterday", "2026-02-30", ""):
        assert Client().get(HEADS, {"cursor": told}).status_code == 422
