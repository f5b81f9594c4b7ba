"""`manage.py check_receipt FILE`: whether a receipt may be believed, offline if wished."""

import sys
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from credentials.queries.receipts import list_differences
from credentials.signing.published import keys_by_kid
from credentials.signing.receipts import compare_told, examine_receipt
from credentials.signing.tokens import Examined

UNREADABLE = 2
Keys = dict[str, dict[str, Any]]


class Command(BaseCommand):
    help = (
        "Say whether a receipt is valid, and each fault when it is not (exit code 1; 2 when nothing could be checked). "
        "FILE holds a receipt or an answer with one; - reads standard input. With --jwks nothing else is needed: no "
        "network, no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a receipt, or an answer in JSON that has one; - for standard input")
        parser.add_argument("--jwks", help="the issuer's keys, as /.well-known/jwks.json gives them")

    def handle(self, *, file: str, jwks: str | None, **_: Any) -> None:
        receipt, told = read_receipt(_read(file))
        examined = examine_receipt(receipt, read_keys(_read(jwks)) if jwks else _keys_on_file())
        faults = list(examined.faults)
        if told is not None and examined.payload:
            faults += compare_told(told, examined.payload)
        note = self._compare_with_file(receipt, examined, faults, is_ours=jwks is None)
        for fault in faults:
            self.stdout.write(f"fault: {fault}")
        self.stdout.write(f"{'invalid' if faults else 'valid'}: {_tell(examined)}")
        self.stdout.write(note)
        if faults:
            raise CommandError("The receipt must not be believed.", returncode=1)

    def _compare_with_file(self, receipt: str, examined: Examined, faults: list[str], *, is_ours: bool) -> str:
        """Compare with the answer on file, adding faults; what it says of that."""
        try:
            differences = list_differences(receipt, examined.payload) if examined.payload else None
        except DatabaseError:
            return "Not compared with the answer on file: there is no database here."
        if differences is None and is_ours and examined.payload:
            faults.append("no such answer is on file here")
        faults += differences or []
        return "No such answer is on file here." if differences is None else "Compared with the answer on file."


def read_receipt(text: str) -> tuple[str, dict[str, Any] | None]:
    """The receipt in a text, and the answer that it came with, if it did. Raises CommandError."""
    if not text.lstrip().startswith("{"):
        return text.strip(), None
    try:
        told = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CommandError(f"This is neither a receipt nor JSON: {error}.", returncode=UNREADABLE) from None
    if not isinstance(told.get("receipt"), str):
        raise CommandError("The answer has no receipt.", returncode=UNREADABLE)
    return told["receipt"], told


def read_keys(text: str) -> Keys:
    """Public keys by kid. Raises CommandError."""
    try:
        return {str(one["kid"]): dict(one) for one in orjson.loads(text)["keys"]}
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise CommandError("The keys are no JWK set with a kid for each.", returncode=UNREADABLE) from None


def _keys_on_file() -> Keys:
    try:
        return keys_by_kid()
    except DatabaseError as error:
        raise CommandError(
            f"The keys are in the database, which does not answer; --jwks names a file. ({error})",
            returncode=UNREADABLE,
        ) from None


def _read(place: str) -> str:
    try:
        return sys.stdin.read() if place == "-" else Path(place).read_text()
    except (OSError, ValueError) as error:
        raise CommandError(f"{place} cannot be read: {error}.", returncode=UNREADABLE) from None


def _tell(examined: Examined) -> str:
    claims = examined.payload
    if not claims:
        return "nothing can be read of it"
    told = (claims.get(name) for name in ("outcome", "sub", "known_at", "iss", "jti"))
    outcome, subject, known_at, issuer, id_ = (str(one)[:100] for one in told)
    return f"{outcome} for {subject} as known at {known_at}, told by {issuer} as {id_}"
