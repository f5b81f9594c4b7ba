"""Staged rows held against what is on file, and merged: set-based, in statements of this file alone.

Each row of `courses_stagedresult` is judged by one query: whose it is, what is wrong with it, whether it is on file
already. The preview judges all rows at once, so that a row which stands twice is seen wherever the other stands; a
merge judges its chunk once more, since what is on file may have changed, and leaves alone what was refused.
"""

from typing import LiteralString

# Of an import whose rows name learners by candidate number alone: one join.
_BY_CANDIDATE: LiteralString = """
    SELECT s.*, e.id AS enrolment_id, e.version_id, e.practitioner_id, e.enrolled_on,
        CASE WHEN e.state <> 'completed' THEN e.ended_on END AS ended_on, e.continues_id,
        NULL::bigint AS other_id, false AS is_several
    FROM courses_stagedresult s
    LEFT JOIN courses_enrolment e ON e.programme_id = %(programme)s AND e.candidate = s.candidate
"""
# By candidate number, by registry number (of either of two merged records), or by both, which must agree. Of several
# enrolments under one registry number the one is meant that held on the day.
_BY_EITHER: LiteralString = """
    SELECT s.*, e.id AS enrolment_id, e.version_id, e.practitioner_id, e.enrolled_on,
        CASE WHEN e.state <> 'completed' THEN e.ended_on END AS ended_on, e.continues_id,
        CASE WHEN s.candidate IS NOT NULL THEN known.id END AS other_id,
        s.candidate IS NULL AND coalesce(known.is_several, false) AS is_several
    FROM courses_stagedresult s
    LEFT JOIN courses_enrolment c ON c.programme_id = %(programme)s AND c.candidate = s.candidate
    LEFT JOIN LATERAL (
        SELECT (array_agg(o.id ORDER BY o.id = c.id DESC NULLS LAST, holds.it DESC, o.enrolled_on DESC))[1] AS id,
            count(*) FILTER (WHERE holds.it) > 1 AS is_several
        FROM credentials_practitioner p
        JOIN credentials_practitioner one
            ON one.id = coalesce(p.merged_into_id, p.id) OR one.merged_into_id = coalesce(p.merged_into_id, p.id)
        JOIN courses_enrolment o ON o.practitioner_id = one.id AND o.programme_id = %(programme)s
        CROSS JOIN LATERAL (
            SELECT o.enrolled_on <= s.sat_on AND (o.ended_on IS NULL OR s.sat_on < o.ended_on) AS it
        ) AS holds
        WHERE p.registry_number = upper(s.registry_number)
    ) AS known ON s.registry_number IS NOT NULL
    LEFT JOIN courses_enrolment e ON e.id = CASE WHEN s.candidate IS NULL THEN known.id ELSE c.id END
"""
_JUDGED: LiteralString = """
examined AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(examined)s) AS x(version_id bigint, examination text, form text)
), found AS (
    {found}
    WHERE s.result_import_id = %(import)s AND s.row > %(after)s AND s.row <= %(last)s {unless}
), held AS (
    SELECT f.*, prior.number AS prior_number, prior.same_id,
        f.enrolment_id IS NOT NULL AND f.examination IS NOT NULL AND f.form IS NOT NULL
            AND coalesce(f.sat_on IN (lag(f.sat_on) OVER tried, lead(f.sat_on) OVER tried), false) AS is_twice,
        f.enrolment_id IS NOT NULL AND (f.continues_id IS NOT NULL OR prior.number IS NOT NULL
            OR lag(f.row) OVER tried IS NOT NULL OR lead(f.row) OVER tried IS NOT NULL) AS is_another,
        x.version_id IS NULL AS is_unexamined
    FROM found f
    LEFT JOIN examined x ON (x.version_id, x.examination, x.form) = (f.version_id, f.examination, f.form)
    LEFT JOIN LATERAL (
        SELECT max(a.number) AS number, max(a.id) FILTER (WHERE a.sat_on = f.sat_on) AS same_id
        FROM courses_attempt a
        WHERE a.enrolment_id = f.enrolment_id AND a.examination = f.examination AND a.form = f.form
    ) AS prior ON true
    WINDOW tried AS (PARTITION BY f.enrolment_id, f.examination, f.form ORDER BY f.sat_on)
), compared AS (
    SELECT h.*, h.same_id IS NOT NULL AND EXISTS (
        SELECT FROM courses_attempt a JOIN courses_result r ON r.attempt_id = a.id
        WHERE a.id = h.same_id AND r.passed = h.passed AND r.percent IS NOT DISTINCT FROM h.percent
            AND a.paper_id IS NOT DISTINCT FROM h.paper_id AND a.answers IS NOT DISTINCT FROM h.answers
            AND a.session_id IS NOT DISTINCT FROM h.session_id
    ) AS is_same
    FROM held h
), judged AS MATERIALIZED (
    SELECT row, enrolment_id, examination, form, sat_on, passed, percent, detail, answers, paper_id, session_id,
        coalesce(prior_number, 0) AS prior_number, is_same, is_another,
        coalesce(faults, '[]') || to_jsonb(array_remove(ARRAY[
            CASE WHEN enrolment_id IS NULL AND candidate IS NOT NULL
                THEN jsonb_build_array('unknown_candidate', 'candidate', candidate) END,
            CASE WHEN enrolment_id IS NULL AND candidate IS NULL AND registry_number IS NOT NULL
                THEN jsonb_build_array('unknown_learner', 'registry_number', registry_number) END,
            CASE WHEN candidate IS NOT NULL AND registry_number IS NOT NULL AND enrolment_id IS NOT NULL
                    AND other_id IS DISTINCT FROM enrolment_id
                THEN jsonb_build_array('not_the_same_learner', 'registry_number') END,
            CASE WHEN is_several
                THEN jsonb_build_array('several_enrolments', 'registry_number', registry_number) END,
            CASE WHEN is_unexamined AND enrolment_id IS NOT NULL AND examination IS NOT NULL AND form IS NOT NULL
                THEN jsonb_build_array('unknown_examination', 'examination', form || ' ' || examination) END,
            CASE WHEN session_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM courses_session o WHERE o.id = session_id AND o.programme_id = %(programme)s
                        AND o.cancelled_at IS NULL AND sat_on BETWEEN o.starts_on AND o.ends_on
                        AND o.examinations ? examination)
                THEN jsonb_build_array('unknown_session', 'session', session_id) END,
            {births}
            CASE WHEN sat_on < enrolled_on
                THEN jsonb_build_array('before_enrolment', 'sat_on', sat_on, enrolled_on) END,
            CASE WHEN sat_on >= ended_on
                THEN jsonb_build_array('after_enrolment', 'sat_on', sat_on, ended_on) END,
            CASE WHEN is_twice
                THEN jsonb_build_array('twice_in_file', CASE WHEN candidate IS NULL THEN 'registry_number'
                    ELSE 'candidate' END) END,
            CASE WHEN same_id IS NOT NULL AND NOT is_same
                THEN jsonb_build_array('already_recorded', 'sat_on') END
        ], NULL)) AS faults
    FROM compared
)
"""
# Asked of every row in the preview alone: it costs as much as all the rest, and days of birth stay.
_BIRTHS: LiteralString = """CASE WHEN EXISTS (
                    SELECT FROM credentials_practitioner p JOIN accounts_personaldetail d ON d.person_id = p.person_id
                    WHERE p.id = practitioner_id AND d.kind = 'born_on' AND d.superseded_at IS NULL
                        AND d.value >= sat_on::text)
                THEN jsonb_build_array('before_birth', 'sat_on', sat_on) END,"""
_REFUSED: LiteralString = """
refused AS (
    INSERT INTO courses_refusedrow (result_import_id, row, faults)
    SELECT %(import)s, row, faults FROM judged WHERE faults <> '[]'
)
"""
LAST_ROW = 2**31 - 1
_PREVIEW: LiteralString = """
WITH {judged}, {refused}
SELECT count(*) FILTER (WHERE faults = '[]' AND is_same), count(*) FILTER (WHERE faults <> '[]'),
    coalesce(bool_or(is_another), false)
FROM judged
"""
_MERGE: LiteralString = """
WITH {judged}, {refused}, numbered AS MATERIALIZED (
    SELECT nextval('courses_attempt_id_seq') AS id, j.*, prior_number + row_number() OVER (
        PARTITION BY enrolment_id, examination, form ORDER BY sat_on) AS number
    FROM judged j WHERE faults = '[]' AND NOT is_same
), attempts AS (
    INSERT INTO courses_attempt (id, enrolment_id, examination, form, number, sat_on, paper_id, session_id, answers,
        entered_by, brought_by_id)
    SELECT id, enrolment_id, examination, form, number, sat_on, paper_id, session_id, answers, %(by)s, %(import)s
    FROM numbered
), results AS (
    INSERT INTO courses_result (attempt_id, passed, percent, detail, drafted_by)
    SELECT id, passed, percent, detail, %(by)s FROM numbered
)
SELECT count(*) FILTER (WHERE faults = '[]' AND NOT is_same), count(*) FILTER (WHERE faults = '[]' AND is_same),
    count(*) FILTER (WHERE faults <> '[]')
FROM judged
"""
_UNLESS_REFUSED: LiteralString = """
    AND NOT EXISTS (SELECT FROM courses_refusedrow x WHERE x.result_import_id = s.result_import_id AND x.row = s.row)
"""
# Rows that go in and may not be their learner's first attempt: the ladder's rules are asked about them.
_SAME: LiteralString = "WITH {judged} SELECT row FROM judged WHERE faults = '[]' AND is_same"
_RETAKES: LiteralString = """
SELECT row, enrolment_id, examination, form, sat_on, passed FROM (
    SELECT s.row, s.enrolment_id, s.examination, s.form, s.sat_on, s.passed, s.continues_id IS NOT NULL
        OR count(*) OVER (PARTITION BY s.enrolment_id, s.examination, s.form) > 1
        OR EXISTS (SELECT FROM courses_attempt a WHERE a.enrolment_id = s.enrolment_id
            AND a.examination = s.examination AND a.form = s.form AND a.sat_on <> s.sat_on) AS is_another
    FROM ({found} WHERE s.result_import_id = %(import)s {unless}) AS s
    WHERE s.enrolment_id IS NOT NULL
) AS told
WHERE is_another ORDER BY enrolment_id, examination, form, sat_on, row
"""


def find_by(*, has_registry_numbers: bool) -> LiteralString:
    """The rows of an import with the enrolments they name."""
    return _BY_EITHER if has_registry_numbers else _BY_CANDIDATE


def preview_sql(*, has_registry_numbers: bool) -> LiteralString:
    """Judge rows and write down who is refused.

    Gives how many are on file already, how many are refused, and whether any may be a further attempt.
    """
    judged = _JUDGED.format(found=find_by(has_registry_numbers=has_registry_numbers), unless="", births=_BIRTHS)
    return _PREVIEW.format(judged=judged, refused=_REFUSED)


def merge_sql(*, has_registry_numbers: bool) -> LiteralString:
    """Record a chunk of rows; gives how many were taken, were on file already, were refused now."""
    found = find_by(has_registry_numbers=has_registry_numbers)
    return _MERGE.format(judged=_JUDGED.format(found=found, unless=_UNLESS_REFUSED, births=""), refused=_REFUSED)


def retakes_sql(*, has_registry_numbers: bool) -> LiteralString:
    """Rows that are further attempts, in the order in which they were sat."""
    return _RETAKES.format(found=find_by(has_registry_numbers=has_registry_numbers), unless=_UNLESS_REFUSED)


def same_sql() -> LiteralString:
    """The rows of a batch that are on file already, as they are told."""
    return _SAME.format(judged=_JUDGED.format(found=_BY_EITHER, unless=_UNLESS_REFUSED, births=""))
