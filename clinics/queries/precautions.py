"""The precautions that ship, read once in each process; and where a site lies."""

import functools

from credentials.models import Site
from rulebook.loading import read_precautions
from rulebook.precautions import Precautions


@functools.cache
def held_precautions() -> Precautions:
    """Every precaution with its sources."""
    return read_precautions()


def jurisdiction_of_site(code: str, *, organisation_id: int) -> str | None:
    """Where the organisation's open site of this code lies; None for one that it has not."""
    sites = Site.objects.filter(code=code, organisation_id=organisation_id, closed_at__isnull=True)
    return sites.values_list("jurisdiction", flat=True).first()
