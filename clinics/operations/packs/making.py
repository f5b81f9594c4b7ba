"""Makes a pack: the same bytes each time, under the signature of before; a new edition only where it must be told why.

Whoever makes a pack holds its row until it is kept, and so does whoever erases a person who stands in it: what was read
before an erasure is never kept after it.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

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
from credentials.models import SigningKey
from credentials.signing.published import remember_key
from credentials.signing.tokens import sign

PIECE_BYTES = 1024 * 1024
MADE_WITH = f"{TYPST}, {DEFLATE}"
NOT_REPRODUCED = "not_reproduced"


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
def make_pack(*, pack_id: Any, at: dt.datetime) -> bool:
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
    pack, scope = making.pack, read_scope(making.pack)
    signer = draft.last.kid if draft.is_last and draft.last else kid
    with TemporaryFile() as file:
        assembly = Assembly(pack, scope, draft.head, file)
        manifest = assembly.write(lambda kids: _list_keys(kids | {signer}, draft.made_at))
        digest = digest_manifest(manifest)
        if draft.is_last and draft.last is not None:
            if digest != _tell_digest(draft.last):
                return False
            assembly.close(manifest, draft.last.signature)
            if _digest_file(file) != bytes(draft.last.zip_digest):
                return False
        else:
            statement = statement_of(assembly.manifest(), digest, issued=int(draft.made_at.timestamp()))
            signature = sign(statement, typ=SIGNED)
            assembly.close(manifest, signature)
            _note_edition(pack, draft, hashlib.sha256(manifest).digest(), file, kid=kid, signature=signature)
        _keep_bytes(making, file)
    return True


def _list_keys(kids: set[str], at: dt.datetime) -> Sequence[dict[str, Any]]:
    """The public keys as they were published at an instant: a key retired later does not say so yet."""
    rows = SigningKey.objects.filter(kid__in=kids).order_by("first_used_at", "kid")
    return [
        {**row.jwk, "exp": int(row.retired_at.timestamp())} if row.retired_at and row.retired_at <= at else row.jwk
        for row in rows
    ]


def _note_edition(
    pack: EvidencePack, draft: _Draft, manifest_digest: bytes, file: IO[bytes], *, kid: str, signature: str
) -> None:
    EvidenceEdition.objects.create(
        pack=pack,
        number=draft.head.number,
        because=draft.head.because,
        erased=draft.erased,
        made_with=MADE_WITH,
        manifest_digest=manifest_digest,
        zip_digest=_digest_file(file),
        size=file.seek(0, 2),
        kid=kid,
        signature=signature,
        made_at=draft.made_at,
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
def note_failure(*, pack_id: Any, problem: str, most: int) -> None:
    """A making failed: it is tried again, and given up after a few times, or at once where it cannot come right."""
    making = EvidenceMaking.objects.select_for_update().get(pack=pack_id)
    making.failures += 1
    making.problem = problem
    if making.failures >= most or problem == NOT_REPRODUCED:
        making.state = "failed"
    making.save(update_fields=["failures", "problem", "state"])
