"""`manage.py flag_expiring`: by hand what the schedule does, once whoever does it."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from credentials.models import ExpiryFlag, FlagRun
from tests.credentials.flags.conftest import NUMBER, licence


@pytest.fixture
def flag(capsys, db):
    def run(*words):
        call_command("flag_expiring", *words)
        return capsys.readouterr().out.strip()

    return run


def given_a_licence_that_ends_in(hold, days):
    hold(licences=[licence(expires_on=dt.datetime.now(dt.UTC).date() + dt.timedelta(days))], number=NUMBER)


def test_it_flags_the_day_that_has_begun_everywhere_once(hold, flag):
    given_a_licence_that_ends_in(hold, 20)
    today = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=12)).date()
    assert flag() == f"Raised for {today}: flags 1, digest mails 0."
    assert (ExpiryFlag.objects.get().flagged_on, FlagRun.objects.get().day) == (today, today)
    assert flag() == f"Nothing to do for {today}: that day, or a later one, has been seen to."


def test_a_day_that_was_missed_can_be_named_and_an_earlier_one_is_left_alone(hold, flag):
    given_a_licence_that_ends_in(hold, 20)
    assert flag("--on", "2026-01-02").startswith("Raised for 2026-01-02: flags 0")
    assert flag("--on=2026-01-01").startswith("Nothing to do")
    assert "flags 1" in flag()


@pytest.mark.parametrize("day", ["2999-01-01", "tomorrow", "2026-02-30"])
def test_a_day_that_is_not_or_not_yet_is_refused(flag, day):
    with pytest.raises(CommandError):
        flag("--on", day)
    assert not FlagRun.objects.exists()
