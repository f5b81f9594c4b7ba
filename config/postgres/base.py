"""Django asks an engine for this module by name."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Before each request a kept connection is looked at, without asking the server: one it has ended is let go of.

    PostgreSQL that restarts says so and hangs up, which lies unread in the socket of whoever is idle. Without a look
    the next request, which did nothing wrong, would find out. Django's own check would ask the server each time.
    """

    def close_if_unusable_or_obsolete(self) -> None:
        """Called by Django as each request and task begins and ends."""
        super().close_if_unusable_or_obsolete()
        if self.connection is not None and not self.in_atomic_block and self._has_been_spoken_to():
            self.close()

    def _has_been_spoken_to(self) -> bool:
        """Whether the server said anything unasked: that it ends, or what a new connection misses nothing by."""
        if self.connection.closed:
            return True
        waiting = select.poll()  # not select(): that fails on numbers above 1023
        waiting.register(self.connection.fileno(), select.POLLIN)
        return bool(waiting.poll(0))
