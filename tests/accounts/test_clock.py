"""Instants of recording rise in the order of commits, whoever writes at once."""

import datetime as dt
import random
import time
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from accounts.models import Person, RegistryClock
from accounts.operations.clock import recording_at, tick
from accounts.operations.personal import find_or_make_organisation, prepare_detail

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, ROUNDS = 4, 15


def in_threads(*works):
    faults = []

    def guarded(work):
        try:
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def test_a_reader_never_sees_an_earlier_instant_appear_later():
    source = find_or_make_organisation(name="Board")
    start, seen, done = Barrier(WRITERS + 1), [], []

    def write():
        chance = random.Random(7)
        start.wait()
        for _ in range(ROUNDS):
            with transaction.atomic():
                person = Person.objects.create()
                time.sleep(chance.random() / 500)
                at = tick()
                time.sleep(chance.random() / 500)
                prepare_detail(
                    person_id=person.pk, source_id=source.pk, kind="name", value="Ada", recorded_at=at
                ).save()
        done.append(True)

    def read():
        start.wait()
        while len(done) < WRITERS:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT (SELECT ticked_at FROM accounts_registryclock), array_agg(recorded_at)"
                    " FROM accounts_personaldetail"
                )
                seen.append(cursor.fetchone())

    in_threads(read, *[write] * WRITERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT recorded_at FROM accounts_personaldetail ORDER BY id")
        final = [row[0] for row in cursor.fetchall()]
    assert len(set(final)) == WRITERS * ROUNDS
    assert len(seen) > 10
    for known_at, visible in seen:
        assert sorted(visible or []) == sorted(at for at in final if at <= known_at)


def test_a_clock_that_lost_its_row_goes_on():
    RegistryClock.objects.all().delete()
    with transaction.atomic():
        first = tick()
        assert tick() > first


def test_a_writer_that_gives_up_leaves_no_gap_that_matters():
    with transaction.atomic():
        first = tick()
    with transaction.atomic():
        tick()
        transaction.set_rollback(True)
    with transaction.atomic():
        assert tick() > first


def test_a_history_is_recorded_as_though_it_were_then():
    RegistryClock.objects.all().delete()
    then = dt.datetime(2020, 3, 1, 9, tzinfo=dt.UTC)
    with recording_at(then), transaction.atomic():
        assert tick() == then
        assert tick() == then + dt.timedelta(microseconds=1)  # still rising
    with transaction.atomic():
        assert tick() > dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)


def test_nothing_is_recorded_before_what_stands_on_record():
    with transaction.atomic():
        last = tick()
    with recording_at(dt.datetime(2020, 3, 1, 9, tzinfo=dt.UTC)), transaction.atomic():
        assert tick() == last + dt.timedelta(microseconds=1)
