"""What happened after the records were told: corrections, a second telling, a merge, consents."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import Organisation, PersonLink, User
from accounts.operations.consents import record_consent, withdraw_consent
from credentials.demo.days import Days
from credentials.demo.organisations import CLINIC
from credentials.demo.records import BOARD, REGISTER, Invented
from credentials.models import Licence, Practitioner
from credentials.operations.corrections import supersede_fact, version_of
from credentials.operations.merges import confirm_merge, propose_merge
from credentials.operations.records import put_record
from credentials.records.faults import Refusal
from credentials.records.reading import RecordReader

Item = dict[str, Any]


class DemoRefused(Exception):
    """The registry did not take what the demo tells; `faults` say why, such as a statement that this law ignores."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__("; ".join(f"{fault.pointer} {fault.detail}" for fault in refusal.faults))


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo as far as it is written: who is who, and under which registry number."""

    days: Days
    reader: RecordReader
    organisations: dict[str, Organisation]
    registrars: tuple[User, ...]
    people: dict[str, Invented]
    numbers: dict[str, str]

    def find(self, alias: str) -> Practitioner:
        """The record of someone of the demo."""
        return Practitioner.objects.select_related("person").get(registry_number=self.numbers[alias])

    def licence_of(self, alias: str) -> Item:
        """The first licence as the register told it."""
        licence: Item = self.people[alias].told[REGISTER]["licences"][0]
        return licence

    def tell(self, source: str, record: Item) -> str:
        """Record what a source tells; the registry number concerned. Raises DemoRefused."""
        read = self.reader.read(record)
        if isinstance(read, Refusal):
            raise DemoRefused(read)
        written = put_record(
            record=read, shapes=self.reader.shapes, source=self.organisations[source], by="command:load_demo"
        )
        if isinstance(written, Refusal):
            raise DemoRefused(written)
        return written.registry_number


def correct(stage: Stage, alias: str, reason: str, **changes: Any) -> None:
    """The register corrects a licence; what was told before stays on record as superseded."""
    fact = Licence.objects.get(
        practitioner=stage.find(alias), source=stage.organisations[REGISTER], superseded_at__isnull=True
    )
    refused = supersede_fact(
        fact=fact,
        replacement={**stage.licence_of(alias), **changes},
        shapes=stage.reader.shapes,
        reason=reason,
        by=f"user:{stage.registrars[0].pk}",
        expected_version=version_of(fact),
    )
    if isinstance(refused, Refusal):
        raise DemoRefused(refused)


def happen(stage: Stage, now: dt.datetime) -> None:
    """Everything that happened, in its order."""
    correct(stage, "US-MD corrected", "the last day had been mistyped", expires_on=stage.days.ahead(90))
    suspension = {"status": "suspended", "from": stage.days.ago(60), "until": None}
    correct(stage, "US-VA suspended-later", "the board's order came late", statuses=[suspension])
    tell_twice(stage)
    merge_duplicate(stage)
    agree(stage)
    user = User.objects.create_user("practitioner@example.org", name="A practitioner of the demo")
    linked = stage.find("NL linked").person
    PersonLink.objects.create(user=user, person=linked, linked_by=stage.registrars[0], linked_at=now)


def tell_twice(stage: Stage) -> None:
    """The board knows of a suspension that the register has not told: the worse of the two counts."""
    alias = "US-FL told-twice"
    suspension = {"status": "suspended", "from": stage.days.ago(12), "until": stage.days.ahead(200)}
    told = {**stage.licence_of(alias), "statuses": [suspension]}
    stage.tell(BOARD, {"registry_number": stage.numbers[alias], "licences": [told]})


def merge_duplicate(stage: Stage) -> None:
    """A second record of one person, found by one registrar and confirmed by another; both numbers answer."""
    alias = "US-IL kept-twice"
    name = stage.people[alias].told[REGISTER]["name"]
    other = {**stage.licence_of(alias), "number": "DEMO-US-IL-OT-OLD", "expires_on": stage.days.ago(400)}
    number = stage.tell(REGISTER, {"name": f"{name[0]}. {name.split()[-1]}", "licences": [other]})
    proposal = propose_merge(
        survivor=stage.find(alias),
        absorbed=Practitioner.objects.get(registry_number=number),
        reason="the old licence was renewed under another number",
        by=stage.registrars[0],
    )
    confirm_merge(proposal=proposal, by=stage.registrars[1])


def agree(stage: Stage) -> None:
    """Consents: to be listed, withdrawn again by one, and to let the clinic see a record."""
    for alias in ("AU whole", "GB whole", "US-UT unlisted-again"):
        consent = record_consent(person=stage.find(alias).person, kind="listed")
    withdraw_consent(consent=consent)
    record_consent(person=stage.find("NZ let-see").person, kind="see_record", organisation=stage.organisations[CLINIC])
