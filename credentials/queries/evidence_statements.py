"""The statements that read evidence: who is meant by a reference, and what is on file about them, in one snapshot.

Each gives rows of (place, id, text, content). The one without a place holds the law pack's id and the registry clock's
instant; each other is a record that the reference at that place fits, its registry number and its evidence.
"""

from credentials.queries.evidence_sql import current, documents_sql

_RESOLVE = {
    "registry_number": """
        SELECT asked.n, {record} FROM unnest(%(registry_number)s::int[], %(registry_number_value)s::text[])
            asked (n, value)
        JOIN credentials_practitioner p ON p.registry_number = asked.value""",
    "npi": """
        SELECT asked.n, {record} FROM unnest(%(npi)s::int[], %(npi_value)s::text[]) asked (n, value)
        JOIN accounts_personaldetail d ON d.kind = 'npi' AND d.value = asked.value AND d.assurance <> 'self_stated'
            AND {current_d}
        JOIN credentials_practitioner p ON p.person_id = d.person_id""",
    "licence": """
        SELECT asked.n, {record} FROM unnest(%(licence)s::int[], %(licence_value)s::text[],
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
    "registry_number": "SELECT 0, {record} FROM credentials_practitioner p WHERE p.registry_number = %(value)s",
    "npi": """
        SELECT 0, {record} FROM accounts_personaldetail d JOIN credentials_practitioner p ON p.person_id = d.person_id
        WHERE d.kind = 'npi' AND d.value = %(value)s AND d.assurance <> 'self_stated' AND {current_d}""",
    "licence": """
        SELECT 0, {record} FROM accounts_heldnumber h JOIN credentials_practitioner p ON p.person_id = h.person_id
        JOIN credentials_licence l ON l.practitioner_id = p.id AND l.held_number_id = h.id
        WHERE h.normalised = %(value)s AND l.jurisdiction = %(jurisdiction)s AND l.profession = %(profession)s
            AND l.assurance <> 'self_stated' AND {current_l}""",
}
_SURVIVOR_NOW = "coalesce(p.merged_into_id, p.id)"
_SURVIVOR_THEN = """
    SELECT DISTINCT found.n, coalesce(m.survivor_id, p.id) AS record FROM found
    JOIN credentials_practitioner p ON p.id = found.record AND p.recorded_at <= %(known_at)s
    LEFT JOIN credentials_mergedrecord m ON m.absorbed_id = p.id AND {current_m}"""
_LAW_AND_CLOCK = "SELECT NULL::int, ({pack_sql})::bigint, c.ticked_at::text, NULL::text FROM accounts_registryclock c"


def build_dossier_statement(kinds: frozenset[str], *, is_single: bool, pack_sql: str) -> str:
    """The present from what is kept ready; content is null where nothing is, which says nothing about the person."""
    found = _found(kinds, is_past=False, is_single=is_single)
    return f"""
{_LAW_AND_CLOCK.format(pack_sql=pack_sql)}
UNION ALL SELECT found.n, p.id, p.registry_number, d.content
    FROM ({found}) found (n, record) JOIN credentials_practitioner p ON p.id = found.record
    LEFT JOIN credentials_dossier d ON d.practitioner_id = p.id"""  # noqa: S608 (names of our own)


def build_long_statement(kinds: frozenset[str], *, is_past: bool, is_single: bool, pack_sql: str) -> str:
    """The same, or what was known at an instant, from the facts themselves."""
    survivor = _SURVIVOR_THEN.format(current_m=current("m", is_past=is_past)) if is_past else "SELECT * FROM found"
    return f"""
WITH found (n, record) AS ({_found(kinds, is_past=is_past, is_single=is_single)}
), answer AS ({survivor}
), record AS (SELECT DISTINCT record FROM answer
), {documents_sql(is_past=is_past)}
{_LAW_AND_CLOCK.format(pack_sql=pack_sql)}
UNION ALL SELECT answer.n, p.id, p.registry_number, coalesce(document.content, '[]')
    FROM answer JOIN credentials_practitioner p ON p.id = answer.record
    LEFT JOIN document ON document.record = p.id"""  # noqa: S608 (names of our own)


def _found(kinds: frozenset[str], *, is_past: bool, is_single: bool) -> str:
    """(place, record) of each reference, once; records are survivors where the present is asked about."""
    counting = {f"current_{t}": current(t, is_past=is_past) for t in "dl"}
    resolve = _RESOLVE_ONE if is_single else _RESOLVE
    told = [resolve[kind].format(record="p.id" if is_past else _SURVIVOR_NOW, **counting) for kind in sorted(kinds)]
    # A record has one registry number, but two sources may tell one NPI or licence.
    if kinds == {"registry_number"}:
        return told[0]
    return f"SELECT DISTINCT * FROM ({' UNION ALL '.join(told)}) AS told"  # noqa: S608 (names of our own)
