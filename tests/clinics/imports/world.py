"""Staff lists driven to their ends without a worker."""

import datetime as dt

from clinics.models import RosterImport, StagedEntry
from clinics.operations.imports.receiving import confirm_list, receive_list
from clinics.operations.imports.steps import advance
from clinics.operations.imports.words import say_word
from clinics.queries.roster_imports import list_faults, write_refused

AT = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
SENDER, KEEPER = "user:1", "user:2"
HEADER = "registry number,npi,name,born on,email,site,role,patients,from,until"
ADA_NPI, NEW_NPI, OTHER_NPI = "1234567893", "1679576722", "1003000126"


def row(*, number="", npi="", name="", born="", mail="", site="Main Street", role="therapist", who="adult", **days):
    """A row of a list with that header."""
    told = (number, npi, name, born, mail, site, role, who, days.get("start", ""), days.get("until", ""))
    return ",".join(f'"{one}"' if "," in one else one for one in told)


def sheet(*rows, header=HEADER):
    return "\n".join([header, *rows, ""]).encode()


def send(clinic, *rows, header=HEADER, at=AT, **constants):
    """Send a list and let it be read and judged."""
    content = rows[0] if rows and isinstance(rows[0], bytes) else sheet(*rows, header=header)
    told = {"content": content, "file_name": "staff.csv", "constants": constants, "by": SENDER}
    return go_on(receive_list(organisation_id=clinic.pk, **told), at=at)


def go_on(job, at=AT, **more):
    while advance(import_id=job.pk, at=at, **more):
        pass
    return RosterImport.objects.get(pk=job.pk)


def confirm(job, at=AT, **more):
    assert not hasattr(confirm_list(job=job, by=SENDER, at=at), "faults")
    return go_on(job, at=at, **more)


def take_in(clinic, *rows, **more):
    """Send a list, and confirm it."""
    job = send(clinic, *rows, **more)
    assert job.state == "previewed", job.problems
    return confirm(job)


def verdicts(job):
    return [one.verdict for one in staged(job)]


def became(job):
    return [one.became for one in staged(job)]


def staged(job):
    return list(StagedEntry.objects.filter(roster_import=job).order_by("row"))


def faults(job):
    return [(one.row, one.column, one.code) for one in list_faults(job, after=0, most=1_000)[0]]


def refused_rows(job):
    return list(write_refused(job))


def say(job, row, word, number=None, by=KEEPER):
    return say_word(job=job, row=row, word=word, registry_number=number, by=by, at=AT)
