"""Writes the files of a pack into a ZIP whose bytes depend on nothing but the files: no clock, no user, no system."""

import hashlib
import zlib
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first instant that a ZIP can tell; of no file is it the truth
LEVEL = 6
UNIX = 3  # else the system that writes would stand in every entry
READ_ONLY = 0o100444 << 16
DEFLATE = f"zlib {zlib.ZLIB_RUNTIME_VERSION}"  # another zlib may pack the same bytes otherwise


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the pack as its manifest lists it."""

    name: str
    size: int
    sha256: str

    def tell(self) -> dict[str, Any]:
        """As JSON."""
        return {"name": self.name, "size": self.size, "sha256": self.sha256}


class PackWriter:
    """Files in the order in which they are added, then the manifest that lists them, then its signature."""

    def __init__(self, place: IO[bytes]) -> None:
        self._zip = ZipFile(place, "w")
        self._listed: list[Listed] = []

    def add(self, name: str, content: bytes) -> None:
        """A file that the manifest lists."""
        self._write(name, content)
        self._listed.append(Listed(name, len(content), hashlib.sha256(content).hexdigest()))

    def close(self, manifest: bytes, signature: str) -> None:
        """Write manifest and signature, and end the ZIP."""
        self._write(MANIFEST, manifest)
        self._write(SIGNATURE, signature.encode())
        self._zip.close()

    def abandon(self) -> None:
        """End a ZIP that nobody will read."""
        self._zip.close()

    def _write(self, name: str, content: bytes) -> None:
        entry = ZipInfo(name, EARLIEST)
        entry.create_system, entry.external_attr, entry.compress_type = UNIX, READ_ONLY, ZIP_DEFLATED
        self._zip.writestr(entry, content, compresslevel=LEVEL)

    def list_files(self) -> list[dict[str, Any]]:
        """What was added, by name."""
        return [one.tell() for one in sorted(self._listed, key=lambda one: one.name)]
