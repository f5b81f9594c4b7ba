"""A file of results on its way: seen first, then in; good rows go in, refused ones come back to be mended."""

import datetime as dt

import pytest

from courses.models import Attempt, Enrolment, RefusedRow, Result, ResultImport
from courses.operations.import_staging import clear_staged, count_staged
from courses.operations.import_steps import advance, note_failure
from courses.operations.result_imports import cancel_import, confirm_import, tell_mapping
from courses.queries.result_imports import tell_progress
from credentials.files.neutral import write_rows
from credentials.records.faults import Refusal
from tests.courses.results.world import (
    AT,
    HEADER,
    SENDER,
    born,
    counts,
    enrol_many,
    faults,
    go_on,
    make_programme,
    number_of,
    on_file,
    publish_paper,
    refused_file,
    rows,
    send,
    take_in,
)

GOOD = "C-1,E-1,written,2026-03-02,pass,74.5"


def test_a_preview_writes_nothing_and_says_what_would_be(version):
    job = send(version, [GOOD, "C-99,E-1,written,2026-03-02,pass,80"])
    assert (job.state, job.row_count, *counts(job)) == ("previewed", 2, 1, 0, 1)
    assert not Attempt.objects.exists()
    assert faults(job) == [(3, "candidate", "unknown_candidate")]


def test_a_good_row_becomes_an_attempt_with_a_draft(version):
    job = take_in(version, [GOOD])
    assert (job.state, job.row_done, *counts(job)) == ("done", 1, 1, 0, 0)
    attempt, result = Attempt.objects.get(), Result.objects.get()
    assert attempt.enrolment == Enrolment.objects.get(candidate="C-1")
    assert (attempt.examination, attempt.form, attempt.number) == ("E-1", "written", 1)
    assert (attempt.sat_on, attempt.entered_by, attempt.brought_by) == (dt.date(2026, 3, 2), SENDER, job)
    assert (result.attempt, result.passed, result.percent, result.detail) == (attempt, True, 7450, {"stated": True})
    assert (result.drafted_by, result.checked_at, result.released_at) == (SENDER, None, None)
    assert count_staged(job.pk) == 0


def test_the_same_file_twice_changes_nothing(version):
    content = [GOOD, "C-2,E-1,practical,2026-03-02,fail,", "C-3,E-1,written,2026-03-02,pass,100"]
    take_in(version, content)
    before = on_file()
    again = take_in(version, content)
    assert counts(again) == (0, 3, 0)
    assert on_file() == before


def test_another_result_of_the_same_day_is_refused_and_the_first_stays(version):
    take_in(version, [GOOD])
    job = take_in(version, [GOOD.replace("pass", "fail")])
    assert counts(job) == (0, 0, 1)
    assert faults(job) == [(2, "sat_on", "already_recorded")]
    assert Result.objects.get().passed


def test_refused_rows_come_back_to_be_mended_and_sent_again(version):
    job = take_in(version, [GOOD, "C-2,E-1,written,2026-02-30,perhaps,174.5"])
    header, row = refused_file(job)
    assert header == [*HEADER.split(","), "filiform_reason"]
    assert row[:6] == ["C-2", "E-1", "written", "2026-02-30", "perhaps", "174.5"]
    for told in ("sat_on: 2026-02-30 is no day", "passed: perhaps is neither", "percent: 174.5 is more than"):
        assert told in row[6]
    mended = [*row[:3], "2026-02-28", "pass", "74.5", row[6]]
    again = take_in(version, b"".join(write_rows([header, mended])))
    assert counts(again) == (1, 0, 0)
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(",E-1,written,2026-03-02,pass,", [("candidate", "missing")], id="nobody named"),
        pytest.param("C-99,E-1,written,2026-03-02,pass,", [("candidate", "unknown_candidate")], id="nobody enrolled"),
        pytest.param("C-1,E-9,written,2026-03-02,pass,", [("examination", "unknown_examination")], id="no such exam"),
        pytest.param("C-1,E-1,oral,2026-03-02,pass,", [("form", "unknown_form")], id="no such form"),
        pytest.param("C-1,E-1,written,02.03.2026,pass,", [("sat_on", "not_a_day")], id="another spelling of a day"),
        pytest.param("C-1,E-1,written,2026-07-02,pass,", [("sat_on", "in_the_future")], id="the day after tomorrow"),
        pytest.param("C-1,E-1,written,2026-01-09,pass,", [("sat_on", "before_enrolment")], id="before the enrolment"),
        pytest.param(
            "C-0,E-1,written,1990-05-05,pass,",
            [("sat_on", "before_birth"), ("sat_on", "before_enrolment")],
            id="on the day of birth",
        ),
        pytest.param("C-1,E-1,written,2026-03-02,,", [("passed", "missing")], id="neither passed nor failed"),
        pytest.param("C-1,E-1,written,2026-03-02,pass,100.01", [("percent", "above_maximum")], id="over the maximum"),
        pytest.param("C-1,E-1,written,2026-03-02,pass,-1", [("percent", "negative")], id="less than nothing"),
        pytest.param('C-1,E-1,written,2026-03-02,pass,"74,5"', [("percent", "decimal_comma")], id="a decimal comma"),
        pytest.param("C-1,E-1,written,2026-03-02,pass,1e2", [("percent", "not_a_number")], id="an exponent"),
        pytest.param("C-1,E-1,written,2026-03-02,pass,٧٤", [("percent", "not_a_number")], id="digits of a script"),
        pytest.param("C-1,E-1,written,2026-03-02,pass,#DIV/0!", [("percent", "spreadsheet_error")], id="an error"),
        pytest.param("C-1,E-1,written,2026-03-02,pass,1,x", [(None, "extra_cells")], id="a cell too many"),
        pytest.param(HEADER, [(None, "header_again")], id="the header once more"),
        pytest.param(
            "C-99,E-1,oral,2026-02-30,perhaps,x",
            [("form", "unknown_form"), ("passed", "unknown_word"), ("percent", "not_a_number"), ("sat_on", "not_a_day"),
             ("candidate", "unknown_candidate")],
            id="everything wrong at once",
        ),
    ],
)  # fmt: skip
def test_every_faulty_cell_is_named(version, row, told):
    born(Enrolment.objects.get(candidate="C-0"), "1990-05-05")
    job = take_in(version, [row, GOOD.replace("C-1", "C-9")])
    assert faults(job) == [(2, column, code) for column, code in told]
    assert counts(job) == (1, 0, 1)


@pytest.mark.parametrize(
    "day", ["2026-07-01", "2026-01-10"], ids=["today where the day began first", "enrolled that day"]
)
def test_the_first_and_the_last_possible_day_go_in(version, day):
    assert counts(take_in(version, [f"C-1,E-1,written,{day},pass,"])) == (1, 0, 0)


def test_rows_that_stand_twice_are_both_refused_however_they_name_the_learner(version):
    header = HEADER.replace("candidate", "candidate,registry_number")
    told = [f"C-1,,{GOOD[4:]}", f",{number_of(1)},E-1,written,2026-03-02,fail,20", f",{number_of(2)},{GOOD[4:]}"]
    job = take_in(version, rows(*told, header=header), chunk=1)
    assert faults(job) == [(2, "candidate", "twice_in_file"), (3, "registry_number", "twice_in_file")]
    assert counts(job) == (1, 0, 2)


def test_learners_are_found_by_registry_number_also_after_two_records_were_merged(version):
    old, new = Enrolment.objects.get(candidate="C-1").practitioner, Enrolment.objects.get(candidate="C-2").practitioner
    Enrolment.objects.filter(candidate="C-2").update(state="withdrawn", ended_on="2026-01-11")
    new.merged_into = old
    new.save(update_fields=["merged_into"])
    header = HEADER.replace("candidate", "registry_number")
    job = take_in(version, rows(f"{number_of(2)}{GOOD[3:]}", f"FN-ZZZZ-ZZZZ{GOOD[3:]}", header=header))
    assert Attempt.objects.get().enrolment.candidate == "C-1"
    assert faults(job) == [(3, "registry_number", "unknown_learner")]


def test_a_candidate_number_and_a_registry_number_must_be_of_one_learner(version):
    header = HEADER.replace("candidate", "candidate,registry_number")
    job = take_in(version, rows(f"C-1,{number_of(2)},{GOOD[4:]}", f"C-2,{number_of(2)},{GOOD[4:]}", header=header))
    assert faults(job) == [(2, "registry_number", "not_the_same_learner")]
    assert counts(job) == (1, 0, 1)


def test_other_providers_learners_are_unknown(version):
    other = make_programme(code="XX")
    enrol_many(other, 1, start=500)
    job = send(version, [GOOD.replace("C-1", "C-500")])
    assert faults(job) == [(2, "candidate", "unknown_candidate")]


def test_an_enrolment_that_ended_takes_no_later_day(version):
    Enrolment.objects.filter(candidate="C-1").update(state="withdrawn", ended_on="2026-03-02")
    job = take_in(version, [GOOD, "C-1,E-1,practical,2026-03-01,pass,"])
    assert faults(job) == [(2, "sat_on", "after_enrolment")]
    assert counts(job) == (1, 0, 1)


def test_further_attempts_get_the_next_numbers_and_keep_the_ladders_rules(version):
    days = ["2026-02-01", "2026-02-05", "2026-02-20", "2026-03-10", "2026-04-10"]
    job = take_in(version, [f"C-1,E-1,written,{day},fail," for day in reversed(days)])
    assert faults(job) == [(5 - 0, "sat_on", "too_soon"), (2, "sat_on", "no_attempts_left")][::-1]
    assert list(Attempt.objects.order_by("number").values_list("number", "sat_on")) == [
        (1, dt.date(2026, 2, 1)), (2, dt.date(2026, 2, 20)), (3, dt.date(2026, 3, 10)),
    ]  # fmt: skip


def test_after_a_pass_there_is_no_further_attempt(version):
    take_in(version, [GOOD])
    job = take_in(version, ["C-1,E-1,written,2026-04-02,fail,"])
    assert faults(job) == [(2, "sat_on", "already_passed")]


def test_totals_by_section_are_scored_by_their_paper(version):
    publish_paper(version)
    header = "candidate,examination,form,sat_on,paper,section:safety,section:other"
    told = ["C-1,E-1,written,2026-03-02,1,18,22",
            "C-2,E-1,written,2026-03-02,1,17,36", "C-3,E-1,written,2026-03-02,2,1,1",
            "C-4,E-1,written,2026-03-02,1,25,x", "C-5,E-1,written,2026-03-02,1,25,36"]  # fmt: skip
    job = take_in(version, rows(*told, header=header))
    assert list(Result.objects.order_by("attempt__enrolment__candidate").values_list("passed", "percent")) == [
        (True, 6666), (False, 8833)
    ]  # fmt: skip
    assert Attempt.objects.first().answers == {"totals": {"safety": 18, "other": 22}}
    assert Result.objects.last().detail["failed_because"] == ["part:safety"]
    assert faults(job) == [
        (4, "paper", "unknown_paper"),
        (5, "section:other", "not_a_number"),
        (6, "section:safety", "above_maximum"),
    ]


def test_columns_are_told_once_and_remembered_for_the_header(version):
    header = "Nr;Tag;Punkte;Erfolg"
    content = f"{header}\nC-1;2.3.2026;37,25;bestanden\nC-2;2.3.2026;1.000;nein\n".encode("cp1252")
    job = send(version, content)
    assert job.state == "paused"
    assert [one["pointer"] for one in job.problems] == [f"/columns/{name}" for name in ("Nr", "Tag", "Erfolg")]
    mapping = {
        "columns": {"Nr": "candidate", "Tag": "sat_on", "Punkte": "score", "Erfolg": "passed"},
        "constants": {"examination": "E-1", "form": "written", "max_score": 50},
        "day_format": "dmy",
        "decimal": "comma",
        "passed": ["bestanden"],
        "failed": ["nein"],
    }
    told = {"provider_id": version.programme.provider_id, "by": SENDER, "at": AT}
    tell_mapping(header=header.split(";"), mapping=mapping, **told)
    job = go_on(job)
    assert (job.state, counts(job), faults(job)) == ("previewed", (1, 0, 1), [(3, "Punkte", "not_a_number")])
    again = take_in(version, content)
    assert Result.objects.get().percent == 7450
    assert counts(again) == (1, 0, 1)


def test_cancelled_between_chunks_it_keeps_what_went_in_and_the_same_file_brings_the_rest(version):
    content = [f"C-{n},E-1,written,2026-03-02,pass," for n in range(10)]
    job = send(version, content)
    confirm_import(job=job, by=SENDER, at=AT)
    assert advance(import_id=job.pk, at=AT, chunk=4)
    job.refresh_from_db()
    half = tell_progress(job, AT + dt.timedelta(seconds=2))
    assert (job.row_done, half.per_second, half.seconds_left) == (3, 1.5, 4.7)
    cancel_import(job=job, by=SENDER, at=AT)
    assert not advance(import_id=job.pk, at=AT)
    assert Attempt.objects.count() == 3
    assert counts(take_in(version, content)) == (7, 3, 0)
    assert isinstance(cancel_import(job=take_in(version, content), by=SENDER, at=AT), Refusal)


def test_after_a_crash_of_the_database_the_file_is_read_again(version):
    content = [f"C-{n},E-1,written,2026-03-02,pass," for n in range(9)] + ["C-99,E-1,written,2026-03-02,pass,"]
    job = send(version, content)
    confirm_import(job=job, by=SENDER, at=AT)
    assert advance(import_id=job.pk, at=AT, chunk=5)
    clear_staged(job.pk)  # what PostgreSQL does with an unlogged table
    job = go_on(job)
    assert (job.state, job.row_done, counts(job)) == ("done", 10, (9, 0, 1))


def test_what_changed_since_the_preview_is_seen_when_the_rows_go_in(version):
    job = send(version, [GOOD, GOOD.replace("C-1", "C-2")])
    Enrolment.objects.filter(candidate="C-1").update(state="withdrawn", ended_on="2026-02-01")
    confirm_import(job=job, by=SENDER, at=AT)
    job = go_on(job)
    assert (counts(job), faults(job)) == ((1, 0, 1), [(2, "sat_on", "after_enrolment")])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty_file", id="an empty file"),
        pytest.param(rows(), "no_rows", id="a header alone"),
        pytest.param(rows("a,b", header="candidate,candidate"), "column_twice", id="a column twice"),
        pytest.param(b",".join(b"c%d" % n for n in range(300)), "too_many_columns", id="300 columns"),
        pytest.param(rows(GOOD) + b'C-2,"', "broken_quotes", id="quotes that do not end"),
    ],
)
def test_a_file_that_cannot_be_read_has_failed_and_leaves_nothing(version, content, code):
    job = send(version, content)
    assert (job.state, [one["code"] for one in job.problems]) == ("failed", [code])
    assert count_staged(job.pk) == 0
    assert not RefusedRow.objects.exists()
    assert isinstance(confirm_import(job=job, by=SENDER, at=AT), Refusal)


def test_a_step_that_fails_again_and_again_is_given_up(version):
    job = send(version, [GOOD])
    confirm_import(job=job, by=SENDER, at=AT)
    for _ in range(3):
        note_failure(import_id=job.pk, error="DataError")
    job = ResultImport.objects.get(pk=job.pk)
    assert (job.state, job.problems[0]["code"]) == ("failed", "unexpected")
