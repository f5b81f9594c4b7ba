"""The files that a pack is read of, told apart by one digest without being read for sense."""

import hashlib
from pathlib import Path

from rulebook.loading import HERE, STANDARDS


def digest_of_files(folder: Path, *, evidence_floor: str, review_months: int) -> str:
    """The digest of every law file below a folder, the standards, the strictness, and the code that reads them.

    The code counts too: a newer program may read the same files otherwise. Raises OSError for what cannot be read.
    """
    told = hashlib.sha256(f"{evidence_floor}\0{review_months}\0".encode())
    for root, pattern in ((folder, "*.y*ml"), (STANDARDS, "*.yaml"), (HERE, "*.py")):
        for path in sorted(path for path in root.rglob(pattern) if path.is_file()):
            content = path.read_bytes()
            # Lengths keep two files from passing for one with the other's name inside.
            told.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return "sha256:" + told.hexdigest()
