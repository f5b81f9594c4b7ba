"""Fill the database for a start: tables, law, demo data. Run as `python -m config.start.contents NOTE`.

NOTE is the file that says how to sign in to the demo of this database.
"""

import io
import json
import os
import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.instance import HOME
from config.sentences import explain
from config.start.speech import complain, say

LOG = HOME / "contents.log"
GREETING = HOME / "greeting.json"
OLDEST_POSTGRES = 150000
STORY = timedelta(days=45)  # the demo begins so long ago


def fill(note: Path) -> None:
    """Bring tables, static files, law and demo data to what this start asks for."""
    import django

    django.setup()
    from django.core.management import call_command

    check_version()
    say("Bringing the tables up to date …")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("build_dossiers", stdout=io.StringIO())  # quick where none is missing
    call_command("collectstatic", interactive=False, verbosity=0)
    write_contents(note)
    GREETING.write_text(json.dumps(find_demo(note)))


def write_contents(note: Path) -> None:
    """Release the law where it differs, and write the demo where it belongs.

    The demo tells a history: its law and its records are recorded as though some weeks ago, before the month that its
    clinics lived through.
    """
    from django.core.management import call_command

    from accounts.operations.clock import recording_at

    say("Releasing the law …")
    if not wants_demo():
        call_command("load_law", yes=True)
        return
    with recording_at(datetime.now(UTC) - STORY):
        call_command("load_law", yes=True)
        say("Writing the demo data (fictional people, once) …")
        call_command("load_demo", note=note)
    call_command("load_demo_clinics", stdout=io.StringIO())
    call_command("load_demo_courses", stdout=io.StringIO())


def check_version() -> None:
    """Refuse a server that lacks what the tables need."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if version < OLDEST_POSTGRES:
        raise ImproperlyConfigured(f"PostgreSQL 15 or newer is needed; the server given is {version // 10000}.")


def wants_demo() -> bool:
    """Tell whether demo data belongs here: on a first start, unless DEMO=0 or a law of the caller's own was given."""
    from credentials.models import Practitioner

    if os.environ.get("DEMO") == "0" or os.environ.get("LAW_DIR"):
        return False
    return not Practitioner.objects.exists()


def find_demo(note: Path) -> dict[str, str]:
    """Read how to sign in to the demo, when its user is in this database and was not changed since."""
    from django.contrib.auth import get_user_model

    if os.environ.get("DEMO") == "0" or not note.exists():
        return {}
    demo: dict[str, str] = json.loads(note.read_text())
    user = get_user_model().objects.filter(email=demo["email"]).first()
    return demo if user is not None and user.check_password(demo["password"]) else {}


def main() -> int:
    """Fill the database; 1 and one sentence when that fails."""
    from django.core.management import CommandError

    try:
        fill(Path(sys.argv[1]))
    except KeyboardInterrupt:
        return 1
    except CommandError as error:
        complain(str(error))
        return 1
    except Exception as error:  # the person is told one sentence, whatever it was; the rest goes into the log
        LOG.write_text(traceback.format_exc())
        complain(explain(error) or f"The database could not be filled ({error!r:.200}); details in {LOG}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
