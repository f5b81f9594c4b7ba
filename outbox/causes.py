"""Which request this is all about: carried through web, worker and outbox, so that their logs can be joined."""

from contextvars import ContextVar

# Empty outside a request. In a worker: that of the request which published the task, or wrote the message.
request_id: ContextVar[str] = ContextVar("request_id", default="")
