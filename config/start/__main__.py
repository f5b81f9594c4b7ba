"""The door of `make run`."""

import signal
import sys

# Until there is something to end, Ctrl-C ends this process without a word; importing takes a moment.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from config.start.running import main  # noqa: E402 (after the signal, on purpose)

if __name__ == "__main__":
    sys.exit(main())
