"""The public list: those who agreed to be found, with what a patient needs to choose."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

PAGE = 50

# Agreed: by their own consent in force, or by what a source recorded, unless a consent of their own was withdrawn.
_LISTED = """
SELECT p.id, p.registry_number, p.person_id,
    (SELECT d.value FROM accounts_personaldetail d WHERE d.person_id = p.person_id AND d.kind = 'name'
        AND d.superseded_at IS NULL AND d.assurance <> 'self_stated' AND d.value IS NOT NULL ORDER BY d.id LIMIT 1),
    listed.value
FROM credentials_practitioner p
JOIN accounts_person person ON person.id = p.person_id AND person.erased_at IS NULL
LEFT JOIN LATERAL (SELECT d.value FROM accounts_personaldetail d WHERE d.person_id = p.person_id AND d.kind = 'listed'
    AND d.superseded_at IS NULL AND d.value IS NOT NULL ORDER BY d.id LIMIT 1) listed ON true
WHERE p.merged_into_id IS NULL AND p.registry_number > %(after)s
AND (
    EXISTS (SELECT FROM accounts_consent c WHERE c.person_id = p.person_id AND c.kind = 'listed'
        AND c.withdrawn_at IS NULL)
    OR ((listed.value::jsonb ->> 'consented') = 'true'
        AND NOT EXISTS (SELECT FROM accounts_consent c WHERE c.person_id = p.person_id AND c.kind = 'listed'))
)
"""
_HOLDS = """
AND EXISTS (
    SELECT FROM credentials_licence l WHERE l.practitioner_id = p.id AND l.superseded_at IS NULL
    AND l.assurance <> 'self_stated' AND l.issued_on <= %(on)s AND (l.expires_on IS NULL OR l.expires_on >= %(on)s)
    AND (%(jurisdiction)s::text IS NULL OR l.jurisdiction IN (%(jurisdiction)s, left(%(jurisdiction)s, 2)))
    AND (%(profession)s::text IS NULL OR l.profession = %(profession)s)
)
"""
_TREATS = """
AND EXISTS (
    SELECT FROM credentials_certification c WHERE c.practitioner_id = p.id AND c.superseded_at IS NULL
    AND c.assurance <> 'self_stated' AND c.issued_on <= %(on)s AND (c.expires_on IS NULL OR c.expires_on >= %(on)s)
    AND c.patient_groups @> %(patient_group)s::jsonb
)
"""
_NAMED = """
AND EXISTS (
    SELECT FROM accounts_personaldetail d WHERE d.person_id = p.person_id AND d.superseded_at IS NULL
    AND d.kind IN ('name', 'listed') AND d.assurance <> 'self_stated' AND d.value ILIKE %(q)s
)
"""
_HELD = """
SELECT l.practitioner_id, l.jurisdiction, l.profession FROM credentials_licence l
WHERE l.practitioner_id = ANY(%s) AND l.superseded_at IS NULL AND l.assurance <> 'self_stated'
AND l.issued_on <= %s AND (l.expires_on IS NULL OR l.expires_on >= %s) ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What somebody looks for; None leaves it open. `on` is the day on which licences must be in date."""

    on: dt.date
    q: str | None = None
    jurisdiction: str | None = None
    patient_group: str | None = None
    profession: str | None = None
    after: str = ""


def list_practitioners(search: Search) -> tuple[list[dict[str, Any]], str | None]:
    """A page of those who agreed to be found, by registry number, and where the next page begins (None: nowhere)."""
    statement = _LISTED
    if search.jurisdiction or search.profession:
        statement += _HOLDS
    if search.patient_group:
        statement += _TREATS
    if search.q:
        statement += _NAMED
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY p.registry_number LIMIT {PAGE + 1}", _parameters(search))
        rows = cursor.fetchall()
        cursor.execute(_HELD, [[row[0] for row in rows], search.on, search.on])
        held: dict[int, list[dict[str, str]]] = {}
        for practitioner, jurisdiction, profession in cursor.fetchall():
            licences = held.setdefault(practitioner, [])
            if {"jurisdiction": jurisdiction, "profession": profession} not in licences:
                licences.append({"jurisdiction": jurisdiction, "profession": profession})
    page = rows[:PAGE]
    told = [_tell(number, name, listed, held.get(id_, [])) for id_, number, _, name, listed in page]
    return told, page[-1][1] if len(rows) > PAGE else None


def _parameters(search: Search) -> dict[str, Any]:
    q = (search.q or "").replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return {
        "after": search.after,
        "on": search.on,
        "jurisdiction": search.jurisdiction,
        "profession": search.profession,
        "patient_group": orjson.dumps([search.patient_group]).decode(),
        "q": f"%{q}%",
    }


def _tell(number: str, name: str | None, listed: str | None, licences: list[dict[str, str]]) -> dict[str, Any]:
    told = orjson.loads(listed) if listed else {}
    return {
        "registry_number": number,
        "name": name,
        "city": told.get("city"),
        "languages": told.get("languages") or [],
        "licences": licences,
    }
