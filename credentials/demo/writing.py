"""Writes the demo into the database, whole or not at all."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Organisation
from accounts.operations.keys import create_api_key
from credentials.decisions import Decided, decide_many
from credentials.demo.days import Days
from credentials.demo.events import DemoRefused, Stage, happen
from credentials.demo.organisations import (
    CLINIC,
    DEMO_USER,
    is_written,
    make_demo_user,
    make_organisations,
    make_staff,
)
from credentials.demo.people import invent_people
from credentials.demo.questions import address_first_questions, ask_clinic_questions
from credentials.demo.records import ACADEMY, BOARD, INTAKE, REGISTER, Invented
from credentials.operations.records import hold_registrar_lock, put_records
from credentials.operations.verifications import Asker, record_verifications
from credentials.queries.readers import current_reader
from credentials.questions import read_asked
from credentials.records.faults import Refusal
from credentials.records.numbers import make_registry_number
from credentials.records.reading import Record
from credentials.telling import tell_decided

BY = "command:load_demo"


@dataclass(frozen=True, slots=True)
class Welcome:
    """How to sign in and what to ask first. The password and the key are made anew for each database."""

    email: str
    password: str
    api_key: str
    curl_path: str
    permitted_path: str


@transaction.atomic
def write_demo(*, now: dt.datetime) -> Welcome | None:
    """Write the demo with days counted from `now`; None, and nothing changes, when it is there already.

    Raises NoLawReleased without law, and DemoRefused when the law released is not the one that the demo tells of.
    """
    hold_registrar_lock()
    if is_written():
        return None
    organisations = make_organisations()
    staff = make_staff(organisations)
    people = {one.alias: one for one in invent_people(now.date())}
    numbers = {alias: make_registry_number() for alias in people}
    stage = Stage(Days(now.date()), current_reader(), organisations, (staff[0], staff[1]), people, numbers)
    for source in (REGISTER, BOARD, ACADEMY, INTAKE):
        tell_everyone(stage, source)
    key, text = create_api_key(
        organisation=organisations[CLINIC],
        scopes=("verify:read", "verify:law-only", "registry:read"),
        label="The demo's first question",
    )
    ask_everything(stage, Asker(organisations[CLINIC].pk, key.pk, None), now)
    happen(stage, now)
    password = secrets.token_urlsafe(12)
    make_demo_user(organisations[CLINIC], password)
    return Welcome(DEMO_USER, password, text, *address_first_questions(numbers))


def tell_everyone(stage: Stage, source: str) -> None:
    """Record what one source tells about everybody."""
    told = [stage.numbers[alias] for alias in stage.people]
    records = [read_part(stage, one, number, source) for one, number in zip(stage.people.values(), told, strict=True)]
    put_all([record for record in records if record], stage, stage.organisations[source])


def read_part(stage: Stage, one: Invented, number: str, source: str) -> Record | None:
    """What a source tells about someone; None where it tells nothing."""
    if source not in one.told:
        return None
    read = stage.reader.read({"registry_number": number, **one.told[source]})
    if isinstance(read, Refusal):
        raise DemoRefused(read)
    return read


def put_all(records: list[Record], stage: Stage, source: Organisation) -> None:
    """Record them all."""
    done = 0
    while done < len(records):
        answers = put_records(records=records[done:], shapes=stage.reader.shapes, source=source, by=BY)
        for answer in answers:
            if isinstance(answer, Refusal):
                raise DemoRefused(answer)
        done += len(answers)


def ask_everything(stage: Stage, asker: Asker, now: dt.datetime) -> None:
    """Ask the clinic's questions and keep the answers, as they were before what happened later."""
    asked = [
        read_asked({**question, "practitioner": {"registry_number": stage.numbers[alias]}}, now=now)
        for alias, question in ask_clinic_questions(stage.people.values())
    ]
    decided = decide_many(asked, now=now, organisation_id=asker.organisation_id)
    answers = [one for one in decided if isinstance(one, Decided)]
    record_verifications(answers=[(one, tell_decided(one)) for one in answers], asker=asker, decided_at=now)
