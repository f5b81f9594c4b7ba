"""As whom PostgreSQL runs: it refuses root, and nothing outside the clone may be opened up to please it."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.embedded.refusals import StartError

# Used only where root cannot open a user namespace. initdb asks for a user that the system knows; the folders above
# the data stay closed to that user's other processes.
LONELY_USER = "nobody"


@dataclass(frozen=True, slots=True)
class Identity:
    """How to start PostgreSQL: what stands before its command, and who owns its files on the disk."""

    prefix: tuple[str, ...]
    owner: int


@cache
def choose_identity() -> Identity:
    """Choose how PostgreSQL is started by this user; raise StartError when no way is open."""
    if os.geteuid() != 0:
        return Identity((), os.geteuid())
    for identity in (use_namespace(), use_lonely_user()):
        if identity is not None and works(identity):
            return identity
    raise StartError(
        "PostgreSQL refuses to run as root and this system offers no way around it: "
        "start as an ordinary user, or name a server in DATABASE_URL."
    )


def use_namespace() -> Identity | None:
    """Root is seen as user 1000 inside a user namespace; on the disk the files stay root's."""
    unshare = shutil.which("unshare")
    return Identity((unshare, "--user", "--map-user=1000", "--map-group=1000"), 0) if unshare else None


def use_lonely_user() -> Identity | None:
    """Where namespaces are closed: another user that keeps the one right to pass closed folders, such as /root."""
    setpriv = shutil.which("setpriv")
    try:
        owner = pwd.getpwnam(LONELY_USER).pw_uid
    except KeyError:
        return None
    if setpriv is None:
        return None
    user = str(owner)
    rights = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return Identity((setpriv, "--reuid", user, "--regid", user, "--clear-groups", *rights), owner)


def works(identity: Identity) -> bool:
    """Try the prefix on a command that does nothing."""
    return subprocess.run([*identity.prefix, "true"], capture_output=True, check=False).returncode == 0


def give_tree(folder: Path, owner: int) -> None:
    """Give a folder of ours to the user that PostgreSQL runs as, when root starts it; links are not followed."""
    if os.geteuid() != 0 or folder.lstat().st_uid == owner:
        return
    for parent, _, names in os.walk(folder):
        for name in names:
            os.lchown(Path(parent, name), owner, owner)
        os.lchown(parent, owner, owner)
