"""Who may do what with courses, as named predicates."""

from courses.models import Programme, ProgrammeVersion


def runs_programme(programme: Programme, *, organisation_id: int | None) -> bool:
    """Whether the organisation is the provider whose programme it is; nobody (None) is not."""
    return organisation_id is not None and programme.provider_id == organisation_id


def may_read_version(version: ProgrammeVersion, *, organisation_id: int | None) -> bool:
    """Published ladders are everyone's to read; a draft is its provider's alone."""
    return version.published_at is not None or runs_programme(version.programme, organisation_id=organisation_id)
