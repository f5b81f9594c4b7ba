"""The statement that reads everything a decision needs about one or ten thousand persons, from one snapshot.

Each row is (kind, record, id, held number, assurance, day checked, five texts, two days, two JSON texts, a count); what
a kind puts where stands in `BRANCHES`. `record` is the surviving record, so that what was told about records since
found to be one person comes together.
"""

from typing import NamedTuple

# A current row; the other form is a row as known at an instant, with its parameter `known_at`.
CURRENT = "{t}.superseded_at IS NULL"
AS_KNOWN = "{t}.recorded_at <= %(known_at)s AND ({t}.superseded_at IS NULL OR {t}.superseded_at > %(known_at)s)"

_RESOLVE = {
    "registry_number": """
        SELECT asked.n, p.id FROM unnest(%(registry_number)s::int[], %(registry_number_value)s::text[]) asked (n, value)
        JOIN credentials_practitioner p ON p.registry_number = asked.value""",
    "npi": """
        SELECT asked.n, p.id FROM unnest(%(npi)s::int[], %(npi_value)s::text[]) asked (n, value)
        JOIN accounts_personaldetail d ON d.kind = 'npi' AND d.value = asked.value AND d.assurance <> 'self_stated'
            AND {current_d}
        JOIN credentials_practitioner p ON p.person_id = d.person_id""",
    "licence": """
        SELECT asked.n, p.id FROM unnest(%(licence)s::int[], %(licence_value)s::text[],
            %(licence_jurisdiction)s::text[], %(licence_profession)s::text[])
            asked (n, value, jurisdiction, profession)
        JOIN accounts_heldnumber h ON h.normalised = asked.value
        JOIN credentials_practitioner p ON p.person_id = h.person_id
        JOIN credentials_licence l ON l.practitioner_id = p.id AND l.held_number_id = h.id
            AND l.jurisdiction = asked.jurisdiction AND l.profession = asked.profession
            AND l.assurance <> 'self_stated' AND {current_l}""",
}

# One person: plain parameters instead of lists, so that PostgreSQL finds the kept plan as good as a new one.
_RESOLVE_ONE = {
    "registry_number": "SELECT 0, p.id FROM credentials_practitioner p WHERE p.registry_number = %(value)s",
    "npi": """
        SELECT 0, p.id FROM accounts_personaldetail d JOIN credentials_practitioner p ON p.person_id = d.person_id
        WHERE d.kind = 'npi' AND d.value = %(value)s AND d.assurance <> 'self_stated' AND {current_d}""",
    "licence": """
        SELECT 0, p.id FROM accounts_heldnumber h JOIN credentials_practitioner p ON p.person_id = h.person_id
        JOIN credentials_licence l ON l.practitioner_id = p.id AND l.held_number_id = h.id
        WHERE h.normalised = %(value)s AND l.jurisdiction = %(jurisdiction)s AND l.profession = %(profession)s
            AND l.assurance <> 'self_stated' AND {current_l}""",
}

_SURVIVOR_NOW = (
    "SELECT found.n, coalesce(p.merged_into_id, p.id) AS record FROM found JOIN credentials_practitioner p USING (id)"
)
_MEMBERS_NOW = """
    SELECT record, record AS id FROM record
    UNION ALL SELECT a.merged_into_id, a.id FROM credentials_practitioner a
        JOIN record ON a.merged_into_id = record.record"""
_SURVIVOR_THEN = """
    SELECT found.n, coalesce(m.survivor_id, p.id) AS record FROM found
    JOIN credentials_practitioner p ON p.id = found.id AND p.recorded_at <= %(known_at)s
    LEFT JOIN credentials_mergedrecord m ON m.absorbed_id = p.id AND {current_m}"""
_MEMBERS_THEN = """
    SELECT record, record AS id FROM record
    UNION ALL SELECT m.survivor_id, m.absorbed_id FROM credentials_mergedrecord m JOIN record
        ON m.survivor_id = record.record WHERE {current_m}"""


class Branch(NamedTuple):
    """What one kind of fact puts into the columns, in order: held number, texts a-e, days x-y, JSON p-q, amount n."""

    table: str
    held_number: str = "NULL::bigint"
    texts: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    amount: str = "NULL::int"
    more: str = ""


_NUMBER = " LEFT JOIN accounts_heldnumber h ON h.id = t.held_number_id"
_REPLACED = " LEFT JOIN accounts_heldnumber r ON r.id = t.replaced_number_id"
BRANCHES: dict[str, Branch] = {
    "licence": Branch(
        "credentials_licence",
        "t.held_number_id",
        ("t.jurisdiction", "t.profession", "h.text"),
        ("t.issued_on", "t.expires_on"),
        ("t.statuses", "t.restrictions"),
        more=_NUMBER,
    ),
    "privilege": Branch(
        "credentials_privilege",
        "t.held_number_id",
        ("t.compact", "t.profession", "h.text", "t.home", "t.remote"),
        ("t.issued_on", "t.expires_on"),
        ("t.statuses",),
        more=_NUMBER,
    ),
    "authorization": Branch(
        "credentials_authorization",
        "t.held_number_id",
        ("t.jurisdiction", "t.profession", "h.text", "t.title"),
        ("t.issued_on", "t.expires_on"),
        ("t.statuses",),
        more=_NUMBER,
    ),
    "training": Branch(
        "credentials_training",
        texts=("t.provider", "t.course", "t.approved_by::text"),
        days=("t.completed_on",),
        parts=("t.hours", "t.patient_groups"),
        amount="t.supervised_sessions",
    ),
    "exam": Branch("credentials_exampass", texts=("t.form", "t.of"), days=("t.passed_on",)),
    "certification": Branch(
        "credentials_certification",
        "t.held_number_id",
        ("t.issuer", "t.title", "h.text", "t.level", "r.text"),
        ("t.issued_on", "t.expires_on"),
        ("t.statuses", "t.patient_groups"),
        more=_NUMBER + _REPLACED,
    ),
    "credential": Branch("credentials_othercredential", texts=("t.title",), days=("t.issued_on", "t.expires_on")),
    "education": Branch(
        "credentials_continuingeducation", texts=("t.subject",), days=("t.completed_on",), amount="t.hundredths"
    ),
    "statement": Branch("credentials_statement", texts=("t.key", "t.by"), days=("t.starts_on", "t.until")),
}


def build_statement(kinds: frozenset[str], *, is_past: bool, is_single: bool, pack_sql: str) -> str:
    """The statement for references of these kinds, now or as known at an instant. `pack_sql` gives the pack's id."""
    current = {f"current_{t}": _current(t, is_past) for t in "dlm"}
    found = " UNION ".join((_RESOLVE_ONE if is_single else _RESOLVE)[kind].format(**current) for kind in sorted(kinds))
    survivor = (_SURVIVOR_THEN if is_past else _SURVIVOR_NOW).format(**current)
    members = (_MEMBERS_THEN if is_past else _MEMBERS_NOW).format(**current)
    branches = [_branch(kind, branch, is_past) for kind, branch in BRANCHES.items()]
    return f"""
WITH found (n, id) AS ({found}
), answer AS ({survivor}
), record AS (SELECT DISTINCT record FROM answer
), member AS ({members})
SELECT 'pack', NULL::bigint, ({pack_sql}), NULL::bigint, NULL::text, NULL::date, {_texts(("c.ticked_at::text",))},
    NULL::date, NULL::date, NULL::text, NULL::text, NULL::int FROM accounts_registryclock c
UNION ALL SELECT 'asked', answer.record, answer.n, NULL, NULL, NULL, {_texts(("p.registry_number",))},
    NULL, NULL, NULL, NULL, NULL FROM answer JOIN credentials_practitioner p ON p.id = answer.record
UNION ALL SELECT 'name', member.record, d.id, NULL, d.assurance, NULL, {_texts(("d.value",))},
    NULL, NULL, NULL, NULL, NULL FROM member JOIN credentials_practitioner p USING (id)
    JOIN accounts_personaldetail d ON d.person_id = p.person_id AND d.kind IN ('name', 'former_name')
    WHERE d.value IS NOT NULL AND {_current("d", is_past)}
UNION ALL {" UNION ALL ".join(branches)}"""  # noqa: S608 (names of our own)


def _current(table: str, is_past: bool) -> str:
    return (AS_KNOWN if is_past else CURRENT).format(t=table)


def _texts(given: tuple[str, ...]) -> str:
    return ", ".join((*given, *("NULL::text",) * (5 - len(given))))


def _branch(kind: str, branch: Branch, is_past: bool) -> str:
    days = (*branch.days, *("NULL::date",) * (2 - len(branch.days)))
    parts = (*(f"{part}::text" for part in branch.parts), *("NULL::text",) * (2 - len(branch.parts)))
    return f"""SELECT '{kind}', member.record, t.id, {branch.held_number}, t.assurance, t.checked_on,
    {_texts(branch.texts)}, {", ".join(days)}, {", ".join(parts)}, {branch.amount}
    FROM member JOIN {branch.table} t ON t.practitioner_id = member.id{branch.more}
    WHERE {_current("t", is_past)}"""  # noqa: S608 (names of our own)
