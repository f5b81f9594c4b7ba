#!/usr/bin/env python
"""The door to every management command of Filiform."""

import os
import sys


def main() -> None:
    """Run the command named on the command line under the local settings unless others are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from config.sentences import explain

    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except Exception as error:
        sentence = explain(error)
        if sentence is None or "--traceback" in sys.argv:
            raise
        sys.exit(sentence)


if __name__ == "__main__":
    main()
