"""Law keepers hear of each source that waits for another look: once a stage, in one mail a day, and never too late."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from accounts.models import Membership
from accounts.operations.personal import find_or_make_organisation
from law.letters import write_review_letter
from law.models import ReviewTold
from law.operations.releases import release_pack
from law.operations.reviews import tell_reviews_due
from law.tasks import law_review_due
from outbox.models import Message
from rulebook.loading import read_pack
from tests.law.conftest import PERMITTED, write_place

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# Of the law in conftest: these are withheld from this day on (checked on 2005-06-01 and -02, twelve months).
OVERDUE = dt.date(2006, 6, 2)
FIRST, SECOND = {"xa-1-pt-2001", "xa-pt-2001", "xa-lac-1990"}, {"xa-pt-2004"}


def make_keeper(name, role=Membership.Role.LAW_KEEPER, **more):
    user = get_user_model().objects.create_user(f"{name}@example.org", "long enough for anyone", **more)
    board = find_or_make_organisation(name="Board of Xanadu")
    if role:
        Membership.objects.create(user=user, organisation=board, role=role)
    return user


@pytest.fixture
def keeper(released):
    return make_keeper("keeper")


def run(on, hour=6):
    return tell_reviews_due(at=dt.datetime.combine(on, dt.time(hour), dt.UTC))


def told(on, user=None):
    """The provisions of the mails of a day."""
    messages = Message.objects.filter(cause=f"law_review_due:{on}")
    if user:
        messages = messages.filter(recipient=f"user:{user.pk}")
    return [{provision for provision, _ in message.payload["provisions"]} for message in messages]


def overdue_of(provision):
    return dict(Message.objects.get().payload["provisions"])[provision]


def test_days_of_this_law(keeper):
    run(OVERDUE - 30 * DAY)
    assert overdue_of("xa-pt-2001") == str(OVERDUE)


STAGES = {
    "31 days before": (-31, []),
    "30 days before": (-30, [FIRST]),
    "29 days before, of one more": (-29, [FIRST | SECOND]),
    "the day before": (-1, [FIRST | SECOND]),
    "the first day": (0, [FIRST | SECOND]),
    "years later": (2000, [FIRST | SECOND]),
}


@pytest.mark.parametrize(("days", "expected"), STAGES.values(), ids=STAGES.keys())
def test_the_first_run_tells_what_is_due_by_then(keeper, days, expected):
    on = OVERDUE + days * DAY
    assert run(on) == len(expected)
    assert told(on) == expected


def test_each_is_told_once_a_stage_day_by_day(keeper):
    letters = {days: told(OVERDUE + days * DAY) for days in range(-40, 95) if run(OVERDUE + days * DAY)}
    again = {days: [part] for start in (30, 60, 90) for days, part in ((start, FIRST), (start + 1, SECOND))}
    assert letters == {-30: [FIRST], -29: [SECOND], 0: [FIRST], 1: [SECOND], **again}


def test_after_downtime_each_is_told_once_as_far_as_it_has_come(keeper):
    run(OVERDUE - 30 * DAY)
    later = OVERDUE + 45 * DAY
    assert run(later) == 1
    assert told(later) == [FIRST | SECOND]
    assert set(ReviewTold.objects.filter(told_on=later).values_list("stage", flat=True)) == {2}
    assert [run(later + days * DAY) for days in range(1, 15)] == [0] * 14


def test_a_second_run_on_a_day_writes_nothing(keeper):
    assert [run(OVERDUE, hour) for hour in (0, 6, 23)] == [1, 0, 0]
    assert Message.objects.count() == 1


def test_what_comes_up_later_on_a_day_is_told_the_next(keeper, folder):
    run(OVERDUE)
    write_place(folder, "xb", "Ys", PERMITTED.format(code="xb", until="null"))
    release_pack(content=read_pack(folder))
    assert run(OVERDUE, hour=9) == 0
    assert run(OVERDUE + DAY) == 1
    assert told(OVERDUE + DAY) == [SECOND | {"xb-pt-2001"}]


def test_what_was_checked_since_is_told_no_more_until_it_is_due_again(keeper, folder):
    run(OVERDUE)
    text = PERMITTED.format(code="xa-1", until="null").replace("2005-06-01", "2006-06-03")
    write_place(folder, "xa-1", "Xanadu North", text)
    release_pack(content=read_pack(folder))
    run(OVERDUE + 30 * DAY)
    assert told(OVERDUE + 30 * DAY) == [FIRST - {"xa-1-pt-2001"} | SECOND]
    due_again = dt.date(2007, 6, 4) - 30 * DAY
    run(due_again)
    assert "xa-1-pt-2001" in told(due_again)[0]


def test_every_keeper_is_told_and_nobody_else(keeper):
    second, ended = make_keeper("second"), make_keeper("ended")
    Membership.objects.filter(user=ended).update(ended_at=dt.datetime(2006, 1, 1, tzinfo=dt.UTC))
    make_keeper("clerk", Membership.Role.CLINIC_ADMIN)
    make_keeper("gone", is_active=False)
    assert run(OVERDUE) == 2
    recipients = set(Message.objects.values_list("recipient", flat=True))
    assert recipients == {f"user:{keeper.pk}", f"user:{second.pk}"}


def test_a_keeper_who_comes_later_hears_of_all_of_it(keeper):
    run(OVERDUE)
    late = make_keeper("late")
    assert run(OVERDUE, hour=9) == 1
    assert told(OVERDUE, late) == [FIRST | SECOND]


def test_without_a_keeper_whoever_runs_this_is_told(released):
    chief = get_user_model().objects.create_superuser("chief@example.org", "long enough for anyone")
    assert run(OVERDUE) == 1
    assert Message.objects.get().recipient == f"user:{chief.pk}"


def test_without_law_or_anyone_nothing_is_written(db, released):
    assert run(OVERDUE) == 0


def test_before_the_first_release_nothing_is_due(db):
    make_keeper("keeper")
    assert run(OVERDUE) == 0


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_one_mail(keeper):
    barrier, written = Barrier(3), []

    def work():
        barrier.wait()
        try:
            written.append(run(OVERDUE))
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(written) == [0, 0, 1]
    assert (Message.objects.count(), ReviewTold.objects.count()) == (1, 4)


def test_the_mail_says_what_is_due_with_links(keeper, settings):
    settings.PUBLIC_URL = "https://filiform.example.org"
    run(OVERDUE)
    letter = write_review_letter(Message.objects.get())
    assert letter.subject == "Law to look at again: 3 overdue, 1 due soon"
    line = (
        "Xanadu North, Physical therapist / physiotherapist: overdue since 2 June 2006,"
        " last checked 1 June 2005 (xa-1-pt-2001)"
    )
    address = "https://filiform.example.org/law/XA-1/#xa-1-pt-2001"
    assert f"- {line}\n  {address}\n" in letter.text
    assert f'<a href="{address}">{line}</a>' in letter.html
    assert "overdue from 3 June 2006" in letter.text


def test_a_mail_that_has_nothing_to_say_any_more_is_not_sent(keeper, folder):
    run(OVERDUE)
    message = Message.objects.get()
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("checked_on: 2005", "checked_on: 2006")
        path.write_text(text, encoding="utf-8")
    release_pack(content=read_pack(folder))
    assert write_review_letter(message) is None


def test_the_job_tells_what_is_due_today(keeper):
    law_review_due()
    law_review_due()
    assert told(dt.datetime.now(dt.UTC).date()) == [FIRST | SECOND]
