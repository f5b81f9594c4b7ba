"""A new law is released by another process: it answers from that second on, the old one for what was known before."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.journeys.steps import (
    by_registry_number,
    given_a_clinic_with_a_fresh_key,
    given_a_therapist_on_file,
    make_question,
    then_it_reads_as_it_was,
    then_the_answer_is,
    then_the_decision_is_the_same,
    when_it_verifies,
)
from tests.journeys.world import HUNDRED_YEARS, MARA, write_law

pytestmark = pytest.mark.django_db(transaction=True)
CLONE = Path(__file__).resolve().parents[2]


def when_another_process_releases(folder: Path) -> None:
    """`manage.py load_law` in a process of its own, on the same database."""
    place = connection.settings_dict
    who = quote(str(place["USER"]), safe="") + (
        f":{quote(str(place['PASSWORD']), safe='')}" if place["PASSWORD"] else ""
    )
    where = quote(str(place["HOST"]), safe="") + (f":{place['PORT']}" if place["PORT"] else "")
    told = {
        "DATABASE_URL": f"postgres://{who}@{where}/{place['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "LAW_DIR": str(folder),
        "LAW_REVIEW_MONTHS": str(HUNDRED_YEARS),
    }
    command = [sys.executable, "manage.py", "load_law", "--yes"]
    done = subprocess.run(command, cwd=CLONE, env={**os.environ, **told}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Released" in done.stdout


def test_a_release_changes_the_answer_the_same_second(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    clinic = given_a_clinic_with_a_fresh_key()
    question = make_question(by_registry_number(MARA), place="XB-1")
    before = when_it_verifies(clinic, question)
    then_the_answer_is(before, "permitted")

    when_another_process_releases(write_law(the_law, "prohibited", "Act of Ys, amended § 7"))

    released = time.monotonic()
    now = when_it_verifies(clinic, question)
    assert time.monotonic() - released < 1
    then_the_answer_is(now, "refused", "law_prohibits")
    (reason,) = (one for one in now["findings"] if one["code"] == "law_prohibits")
    assert reason["citation"]["text"] == "Act of Ys, amended § 7"
    assert now["law"]["digest"] != before["law"]["digest"]

    then_it_reads_as_it_was(clinic, before)
    then_the_decision_is_the_same(when_it_verifies(clinic, {**question, "known_at": before["known_at"]}), before)


def test_a_mistake_is_taken_back_by_releasing_the_law_before_it(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    clinic = given_a_clinic_with_a_fresh_key()
    question = make_question(by_registry_number(MARA), place="XB-1")
    when_another_process_releases(write_law(the_law, "prohibited"))
    mistaken = when_it_verifies(clinic, question)

    when_another_process_releases(write_law(the_law, "permitted"))

    then_the_answer_is(mistaken, "refused", "law_prohibits")
    then_the_answer_is(when_it_verifies(clinic, question), "permitted")
    then_the_decision_is_the_same(when_it_verifies(clinic, {**question, "known_at": mistaken["known_at"]}), mistaken)
