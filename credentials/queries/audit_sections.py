"""What the audit chain covers: which rows, in which order, what a leaf says of each, and how a row is checked again.

A leaf says [section, instant, id, …] and what `leaf` names; instants are ISO texts in UTC to the microsecond. Wherever
a row has a digest of its own, the leaf says that digest, and `check` computes it anew from the row's content.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

import orjson

from accounts.operations.personal import digest_detail
from credentials.records.digests import digest_fact
from credentials.records.kinds import make_shapes
from credentials.records.shapes import RecordRules, Shape
from credentials.signing.merkle import hash_leaf
from credentials.signing.row_digests import KeptColumns, digest_kept
from rulebook.law import digest_of

Row = tuple[Any, ...]  # instant, id, the leaf's columns, the content's columns
Check = Callable[[Row, Row], bool]
ANSWERS = "answers.written"


class Section(NamedTuple):
    """One stream of rows. Ids alone give its order, unless `by_instant`: then the instant does, and ids after it."""

    name: str
    table: str  # with its joins, the rows themselves as `t`
    at: str
    leaf: tuple[str, ...]
    content: tuple[str, ...] = ()
    check: Check | None = None
    id: str = "t.id"
    by_instant: bool = False


_DIGEST = "encode(t.digest, 'hex')"
_RECORDED, _SUPERSEDED = "t.recorded_at", "t.superseded_at"


def hash_row(section: Section, row: Row) -> bytes:
    """The row's leaf hash."""
    at, id_, *more = row[: 2 + len(section.leaf)]
    return hash_leaf([section.name, at.isoformat(timespec="microseconds"), id_, *more])


def fits_its_digest(section: Section, row: Row) -> bool:
    """Whether the row's content still gives the digest that stands in it; true where there is none."""
    end = 2 + len(section.leaf)
    return section.check is None or section.check(row[:end], row[end:])


def _fact_sections(shape: Shape) -> tuple[Section, Section]:
    recorded = Section(
        f"{shape.name}.recorded",
        f"{shape.table} t JOIN credentials_practitioner p ON p.id = t.practitioner_id",
        _RECORDED,
        ("t.practitioner_id", "t.key_digest::text", _DIGEST),
        ("p.registry_number", "t.source_id", *(f't."{column}"' for column in shape.columns)),
        _check_fact(shape),
    )
    why = ("t.superseded_because", "t.superseded_by")
    superseded = Section(f"{shape.name}.superseded", f"{shape.table} t", _SUPERSEDED, (_DIGEST, *why), by_instant=True)
    return recorded, superseded


def _check_fact(shape: Shape) -> Check:
    parts = {place: field.json for place, field in enumerate(shape.fields) if field.json is not None}

    def check(leaf: Row, content: Row) -> bool:
        number, source, *values = content
        for place, names in parts.items():
            told = orjson.loads(values[place])
            values[place] = [tuple(part[name] for name in names) for part in told] if names else told
        recorded_at = leaf[0].isoformat()
        told = digest_fact(shape, registry_number=number, source_id=source, recorded_at=recorded_at, values=values)
        return bool(told.hex() == leaf[-1])

    return check


def _check_detail(leaf: Row, content: Row) -> bool:
    salt, value, is_erased = content
    if value is None:  # nobody can compute it any more, and it stays in the chain
        return bool(is_erased)
    _, _, _, kind, _, assurance, digest = leaf
    return bool(digest_detail(salt=bytes(salt), kind=kind, value=value, assurance=assurance).hex() == digest)


_KEPT = tuple(KeptColumns.__annotations__)
_IDS = {"organisation", "asked_by_key", "asked_by_user", "practitioner", "pack"}


def _check_kept(leaf: Row, content: Row) -> bool:
    columns: Any = dict(zip(_KEPT, content, strict=True))
    return bool(digest_kept(columns).hex() == leaf[3])


def _check_release(leaf: Row, content: Row) -> bool:
    return bool(leaf[2] == content[0])


# Where in the answer licence numbers stand, and the erasable rows that hold them.
_NUMBERS = """(SELECT coalesce(jsonb_agg(jsonb_build_array(n.path, n.held_number_id) ORDER BY n.path), '[]')::text
    FROM credentials_verificationnumber n WHERE n.verification_id = t.id)"""


def _check_policy(leaf: Row, content: Row) -> bool:
    return bool(digest_of(orjson.loads(content[0])) == leaf[-1])


def _site_sections() -> tuple[Section, ...]:
    """What answers that name a site rest on. Its name and time zone decide nothing and may change: no leaf has them."""
    site, policy, declaration = (f"credentials_{name} t" for name in ("site", "sitepolicy", "sitedeclaration"))
    days, who = ("t.starts_on::text", "t.until_on::text"), "t.recorded_by"
    rule, key = ("t.site_id", *days, "t.note", who, "t.digest"), ("t.site_id", "t.key", "t.says", *days, who)
    gone = "t.superseded_by"
    return (
        Section("sites.opened", site, "t.created_at", ("t.code", "t.organisation_id", "t.jurisdiction")),
        Section("sites.closed", site, "t.closed_at", ("t.code",), by_instant=True),
        Section("site_policies.recorded", policy, _RECORDED, rule, ("t.requires::text",), _check_policy),
        Section("site_policies.superseded", policy, _SUPERSEDED, ("t.digest", gone), by_instant=True),
        Section("site_declarations.recorded", declaration, _RECORDED, key),
        Section("site_declarations.superseded", declaration, _SUPERSEDED, ("t.key", gone), by_instant=True),
    )


def _list_sections() -> tuple[Section, ...]:
    shapes = make_shapes(RecordRules(lambda code: code, frozenset())).values()
    return (
        *(section for shape in shapes for section in _fact_sections(shape)),
        Section(
            "details.recorded",
            "accounts_personaldetail t LEFT JOIN accounts_person p ON p.id = t.person_id",
            _RECORDED,
            ("t.person_id", "t.kind", "t.source_id", "t.assurance", _DIGEST),
            ("t.salt", "t.value", "p.erased_at IS NOT NULL"),
            _check_detail,
        ),
        Section("details.superseded", "accounts_personaldetail t", _SUPERSEDED, (_DIGEST,), by_instant=True),
        Section(
            "practitioners.recorded", "credentials_practitioner t", _RECORDED, ("t.registry_number", "t.person_id")
        ),
        Section("merges.recorded", "credentials_mergedrecord t", _RECORDED, ("t.absorbed_id", "t.survivor_id")),
        Section("merges.superseded", "credentials_mergedrecord t", _SUPERSEDED, (), by_instant=True),
        Section(
            ANSWERS,
            "credentials_verification t",
            "t.decided_at",
            ("t.id::text", _DIGEST, _NUMBERS),
            tuple(f't."{name}_id"' if name in _IDS else f't."{name}"' for name in _KEPT),
            _check_kept,
            id="t.sequence",
        ),
        Section(
            "releases.released",
            "law_lawrelease t JOIN law_lawpack p ON p.id = t.pack_id",
            "t.released_at",
            ("p.digest", "t.released_by_id", "t.note"),
            ("'sha256:' || encode(sha256(p.content), 'hex')",),
            _check_release,
        ),
        *_site_sections(),
    )


SECTIONS = _list_sections()


def key_of(section: Section, at: dt.datetime | None, id_: int) -> tuple[dt.datetime | None, int]:
    """What puts rows of a section in order; comparable within one section."""
    return (at if section.by_instant else None, id_)
