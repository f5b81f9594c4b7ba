"""Two records that are one person: proposed by one reader, confirmed by a second, undone when it was wrong.

Nothing is moved. Facts stay with the record about which they were told, and are read together while the merge holds;
what is told while it holds goes to the survivor and stays there after an undoing.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.operations.clock import tick
from credentials.models import MergedRecord, MergeProposal, Practitioner
from credentials.operations.dossiers import build_dossiers
from credentials.operations.records import hold_registrar_lock
from credentials.operations.relying import note_change


class UnableToMerge(Exception):
    """Why two records cannot be merged, or a merge not be undone."""


@transaction.atomic
def propose_merge(*, survivor: Practitioner, absorbed: Practitioner, reason: str, by: User) -> MergeProposal:
    """Say that two records are one person; nothing changes until a second reader confirms it. Raises UnableToMerge."""
    hold_registrar_lock()
    if not reason.strip():
        raise UnableToMerge("Say why the two records are one person.")
    _check_both_survive(survivor, absorbed)
    if MergeProposal.objects.filter(absorbed=absorbed, closed_at=None).exists():
        raise UnableToMerge(f"{absorbed} is proposed for a merge already.")
    return MergeProposal.objects.create(
        survivor=survivor, absorbed=absorbed, reason=reason.strip(), proposed_by=by, proposed_at=tick()
    )


@transaction.atomic
def confirm_merge(*, proposal: MergeProposal, by: User) -> MergeProposal:
    """Merge as proposed: both numbers answer, the survivor is told. Raises UnableToMerge."""
    hold_registrar_lock()
    standing = MergeProposal.objects.select_related("survivor", "absorbed").get(pk=proposal.pk)
    if standing.closed_at or standing.confirmed_at:
        raise UnableToMerge("The proposal was confirmed or declined before.")
    if standing.proposed_by_id == by.pk:
        raise UnableToMerge("Whoever proposed it cannot confirm it: a second reader must.")
    _check_both_survive(standing.survivor, standing.absorbed)
    standing.confirmed_by, standing.confirmed_at = by, tick()
    standing.save(update_fields=["confirmed_by", "confirmed_at"])
    _retell({standing.survivor_id, standing.absorbed_id}, standing.confirmed_at)
    return standing


@transaction.atomic
def close_merge(*, proposal: MergeProposal, reason: str, by: User) -> MergeProposal:
    """Decline a proposal, or undo a merge: the records answer for themselves again. Raises UnableToMerge."""
    hold_registrar_lock()
    standing = MergeProposal.objects.get(pk=proposal.pk)
    if standing.closed_at:
        raise UnableToMerge("It was declined or undone before.")
    if not reason.strip():
        raise UnableToMerge("Say why the two records are not one person.")
    standing.closed_by, standing.closed_at, standing.closed_because = by, tick(), reason.strip()
    standing.save(update_fields=["closed_by", "closed_at", "closed_because"])
    if standing.confirmed_at:
        _retell({standing.survivor_id, standing.absorbed_id}, standing.closed_at)
    return standing


def _check_both_survive(survivor: Practitioner, absorbed: Practitioner) -> None:
    if survivor.pk == absorbed.pk:
        raise UnableToMerge("A record cannot be merged into itself.")
    for one in Practitioner.objects.filter(pk__in=[survivor.pk, absorbed.pk], merged_into__isnull=False):
        raise UnableToMerge(f"{one} was merged into {one.merged_into} before.")


def _retell(touched: set[int], at: datetime) -> None:
    """Bring what each record answers as into line with the merges that hold."""
    edges = _read_edges(touched)
    wanted = {absorbed: _find_survivor(absorbed, edges) for absorbed in edges}
    everyone = touched | set(edges) | set(edges.values())
    standing = MergedRecord.objects.filter(absorbed__in=everyone, superseded_at=None)
    told = {row.absorbed_id: row.survivor_id for row in standing}
    changed = {one for one in everyone if told.get(one) != wanted.get(one)}
    standing.filter(absorbed__in=changed).update(superseded_at=at)
    Practitioner.objects.filter(pk__in=changed).update(merged_into=None)  # first: none may lead to one merged away
    MergedRecord.objects.bulk_create(
        MergedRecord(absorbed_id=one, survivor_id=wanted[one], recorded_at=at) for one in changed if one in wanted
    )
    for one in changed & set(wanted):
        Practitioner.objects.filter(pk=one).update(merged_into=wanted[one])
    build_dossiers(practitioner_ids=everyone)
    note_change(practitioner_ids=everyone, at=at)


def _read_edges(touched: set[int]) -> dict[int, int]:
    """The merges that hold among all records joined with those touched, by any number of steps."""
    edges: dict[int, int] = {}
    known, frontier = set(touched), set(touched)
    holding = MergeProposal.objects.filter(confirmed_at__isnull=False, closed_at=None)
    while frontier:
        joined = holding.filter(Q(survivor__in=frontier) | Q(absorbed__in=frontier))
        found = dict(joined.values_list("absorbed", "survivor"))
        edges |= found
        frontier = (set(found) | set(found.values())) - known
        known |= frontier
    return edges


def _find_survivor(absorbed: int, edges: dict[int, int]) -> int:
    """The record at the end of the merges; a ring cannot arise, since only records that survive are merged."""
    survivor = edges[absorbed]
    while survivor in edges:
        survivor = edges[survivor]
    return survivor
