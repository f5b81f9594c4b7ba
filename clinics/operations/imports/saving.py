"""Writing down what was found of many rows at once."""

from collections.abc import Sequence

import orjson
from django.db import connection

from clinics.models import StagedEntry

_SAVE = """
UPDATE clinics_stagedentry AS staged SET verdict = told.verdict, practitioner_id = told.practitioner_id,
    matched_by = told.matched_by, candidates = told.candidates, entry_key = told.entry_key, became = told.became,
    refusal = told.refusal
FROM jsonb_to_recordset(%s::jsonb) AS told (id bigint, verdict text, practitioner_id bigint, matched_by text,
    candidates jsonb, entry_key uuid, became text, refusal jsonb)
WHERE staged.id = told.id
"""


def save_rows(rows: Sequence[StagedEntry]) -> None:
    """Verdict, match and end of each, in one statement."""
    told = [
        {
            "id": row.pk,
            "verdict": row.verdict,
            "practitioner_id": row.practitioner_id,
            "matched_by": row.matched_by,
            "candidates": row.candidates,
            "entry_key": row.entry_key,
            "became": row.became,
            "refusal": row.refusal,
        }
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [orjson.dumps(told).decode()])
