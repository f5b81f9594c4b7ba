"""The statements of the job that raises flags, one set for each kind of thing."""

from collections.abc import Sequence

from credentials.queries.flags_sql import LASTING, Lasting

# Candidates first, then a look at each one's other facts by its index: what is not near its expiry is read once, in a
# row, and never joined. OFFSET 0 keeps the planner from turning the looks into a second reading of the whole table.
# The sort makes the reading end before the writing begins: a scan of the flags planned while there were none would
# else go over all that this very statement has written, once for each row (46 s instead of one, when tried).
_RAISE = """
WITH absorbed AS MATERIALIZED (
    SELECT id, merged_into_id AS root FROM credentials_practitioner WHERE merged_into_id IS NOT NULL
), one AS (
    SELECT id, root FROM absorbed UNION SELECT root, root FROM absorbed
), merged AS MATERIALIZED (
    SELECT a.id, array_agg(b.id) AS numbers FROM one AS a JOIN one AS b USING (root) GROUP BY a.id
), erased AS MATERIALIZED (
    SELECT p.id FROM credentials_practitioner AS p JOIN accounts_person AS human ON human.id = p.person_id
    WHERE human.erased_at IS NOT NULL
), hidden AS MATERIALIZED (
    SELECT id FROM erased UNION SELECT unnest(numbers) FROM merged JOIN erased USING (id)
), reached AS (
    SELECT f.*, {about} AS about, {{step}} AS step FROM {table} AS f
    WHERE f.superseded_at IS NULL AND f.expires_on BETWEEN %(first)s AND %(last)s
    OFFSET 0
), fresh AS (
    SELECT f.*, coalesce(merged.numbers, ARRAY[f.practitioner_id]) AS numbers
    FROM reached AS f LEFT JOIN merged ON merged.id = f.practitioner_id
    WHERE NOT EXISTS (
        SELECT FROM credentials_expiryflag AS x WHERE x.practitioner_id = f.practitioner_id AND {is_flagged}
    )
    AND (merged.numbers IS NULL OR NOT EXISTS (
        SELECT FROM credentials_expiryflag AS x WHERE x.practitioner_id = ANY(merged.numbers) AND {is_flagged}
    ))
    AND NOT EXISTS (SELECT FROM hidden WHERE hidden.id = f.practitioner_id)
    AND NOT {is_ended}
    OFFSET 0
)
INSERT INTO credentials_expiryflag
    (kind, fact_id, practitioner_id, source_id, also_told_by, about, expires_on, step, flagged_on, told_on)
SELECT '{kind}', f.id, f.practitioner_id, f.source_id, other.also_told_by, f.about, f.expires_on, f.step,
    %(day)s, %(told_on)s
FROM fresh AS f CROSS JOIN LATERAL (
    SELECT bool_or({gives_way}) AS gives_way, array_agg(g.source_id) FILTER (WHERE {tells_alike}) AS also_told_by
    FROM {table} AS g
    WHERE g.practitioner_id = ANY(f.numbers) AND g.superseded_at IS NULL AND g.id <> f.id
) AS other
WHERE other.gives_way IS NOT TRUE
ORDER BY f.practitioner_id
ON CONFLICT DO NOTHING
"""

# Whoever has no address is not written to: a mail without one would only lie among the dead letters.
DIGESTS = """
WITH absorbed AS MATERIALIZED (
    SELECT one.id, root.person_id FROM credentials_practitioner AS one
    JOIN credentials_practitioner AS root ON root.id = one.merged_into_id
    WHERE one.merged_into_id IS NOT NULL
), flagged AS (
    SELECT DISTINCT coalesce(absorbed.person_id, p.person_id) AS person_id
    FROM credentials_expiryflag AS flag JOIN credentials_practitioner AS p ON p.id = flag.practitioner_id
    LEFT JOIN absorbed ON absorbed.id = p.id
    WHERE flag.told_on BETWEEN %(since)s AND %(day)s
)
INSERT INTO outbox_message (kind, cause, recipient, payload, created_at, due_at)
SELECT %(kind)s, %(cause)s, 'person:' || person_id, %(payload)s::jsonb, %(at)s, %(at)s FROM flagged
WHERE EXISTS (
    SELECT FROM accounts_personaldetail AS detail
    WHERE detail.person_id = flagged.person_id AND detail.kind = 'email' AND detail.superseded_at IS NULL
      AND detail.value IS NOT NULL
)
ON CONFLICT DO NOTHING
"""


def reach_of(steps: Sequence[int]) -> str:
    """SQL for the last step that `f` has reached by the day: the nearest one that is no nearer than the expiry."""
    nearest_first = sorted(steps)
    passed = [f"WHEN f.expires_on - %(day)s::date <= {step:d} THEN {step:d}" for step in nearest_first]
    return f"(CASE {' '.join(passed)} END)::smallint"


def _fill(one: Lasting) -> str:
    return _RAISE.format(
        kind=one.kind,
        table=one.table,
        about=one.about("f"),
        is_ended=one.is_ended("f"),
        gives_way=one.gives_way(),
        is_flagged=(
            f"x.kind = '{one.kind}' AND x.about = f.about AND x.expires_on = f.expires_on AND x.step <= f.step"
        ),
        tells_alike=f"{one.is_same()} AND g.expires_on = f.expires_on AND g.source_id <> f.source_id",
    )


RAISE = {one.kind: _fill(one) for one in LASTING}
