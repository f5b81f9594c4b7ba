"""The command that lists what waits for another look."""

import io

import pytest
from django.core.management import CommandError, call_command


def stale(*arguments):
    out = io.StringIO()
    call_command("law_stale", *arguments, stdout=out, stderr=out)
    return out.getvalue()


DAYS = {
    "the last day of the first": ("2006-06-01", "0", 0, 0),
    "the first day overdue": ("2006-06-02", "0", 3, 0),
    "one more within a day": ("2006-06-02", "1", 3, 1),
    "all of them": ("2006-06-03", "60", 4, 0),
    "the last day there is": ("9999-12-31", "999999", 4, 0),
    "long before": ("1900-01-01", "60", 0, 0),
}


@pytest.mark.parametrize(("on", "soon", "overdue", "besides"), DAYS.values(), ids=DAYS.keys())
def test_what_is_due_is_listed(folder, on, soon, overdue, besides):
    told = stale("--on", on, "--soon", soon)
    assert f"{overdue} provision" in told.splitlines()[0]
    assert f"{besides} provision" in told.splitlines()[1 + overdue]
    assert len(told.splitlines()) == 2 + overdue + besides


def test_each_is_told_with_its_source_and_the_day_of_its_last_check(folder):
    assert "  2006-06-02  XA-1 PT     xa-1-pt-2001  (checked 2005-06-01)  https://law.example/1" in stale()
    assert "xa-lac-1990  (checked 2005-06-01)  no address on file" in stale()


REFUSED = ["--on=2006-02-30", "--on=today", "--soon=-1", "--soon=1e3", "--dir=/nonexistent"]


@pytest.mark.parametrize("argument", REFUSED)
def test_what_cannot_be_read_is_refused(folder, argument):
    with pytest.raises(CommandError):
        stale(argument)
