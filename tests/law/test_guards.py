"""What the database refuses about the law, in raw SQL, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.operations.clock import tick

pytestmark = pytest.mark.django_db

FORGED = "INSERT INTO law_lawrelease (pack_id, released_at, note) SELECT pack_id, {at}, '' FROM law_lawrelease"
EMPTIED = "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL filiform.truncate = '';"
CHEATS = {
    "rewriting a pack": "UPDATE law_lawpack SET content = '{}'",
    "rewriting a pack with its digest": "UPDATE law_lawpack SET content = '{}',"
    " digest = 'sha256:' || encode(sha256('{}'), 'hex')",
    "a pack under a digest that is not its own": "INSERT INTO law_lawpack (digest, content)"
    " VALUES ('sha256:' || repeat('0', 64), '{}')",
    "the same pack twice": "INSERT INTO law_lawpack (digest, content) SELECT digest, content FROM law_lawpack",
    "deleting a pack": "DELETE FROM law_lawpack",
    "a release at another time": "UPDATE law_lawrelease SET released_at = released_at - interval '1 day'",
    "a release of another pack": "UPDATE law_lawrelease SET pack_id = pack_id + 1",
    "another reason for a release": "UPDATE law_lawrelease SET note = 'otherwise'",
    "deleting a release": "DELETE FROM law_lawrelease",
    "releasing in the past": FORGED.format(at="'2001-01-01'"),
    "releasing in the future": FORGED.format(at="'2101-01-01'"),
    "releasing at no instant of the clock": FORGED.format(at="clock_timestamp()"),
    "releasing twice at one instant": FORGED.format(at="released_at"),
    "files that read as another pack": "UPDATE law_lawsource SET digest = 'sha256:' || repeat('1', 64)",
    "forgetting what files read as": "DELETE FROM law_lawsource",
    "emptying the packs": EMPTIED + "TRUNCATE law_lawpack CASCADE",
    "emptying the releases": EMPTIED + "TRUNCATE law_lawrelease CASCADE",
}


@pytest.fixture
def law(db, content):
    from law.operations.releases import release_pack

    return release_pack(content=content, source_digest="sha256:" + "0" * 64)


@pytest.mark.parametrize("sql", CHEATS.values(), ids=CHEATS.keys())
def test_the_database_refuses(law, sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_another_transactions_instant_is_no_instant_to_release_at(law):
    with transaction.atomic():
        at = tick()
    with pytest.raises(IntegrityError, match="tick"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGED.format(at="%s"), [at])
