"""Looks at roster entries, taken at any instant a test wants."""

from django.db import transaction

from clinics.models import RosterCheck
from clinics.operations.checking import Check, note_checks
from credentials.decisions import Decided, decide_one
from credentials.operations.verifications import Asker, record_verifications
from credentials.questions import read_asked
from credentials.telling import tell_decided


@transaction.atomic
def look_at(entry, group, *, at, cause="entry"):
    """Decide an entry for a group as known now, as though asked at that instant; kept with its trail."""
    question = {
        "practitioner": {"registry_number": entry.practitioner.registry_number},
        "jurisdiction": entry.site.jurisdiction,
        "patient": {"group": group},
        "on": at.date().isoformat(),
        "site": entry.site.code,
    }
    answer = decide_one(read_asked(question, now=at), now=at, organisation_id=entry.organisation_id)
    assert isinstance(answer, Decided), answer
    asker = Asker(entry.organisation_id, None, None)
    (kept,) = record_verifications(answers=[(answer, tell_decided(answer))], asker=asker, decided_at=at)
    note_checks(
        [Check(asker.organisation_id, entry.key, group, entry.site_id, entry.practitioner_id, kept.id, cause, at)]
    )
    return RosterCheck.objects.get(verification=kept.id)
