"""What each kind of message says or does; the apps above register theirs when they start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from outbox.models import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in both of its forms; made when it is sent and kept nowhere. `headers` are its own, such as the way out of
    a list.
    """

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The receiver did not take it: once more at `due_at`; and nothing else to the same one before `rest_until`."""

    due_at: datetime
    why: str  # words without an address or a secret
    rest_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The receiver will not take it."""

    why: str


WriteLetter = Callable[[Message], Letter | None]
RunJob = Callable[[Message], None]
Clock = Callable[[], datetime]
Send = Callable[[Message, Clock], Message.Closed | TryAgain | GiveUp]
ReadAddresses = Callable[[str], Sequence[str]]

letters: dict[str, WriteLetter] = {}
jobs: dict[str, RunJob] = {}
sendings: dict[str, Send] = {}
_readers: list[ReadAddresses] = []


def register_letter(kind: str, write: WriteLetter) -> None:
    """Messages of this kind are mails; `write` gives None when there is nothing to tell now.

    It is called inside the transaction that marks the row sent: it may read the database, and note there what the mail
    tells, which is undone with it when the mail cannot be sent.
    """
    _claim(kind)
    letters[kind] = write


def register_job(kind: str, run: RunJob) -> None:
    """Messages of this kind are work in the database.

    `run` is called inside the transaction that marks the row done: both happen, or neither. It must do nothing that
    a rollback does not undo.
    """
    _claim(kind)
    jobs[kind] = run


def register_sending(kind: str, send: Send) -> None:
    """Messages of this kind, all to an `endpoint:N`, are told to a machine elsewhere, in a lane of their own.

    `send` is called inside the transaction that notes what became of it: what it writes is committed with that. It must
    end by itself within half a minute. It answers Closed.SENT or Closed.NOT_NEEDED, when to try again, or to give up.
    """
    _claim(kind)
    sendings[kind] = send


def register_addresses(read: ReadAddresses) -> None:
    """The reader of a recipient's mail addresses; it is asked when a mail is sent."""
    _readers[:] = [read]


def addresses_of(recipient: str) -> tuple[str, ...]:
    """The mail addresses that this recipient has now; none when it was erased, or when nobody can tell."""
    return tuple(address for read in _readers for address in read(recipient))


def is_known(kind: str) -> bool:
    """Whether any code here knows what this kind means."""
    return kind in letters or kind in jobs or kind in sendings


def _claim(kind: str) -> None:
    if is_known(kind):
        raise ValueError(f"The kind {kind} is registered already")
