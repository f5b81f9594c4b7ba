"""How a line of the log is written: facts about the work, never about a person.

Names, numbers, addresses, bodies and query strings reach code that logs: in the words of an exception, in the detail of
a database's complaint, in the path that Django writes for a 404. So a line holds the fields named here and no others;
an exception is told by its kind and its places; and the messages of other people's code are shown without what was
filled in.
"""

import datetime as dt
import functools
import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from pythonjsonlogger.orjson import OrjsonFormatter

from outbox.causes import request_id
from outbox.failures import describe

FIELDS = ("method", "route", "status", "seconds", "caller", "message_id", "kind", "attempts", "task")
OURS = ("accounts", "clinics", "config", "courses", "credentials", "law", "outbox", "rulebook")
# Their messages hold addresses of servers, names of tasks and numbers of processes, and nothing from a request.
PLAIN = ("celery.apps", "celery.beat", "celery.bootsteps", "celery.worker", "kombu", "_granian")
# Whose very templates may be filled in already, with a path or a header.
UNTOLD = ("django.request", "django.security", "django.server")
# A line names none of these, and finding them out takes as long as the rest of writing it (Python's logging HOWTO).
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
HOME = Path(__file__).resolve().parents[1]


def gather(record: logging.LogRecord) -> dict[str, Any]:
    """What a line holds: time, level, logger, message, then the fields that are known, then what went wrong."""
    at = dt.datetime.fromtimestamp(record.created, dt.UTC)
    told: dict[str, Any] = {
        "time": at.isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": tell_message(record).partition("\n")[0],  # Celery's schedule adds its whole stack
    }
    if asked := request_id.get():
        told["request_id"] = asked
    known = record.__dict__
    told |= {name: known[name] for name in FIELDS if name in known}
    if record.exc_info and record.exc_info[1] is not None:
        told["error"] = describe(record.exc_info[1])
        told["trace"] = tell_places(record.exc_info[2])
    return told


def tell_message(record: logging.LogRecord) -> str:
    """The message; of other people's code only what cannot hold anything about a person."""
    name = record.name
    if is_plain(name):
        return record.getMessage()
    if name.startswith(UNTOLD):
        return f"{name} {record.levelname.lower()}"
    # "Task x raised unexpected: …", which goes on with the words of the error.
    if name.startswith("celery") and isinstance(record.args, dict):
        return f"task {record.args.get('name', '')} {record.args.get('description', '')}".strip()
    return str(record.msg)


@functools.cache
def is_plain(logger: str) -> bool:
    """Whether what this logger says is known to hold nothing about a person."""
    return logger.partition(".")[0] in OURS or logger.startswith(PLAIN)


def tell_places(trace: TracebackType | None) -> list[str]:
    """Where an exception came from, the innermost last; never a line of code or the value of a variable."""
    return [
        f"{_shorten(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]


def _shorten(filename: str) -> str:
    path = Path(filename)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return str(path.relative_to(HOME)) if path.is_relative_to(HOME) else path.name


class JsonLine(OrjsonFormatter):
    """A JSON object a line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        return self.serialize_log_record(gather(record))


class HumanLine(logging.Formatter):
    """The same as one line of words, for whoever sits before it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line, and the places of an error below it."""
        told = gather(record)
        trace = told.pop("trace", [])
        start = " ".join(str(told.pop(name)) for name in ("time", "level", "logger", "message"))
        rest = "".join(f" {name}={value}" for name, value in told.items())
        return "\n  ".join([f"{start}{rest}", *trace])
