"""Django asks an engine for this module by name."""

from typing import Any, NoReturn

from django.db.backends.postgresql import base
from django.db.utils import OperationalError


class NoDatabaseError(OperationalError):
    """No server was named and none runs in this clone."""


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as far as models, migrations and the API's description need to know it."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> NoReturn:
        """Refuse every connection with the way out."""
        raise NoDatabaseError("No database: start one with `make run` in this folder, or name one in DATABASE_URL.")

    def get_connection_params(self) -> dict[str, Any]:
        """Ask for nothing: there is nobody to give it to."""
        return {}
