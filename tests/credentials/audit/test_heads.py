"""The heads themselves: cut, changed, made anew, kept elsewhere."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from credentials.models import AuditHead
from credentials.operations.audit import close_days
from credentials.signing.heads import CLAIMS, digest_head
from credentials.signing.keys import current_keys, make_private_jwk
from credentials.signing.published import keys_by_kid
from credentials.signing.tokens import AUDIT_HEAD, check, sign
from tests.credentials.audit.world import change, correct_everything, pass_day
from tests.credentials.receipts.forging import parts_of


@pytest.fixture
def days(closed):
    """Three closed days."""
    for _ in range(2):
        correct_everything()
        pass_day()
        closed += close_days()
    assert len(closed) == 3
    return closed


def heads():
    return list(AuditHead.objects.order_by("day"))


def told(lines, day):
    return [line for line in lines if line.startswith(f"{day}: head: ")]


def test_a_head_says_what_it_covers(days):
    first, second, _ = heads()
    keys = keys_by_kid()
    claims = check(first.head, keys, typ=AUDIT_HEAD)
    assert claims.keys() == CLAIMS
    assert (claims["day"], claims["previous"]) == (days[0].isoformat(), None)
    assert check(second.head, keys, typ=AUDIT_HEAD)["previous"] == digest_head(first.head).hex()
    assert claims["sections"]["licences.recorded"]["rows"] > 5


def replace(head, payload):
    """Write another head in its place, signed with the key of these settings, its digest fitting."""
    compact = sign(payload, typ=AUDIT_HEAD)
    change(
        "UPDATE credentials_audithead SET head = %s, digest = %s WHERE day = %s",
        compact,
        digest_head(compact),
        head.day,
    )


def test_a_head_that_was_removed_is_found(days, audit):
    first, second, third = days
    for day in days:
        with transaction.atomic():
            change("DELETE FROM credentials_audithead WHERE day = %s", day)
            code, lines = audit()
            transaction.set_rollback(True)
        assert code == 1
        assert any("no head: it was removed" in line for line in told(lines, day))
    change("DELETE FROM credentials_audithead WHERE day = %s", second)
    _, lines = audit()
    assert any(f"the day after {first} has no head" in line for line in told(lines, third))


def test_a_head_changed_without_its_key_is_found(days, audit):
    head = heads()[1]
    header, _, signature = head.head.split(".")
    other = heads()[2].head.split(".")[1]
    change("UPDATE credentials_audithead SET head = %s WHERE day = %s", f"{header}.{other}.{signature}", head.day)
    _, lines = audit()
    assert any("the signature does not fit" in line for line in told(lines, days[1]))


def test_a_head_made_anew_with_a_key_from_elsewhere_is_found(days, audit, settings):
    head = heads()[-1]
    payload = parts_of(head.head)[1]
    settings.SIGNING_KEYS, own = json.dumps({"keys": [make_private_jwk()]}), settings.SIGNING_KEYS
    replace(head, payload)
    settings.SIGNING_KEYS = own
    _, lines = audit()
    assert any("is not among the published keys" in line for line in told(lines, days[-1]))


def test_a_key_put_into_the_database_convinces_nobody_who_kept_the_keys(days, audit, settings, tmp_path):
    kept = tmp_path / "jwks.json"
    kept.write_text(json.dumps({"keys": list(keys_by_kid().values())}))
    own = settings.SIGNING_KEYS
    settings.SIGNING_KEYS = json.dumps({"keys": [make_private_jwk()]})
    public = current_keys().public[0]
    change("INSERT INTO credentials_signingkey VALUES (%s, %s, now(), NULL)", public["kid"], json.dumps(public))
    replace(heads()[-1], parts_of(heads()[-1].head)[1])
    settings.SIGNING_KEYS = own
    assert audit()[0] == 0  # the forger's key is on file, and only the last head was made anew
    code, lines = audit("--jwks", str(kept))
    assert code == 1
    assert any("is not among the published keys" in line for line in told(lines, days[-1]))


def test_a_chain_made_anew_is_found_by_a_head_that_was_kept(days, audit, tmp_path):
    """With the very key: somebody took everything, edited a row and closed all the days again."""
    kept = tmp_path / "heads.txt"
    assert audit("--export", str(kept))[0] == 0
    assert len(kept.read_text().splitlines()) == 3
    assert audit("--head", str(kept))[0] == 0
    change(
        "UPDATE credentials_practitioner SET registry_number = 'FN-0000-0000' WHERE registry_number = 'FN-SE1F-000S'"
    )
    change(
        "DELETE FROM credentials_licence l USING credentials_practitioner p"
        " WHERE p.id = l.practitioner_id AND p.registry_number = 'FN-0000-0000'"
    )
    change("DELETE FROM credentials_audithead")
    change("DELETE FROM credentials_auditblock")
    close_days()
    code, lines = audit()
    assert (code, lines) == (0, lines)
    code, lines = audit("--head", str(kept))
    assert code == 1
    assert sum("the chain has another head of this day" in line for line in lines) == 3


def test_a_chain_cut_at_its_end_is_found_by_a_head_that_was_kept(days, audit, tmp_path):
    kept = tmp_path / "head.txt"
    kept.write_text(heads()[-1].head)
    change("DELETE FROM credentials_audithead WHERE day = %s", days[-1])
    change("DELETE FROM credentials_auditblock WHERE day = %s", days[-1])
    assert audit()[0] == 0  # as if the day had not been closed yet; its rows could be changed and closed again
    code, lines = audit("--head", str(kept))
    assert code == 1
    assert any("the chain has no head of this day any more" in line for line in lines)


def test_a_head_kept_that_was_never_signed_here_is_refused(days, audit, tmp_path):
    kept = tmp_path / "head.txt"
    kept.write_text(heads()[-1].head[:-10] + "AAAAAAAAAA")
    code, lines = audit("--head", str(kept))
    assert code == 1
    assert any("fit" in line and "the head kept of" in line for line in lines)


CHANGED = "UPDATE credentials_auditblock SET {} WHERE section = 'licences.recorded' AND day = %s"
BLOCKS = {
    "a block removed": "DELETE FROM credentials_auditblock WHERE section = 'licences.recorded' AND day = %s",
    "a root changed": CHANGED.format("root = sha256(root)"),
    "a count changed": CHANGED.format("rows = rows + 1"),
    "an end changed": CHANGED.format("last_id = last_id - 1"),
    "a block of a section that is none": """INSERT INTO credentials_auditblock
        (day, section, number, rows, last_id, root, marks) VALUES (%s, 'licences.recorded', 7, 1, 10000, 'x', 'x')""",
}


@pytest.mark.parametrize("statement", BLOCKS.values(), ids=BLOCKS.keys())
def test_blocks_that_were_changed_are_found(days, audit, statement):
    assert change(statement, days[0]) == 1
    code, lines = audit()
    assert code == 1
    assert any("licences.recorded" in line for line in lines)


def test_a_change_of_the_marks_hides_nothing(closed, audit):
    change("UPDATE credentials_auditblock SET marks = sha256(marks)")
    assert audit()[0] == 0  # marks are no proof, and prove nothing
    change("UPDATE credentials_licence SET key_digest = key_digest + 1")
    assert audit()[0] == 1


def test_the_database_refuses_to_change_the_chain(closed):
    for statement in (
        "UPDATE credentials_audithead SET head = ''",
        "DELETE FROM credentials_audithead",
        "DELETE FROM credentials_auditblock",
        "UPDATE credentials_auditblock SET rows = 0",
        "TRUNCATE credentials_audithead",
        "TRUNCATE credentials_auditblock",
    ):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL filiform.truncate = 'no'")
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)


def test_what_is_no_file_is_said_to_be_none(closed, audit):
    assert audit("--head", "/nonexistent/heads")[0] == 2
    assert audit("--export", "/nonexistent/heads")[0] == 2
    assert AuditHead.objects.filter(day=F("day")).count() == 1
