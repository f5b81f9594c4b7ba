"""The program of the second process (see beside): `python -m credentials.api.beside_process`, standard input a socket
to the web worker. It ends when that is closed, when nothing came for a while, and with a trace at whatever goes wrong.
"""

import gc
import os
import signal
import socket

import django


def main() -> None:
    """Get ready, then answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal: the worker ends us
    wire = socket.socket(fileno=os.dup(0))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    django.setup()
    gc.set_threshold(50_000, 20, 50)  # as in config/wsgi.py
    from credentials.api.beside_answers import answer_batches  # its models need the settings

    answer_batches(wire)


if __name__ == "__main__":
    main()
