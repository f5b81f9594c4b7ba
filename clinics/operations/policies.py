"""A clinic's own stricter rules at its sites: dated versions, of which a new one ends the one before."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from accounts.operations.clock import tick
from clinics.models import Watch
from clinics.operations.monitoring.marking import mark_due
from clinics.queries.sites import day_at, list_policies
from credentials.models import Site, SitePolicy
from credentials.records.faults import Fault, Refusal
from rulebook.law import digest_of
from rulebook.policy_file import RefusedTree, read_policy


class Span(NamedTuple):
    """The days of a version, from one to before another."""

    starts_on: dt.date
    until_on: dt.date | None


def read_tree(requires: Any) -> dict[str, Any] | Refusal:
    """The requirement tree as it is kept, or every fault of it, pointers beginning with /requires."""
    read = read_policy(requires)
    if isinstance(read, RefusedTree):
        return Refusal(tuple(Fault(f"/requires{one.pointer}", one.code, one.says) for one in read.faults))
    return read


def make_room(standing: Sequence[Span], starts_on: dt.date) -> tuple[list[dt.date | None], dt.date | None]:
    """What becomes of the versions when another begins: each one's new end, and the end of the one that comes.

    A version whose end becomes its own first day makes way altogether. Later ones stay, and the new one ends with them.
    """
    ends = [_end_before(starts_on, one) if one.starts_on <= starts_on else one.until_on for one in standing]
    return ends, min((one.starts_on for one in standing if one.starts_on > starts_on), default=None)


@transaction.atomic
def save_policy(
    *, sites: Sequence[Site], requires: Any, starts_on: dt.date | None = None, note: str = "", by: str
) -> list[SitePolicy] | Refusal:
    """Have these rules at all these sites from a day on (None: today there), until the next version there begins.

    Everybody on their rosters is decided anew. A site that is closed stops it for all.
    """
    tree = read_tree(requires)
    if isinstance(tree, Refusal):
        return tree
    at = tick()
    faults = list(_faults_of_closed(sites))
    if faults:
        return Refusal(tuple(faults))
    made = [_put(site, tree, starts_on or day_at(site, at), note, by, at) for site in sites]
    mark_due(site_ids=[site.pk for site in sites], cause=Watch.Cause.POLICY, at=at)
    return made


@transaction.atomic
def end_policy(*, site: Site, on: dt.date | None = None, by: str) -> list[SitePolicy] | Refusal:
    """Have no rules of one's own at the site from a day on (None: today there); versions yet to come go too.

    Everybody on its roster is decided anew; with nothing to end, nothing is written.
    """
    at = tick()
    day = on or day_at(site, at)
    standing = list_policies(site)
    faults = list(_faults_of_closed([site]))
    if faults:
        return Refusal(tuple(faults))
    ends = [day if one.until_on is None or one.until_on > day else one.until_on for one in standing]
    if _rewrite(standing, ends, by, at):
        mark_due(site_ids=[site.pk], cause=Watch.Cause.POLICY, at=at)
    return list_policies(site)


def _put(site: Site, tree: Mapping[str, Any], starts_on: dt.date, note: str, by: str, at: dt.datetime) -> SitePolicy:
    standing = list_policies(site)
    ends, until_on = make_room([Span(one.starts_on, one.until_on) for one in standing], starts_on)
    _rewrite(standing, ends, by, at)
    return SitePolicy.objects.create(
        site=site,
        starts_on=starts_on,
        until_on=until_on,
        requires=tree,
        note=note,
        digest=digest_of(tree),
        recorded_at=at,
        recorded_by=by,
    )


def _rewrite(standing: Sequence[SitePolicy], ends: Sequence[dt.date | None], by: str, at: dt.datetime) -> bool:
    """Give versions other ends: what stood is superseded, what is left of it told anew. Whether anything changed."""
    changed = [(one, end) for one, end in zip(standing, ends, strict=True) if one.until_on != end]
    ids = [one.pk for one, _ in changed]
    SitePolicy.objects.filter(pk__in=ids).update(superseded_at=at, superseded_by=by)
    SitePolicy.objects.bulk_create(
        SitePolicy(
            site_id=one.site_id,
            starts_on=one.starts_on,
            until_on=end,
            requires=one.requires,
            note=one.note,
            digest=one.digest,
            recorded_at=at,
            recorded_by=by,
        )
        for one, end in changed
        if end is None or end > one.starts_on
    )
    return bool(changed)


def _end_before(day: dt.date, span: Span) -> dt.date:
    return day if span.until_on is None else min(day, span.until_on)


def _faults_of_closed(sites: Sequence[Site]) -> Iterable[Fault]:
    closed = set(Site.objects.filter(pk__in=[one.pk for one in sites], closed_at__isnull=False).values_list("pk"))
    for place, site in enumerate(sites):
        if (site.pk,) in closed:
            yield Fault(f"/sites/{place}" if len(sites) > 1 else "", "site_closed", f"{site.code} is closed")
