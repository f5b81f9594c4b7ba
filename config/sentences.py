"""Faults of the surroundings, as one sentence; whatever else fails keeps its traceback."""

from config.embedded.refusals import StartError, explain_os_error


def explain(error: BaseException) -> str | None:
    """Give the sentence for a fault of the settings, the database, the disk or the start; None for any other."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError

    if isinstance(error, StartError | ImproperlyConfigured):
        return str(error)
    if isinstance(error, OperationalError):
        return explain_database(error)
    if isinstance(error, OSError) and error.errno is not None and not isinstance(error, ConnectionError):
        return explain_os_error(error)
    return None


def explain_database(error: BaseException) -> str | None:
    """Tell why no connection came about; None when there was one and the server refused something else."""
    from config.absent.base import NoDatabaseError

    if isinstance(error, NoDatabaseError):
        return str(error)
    cause = error.__cause__
    # A fault before the server could answer carries no code of its own.
    if cause is not None and getattr(cause, "sqlstate", "") is None:
        return f"The database does not answer: {' '.join(str(error).split())}."
    return None
