"""How fast the import is beside the obvious way: the same lines, parsed and checked alike, saved by bulk_create.

`python benchmarks/bench_import.py [LINES] [ROUNDS]` writes into the database of DATABASE_URL and leaves its rows there:
give it one of its own. Both ways take turns on slices of one fictional population, so that drift of the machine hits
both; the figure that counts is the median of the ratios. The obvious way knows nobody: it never looks for whose a line
is, compares nothing with what is on file, and cannot be run twice.
"""

import itertools
import json
import os
import resource
import secrets
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.db import transaction  # noqa: E402

from accounts.models import (  # noqa: E402
    HeldNumber,
    Person,
    PersonalDetail,
)
from accounts.operations.clock import tick  # noqa: E402
from accounts.operations.personal import find_or_make_organisation, prepare_detail  # noqa: E402
from benchmarks.make_population import make_people  # noqa: E402
from credentials.models import Practitioner  # noqa: E402
from credentials.operations.importing import Line, import_lines  # noqa: E402
from credentials.queries.readers import current_reader  # noqa: E402
from credentials.records.lines import parse_line  # noqa: E402
from rulebook.facts import normalise_number  # noqa: E402

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


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    reader = current_reader()
    source = find_or_make_organisation(name=f"benchmark {secrets.token_hex(4)}")
    lines = (json.dumps(person).encode() + b"\n" for person in make_people(2 * count * rounds))
    ratios, rates = [], []
    for turn in range(rounds):
        times = []
        for way in (import_by_copy, import_by_bulk_create):
            told = list(itertools.islice(lines, count))
            started = time.perf_counter()
            way(told, reader, source)
            times.append(time.perf_counter() - started)
        ratios.append(times[1] / times[0])
        rates.append(count / times[0])
        print(f"round {turn + 1}: import {times[0]:.2f} s, bulk_create {times[1]:.2f} s, ratio {ratios[-1]:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"median ratio {statistics.median(ratios):.2f}, {statistics.median(rates):.0f} lines/s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
