"""The two commands: what goes in comes out, what is refused comes back, and nothing depends on the size of a batch."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, RegistryClock
from credentials.models import ExamPass, Licence, Practitioner
from credentials.operations import importing
from credentials.operations.importing import import_lines, read_lines
from credentials.queries.readers import current_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    """Write records or raw lines into a file, a line each."""

    def write_lines(*lines, name="people.ndjson"):
        path = tmp_path / name
        path.write_bytes(
            b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
        )
        return path

    return write_lines


@pytest.fixture
def take(law, capsys):
    """Run the import; gives its exit status and what it said."""

    def run(path, **options):
        try:
            call_command("import_registry", str(path), **options)
            status = 0
        except SystemExit as leaving:
            status = leaving.code
        return status, capsys.readouterr()

    return run


@pytest.fixture
def export(tmp_path):
    """Run the export; gives its bytes."""

    def run(**options):
        path = tmp_path / "export.ndjson"
        call_command("export_registry", str(path), **options)
        return path.read_bytes()

    return run


def make_exam(of):
    return {"form": "written", "of": of, "passed_on": "2020-01-01"}


def test_what_goes_in_comes_out_and_goes_in_again(take, export, write, ada, bo):
    assert take(write(ada, bo))[0] == 0
    first = export()
    assert [json.loads(line)["registry_number"] for line in first.splitlines()] == ["FN-7K3M-2Q9D", "FN-B000-0000"]
    status, said = take(write(*first.splitlines(keepends=True)))
    assert (status, "2 as before" in said.out) == (0, True)
    assert export() == first


@pytest.mark.django_db(transaction=True)
def test_an_export_fills_an_empty_registry_with_the_same_bytes(law, take, export, write, ada, bo, tmp_path):
    take(write(ada, bo), source="Board of Utah")
    first = export(source="board of utah")
    call_command("flush", interactive=False, verbosity=0)
    assert Practitioner.objects.count() == 0
    call_command("load_law", dir=str(tmp_path / "law"), yes=True, verbosity=0)
    take(write(*first.splitlines(keepends=True)), source="Board of Utah")
    assert export(source="Board of Utah") == first


def test_an_export_tells_what_its_source_told(take, export, write, ada, bo):
    take(write(ada), source="Board")
    take(write(bo, {"registry_number": ada["registry_number"], "exams": [make_exam("Other")]}))
    told = [json.loads(line) for line in export().splitlines()]
    assert [record["registry_number"] for record in told] == ["FN-7K3M-2Q9D", "FN-B000-0000"]
    assert (told[0]["name"], told[0]["exams"][0]["of"]) == (None, "Other")
    with pytest.raises(CommandError, match="no organisation"):
        export(source="nobody")


def test_refused_lines_come_back_verbatim_with_every_fault(take, write, ada, bo):
    bad = b'{"npi": "1", "former_names": 3,  "x": 1}\r\n'
    path = write(ada, bad, b"\n", bo, b"{", b'\n{"name": "Nobody"}')
    status, said = take(path)
    assert status == 1
    assert Practitioner.objects.count() == 2
    assert path.with_name("people.ndjson.refused.ndjson").read_bytes() == (
        b'{"npi": "1", "former_names": 3,  "x": 1}\n{\n{"name": "Nobody"}\n'
    )
    faults = [json.loads(line) for line in path.with_name("people.ndjson.faults.ndjson").read_bytes().splitlines()]
    assert [fault["line"] for fault in faults] == [2, 5, 6]
    assert {(error["pointer"], error["code"]) for error in faults[0]["errors"]} == {
        ("/npi", "not_an_npi"),
        ("/former_names", "wrong_type"),
        ("/x", "unknown_field"),
    }
    assert "line 2: /npi not_an_npi" in said.err
    assert "Refused 3 lines" in said.out


def test_refused_lines_go_where_they_are_asked_to(take, write, tmp_path):
    take(write(b"{\n"), refused=tmp_path / "later.ndjson")
    assert (tmp_path / "later.ndjson").read_bytes() == b"{\n"
    assert (tmp_path / "later.ndjson.faults.ndjson").exists()


def test_a_file_without_faults_leaves_no_file_behind(take, write, ada, tmp_path):
    take(write(ada))
    assert sorted(path.name for path in tmp_path.glob("*.ndjson")) == ["people.ndjson"]


def test_a_dry_run_records_nothing_and_says_what_would_happen(take, write, ada, bo):
    before = RegistryClock.objects.get().ticked_at
    del bo["registry_number"]
    status, said = take(write(ada, bo, {"npi": bo["npi"], "exams": []}, {"npi": "1"}), dry_run=True, source="Board")
    assert status == 1
    assert "Would take 3 lines: 2 new, 0 changed, 1 as before" in said.out
    assert (Practitioner.objects.count(), Organisation.objects.count()) == (0, 0)
    assert RegistryClock.objects.get().ticked_at == before


def test_a_file_that_is_not_there_is_one_sentence(take):
    with pytest.raises(CommandError, match="No such file"):
        take("/nowhere/people.ndjson")


def test_before_any_law_the_import_says_so_and_records_nothing(write, ada):
    with pytest.raises(CommandError, match="load_law"):
        call_command("import_registry", str(write(ada)))
    assert (Practitioner.objects.count(), Organisation.objects.count()) == (0, 0)


def test_lines_about_one_person_are_taken_in_their_order(take, write, bo):
    """By number, by NPI and by licence: each sees what the one before it did, though all stand in one batch."""
    by_licence = {"licences": bo["licences"], "exams": [make_exam("third")]}
    lines = [bo, {"npi": bo["npi"], "exams": [make_exam("second")]}, by_licence]
    status, said = take(write(*lines))
    assert (status, "1 new, 2 changed" in said.out) == (0, True)
    assert list(ExamPass.objects.order_by("id").values_list("of", "superseded_because")) == [
        ("second", "retracted"),
        ("third", None),
    ]


def test_two_lines_joined_only_by_what_is_on_file_are_told_apart(take, write, bo):
    take(write(bo))
    first = {"npi": bo["npi"], "exams": [make_exam("first")]}
    second = {"registry_number": bo["registry_number"], "exams": [make_exam("second")]}
    take(write(first, second))
    assert ExamPass.objects.get(superseded_at=None).of == "second"
    assert ExamPass.objects.count() == 2


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_the_size_of_a_batch_changes_nothing(law, write, batch):
    people = [
        {
            "registry_number": f"FN-0000-00{n:02d}",
            "licences": [{"jurisdiction": "XA", "profession": "PT", "number": f"L-{n}", "issued_on": "2020-01-01"}],
        }
        for n in range(10)
    ]
    wrong = {"registry_number": "FN-0000-0099", "licences": people[3]["licences"]}
    refused = []
    with write(*people, wrong, people[4]).open("rb") as file:
        summary = import_lines(
            read_lines(file),
            reader=current_reader(),
            source=Organisation.objects.create(name="registry"),
            by="test",
            refuse=lambda line, refusal: refused.append((line.number, refusal.faults[0].code)),
            batch=batch,
        )
    assert (summary.taken, summary.new, summary.refused, Licence.objects.count()) == (11, 10, 1, 10)
    assert refused == [(11, "contradicts_licence")]


def test_a_line_beyond_all_length_is_refused_and_the_next_is_taken(take, write, ada, monkeypatch):
    monkeypatch.setattr(importing, "LONGEST_LINE", 3_000)
    status, said = take(write({**ada, "name": "A" * 10_000}, ada))
    assert status == 1
    assert "line 1: / too_long" in said.err
    assert Practitioner.objects.count() == 1
