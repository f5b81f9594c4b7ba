"""Checks the whole audit chain: heads, blocks and rows, from one snapshot."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection, transaction

from credentials.queries.audit_blocks import Tally, check_section
from credentials.queries.audit_heads import Alarm, Keys, check_heads, compare_kept, expected_of, read_heads
from credentials.queries.audit_sections import SECTIONS

# What a record answers as is told twice: in the record, for speed, and in the history of merges, under the chain.
_MERGES = """
SELECT p.registry_number FROM credentials_practitioner p
LEFT JOIN credentials_mergedrecord m ON m.absorbed_id = p.id AND m.superseded_at IS NULL
WHERE p.merged_into_id IS DISTINCT FROM m.survivor_id ORDER BY p.id
"""


def check_chain(*, keys: Keys, start: dt.date | None = None, kept: list[str], tally: Tally) -> Iterator[Alarm]:
    """All that no genuine use does: edited, removed and inserted rows, heads that were cut, changed or made anew.

    `keys` are public JWKs by kid; `kept` are heads that somebody kept elsewhere. Rows are counted in `tally`.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        heads = read_heads(start)
        yield from check_heads(heads, keys)
        yield from compare_kept(heads, kept, keys)
        expected = expected_of(heads)
        closed = heads[-1].day if heads else None
        for section in SECTIONS:
            told = expected.pop(section.name, {})
            yield from check_section(section, told, start=start, closed=closed, tally=tally)
        for name, days in expected.items():
            yield Alarm(min(days), name, "a section that this program does not know")
        with connection.cursor() as cursor:
            cursor.execute(_MERGES)
            for (number,) in cursor.fetchall():
                yield Alarm(None, number, "it answers as another record than the history of merges says")
