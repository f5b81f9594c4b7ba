from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People, organisations, memberships and API keys; the erasable home of personal data."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the registry clock's row in place after `migrate` and `flush`, and tell the outbox where mails go."""
        from accounts.queries.addresses import addresses_of
        from outbox.kinds import register_addresses

        post_migrate.connect(wind_clock, sender=self)
        register_addresses(addresses_of)


def wind_clock(using: str, **_: Any) -> None:
    """Give the registry clock its one row where it is missing: a reader counts on it, and `flush` takes it away."""
    connection = connections[using]
    if "accounts_registryclock" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_registryclock (id, ticked_at) VALUES (1, clock_timestamp())"
                " ON CONFLICT DO NOTHING"
            )
