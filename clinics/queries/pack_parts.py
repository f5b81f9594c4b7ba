"""Reads a part of an evidence pack: entries with their history, names as known then, and the answers given."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from clinics.models import RosterCheck, RosterEntry
from clinics.packs.contents import Decision, Entry, SiteScope, Version
from clinics.queries.packs import Ordered
from credentials.models import SiteDeclaration, SitePolicy
from credentials.queries.verifications import put_numbers
from law.models import LawPack
from law.queries.packs import read_content

# As in the public list: the first that no person stated about themselves, of those that were told by then.
# As of the pack's instant, like everything in it: a consent given or withdrawn later changes no pack (see names.py for
# the same of today).
_NAMES = """
SELECT e.id, person.erased_at IS NOT NULL, (
    SELECT d.value FROM accounts_personaldetail d WHERE d.person_id = p.person_id AND d.kind = 'name'
        AND d.assurance <> 'self_stated' AND d.recorded_at <= asked.at
        AND (d.superseded_at IS NULL OR d.superseded_at > asked.at)
        AND (EXISTS (SELECT FROM accounts_consent c WHERE c.person_id = p.person_id AND c.recorded_at <= asked.at
                AND (c.withdrawn_at IS NULL OR c.withdrawn_at > asked.at)
                AND (c.kind = 'listed' OR c.kind = 'see_record' AND c.organisation_id = e.organisation_id))
            OR NOT EXISTS (SELECT FROM accounts_consent c
                WHERE c.person_id = p.person_id AND c.kind = 'listed' AND c.recorded_at <= asked.at)
            AND (SELECT l.value::jsonb ->> 'consented' FROM accounts_personaldetail l
                WHERE l.person_id = p.person_id AND l.kind = 'listed' AND l.value IS NOT NULL
                    AND l.recorded_at <= asked.at AND (l.superseded_at IS NULL OR l.superseded_at > asked.at)
                ORDER BY l.id LIMIT 1) = 'true')
    ORDER BY d.id LIMIT 1
)
FROM unnest(%s::bigint[], %s::timestamptz[]) asked (id, at)
JOIN clinics_rosterentry e ON e.id = asked.id
JOIN credentials_practitioner p ON p.id = e.practitioner_id
JOIN accounts_person person ON person.id = p.person_id
"""


def read_entries(ordered: Sequence[Ordered], *, sites: Mapping[int, SiteScope]) -> list[Entry]:
    """These rows of the roster, in that order, each with what was decided of it by the looks of the pack."""
    ids = [one.entry for one in ordered]
    rows = {row.pk: row for row in RosterEntry.objects.filter(pk__in=ids).select_related("practitioner")}
    names = _read_names(ids, [sites[rows[id_].site_id].known_at for id_ in ids])
    versions = _read_versions([(row.key, sites[row.site_id].known_at) for row in rows.values()])
    decisions = _read_decisions([check for one in ordered for check in one.checks])
    told = []
    for id_ in ids:
        row = rows[id_]
        is_erased, name = names[id_]
        told.append(
            Entry(
                key=str(row.key),
                site=sites[row.site_id],
                registry_number=row.practitioner.registry_number,
                name=name,
                is_erased=is_erased,
                versions=versions[row.key],
                decisions=decisions.get(row.key, {}),
            )
        )
    return told


def _read_names(ids: Sequence[int], instants: Sequence[dt.datetime]) -> dict[int, tuple[bool, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [list(ids), list(instants)])
        return {id_: (is_erased, name) for id_, is_erased, name in cursor.fetchall()}


def _read_versions(wanted: Iterable[tuple[UUID, dt.datetime]]) -> dict[UUID, list[Version]]:
    """Every version told by the instant, the one known then last."""
    until = dict(wanted)
    found: dict[UUID, list[Version]] = {}
    for row in RosterEntry.objects.filter(key__in=until).order_by("recorded_at", "id"):
        if row.recorded_at <= until[row.key]:
            found.setdefault(row.key, []).append(
                Version(
                    recorded_at=row.recorded_at,
                    role=row.role,
                    patient_groups=row.patient_groups,
                    starts_on=row.starts_on,
                    until_on=row.until_on,
                )
            )
    return found


def _read_decisions(checks: Sequence[int]) -> dict[UUID, dict[str, Decision]]:
    found: dict[UUID, dict[str, Decision]] = {}
    rows = RosterCheck.objects.filter(pk__in=checks).select_related("verification")
    for check in rows.prefetch_related("verification__numbers__held_number"):
        kept = check.verification
        found.setdefault(check.entry_key, {})[check.group] = Decision(
            verification=str(kept.pk),
            cause=check.cause,
            decided_at=kept.decided_at,
            pack_id=kept.pack_id,
            told=put_numbers(kept),
            receipt=kept.receipt,
        )
    return found


def read_rules(sites: Sequence[SiteScope]) -> dict[str, dict[str, Any]]:
    """By site the rules and the declarations that were in force on its day, as known at its instant."""
    return {site.code: {"policy": _read_policy(site), "declarations": _read_declarations(site)} for site in sites}


def _then(site: SiteScope) -> Q:
    known = Q(recorded_at__lte=site.known_at) & (Q(superseded_at=None) | Q(superseded_at__gt=site.known_at))
    in_force = Q(starts_on__lte=site.day) & (Q(until_on=None) | Q(until_on__gt=site.day))
    return Q(site=site.id) & known & in_force


def _read_policy(site: SiteScope) -> dict[str, Any] | None:
    found = SitePolicy.objects.filter(_then(site)).first()
    if found is None:
        return None
    until = found.until_on.isoformat() if found.until_on else None
    told = {"starts_on": found.starts_on.isoformat(), "until_on": until, "requires": found.requires}
    return {**told, "note": found.note, "digest": found.digest}


def _read_declarations(site: SiteScope) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "says": one.says,
            "starts_on": one.starts_on.isoformat(),
            "until_on": one.until_on.isoformat() if one.until_on else None,
        }
        for one in SiteDeclaration.objects.filter(_then(site)).order_by("key", "starts_on", "id")
    ]


def read_cited(packs: Mapping[int, set[str]]) -> list[dict[str, Any]]:
    """For each law that answered: its digest and strictness, its standards, and the provisions cited, whole.

    `packs` are the provisions cited, by the pack's id.
    """
    digests = LawPack.objects.filter(pk__in=packs).values_list("digest", "pk").order_by("digest")
    return [_read_law(digest, read_content(pack_id), packs[pack_id]) for digest, pack_id in digests]


def _read_law(digest: str, content: Mapping[str, Any], wanted: set[str]) -> dict[str, Any]:
    cited = [
        {"jurisdiction": place["jurisdiction"], **provision}
        for place in content["jurisdictions"]
        for provision in place["provisions"]
        if provision["id"] in wanted
    ]
    return {
        "digest": digest,
        **{name: content[name] for name in ("evidence_floor", "review_months", "standards")},
        "provisions": sorted(cited, key=lambda one: str(one["id"])),
    }
