"""Checks an evidence pack with nothing but the issuer's keys: every fault is named, and nothing in it is believed."""

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import orjson

from clinics.packs.archives import MANIFEST, SIGNATURE
from clinics.packs.contents import FORMAT
from clinics.packs.manifests import SIGNED, digest_manifest
from credentials.signing.canonical import is_canonical
from credentials.signing.receipts import compare_told, examine_receipt
from credentials.signing.tokens import examine

_BROKEN = (BadZipFile, EOFError, OSError, zlib.error)
Keys = Mapping[str, Mapping[str, Any]]
LARGEST = 512 * 1024 * 1024  # of one file, unpacked: a pack of ten thousand entries has none of a tenth of it


@dataclass(slots=True)
class Examined:
    """What a pack says, as far as it can be read, and what is wrong with it."""

    manifest: dict[str, Any] = field(default_factory=dict)
    receipts: int = 0
    faults: list[str] = field(default_factory=list)


def examine_pack(file: IO[bytes], keys: Keys) -> Examined:
    """Look for every fault. What is read of a faulty pack is for telling, never for believing."""
    found = Examined()
    try:
        with ZipFile(file) as files:
            _examine_files(files, keys, found)
    except (*_BROKEN, NotImplementedError, RuntimeError) as error:
        found.faults.append(f"it cannot be read as a ZIP: {error}")
    return found


def _examine_files(files: ZipFile, keys: Keys, found: Examined) -> None:
    names = [one.filename for one in files.infolist()]
    found.faults += [f"{name}: it is there twice" for name, times in sorted(Counter(names).items()) if times > 1]
    missing = [name for name in (MANIFEST, SIGNATURE) if name not in names]
    if missing:
        found.faults += [f"{name}: it is missing" for name in missing]
        return
    written = files.read(MANIFEST)
    found.manifest = _read_object(written) or {}
    if found.manifest.get("format") != FORMAT or not is_canonical(found.manifest, written):
        found.faults.append(f"{MANIFEST}: it is no manifest of the format {FORMAT}, spelled as RFC 8785 spells it")
        return
    found.faults += _examine_signature(files.read(SIGNATURE), digest_manifest(written), found.manifest, keys)
    found.faults += _examine_digests(files, set(names), found.manifest)
    found.faults += _examine_receipts(files, sorted(names), keys, found)


def _examine_signature(signature: bytes, digest: str, manifest: Mapping[str, Any], keys: Keys) -> Iterator[str]:
    examined = examine(signature.decode("ascii", "replace").strip(), keys, typ=SIGNED)
    yield from (f"{SIGNATURE}: {fault}" for fault in examined.faults)
    said = examined.payload
    if said.get("manifest") != digest:
        yield f"{SIGNATURE}: it was signed over another manifest than {MANIFEST}"
    retired = keys.get(str(examined.header.get("kid")), {}).get("exp")
    if isinstance(retired, int) and not (isinstance(said.get("iat"), int) and said["iat"] <= retired):
        yield f"{SIGNATURE}: it was signed after its key was retired"
    expected = {"iss": manifest.get("issuer"), "sub": manifest.get("pack"), "edition": manifest.get("edition")}
    yield from (
        f"{SIGNATURE}: it says otherwise than the manifest of {name}"
        for name, value in expected.items()
        if said.get(name) != value
    )


def _examine_digests(files: ZipFile, names: set[str], manifest: Mapping[str, Any]) -> Iterator[str]:
    listed = {str(one.get("name")): one for one in manifest.get("files", ()) if isinstance(one, dict)}
    yield from (f"{name}: it is missing" for name in sorted(listed.keys() - names))
    extra = names - listed.keys() - {MANIFEST, SIGNATURE}
    yield from (f"{name}: the manifest does not name it" for name in sorted(extra))
    for name in sorted(listed.keys() & names):
        if files.getinfo(name).file_size > LARGEST:
            yield f"{name}: it is too large to be looked at"
        elif _digest(files, name) != listed[name].get("sha256"):
            yield f"{name}: it was changed: its digest is not the one that the manifest names"


def _digest(files: ZipFile, name: str) -> str | None:
    try:
        with files.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a member of a ZIP is one
    except (*_BROKEN, ValueError):  # a byte that its packing did not survive
        return None


def _examine_receipts(files: ZipFile, names: list[str], keys: Keys, found: Examined) -> Iterator[str]:
    """Each receipt by itself, and each answer beside its receipt."""
    for name in names:
        if not name.startswith("receipts/"):
            continue
        found.receipts += 1
        receipt = _read_text(files, name)
        examined = examine_receipt(receipt.strip(), keys)
        yield from (f"{name}: {fault}" for fault in examined.faults)
        answer = name.replace("receipts/", "decisions/", 1).removesuffix(".jws") + ".json"
        told = _read_object(_read_text(files, answer).encode()) if answer in names else None
        if told is None:
            yield f"{name}: the answer of this receipt is not there"
        elif examined.payload:
            yield from (f"{answer}: {fault}" for fault in compare_told(told, examined.payload))


def _read_text(files: ZipFile, name: str) -> str:
    if files.getinfo(name).file_size > LARGEST:
        return ""
    try:
        return files.read(name).decode("utf-8", "replace")
    except _BROKEN:
        return ""


def _read_object(written: bytes) -> dict[str, Any] | None:
    try:
        told = orjson.loads(written)
    except orjson.JSONDecodeError:
        return None
    return told if isinstance(told, dict) else None
