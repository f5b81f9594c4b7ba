"""Two ways to take the same lines in: the product's, and the obvious one, saved by bulk_create.

Both parse and check alike. The obvious way knows nobody: it never looks for whose a line is, compares nothing with what
is on file, and cannot be run twice. Needs Django set up; `benchmarks.measure_import` runs it.
"""

import datetime as dt
import itertools
import json
import random
import resource
import secrets
import time

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from accounts.models import HeldNumber, Person, PersonalDetail
from accounts.operations.clock import tick
from accounts.operations.personal import find_or_make_organisation, prepare_detail
from benchmarks.make_population import make_people, make_person
from credentials.models import Practitioner
from credentials.operations.flags import flag_expiring
from credentials.operations.importing import Line, import_lines
from credentials.queries.readers import current_reader
from credentials.records.lines import parse_line
from rulebook.facts import normalise_number

BATCH = 2_000


def import_by_copy(lines, reader, source):
    """The way of `manage.py import_registry`."""
    numbered = (Line(n, line) for n, line in enumerate(lines, 1))
    summary = import_lines(numbered, reader=reader, source=source, by="benchmark", refuse=print)
    assert summary.new == len(lines), summary


def import_by_bulk_create(lines, reader, source):
    """The obvious way: a model instance for each row, bulk_create for each kind."""
    for start in range(0, len(lines), BATCH):
        records = [reader.read(parse_line(line)) for line in lines[start : start + BATCH]]
        with transaction.atomic():
            save_in_bulk(records, reader.shapes, source, tick())


def save_in_bulk(records, shapes, source, at):
    people = Person.objects.bulk_create([Person() for _ in records])
    practitioners = Practitioner.objects.bulk_create(
        Practitioner(registry_number=record.registry_number, person=person, recorded_at=at)
        for record, person in zip(records, people, strict=True)
    )
    PersonalDetail.objects.bulk_create(
        prepare_detail(person_id=person.pk, source_id=source.pk, kind=kind, value=value, recorded_at=at)
        for record, person in zip(records, people, strict=True)
        for kind, value in record.scalars.items()
        if value
    )
    for name, shape in shapes.items():
        model = next(
            one for one in apps.get_app_config("credentials").get_models() if one._meta.db_table == shape.table
        )
        rows = [
            make_fact(model, shape, item, practitioner, source, at)
            for record, practitioner in zip(records, practitioners, strict=True)
            for item in record.lists.get(name, ())
        ]
        if shape.number_places:
            HeldNumber.objects.bulk_create([row.held_number for row in rows if row.held_number])
        model.objects.bulk_create(rows)


def make_fact(model, shape, item, practitioner, source, at):
    fields = {}
    for field, value in zip(shape.fields, item.values, strict=True):
        if field.column == "held_number_id":
            person = practitioner.person
            made = value and HeldNumber(person=person, text=value, normalised=normalise_number(value))
            fields["held_number"] = made or None
        elif field.json is not None:
            fields[field.name] = [dict(zip(field.json, part, strict=True)) for part in value] if field.json else value
        else:
            fields[field.column or field.name] = value
    key, digest = int.from_bytes(secrets.token_bytes(7)), secrets.token_bytes(32)
    return model(practitioner=practitioner, source=source, recorded_at=at, key_digest=key, digest=digest, **fields)


def take_turns(count, rounds):
    """Seconds of each way over slices of one population that nobody has seen, in turn; told as JSON."""
    reader = current_reader()
    source = find_or_make_organisation(name="benchmark of imports")
    held = Practitioner.objects.count()
    people = itertools.islice(make_people(held + 2 * count * rounds), held, None)
    lines = (json.dumps(person).encode() + b"\n" for person in people)
    times = {"import_registry": [], "bulk_create": []}
    for _ in range(rounds):
        for way, name in ((import_by_copy, "import_registry"), (import_by_bulk_create, "bulk_create")):
            told = list(itertools.islice(lines, count))
            began = time.perf_counter()
            way(told, reader, source)
            times[name].append(time.perf_counter() - began)
    print(json.dumps({**times, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


def take_in(count):
    """Seconds for so many lines of new people, by the product's way alone; told as JSON. What was imported is taken
    back, so that a registry of ten thousand stays one; constraints that wait for the commit are looked at before."""
    reader = current_reader()
    source = find_or_make_organisation(name="registry")
    first = Practitioner.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    people = (make_person(n, random.Random(n)) for n in range(first, first + count))
    lines = [json.dumps(person).encode() + b"\n" for person in people]
    with transaction.atomic():
        began = time.perf_counter()
        import_by_copy(lines, reader, source)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    print(json.dumps({"seconds": took}))


def flag_again():
    """Seconds of a run that flags nothing new, on the day of the first, after something was recorded; told as JSON."""
    now = dt.datetime.now(dt.UTC)
    flag_expiring(day=now.date(), at=now, ladder=settings.EXPIRY_LADDER_DAYS)
    with transaction.atomic():
        tick()
    began = time.perf_counter()
    raised = flag_expiring(day=now.date(), at=now, ladder=settings.EXPIRY_LADDER_DAYS)
    took = time.perf_counter() - began
    assert raised.flags == 0, raised
    print(json.dumps({"seconds": took}))
