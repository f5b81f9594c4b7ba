"""Packs are released in one order of time with the facts, and never change."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from accounts.models import RegistryClock
from accounts.operations.clock import tick
from law.models import LawPack, LawRelease, LawSource
from law.operations.releases import release_again, release_pack
from law.queries.compiled import current_law, forget_compiled, law_at, law_of_pack
from law.queries.packs import (
    LATEST_PACK_SQL,
    PACK_AT_SQL,
    NoLawReleased,
    current_pack_id,
    current_release,
    find_pack_of_source,
    pack_id_at,
)
from rulebook.law import digest_of

pytestmark = pytest.mark.django_db
SOURCE = "sha256:" + "0" * 64


def select(sql, *given):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", given)
        return cursor.fetchone()[0]


def test_a_release_is_what_answers_from_then_on(content):
    result = release_pack(content=content, source_digest=SOURCE, note="the first")
    assert result.is_new
    assert current_release() == result.release
    assert current_law().digest == digest_of(content) == result.release.pack.digest
    assert result.release.released_at == RegistryClock.objects.get().ticked_at
    assert find_pack_of_source(SOURCE) == result.release.pack


def test_the_same_law_again_changes_nothing(released, content):
    again = release_pack(content=content, source_digest=SOURCE)
    assert (again.is_new, again.release) == (False, released.release)
    assert (LawPack.objects.count(), LawRelease.objects.count(), LawSource.objects.count()) == (1, 1, 1)


def test_an_older_law_can_come_again(released, amend):
    release_pack(content=amend(6))
    back = release_again(digest=released.release.pack.digest, note="a mistake")
    assert back.is_new
    assert back.release.pack == released.release.pack
    assert current_law().review_months == 12
    assert (LawPack.objects.count(), LawRelease.objects.count()) == (2, 3)


def test_a_law_that_never_was_cannot_come_again(released):
    with pytest.raises(LawPack.DoesNotExist):
        release_again(digest=SOURCE)


def test_what_cannot_be_compiled_is_not_released(content):
    with pytest.raises(ValueError, match="index"):
        release_pack(content={**content, "evidence_floor": "hearsay"})
    assert not LawPack.objects.exists()


def test_before_the_first_release_nothing_answers():
    for ask in (current_pack_id, current_law, lambda: law_at(tick())):
        with pytest.raises(NoLawReleased, match="load_law"):
            ask()
    assert current_release() is None
    assert select(LATEST_PACK_SQL) is None
    assert select(PACK_AT_SQL, tick()) is None


@pytest.fixture
def three(content, amend):
    """Three releases of different months."""
    return [release_pack(content=amend(months)).release for months in (12, 6, 3)]


MICROSECOND = timedelta(microseconds=1)
INSTANTS = {
    "long before the first: the first": (0, timedelta(days=-3650), 12),
    "at the first": (0, timedelta(), 12),
    "just before the second": (1, -MICROSECOND, 12),
    "at the second": (1, timedelta(), 6),
    "just after the second": (1, MICROSECOND, 6),
    "at the last": (2, timedelta(), 3),
    "long after the last": (2, timedelta(days=3650), 3),
}


@pytest.mark.parametrize(("which", "later", "months"), INSTANTS.values(), ids=INSTANTS.keys())
def test_an_instant_has_its_pack(three, which, later, months):
    at = three[which].released_at + later
    assert law_at(at).review_months == months
    assert select(PACK_AT_SQL, at) == pack_id_at(at)


def test_the_sql_of_the_hot_path_gives_the_latest(three):
    assert select(LATEST_PACK_SQL) == current_pack_id() == three[-1].pack_id


def test_a_compiled_pack_costs_no_query(released, django_assert_num_queries):
    law = law_of_pack(released.release.pack_id)
    with django_assert_num_queries(0):
        assert law_of_pack(released.release.pack_id) is law
    with django_assert_num_queries(1):
        assert current_law() is law


def test_many_old_packs_do_not_push_out_the_one_in_use(three, content):
    laws = {release.pack_id: law_of_pack(release.pack_id) for release in three}
    assert all(law_of_pack(pack_id) is law for pack_id, law in laws.items())


@pytest.mark.django_db(transaction=True)
def test_threads_that_arrive_together_share_one_law(released):
    barrier, found = Barrier(8), []

    def ask():
        barrier.wait()
        found.append(law_of_pack(released.release.pack_id))
        connection.close()

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({id(law) for law in found}) == 1


def test_a_pack_read_back_is_the_law_that_was_released(released, content):
    forget_compiled()
    law = law_of_pack(released.release.pack_id)
    assert law.digest == digest_of(content)
    assert law.jurisdictions["XA"].document == next(p for p in content["jurisdictions"] if p["jurisdiction"] == "XA")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["of the same law", "of two laws"])
def test_two_releases_at_once_follow_one_another(content, amend, same):
    release_pack(content=content)
    barrier, results = Barrier(2), []

    def release(months):
        barrier.wait()
        try:
            results.append(release_pack(content=amend(months)))
        finally:
            connection.close()

    threads = [Thread(target=release, args=(months,)) for months in ((6, 6) if same else (6, 3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.is_new for result in results) == ([False, True] if same else [True, True])
    instants = list(LawRelease.objects.order_by("pk").values_list("released_at", flat=True))
    assert instants == sorted(set(instants))
    assert len(instants) == (2 if same else 3)
    assert RegistryClock.objects.get().ticked_at >= instants[-1]


@pytest.mark.django_db(transaction=True)
def test_a_release_is_invisible_until_its_transaction_ends(content, amend):
    first = release_pack(content=content).release
    seen = []

    def look():
        seen.append(current_pack_id())
        connection.close()

    with transaction.atomic():
        release_pack(content=amend(6))
        thread = Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [first.pack_id]
    assert current_pack_id() != first.pack_id
