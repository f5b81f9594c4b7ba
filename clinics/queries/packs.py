"""What evidence packs are made of: which rows belong to one, and what stood in them then."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Q

from clinics.models import EvidenceMaking, EvidencePack, EvidencePiece
from clinics.packs.contents import RANKS, Scope, SiteScope, stand_on
from law.queries.packs import NoLawReleased, pack_id_at, read_content

PAGE = 50

# The version of each entry that was known at the instant of its site, and the last look at it for each of its groups.
_CHOOSE = """
WITH asked AS (
    SELECT * FROM unnest(%(sites)s::bigint[], %(days)s::date[], %(instants)s::timestamptz[]) asked (site_id, day, at)
), entry AS (
    SELECT e.id, e.key, e.site_id, e.practitioner_id, e.patient_groups, asked.at
    FROM clinics_rosterentry e JOIN asked ON asked.site_id = e.site_id
    WHERE e.organisation_id = %(organisation)s
        AND e.recorded_at <= asked.at AND (e.superseded_at IS NULL OR e.superseded_at > asked.at)
        AND e.starts_on <= asked.day AND (e.until_on IS NULL OR e.until_on > asked.day)
)
SELECT entry.id, array_agg(looked.id) FILTER (WHERE looked.id IS NOT NULL)
FROM entry CROSS JOIN LATERAL unnest(entry.patient_groups) wanted ("group")
LEFT JOIN LATERAL (
    SELECT c.id FROM clinics_rostercheck c
    WHERE c.entry_key = entry.key AND c."group" = wanted."group" AND c.decided_at <= entry.at
        AND c.site_id = entry.site_id AND c.practitioner_id = entry.practitioner_id
    ORDER BY c.decided_at DESC, c.id DESC LIMIT 1
) looked ON true
GROUP BY entry.id ORDER BY entry.id
"""
_LIGHT = """
WITH looked AS (
    SELECT c.id, c.entry_key, c."group", json_build_object('outcome', v.outcome, 'on', v."on",
        'holds_until', v.answer::json ->> 'holds_until',
        'review_due_on', v.answer::json -> 'law' ->> 'review_due_on')::text AS told
    FROM clinics_rostercheck c JOIN credentials_verification v ON v.id = c.verification_id WHERE c.id = ANY(%(checks)s)
)
SELECT e.id, s.id, s.code, p.registry_number, looked.id, looked.told
FROM clinics_rosterentry e
JOIN credentials_site s ON s.id = e.site_id
JOIN credentials_practitioner p ON p.id = e.practitioner_id
CROSS JOIN LATERAL unnest(e.patient_groups) wanted ("group")
LEFT JOIN looked ON looked.entry_key = e.key AND looked."group" = wanted."group"
WHERE e.id = ANY(%(entries)s)
"""
_ERASED = """
SELECT DISTINCT p.id, p.registry_number FROM clinics_rosterentry e
JOIN credentials_practitioner p ON p.id = e.practitioner_id
JOIN accounts_person person ON person.id = p.person_id
WHERE e.id = ANY(%s) AND person.erased_at IS NOT NULL ORDER BY p.id
"""


class Chosen(NamedTuple):
    """The rows of a pack: entries, and the last look at each of their groups."""

    entries: list[int]
    checks: list[int]


def choose_rows(*, organisation_id: int, sites: Sequence[SiteScope]) -> Chosen:
    """The rows as they stand: what is recorded later for an earlier instant is not among them."""
    given: dict[str, Any] = {
        "organisation": organisation_id,
        "sites": [site.id for site in sites],
        "days": [site.day for site in sites],
        "instants": [site.known_at for site in sites],
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE, given)
        rows = cursor.fetchall()
    return Chosen([entry for entry, _ in rows], sorted(check for _, checks in rows for check in checks or ()))


class Ordered(NamedTuple):
    """An entry of a pack with the looks at it."""

    entry: int
    checks: list[int]


def order_entries(pack: EvidencePack, scope: Scope) -> list[Ordered]:
    """The pack's entries, worst first, then by site and registry number; names, which may be erased, have no say."""
    days = {site.id: site.day for site in scope.sites}
    with connection.cursor() as cursor:
        cursor.execute(_LIGHT, {"entries": pack.entries, "checks": pack.checks})
        rows: list[tuple[int, int, str, str, int | None, str | None]] = cursor.fetchall()
    places: dict[int, tuple[int, str, str]] = {}
    checks: dict[int, list[int]] = {}
    for entry, site, code, number, check, told in rows:
        place = (RANKS[stand_on(orjson.loads(told) if told else None, days[site])], code, number)
        places[entry] = min(places.get(entry, place), place)
        checks.setdefault(entry, []).extend(() if check is None else (check,))
    return [Ordered(entry, checks[entry]) for entry in sorted(places, key=lambda entry: (places[entry], entry))]


def list_erased(entries: Collection[int]) -> dict[int, str]:
    """Practitioners of these entries whose data were erased, with their registry numbers."""
    with connection.cursor() as cursor:
        cursor.execute(_ERASED, [list(entries)])
        return dict(cursor.fetchall())


def wait_for_erasers() -> None:
    """Let whoever erases a person finish, and none begin, until the transaction ends: all of them hold the clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_registryclock FOR SHARE")


def read_place_names(at: dt.datetime) -> dict[str, str]:
    """What places are called in the law of an instant; nothing before any was released."""
    try:
        content = read_content(pack_id_at(at))
    except NoLawReleased:
        return {}
    return {one["jurisdiction"]: one["name"] for one in content["jurisdictions"]}


def day_end(day: dt.date, time_zone: dt.tzinfo) -> dt.datetime:
    """The first instant of the day after, there."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), time_zone)


def list_waiting() -> list[UUID]:
    """The packs that somebody waits for, longest first."""
    return list(EvidenceMaking.objects.filter(state="waiting").order_by("wanted_at").values_list("pk", flat=True))


def find_pack(*, organisation_id: int, pack_id: UUID) -> EvidencePack | None:
    """The organisation's own pack with its making; None for another's as for none."""
    found = EvidencePack.objects.filter(pk=pack_id, organisation=organisation_id)
    return found.select_related("making").first()


def list_packs(*, organisation_id: int, after: EvidencePack | None, limit: int = PAGE) -> list[EvidencePack]:
    """The organisation's packs, newest first."""
    found = EvidencePack.objects.filter(organisation=organisation_id).select_related("making")
    if after is not None:
        then, place = after.created_at, after.pk
        found = found.filter(Q(created_at__lt=then) | Q(created_at=then, id__lt=place))
    return list(found.prefetch_related("editions", "asks").order_by("-created_at", "-id")[:limit])


def read_pieces(pack_id: UUID) -> Iterator[bytes]:
    """The bytes of a pack, a megabyte at a time."""
    pieces = EvidencePiece.objects.filter(making=pack_id)
    for number in pieces.order_by("number").values_list("number", flat=True):
        yield bytes(pieces.values_list("content", flat=True).get(number=number))
