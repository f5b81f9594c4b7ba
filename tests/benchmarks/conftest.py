"""Four hundred fictional persons, made inside PostgreSQL as for a benchmark."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Organisation
from accounts.operations.clock import tick
from benchmarks.fill_population import PARTS, SQL, find_source

PEOPLE = 400


@pytest.fixture
def filled(db):
    """The organisation that told all of it."""
    call_command("load_law", "--yes", stdout=StringIO())
    at = tick()
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text().replace("%", "%%"), [])
        source_id = find_source(cursor, "registry")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for part in PARTS:
            cursor.execute(
                f"SELECT bench.fill_{part}(%s, %s, %s, %s, %s)", [0, PEOPLE - 1, at, at.isoformat(), source_id]
            )
        cursor.execute("SET LOCAL session_replication_role = origin")
    return Organisation.objects.get(pk=source_id)
