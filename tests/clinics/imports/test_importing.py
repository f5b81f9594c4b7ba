"""From a list to the roster: what goes in, what is changed, what comes back, and what a human says between."""

import datetime as dt

import pytest

from clinics.models import RosterEntry, RosterFile, RosterImport, StagedEntry, Watch
from clinics.operations.imports.receiving import cancel_list, confirm_list, sweep_lists, tell_staff_mapping
from clinics.operations.imports.steps import advance
from credentials.files.neutral import write_rows
from credentials.records.faults import Refusal
from tests.clinics.imports.world import (
    ADA_NPI,
    AT,
    HEADER,
    KEEPER,
    NEW_NPI,
    SENDER,
    became,
    confirm,
    faults,
    go_on,
    refused_rows,
    row,
    say,
    send,
    sheet,
    staged,
    take_in,
    verdicts,
)
from tests.clinics.world import ADA, BEN, CY, DEE, make_entry
from tests.credentials.files.test_files import workbook

pytestmark = pytest.mark.django_db


def entries():
    rows = RosterEntry.objects.filter(superseded_at__isnull=True).order_by("practitioner__registry_number", "starts_on")
    return [
        (one.practitioner.registry_number, one.role, one.patient_groups, str(one.starts_on), str(one.until_on))
        for one in rows
    ]


def test_a_list_becomes_a_roster_and_sent_again_changes_nothing(people, clinic, site):
    told = [row(number=ADA, start="2026-01-01", who="both"), row(number=BEN, until="2027-01-01", role="lead")]
    job = take_in(clinic, *told)
    assert (job.state, job.counts, job.row_done) == ("done", {"entered": 2}, 2)
    assert entries() == [
        (ADA, "therapist", ["adult", "child"], "2026-01-01", "None"),
        (BEN, "lead", ["adult"], "2026-03-02", "2027-01-01"),
    ]
    assert Watch.objects.filter(closed_at__isnull=True).count() == 3
    again = take_in(clinic, *told)
    assert again.counts == {"unchanged": 2}
    assert RosterEntry.objects.count() == 2
    assert RosterEntry.objects.get(practitioner=people[ADA]).recorded_by == SENDER


def test_a_change_supersedes_and_keeps_the_key(people, clinic, site):
    before = make_entry(site, people[ADA])
    job = take_in(clinic, row(number=ADA, who="both", role="lead", until="2030-01-01"))
    assert became(job) == ["changed"]
    assert entries() == [(ADA, "lead", ["adult", "child"], "2020-01-01", "2030-01-01")]
    assert set(RosterEntry.objects.values_list("key", flat=True)) == {before.key}


def test_refused_rows_come_back_with_reasons_and_go_in_when_mended(people, clinic, site):
    job = take_in(
        clinic, row(number=ADA), row(number=BEN, born="31.4.1980", who="dogs"), row(number=CY, site="Nowhere")
    )
    assert became(job) == ["entered", "refused", "refused"]
    header, first, second = refused_rows(job)
    assert header == [*HEADER.split(","), "filiform_reason"]
    assert first[-1] == "born on: 31.4.1980 is no day in the form 2026-03-02; patients: dogs is neither adult nor child"
    assert second[-1] == "site: You have no open site Nowhere"
    first[3], first[7], second[5] = "", "adult", "Main Street"
    mended = b"".join(write_rows([header, first, second]))
    again = take_in(clinic, mended)
    assert again.counts == {"entered": 2}
    assert refused_rows(again) == [header]


def test_a_human_says_which_and_it_is_kept_with_who_and_when(people, clinic, site):
    job = send(clinic, row(npi=ADA_NPI, name="Ada Smith"), row(number=BEN, npi=ADA_NPI), row(number=DEE, name="Al Coe"))
    assert verdicts(job) == ["doubtful"] * 3
    said = say(job, 2, "this_one", ADA)
    assert (said.verdict, said.word, said.word_by, said.word_at) == ("new", "this_one", KEEPER, AT)
    say(job, 3, "leave_out")
    assert RosterImport.objects.get(pk=job.pk).counts == {"new": 1, "doubtful": 2}
    job = confirm(job)
    assert became(job) == ["entered", "left_out", "refused"]
    assert faults(job) == [(4, None, "undecided")]
    assert [one[0] for one in entries()] == [ADA]
    assert staged(job)[0].word_by == KEEPER


WORDS = [
    (2, "this_one", BEN, ["no_candidate"]),
    (2, "this_one", None, ["missing"]),
    (2, "invite", ADA, ["not_asked"]),
    (2, "perhaps", None, ["unknown_value"]),
    (3, "leave_out", None, ["nothing_to_say"]),
    (9, "leave_out", None, ["nothing_to_say"]),
]


@pytest.mark.parametrize(("line", "word", "number", "codes"), WORDS)
def test_a_word_must_be_about_a_candidate(people, clinic, site, line, word, number, codes):
    job = send(clinic, row(npi=ADA_NPI, name="Ada Smith"), row(number=CY))
    said = say(job, line, word, number)
    assert isinstance(said, Refusal)
    assert [one.code for one in said.faults] == codes
    assert set(StagedEntry.objects.values_list("word", flat=True)) == {None}


def test_a_word_is_taken_back_and_comes_too_late_once_confirmed(people, clinic, site):
    job = send(clinic, row(npi=ADA_NPI, name="Ada Smith"))
    say(job, 2, "this_one", ADA)
    assert say(job, 2, None).verdict == "doubtful"
    assert staged(job)[0].word_by is None
    confirm(job)
    assert say(job, 2, "leave_out").faults[0].code == "not_previewed"


def test_what_changed_between_preview_and_confirmation_is_not_taken_blindly(people, clinic, site):
    job = send(clinic, row(number=ADA), row(number=BEN), row(number=CY))
    make_entry(site, people[BEN])
    confirm_list(job=job, by=SENDER, at=AT)
    StagedEntry.objects.filter(roster_import=job, row=4).update(practitioner=people[DEE])
    job = go_on(job)
    assert became(job) == ["entered", "unchanged", "refused"]
    assert faults(job) == [(4, None, "changed_since")]


def test_confirming_twice_and_cancelling(people, clinic, site):
    job = send(clinic, row(number=ADA))
    confirm(job)
    confirm(RosterImport.objects.get(pk=job.pk))
    assert RosterEntry.objects.count() == 1
    assert cancel_list(job=job, by=SENDER, at=AT).faults[0].code == "too_late"
    other = send(clinic, *(row(number=one) for one in (BEN, CY, DEE)))
    confirm_list(job=other, by=SENDER, at=AT)
    advance(import_id=other.pk, at=AT, chunk=1)
    cancelled = cancel_list(job=other, by=KEEPER, at=AT)
    assert cancelled.state == cancel_list(job=other, by=KEEPER, at=AT).state == "cancelled"
    assert go_on(other).row_done == 1
    assert became(other) == ["entered", None, None]
    assert take_in(clinic, *(row(number=one) for one in (BEN, CY, DEE))).counts == {"unchanged": 1, "entered": 2}


def test_chunks_of_any_size_say_the_same(people, clinic, site):
    told = [row(number=ADA), row(npi=ADA_NPI), row(number=BEN), row(npi=NEW_NPI, name="Zoe New"), row(number=CY)]
    whole, parted = send(clinic, *told), send(clinic, sheet(*told))
    StagedEntry.objects.filter(roster_import=parted).update(verdict=None)
    RosterImport.objects.filter(pk=parted.pk).update(state="judging")
    parted = go_on(parted, chunk=2)
    assert verdicts(whole) == verdicts(parted) == ["new", "faulty", "new", "unknown", "new"]
    assert became(confirm(parted, chunk=2)) == ["entered", "refused", "entered", "refused", "entered"]


def test_columns_are_told_once_and_what_waits_is_read(people, clinic, site):
    header = "Nummer,Ort,Amt,Wer"
    job = send(clinic, f"{ADA},Main Street,therapist,adult", header=header)
    assert (job.state, [one["code"] for one in job.problems]) == ("paused", ["unmapped_column"] * 4)
    columns = {"Nummer": "registry_number", "Ort": "site", "Amt": "role", "Wer": "patient_groups"}
    told = {"organisation_id": clinic.pk, "header": header.split(","), "by": SENDER, "at": AT}
    assert isinstance(tell_staff_mapping(mapping={"columns": {}}, **told), Refusal)
    tell_staff_mapping(mapping={"columns": columns}, **told)
    assert verdicts(go_on(job)) == ["new"]
    assert verdicts(send(clinic, f"{ADA},Main Street,therapist,adult", header=header)) == ["new"]


def test_constants_of_one_file_hold_for_all_its_rows(people, clinic, site):
    job = send(clinic, ADA, BEN, header="registry number", site="Main Street", role="therapist", patient_groups="all")
    assert verdicts(job) == ["new", "new"]
    assert [one.patient_groups for one in staged(job)] == [["adult", "child"]] * 2
    assert send(clinic, ADA, header="registry number", site="Main Street").state == "paused"


BROKEN = [
    (b"", "empty_file"),
    (b"registry number\n", "no_rows"),
    (b'registry number,site\n"FN', "broken_quotes"),
    (b"PK\x03\x04rubbish", "broken_archive"),
]


@pytest.mark.parametrize(("content", "code"), BROKEN, ids=[code for _, code in BROKEN])
def test_a_file_that_cannot_be_read_has_failed(clinic, site, content, code):
    job = send(clinic, content, role="x", patient_groups="adult", **({} if b"site" in content else {"site": "x"}))
    assert (job.state, [one["code"] for one in job.problems]) == ("failed", [code])


def test_a_workbook_is_read_as_a_csv_file_is(people, clinic, site):
    born = dt.date(1985, 4, 12)
    told = workbook(HEADER.split(","), [ADA, int(ADA_NPI), "Ada Okafor", born, None, "Main Street", "lead", "both"])
    assert verdicts(send(clinic, told)) == ["new"]


def test_files_go_with_time_and_words_stay(people, clinic, site):
    job = send(clinic, row(npi=ADA_NPI, name="Ada Smith"), row(number=BEN, born="x"))
    say(job, 2, "this_one", ADA)
    later = AT + dt.timedelta(days=31)
    assert sweep_lists(before=AT - dt.timedelta(days=9000), at=later) == 0
    assert sweep_lists(before=dt.datetime.now(dt.UTC) + dt.timedelta(days=1), at=later) == 1
    assert not RosterFile.objects.exists()
    assert RosterImport.objects.get().state == "cancelled"
    assert [(one.cells, one.told, one.faults) for one in staged(job)] == [(None, None, [])] * 2
    assert staged(job)[0].word_by == KEEPER
    assert sweep_lists(before=dt.datetime.now(dt.UTC) + dt.timedelta(days=1), at=later) == 0
