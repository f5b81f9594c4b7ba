"""What each kind of message says or does; the apps above register theirs when they start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from outbox.models import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in both of its forms; made when it is sent and kept nowhere."""

    subject: str
    text: str
    html: str


WriteLetter = Callable[[Message], Letter | None]
RunJob = Callable[[Message], None]
ReadAddresses = Callable[[str], Sequence[str]]

letters: dict[str, WriteLetter] = {}
jobs: dict[str, RunJob] = {}
_readers: list[ReadAddresses] = []


def register_letter(kind: str, write: WriteLetter) -> None:
    """Messages of this kind are mails. `write` may read the database; None says that there is nothing to tell now."""
    _claim(kind)
    letters[kind] = write


def register_job(kind: str, run: RunJob) -> None:
    """Messages of this kind are work in the database.

    `run` is called inside the transaction that marks the row done: both happen, or neither. It must do nothing that
    a rollback does not undo.
    """
    _claim(kind)
    jobs[kind] = run


def register_addresses(read: ReadAddresses) -> None:
    """The reader of a recipient's mail addresses; it is asked when a mail is sent."""
    _readers[:] = [read]


def addresses_of(recipient: str) -> tuple[str, ...]:
    """The mail addresses that this recipient has now; none when it was erased, or when nobody can tell."""
    return tuple(address for read in _readers for address in read(recipient))


def is_known(kind: str) -> bool:
    """Whether any code here knows what this kind means."""
    return kind in letters or kind in jobs


def _claim(kind: str) -> None:
    if is_known(kind):
        raise ValueError(f"The kind {kind} is registered already")
