"""What a decision needs to know of a person, as SQL: the one definition, for every way in which it is read.

A person's evidence is one JSON text: a list of facts, each a list of (kind, id, assurance, day checked, what `BRANCHES`
adds for its kind, and at the end the row's digest in hex, for receipts). It is about the surviving record, so that what
was told about records since found to be one person comes together. `queries.evidence` reads it, `operations.dossiers`
keeps it.
"""

from typing import NamedTuple

# A current row; the other form is a row as known at an instant, with its parameter `known_at`.
CURRENT = "{t}.superseded_at IS NULL"
AS_KNOWN = "{t}.recorded_at <= %(known_at)s AND ({t}.superseded_at IS NULL OR {t}.superseded_at > %(known_at)s)"

MEMBERS_NOW = """
    SELECT record, record AS id FROM record
    UNION ALL SELECT a.merged_into_id, a.id FROM credentials_practitioner a
        JOIN record ON a.merged_into_id = record.record"""
MEMBERS_THEN = """
    SELECT record, record AS id FROM record
    UNION ALL SELECT m.survivor_id, m.absorbed_id FROM credentials_mergedrecord m JOIN record
        ON m.survivor_id = record.record WHERE {current_m}"""


class Branch(NamedTuple):
    """One kind of fact: where its rows stand, and what they tell besides id, assurance and day checked, in order."""

    table: str
    told: tuple[str, ...]
    joins: str = "JOIN {table} t ON t.practitioner_id = member.id"
    checked: str = "t.checked_on"
    where: str = "true"


_OWNED = "JOIN {table} t ON t.practitioner_id = member.id"
_NUMBERED = f"{_OWNED} LEFT JOIN accounts_heldnumber h ON h.id = t.held_number_id"
# A number on file is a text; an erased one what it was alike (see HeldNumber), null when that was not kept.
_TEXT = "coalesce(to_json({0}.text), to_json({0}.alike))"
_NUMBER = ("t.held_number_id", _TEXT.format("h"))
BRANCHES: dict[str, Branch] = {
    "licence": Branch(
        "credentials_licence",
        (
            *_NUMBER,
            *("t.jurisdiction", "t.profession", "t.issued_on", "t.expires_on", "t.statuses", "t.restrictions"),
        ),
        _NUMBERED,
    ),
    "privilege": Branch(
        "credentials_privilege",
        (
            *_NUMBER,
            *("t.compact", "t.profession", "t.home", "t.remote", "t.issued_on", "t.expires_on", "t.statuses"),
        ),
        _NUMBERED,
    ),
    "authorization": Branch(
        "credentials_authorization",
        (*_NUMBER, "t.jurisdiction", "t.profession", "t.title", "t.issued_on", "t.expires_on", "t.statuses"),
        _NUMBERED,
    ),
    "training": Branch(
        "credentials_training",
        (
            *("t.provider", "t.course", "t.completed_on", "t.hours"),
            *("t.supervised_sessions", "t.approved_by", "t.patient_groups"),
        ),
    ),
    "exam": Branch("credentials_exampass", ("t.form", "t.of", "t.passed_on")),
    "certification": Branch(
        "credentials_certification",
        (
            *_NUMBER,
            *("t.issuer", "t.title", "t.level", _TEXT.format("r"), "t.issued_on", "t.expires_on"),
            *("t.statuses", "t.patient_groups"),
        ),
        f"{_NUMBERED} LEFT JOIN accounts_heldnumber r ON r.id = t.replaced_number_id",
    ),
    "credential": Branch("credentials_othercredential", ("t.title", "t.issued_on", "t.expires_on")),
    "education": Branch("credentials_continuingeducation", ("t.subject", "t.completed_on", "t.hundredths")),
    "statement": Branch("credentials_statement", ("t.key", "t.by", "t.starts_on", "t.until")),
    "name": Branch(
        "accounts_personaldetail",
        ("t.value",),
        "JOIN credentials_practitioner p ON p.id = member.id JOIN {table} t ON t.person_id = p.person_id",
        checked="NULL::date",
        where="t.kind IN ('name', 'former_name') AND t.value IS NOT NULL",
    ),
}


def documents_sql(*, is_past: bool) -> str:
    """Common table expressions that give `document (record, content)` of every row in `record` that knows a fact."""
    members = MEMBERS_THEN.format(current_m=current("m", is_past=is_past)) if is_past else MEMBERS_NOW
    facts = "\n    UNION ALL ".join(_facts_sql(kind, branch, is_past) for kind, branch in BRANCHES.items())
    return f"""member AS ({members}
), fact (record, told) AS (
    {facts}
), document AS (SELECT record, '[' || string_agg(told, ',') || ']' AS content FROM fact GROUP BY record)"""  # noqa: S608 (names of our own)


def current(table: str, *, is_past: bool) -> str:
    """The condition under which a row counts."""
    return (AS_KNOWN if is_past else CURRENT).format(t=table)


def _facts_sql(kind: str, branch: Branch, is_past: bool) -> str:
    told = ", ".join((f"'{kind}'", "t.id", "t.assurance", branch.checked, *branch.told, "encode(t.digest, 'hex')"))
    return f"""SELECT member.record, json_build_array({told})::text
    FROM member {branch.joins.format(table=branch.table)} WHERE {branch.where} AND {current("t", is_past=is_past)}"""  # noqa: S608 (names of our own)
