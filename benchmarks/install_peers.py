"""Install what the product is compared with, in environments of its own under .filiform: `make bench PEERS=1`.

OpenFisca, Cedar and Rego come from requirements/peers.txt, locked with hashes. openedx/credentials is in no package
index: name a checkout of it in OPENEDX_CREDENTIALS, and its own pinned requirements are installed, less the two that
only git gives and the drivers that need a compiler. What is not installed is told as such and not measured.
"""

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

from config.embedded.folders import CLONE, DATA

PEERS = DATA / "peers"
OPENEDX = DATA / "peers-openedx"
LOCKED = CLONE / "requirements" / "peers.txt"
LEFT_OUT = re.compile(r"git\+|^(mysqlclient)\b")
SERVED_BY = ("granian", "psycopg[binary]")


def main() -> None:
    """Install what is missing."""
    stamp = PEERS / "installed"
    if not stamp.exists() or stamp.read_text() != LOCKED.read_text():
        install(PEERS, "--require-hashes", "-r", str(LOCKED))
        stamp.write_text(LOCKED.read_text())
    checkout = os.environ.get("OPENEDX_CREDENTIALS")
    if checkout and not (OPENEDX / "checkout").exists():
        install_openedx(Path(checkout))
    print(f"peers: {', '.join(installed_peers()) or 'none'}")


def install(place: Path, *words: str) -> None:
    """Packages into an environment of their own, made where it is missing."""
    if not (place / "bin" / "python").exists():
        venv.create(place, with_pip=True)
    python = str(place / "bin" / "python")
    with_uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, *words]
    if subprocess.run(with_uv, check=False).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", *words], check=True)


def install_openedx(checkout: Path) -> None:
    """Its own pinned requirements, as far as they can be had, and where it lies."""
    lines = (checkout / "requirements" / "production.txt").read_text().splitlines()
    pinned = sorted({line for line in lines if re.match(r"[A-Za-z]", line) and not LEFT_OUT.search(line)})
    install(OPENEDX, "--no-deps", *pinned, *SERVED_BY)
    (OPENEDX / "checkout").write_text(str(checkout.resolve()))


def installed_peers() -> list[str]:
    """Which web peers can be measured here."""
    there = {"openfisca": PEERS / "bin" / "openfisca", "openedx": OPENEDX / "checkout"}
    return [name for name, place in there.items() if place.exists()]


if __name__ == "__main__":
    main()
