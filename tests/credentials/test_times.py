"""`recorded_at` rises in the order of commits: whatever an instant shows, it shows for ever."""

import random
import time
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from accounts.models import RegistryClock
from accounts.operations.personal import find_or_make_organisation
from credentials.models import ExamPass, Practitioner
from credentials.operations.records import put_record

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, ROUNDS = 6, 8
AS_KNOWN = """
SELECT (SELECT ticked_at FROM accounts_registryclock), array_agg(id ORDER BY id) FROM credentials_exampass
WHERE recorded_at <= coalesce(%(at)s, (SELECT ticked_at FROM accounts_registryclock))
  AND (superseded_at IS NULL OR superseded_at > coalesce(%(at)s, (SELECT ticked_at FROM accounts_registryclock)))
"""


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


def look(at=None):
    with connection.cursor() as cursor:
        cursor.execute(AS_KNOWN, {"at": at})
        return cursor.fetchone()


def test_nothing_ever_appears_for_an_earlier_instant(reader):
    source = find_or_make_organisation(name="registry")
    start, done, seen = Barrier(WRITERS + 2), [], []

    def write_as(writer):
        def write():
            chance = random.Random(writer)
            start.wait()
            for turn in range(ROUNDS):
                exams = [{"form": "written", "of": f"{writer}-{turn}", "passed_on": "2020-01-01"}]
                record = reader.read({"registry_number": f"FN-0000-000{writer}", "exams": exams})
                with transaction.atomic():
                    put_record(record=record, shapes=reader.shapes, source=source, by="test")
                    time.sleep(chance.random() / 100)  # between writing and committing others may start
            done.append(writer)

        return write

    def read():
        start.wait()
        while len(done) < WRITERS:
            seen.append(look())
            time.sleep(0.002)

    in_threads(*(write_as(writer) for writer in range(WRITERS)), read, read)
    assert len({at for at, _ in seen}) > WRITERS
    for at, ids in seen:
        assert look(at)[1] == ids
    assert ExamPass.objects.filter(superseded_at=None).count() == WRITERS
    assert ExamPass.objects.count() == WRITERS * ROUNDS


def test_two_sources_of_the_same_new_person_make_one_record(reader, bo):
    del bo["registry_number"]
    sources = [find_or_make_organisation(name=f"Board {n}") for n in range(WRITERS)]
    start = Barrier(WRITERS)

    def write_as(source):
        def write():
            start.wait()
            put_record(record=reader.read(bo), shapes=reader.shapes, source=source, by="test")

        return write

    in_threads(*(write_as(source) for source in sources))
    assert Practitioner.objects.count() == 1


def test_one_record_sent_by_many_at_once_is_recorded_once(reader, ada):
    source = find_or_make_organisation(name="registry")
    start, changed = Barrier(WRITERS), []

    def write():
        start.wait()
        changed.append(put_record(record=reader.read(ada), shapes=reader.shapes, source=source, by="test").changed)

    in_threads(*[write] * WRITERS)
    assert changed.count(True) == 1
    assert ExamPass.objects.get().recorded_at == RegistryClock.objects.get().ticked_at
