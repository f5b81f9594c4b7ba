"""The quick population of benchmarks is what the importer would have written."""

import json
from collections import Counter

import pytest

from benchmarks.make_population import make_people
from credentials.operations.importing import Line, import_lines
from credentials.queries.readers import current_reader
from credentials.queries.records import export_records

PEOPLE = 400


def test_importing_what_was_filled_changes_nothing(filled):
    reader = current_reader()
    records = list(export_records(shapes=reader.shapes, source=filled))
    assert len(records) == PEOPLE
    lines = (Line(n, json.dumps(record).encode()) for n, record in enumerate(records, 1))

    summary = import_lines(lines, reader=reader, source=filled, by="test", refuse=pytest.fail)

    assert (summary.taken, summary.new, summary.changed, summary.recorded) == (PEOPLE, 0, 0, 0)


def test_as_much_is_on_file_as_in_a_population_by_the_line(filled):
    records = list(export_records(shapes=current_reader().shapes, source=filled))

    filled_counts, written_counts = count_items(records), count_items(make_people(PEOPLE))

    assert set(filled_counts) == set(written_counts)
    for kind, count in written_counts.items():
        assert filled_counts[kind] == pytest.approx(count, rel=0.1, abs=3 * count**0.5), kind


def count_items(records):
    """How many items of each kind, and how many spans and parts in them."""
    counts = Counter()
    for record in records:
        for kind, items in record.items():
            if isinstance(items, list) and items and isinstance(items[0], dict):
                counts[kind] += len(items)
                for item in items:
                    for part in ("statuses", "restrictions", "hours"):
                        if isinstance(item.get(part), list) and item[part]:
                            counts[f"{kind}/{part}"] += len(item[part])
    return counts
