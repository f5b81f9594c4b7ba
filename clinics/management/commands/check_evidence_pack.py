"""`manage.py check_evidence_pack FILE`: whether an evidence pack may be believed, offline if wished."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from clinics.packs.checking import Examined, examine_pack
from credentials.management.commands.check_receipt import UNREADABLE, Keys, read_keys
from credentials.signing.published import keys_by_kid


class Command(BaseCommand):
    help = (
        "Say whether an evidence pack is valid, and each fault when it is not (exit code 1; 2 when nothing could be"
        " checked). With --jwks nothing else is needed: no network, no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the ZIP")
        parser.add_argument(
            "--jwks", help="the issuer's keys, as /.well-known/jwks.json gives them; not those that lie in the pack"
        )

    def handle(self, *, file: str, jwks: str | None, **_: Any) -> None:
        keys = _keys_in(jwks) if jwks else _keys_on_file()
        try:
            with Path(file).open("rb") as opened:
                examined = examine_pack(opened, keys)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error}.", returncode=UNREADABLE) from None
        for fault in examined.faults:
            self.stdout.write(f"fault: {fault}")
        self.stdout.write(f"{'invalid' if examined.faults else 'valid'}: {_tell(examined)}")
        if examined.faults:
            raise CommandError("The pack must not be believed.", returncode=1)


def _keys_in(place: str) -> Keys:
    try:
        return read_keys(Path(place).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{place} cannot be read: {error}.", returncode=UNREADABLE) from None


def _keys_on_file() -> Keys:
    try:
        return keys_by_kid()
    except DatabaseError:
        raise CommandError(
            "The keys are in the database, which does not answer; --jwks names a file.", returncode=UNREADABLE
        ) from None


def _tell(examined: Examined) -> str:
    told = examined.manifest
    if not told:
        return "nothing can be read of it"
    days = sorted({str(site.get("day")) for site in told.get("sites", ()) if isinstance(site, dict)})
    erased = f", data erased of {len(told['erased'])}" if told.get("erased") else ""
    return (
        f"edition {told.get('edition')} of pack {told.get('pack')} for {', '.join(days)}, told by {told.get('issuer')},"
        f" with {examined.receipts} receipts{erased}"
    )
