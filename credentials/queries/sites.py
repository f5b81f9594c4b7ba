"""Reads the sites that questions name, with their rules and declarations as known at an instant."""

import datetime as dt
import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from credentials.queries.evidence_sql import AS_KNOWN
from rulebook.facts import Span
from rulebook.policy import PolicyVersion, SitePolicy, compile_policy_version

# Instants of sites are the registry clock's, as those of what is said about them: what was made at an instant is known
# from then on, what was closed at one is unknown from then on, in every later look at the same instant too.
_SITES = f"""
SELECT s.code, s.organisation_id, s.jurisdiction,
    (SELECT json_agg(json_build_array(p.starts_on, p.until_on, p.requires::text) ORDER BY p.starts_on, p.id)::text
        FROM credentials_sitepolicy p WHERE p.site_id = s.id AND {AS_KNOWN.format(t="p")}),
    (SELECT json_agg(json_build_array(d.key, d.starts_on, d.until_on) ORDER BY d.key, d.starts_on, d.id)::text
        FROM credentials_sitedeclaration d WHERE d.site_id = s.id AND {AS_KNOWN.format(t="d")})
FROM credentials_site s WHERE s.code = ANY(%(codes)s)
    AND s.created_at <= %(known_at)s AND (s.closed_at IS NULL OR s.closed_at > %(known_at)s)
"""  # noqa: S608 (names of our own)
TREES_KEPT = 4096


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site as known at an instant: whose it is, where, and its rules and declarations of all days."""

    code: str
    organisation_id: int
    jurisdiction: str
    policy: SitePolicy


def read_sites(codes: Collection[str], *, known_at: dt.datetime) -> Mapping[str, KnownSite]:
    """The sites of these codes, of whatever organisation, as known at an instant, in one statement; none without codes.

    Those that did not exist then or were closed by then are left out. What was recorded by an instant never changes, so
    the instant of an earlier statement gives what that statement would have seen.
    """
    if not codes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SITES, {"codes": list(codes), "known_at": known_at})
        rows = cursor.fetchall()
    return {
        code: KnownSite(code, organisation_id, jurisdiction, _policy(code, versions, declarations))
        for code, organisation_id, jurisdiction, versions, declarations in rows
    }


def read_site_policies(codes: Collection[str], *, known_at: dt.datetime) -> dict[str, SitePolicy]:
    """The rules and declarations of all days of these sites as known at an instant, by code."""
    return {code: site.policy for code, site in read_sites(codes, known_at=known_at).items()}


def _policy(code: str, versions: str | None, declarations: str | None) -> SitePolicy:
    return SitePolicy(
        id=code,
        versions=tuple([_compile(code, *version) for version in _read(versions)]),
        declarations=tuple([_declaration(*one) for one in _read(declarations)]),
    )


def _read(told: str | None) -> list[list[Any]]:
    rows: list[list[Any]] = orjson.loads(told) if told else []
    return rows


@functools.lru_cache(maxsize=TREES_KEPT)  # by all that it holds, so no id has to be trusted
def _compile(code: str, starts: str, until: str | None, requires: str) -> PolicyVersion:
    return compile_policy_version(
        orjson.loads(requires), policy_id=code, starts=dt.date.fromisoformat(starts), until=_day(until)
    )


def _declaration(key: str, starts: str, until: str | None) -> Span:
    return Span(key, dt.date.fromisoformat(starts), _day(until))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
