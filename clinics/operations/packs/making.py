"""Makes a pack: the same bytes each time, under the signature of before; a new edition only where it must be told why.

Whoever makes a pack holds its row until it is kept, and so does whoever erases a person who stands in it: what was read
before an erasure is never kept after it.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple
from uuid import UUID

from django.db import transaction

from clinics.models import EvidenceEdition, EvidenceMaking, EvidencePack, EvidencePiece
from clinics.models.packs import ERASED, FIRST, PROGRAM
from clinics.operations.packs.asking import read_scope
from clinics.operations.packs.assembling import Assembly
from clinics.packs.archives import DEFLATE
from clinics.packs.contents import EditionHead
from clinics.packs.manifests import SIGNED, digest_manifest, statement_of
from clinics.packs.typesetting import TYPST
from clinics.queries.packs import list_erased, wait_for_erasers
from credentials.signing.published import published_keys, remember_key
from credentials.signing.tokens import sign

PIECE_BYTES = 1024 * 1024
MADE_WITH = f"{TYPST}, {DEFLATE}"


class NotReproduced(Exception):
    """What is on record no longer leads to the pack that was signed, and neither an erasure nor the program is why."""


class ErasedMeanwhile(Exception):
    """Somebody who stands in the pack was erased while it was made: nothing is kept, and it waits to be made again."""


class _Draft(NamedTuple):
    """An edition under way: the new one (`last` is None or another), or the last once more."""

    head: EditionHead
    last: EvidenceEdition | None
    erased: list[int]
    made_at: dt.datetime

    @property
    def is_last(self) -> bool:
        """Whether it is the last edition once more."""
        return self.last is not None and self.head.number == self.last.number


@transaction.atomic
def make_pack(*, pack_id: UUID, at: dt.datetime) -> bool:
    """Make a pack that waits and keep its bytes; False when there was nothing to do.

    Raises NotReproduced, and ErasedMeanwhile, after which it waits still.
    """
    making = EvidenceMaking.objects.select_for_update(skip_locked=True).filter(pack=pack_id, state="waiting").first()
    if making is None:
        return False
    pack = making.pack
    kid = remember_key(at=at)
    erased = list_erased(pack.entries)
    last = pack.editions.order_by("number").last()
    because = FIRST if last is None else ERASED if list(erased) != list(last.erased) else None
    draft = _draft(last, because, erased, at)
    if not _write(making, draft, kid):
        # The last edition came out otherwise: another version of the program is the one lawful reason left.
        if last is None or last.made_with == MADE_WITH:
            raise NotReproduced(str(pack.pk))
        _write(making, _draft(last, PROGRAM, erased, at), kid)
    wait_for_erasers()
    if list_erased(pack.entries) != erased:
        raise ErasedMeanwhile(str(pack.pk))
    EvidenceMaking.objects.filter(pk=making.pk).update(state="ready", ready_at=at, problem="")
    return True


def _draft(last: EvidenceEdition | None, because: str | None, erased: dict[int, str], at: dt.datetime) -> _Draft:
    """The edition to write; `because` is None for the last once more."""
    numbers = sorted(erased.values())
    if last is not None and because is None:
        before = last.pack.editions.filter(number=last.number - 1).first()
        replaces = _tell_digest(before) if before else None
        head = EditionHead(number=last.number, because=last.because, replaces=replaces, erased=numbers)
        return _Draft(head, last, list(erased), last.made_at)
    replaces = _tell_digest(last) if last else None
    head = EditionHead(
        number=last.number + 1 if last else 1, because=because or FIRST, replaces=replaces, erased=numbers
    )
    return _Draft(head, last, list(erased), at)


def _tell_digest(edition: EvidenceEdition) -> str:
    return f"sha256:{bytes(edition.manifest_digest).hex()}"


def _write(making: EvidenceMaking, draft: _Draft, kid: str) -> bool:
    """Write the edition and keep its bytes; False, with nothing kept, where the last came out otherwise."""
    with TemporaryFile() as file:
        assembly = Assembly(making.pack, read_scope(making.pack), draft.head, file)
        try:
            is_written = _repeat(draft.last, assembly, file) if draft.is_last and draft.last else None
            if is_written is None:
                _begin(making.pack, draft, assembly, file, kid)
        finally:
            assembly.abandon()
        if is_written is False:
            return False
        _keep_bytes(making, file)
    return True


def _repeat(last: EvidenceEdition, assembly: Assembly, file: IO[bytes]) -> bool:
    """Write the last edition once more, under its own signature; whether it is the same."""
    manifest = assembly.write(lambda _: last.keys)
    if digest_manifest(manifest) != _tell_digest(last):
        return False
    assembly.close(manifest, last.signature)
    return _digest_file(file) == bytes(last.zip_digest)


def _begin(pack: EvidencePack, draft: _Draft, assembly: Assembly, file: IO[bytes], kid: str) -> None:
    """Write a new edition, and sign it."""
    keys: list[dict[str, Any]] = []

    def list_keys(kids: set[str]) -> Sequence[dict[str, Any]]:
        keys[:] = [one for one in published_keys() if one["kid"] in kids | {kid}]
        return keys

    manifest = assembly.write(list_keys)
    statement = statement_of(assembly.manifest(), digest_manifest(manifest), issued=int(draft.made_at.timestamp()))
    signature = sign(statement, typ=SIGNED)
    assembly.close(manifest, signature)
    digests = {"manifest_digest": hashlib.sha256(manifest).digest(), "zip_digest": _digest_file(file)}
    EvidenceEdition.objects.create(
        pack=pack,
        number=draft.head.number,
        because=draft.head.because,
        erased=draft.erased,
        made_with=MADE_WITH,
        size=file.seek(0, 2),
        kid=kid,
        keys=keys,
        signature=signature,
        made_at=draft.made_at,
        **digests,
    )


def _digest_file(file: IO[bytes]) -> bytes:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]  # a temporary file is one


def _keep_bytes(making: EvidenceMaking, file: IO[bytes]) -> None:
    making.pieces.all().delete()
    file.seek(0)
    number = 0
    while content := file.read(PIECE_BYTES):
        EvidencePiece.objects.create(making=making, number=number, content=content)
        number += 1


@transaction.atomic
def note_failure(*, pack_id: UUID, problem: str, most: int) -> None:
    """A making failed: it is tried again, and given up after `most` times."""
    making = EvidenceMaking.objects.select_for_update().get(pack=pack_id)
    making.failures += 1
    making.problem = problem
    if making.failures >= most:
        making.state = "failed"
    making.save(update_fields=["failures", "problem", "state"])
