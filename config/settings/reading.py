"""Reading the environment: a wrong value is told in one sentence that names its variable."""

import os
import re
from email.utils import parseaddr
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from config.instance import read_instance


def read_number(name: str, default: int, *, least: int) -> int:
    """Read a whole number of at least `least`; raise ImproperlyConfigured for anything else."""
    told = os.environ.get(name) or str(default)
    if not told.isascii() or not told.isdigit() or len(told) > 9 or int(told) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {told!r}.")
    return int(told)


def read_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Read one of several words; raise ImproperlyConfigured for any other."""
    told = os.environ.get(name) or default
    if told not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {told!r}.")
    return told


def read_list(name: str) -> list[str]:
    """Read a list whose items are parted by commas."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def read_ladder(name: str, default: str, *, nearest: int = -365, farthest: int = 3650) -> tuple[int, ...]:
    """Read days before a day (negative: after it), parted by commas; give them farthest first.

    Raises ImproperlyConfigured for anything but whole numbers within bounds, each once.
    """
    told = os.environ.get(name) or default
    days = [day.strip() for day in told.split(",")]
    read = [int(day) for day in days if re.fullmatch(r"-?[0-9]{1,4}", day, re.ASCII)]
    if len(read) < len(days) or len(set(read)) < len(read) or not all(nearest <= day <= farthest for day in read):
        raise ImproperlyConfigured(
            f"{name} must be days before the expiry from {farthest} to {nearest} (negative: after it), parted by"
            f" commas, none twice, such as {default}, not {told!r}."
        )
    return tuple(sorted(read, reverse=True))


def require(name: str) -> str:
    """Read a variable that has no default; raise ImproperlyConfigured when it is not set."""
    told = os.environ.get(name, "")
    if not told:
        raise ImproperlyConfigured(f"{name} must be set.")
    return told


def read_redis_url() -> str:
    """Read the broker's address: given, or that of the servers that `make run` started in this clone, or none."""
    return os.environ.get("REDIS_URL") or read_instance().get("redis_url", "")


def read_database() -> dict[str, Any]:
    """Read the database's address: given, or that of the server that `make run` started in this clone.

    With neither, the settings still load (to check migrations, to draw the API), and the first connection says so.
    """
    told = os.environ.get("DATABASE_URL") or read_instance().get("database_url", "")
    return parse_database(told) if told else {"ENGINE": "config.absent", "NAME": "none", "CONN_MAX_AGE": 0}


def parse_database(told: str) -> dict[str, Any]:
    """Read a database's address as Django takes it; raise ImproperlyConfigured for anything but PostgreSQL."""
    if not told.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// (no other database is supported).")
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(told, conn_max_age=600, conn_health_checks=False))
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    database["ENGINE"] = "config.postgres"
    # Only statements that ask for it are prepared (the hot path's); Django's default forbids even those.
    database["OPTIONS"] = {"prepare_threshold": 5, **database.get("OPTIONS", {})}
    return database


def read_flag(name: str) -> bool:
    """Read a yes or no (1 or 0; no when it is not set); raise ImproperlyConfigured for anything else."""
    return read_choice(name, "0", ("0", "1")) == "1"


def read_sender(name: str, default: str) -> str:
    """Read the address that mails come from, with or without a name; raise ImproperlyConfigured when it is none."""
    told = os.environ.get(name) or default
    try:
        validate_email(parseaddr(told)[1])
    except ValidationError as error:
        raise ImproperlyConfigured(f"{name} must be a mail address, not {told!r}.") from error
    return told
