"""Looks at roster entries, taken at any instant a test wants; and packs, asked for and taken apart."""

import datetime as dt
import io
from zipfile import ZipFile

from django.db import transaction

from clinics.models import EvidenceMaking, EvidencePiece, RosterCheck
from clinics.operations.checking import Check, note_checks
from clinics.operations.packs.asking import Asking, ask_for_pack
from clinics.operations.packs.making import make_pack
from clinics.queries.packs import read_pieces
from credentials.decisions import Decided, decide_one
from credentials.operations.verifications import Asker, record_verifications
from credentials.questions import read_asked
from credentials.telling import tell_decided

MARCH = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = MARCH.date()
LATER = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)


def ask(clinic, *, day=DAY, at=None, sites=None, now=LATER):
    """Ask for a pack and have it made; gives the pack."""
    asking = Asking(day=None if at else day, at=at, sites=sites)
    pack, _ = ask_for_pack(organisation_id=clinic.pk, asking=asking, by="user:1", at=now)
    make_pack(pack_id=pack.pk, at=now)
    return pack


def make_again(pack, now=LATER):
    """Make it once more, its bytes gone."""
    EvidencePiece.objects.filter(making=pack.pk).delete()
    EvidenceMaking.objects.filter(pk=pack.pk).update(state="waiting")
    assert make_pack(pack_id=pack.pk, at=now)


def bytes_of(pack):
    return b"".join(read_pieces(pack.pk))


def open_pack(content):
    """The files of a pack by name."""
    with ZipFile(io.BytesIO(content)) as files:
        return {name: files.read(name) for name in files.namelist()}


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
