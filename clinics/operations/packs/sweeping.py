"""Lets go of the bytes of packs: after some weeks, and at once with a person who is erased."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from clinics.models import EvidenceMaking, EvidencePiece, RosterEntry


@transaction.atomic
def sweep_packs(*, before: dt.datetime) -> int:
    """Put away what was ready by an instant; give how many. Asked for again it is made again, the same."""
    old = EvidenceMaking.objects.select_for_update(skip_locked=True).filter(state="ready", ready_at__lt=before)
    return _put_away(list(old.values_list("pk", flat=True)))


def hold_packs(practitioner_ids: Collection[int]) -> list[UUID]:
    """Wait for whoever makes a pack in which these people stand, and keep others from it until the transaction ends."""
    return list(_packs_of(practitioner_ids).values_list("pk", flat=True))


def erase_packs(practitioner_ids: Collection[int]) -> None:
    """Let go of the bytes in which these people stand; asked for again a pack tells that they were erased.

    Part of the transaction that erased them. A pack that someone is making is left to them: they look again for who was
    erased before they keep it.
    """
    _put_away(list(_packs_of(practitioner_ids, skip_locked=True).filter(state="ready").values_list("pk", flat=True)))


def _packs_of(practitioner_ids: Collection[int], *, skip_locked: bool = False) -> QuerySet[EvidenceMaking]:
    entries = RosterEntry.objects.filter(practitioner__in=practitioner_ids)
    rows = list(entries.values_list("pk", flat=True))
    clinics = set(entries.values_list("organisation", flat=True))
    found = EvidenceMaking.objects.filter(pack__organisation__in=clinics, pack__entries__overlap=rows)
    return found.select_for_update(of=("self",), skip_locked=skip_locked).order_by("pk")


def _put_away(ids: Collection[UUID]) -> int:
    EvidencePiece.objects.filter(making__in=ids).delete()
    return EvidenceMaking.objects.filter(pk__in=ids).update(state="put_away")
