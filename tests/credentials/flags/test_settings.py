"""The ladder as the environment gives it, the day as the clock gives it, and the schedule that runs the job."""

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.celery import app
from config.jobs import beat_schedule
from config.settings.reading import read_ladder
from credentials.models import ExpiryFlag, FlagRun
from credentials.tasks import flag_expiring
from tests.credentials.flags.conftest import LADDER, licence

DEFAULT = "90,60,30,14,7,1,0,-1"


@pytest.mark.parametrize(
    ("told", "read"),
    [
        pytest.param("", LADDER, id="nothing told"),
        pytest.param(" 7, 90 ,-30", (90, 7, -30), id="in any order, with blanks"),
        pytest.param("0", (0,), id="one step"),
        pytest.param("3650,-365", (3650, -365), id="the farthest and the nearest"),
    ],
)
def test_a_ladder_is_read_farthest_first(monkeypatch, told, read):
    monkeypatch.setenv("LADDER", told)
    assert read_ladder("LADDER", DEFAULT) == read


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("7;1", id="parted by something else"),
        pytest.param("7,,1", id="an empty step"),
        pytest.param("7,1.5", id="half a day"),
        pytest.param("7,seven", id="a word"),
        pytest.param("7,1,7", id="a step told twice"),
        pytest.param("0,-0", id="a step told twice in two ways"),
        pytest.param("3651", id="too far"),
        pytest.param("-366", id="too long after"),
        pytest.param("٧", id="digits of another script"),
    ],
)
def test_what_is_no_ladder_is_refused_in_one_sentence(monkeypatch, told):
    monkeypatch.setenv("LADDER", told)
    with pytest.raises(ImproperlyConfigured, match=r"^LADDER must be days before the expiry from 3650 to -365 .*not '"):
        read_ladder("LADDER", DEFAULT)


def test_the_job_runs_for_the_day_that_has_begun_everywhere(hold, settings):
    settings.EXPIRY_LADDER_DAYS = (5, -1)
    day = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=12)).date()
    hold(licences=[licence(expires_on=day + dt.timedelta(5)), licence("UT 1", day + dt.timedelta(6), "US-UT")])
    assert flag_expiring() == 1
    assert flag_expiring() == 0
    assert ExpiryFlag.objects.get().step == 5
    run = FlagRun.objects.get()
    assert run.ladder == [5, -1]
    assert dt.timedelta(0) <= run.ran_at.date() - run.day <= dt.timedelta(1)


def test_the_schedule_runs_the_job_every_hour():
    planned = beat_schedule["flag what is about to expire"]
    app.loader.import_default_modules()
    assert planned["task"] == flag_expiring.name
    assert planned["task"] in app.tasks
    assert (planned["schedule"].hour, planned["schedule"].minute) == (set(range(24)), {5})
