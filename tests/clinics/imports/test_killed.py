"""Real Celery workers killed outright at any instant of a staff list: nobody is missing, nobody is there twice."""

from collections import Counter

import pytest

from clinics.models import Invitation, RosterEntry, RosterImport, StagedEntry, Watch
from clinics.operations.imports.inviting import INVITED
from clinics.operations.imports.receiving import confirm_list, receive_list
from clinics.operations.imports.waking import TASK
from credentials.models import Practitioner
from law.queries.compiled import forget_compiled
from outbox.models import Message
from tests.clinics.imports.world import AT, SENDER, row, sheet
from tests.clinics.world import make_clinic, make_site, person, put_person, release_law
from tests.fire import wait_through, working

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, UNKNOWN, FAULTY = 20, 4, 2


@pytest.fixture
def workers(tmp_path, servers):
    with working(tmp_path, servers, "tests.clinics.imports.fire_settings", TASK) as start:
        yield start
    forget_compiled()


def number(n):
    return f"FN-K111-{n:04}"


def make_list():
    header = "registry number,npi,name,born on,email,site,role,patients,from,until,licence,licence state,profession"
    told = [f"{row(number=number(n), who='both')},,," for n in range(PEOPLE)]
    for n in range(UNKNOWN):
        zoe = row(name=f"Zoe {chr(97 + n)}", mail=f"z{n}@example.org")
        told.append(f"{zoe},LXA-{n},XA,PT")
    told += [f"{row(number=number(n), site='Nowhere')},,," for n in range(FAULTY)]
    return sheet(*told, header=header)


def wait(job, state, workers, kills):
    def read():
        return RosterImport.objects.values("state", "row_done", "row_at").get(pk=job.pk)

    return wait_through(workers, read, (state,), kills)


def test_a_few_kills_lose_and_double_nothing(workers):
    forget_compiled()
    release_law()
    clinic = make_clinic()
    make_site(clinic)
    for n in range(PEOPLE):
        put_person(person(number(n), f"Person {chr(97 + n % 26)}"))
    fired = workers(chunk=3)
    job = receive_list(organisation_id=clinic.pk, content=make_list(), file_name="", constants={}, by=SENDER)
    left = wait(job, "previewed", fired, kills=1)
    confirm_list(job=job, by=SENDER, at=AT)
    wait(job, "done", fired, kills=left + 2)
    assert fired.killed.total() >= 2
    job = RosterImport.objects.get(pk=job.pk)
    assert (job.counts, job.failures) == ({"entered": PEOPLE, "invited": UNKNOWN, "refused": FAULTY}, 0)
    assert StagedEntry.objects.filter(roster_import=job).count() == job.row_done == PEOPLE + UNKNOWN + FAULTY
    entered = Counter(RosterEntry.objects.values_list("practitioner__registry_number", flat=True))
    assert entered == dict.fromkeys(Practitioner.objects.values_list("registry_number", flat=True), 1)
    assert Watch.objects.count() == 2 * PEOPLE
    assert Invitation.objects.count() == Message.objects.filter(kind=INVITED).count() == UNKNOWN
