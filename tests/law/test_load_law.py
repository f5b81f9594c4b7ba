"""The command that releases the law files."""

import io
import os

import pytest
from django.core.management import CommandError, call_command

from law.models import LawPack, LawRelease, LawSource
from law.queries.compiled import current_law
from rulebook.loading import read_pack
from tests.law.conftest import PERMITTED, write_place

pytestmark = pytest.mark.django_db


def load(*arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_law", *arguments, stdout=out, stderr=err)
    except CommandError as refused:
        return out.getvalue() + err.getvalue() + str(refused), refused.returncode
    return out.getvalue(), 0


@pytest.fixture
def loaded(folder):
    assert load("--yes")[1] == 0
    return folder


def test_the_first_load_releases_what_the_files_say(folder):
    told, code = load("--yes", "--note", "the first")
    assert code == 0
    assert "2 places, 4 provisions, 1 standard; evidence floor secondary, review after 12 months" in told
    release = LawRelease.objects.get()
    assert f"Released {release.pack.digest} at {release.released_at.isoformat()}." in told
    assert (release.note, release.released_by) == ("the first", None)
    assert current_law().digest == release.pack.digest


def test_untouched_files_are_not_read_again(loaded, django_assert_max_num_queries):
    digest = current_law().digest
    with django_assert_max_num_queries(2):
        assert load("--yes") == (f"Unchanged: {digest} is in use already.\n", 0)
    assert LawRelease.objects.count() == 1


def test_a_comment_changes_no_law(loaded):
    (loaded / "xa" / "xa.yaml").open("a", encoding="utf-8").write("# looked at again\n")
    assert "Unchanged" in load("--dry-run")[0]
    assert LawSource.objects.count() == 1
    assert "Unchanged" in load("--yes")[0]
    assert (LawRelease.objects.count(), LawSource.objects.count()) == (1, 2)


def test_a_dry_run_shows_and_releases_nothing(folder):
    told, code = load("--dry-run", "--yes")
    assert (code, LawPack.objects.count()) == (0, 0)
    assert "Dry run: nothing was released." in told


def test_what_would_change_is_shown(loaded, settings):
    write_place(loaded, "xa-1", "North", PERMITTED.format(code="xa-1", until="2005-07-01"))
    write_place(loaded, "xb", "Shangri-La")
    xanadu = loaded / "xa" / "xa.yaml"
    text = xanadu.read_text(encoding="utf-8").replace("12.5", "13").replace("xa-lac-1990", "xa-lac-old")
    xanadu.write_text(text, encoding="utf-8")
    settings.LAW_EVIDENCE_FLOOR, settings.LAW_REVIEW_MONTHS = "primary", 6
    told, _ = load("--dry-run")
    for line in (
        "~ place changed: XA-1: name [",
        "+ place added: XB [",
        "x provision closed: xa-1-pt-2001 (XA-1 PT): in_force [",
        "- provision removed: xa-lac-1990 (XA LAC) [",
        "+ provision added: xa-lac-old (XA LAC) [",
        "~ provision changed: xa-pt-2004 (XA PT): requires, says [",
        "+ provision added: xb-pt-2001 (XB PT) [",
        "~ evidence floor: secondary -> primary",
        "~ review months: 12 -> 6",
    ):
        assert line in told


@pytest.mark.parametrize(("answer", "releases"), [("y", 1), ("YES ", 1), ("n", 0), ("", 0), ("yess", 0)])
def test_it_asks_first(folder, monkeypatch, answer, releases):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))
    told, code = load()
    assert (LawRelease.objects.count(), code) == (releases, 1 - releases)
    assert releases or "Nothing was released." in told


def test_when_nobody_answers_nothing_is_released(folder, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told, code = load()
    assert (code, LawRelease.objects.count()) == (1, 0)
    assert "--yes" in told


def test_every_fault_is_told_with_file_and_line(loaded):
    write_place(
        loaded, "xb", "Shangri-La", PERMITTED.format(code="xb", until="2000-01-01").replace("statute", "rumour")
    )
    write_place(loaded, "xc", "Atlantis", "  []\nnothing: 1\n")
    (loaded / "xd").mkdir()
    (loaded / "xd" / "xd.yaml").write_bytes(b"\xff\xfe")
    write_place(loaded, "xe", r'"\ud800"')
    told, code = load("--yes")
    assert (code, LawRelease.objects.count()) == (1, 1)
    for fault in (
        "xb/xb.yaml:7: the period is reversed or empty",
        "xb/xb.yaml:9: unknown authority 'rumour'",
        "xc/xc.yaml:6: file: unknown key 'nothing'",
        "xd/xd.yaml:1: not UTF-8",
        "xe/xe.yaml:2: ",
    ):
        assert fault in told
    assert "5 faults in the law files of" in told


HOSTILE = {
    "an empty file": ("", 1),
    "a list": ("- 1", 1),
    "a number": ("3", 1),
    "provisions that are no list": ('jurisdiction: "XB"\nprovisions: 3', 2),
    "a provision that is none": ('jurisdiction: "XB"\nprovisions: [3]', 2),
    "a note that is no text": ('jurisdiction: "XB"\nprovisions: []\nnotes: [{}]', 3),
    "a compact that is no text": ('jurisdiction: "XB"\nprovisions: []\ncompacts: [1]', 3),
    "half a character": ('jurisdiction: "XB"\nname: "\\ud800"\nprovisions: []', 2),
    "a NUL": ('jurisdiction: "XB"\nname: "\\0"\nprovisions: []', 2),
    "a key twice": ('jurisdiction: "XB"\njurisdiction: "XB"\nprovisions: []', 2),
    "an alias that holds itself": ('jurisdiction: "XB"\nprovisions: &a [*a]', 2),
    "a tag that makes an object": ('jurisdiction: "XB"\nprovisions: !!python/object:os.system []', 2),
    "a thousand lists in one another": ('jurisdiction: "XB"\nprovisions: ' + "[" * 1000 + "]" * 1000, 1),
    "broken off": ('jurisdiction: "XB"\nprovisions: [', 2),
}


@pytest.mark.parametrize(("text", "line"), HOSTILE.values(), ids=HOSTILE.keys())
def test_no_file_breaks_the_command(loaded, text, line):
    (loaded / "xb").mkdir()
    (loaded / "xb" / "xb.yaml").write_text(text, encoding="utf-8")
    told, code = load("--yes")
    assert (code, LawRelease.objects.count()) == (1, 1)
    assert f"xb/xb.yaml:{line}: " in told


REFUSED = {
    "a folder that is not": ({"LAW_DIR": "/nonexistent/law"}, "LAW_DIR names no folder: /nonexistent/law"),
    "an unknown floor": ({"LAW_EVIDENCE_FLOOR": "hearsay"}, "LAW_EVIDENCE_FLOOR must be one of memory,"),
    "no months": ({"LAW_REVIEW_MONTHS": 0}, "LAW_REVIEW_MONTHS must be a whole number of at least 1, not 0."),
    "half a month": ({"LAW_REVIEW_MONTHS": 0.5}, "LAW_REVIEW_MONTHS must be a whole number of at least 1"),
}


@pytest.mark.parametrize(("told", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_wrong_setting_is_one_clear_sentence(folder, settings, told, sentence):
    for name, value in told.items():
        setattr(settings, name, value)
    answer, code = load("--yes")
    assert code == 1
    assert sentence in answer
    assert not LawRelease.objects.exists()


def test_another_folder_can_be_named(loaded, tmp_path):
    write_place(tmp_path / "other", "xq", "Xq")
    assert load("--yes", "--dir", str(tmp_path / "other"))[1] == 0
    assert set(current_law().jurisdictions) == {"XQ"}
    assert "--dir names no folder" in load("--dir", str(tmp_path / "none"))[0]


def test_an_empty_folder_is_a_fault(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    told, code = load("--yes", "--dir", str(tmp_path / "empty"))
    assert (code, "no law file in this folder" in told) == (1, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_told(loaded):
    (loaded / "xa" / "xa.yaml").chmod(0)
    assert "cannot be read" in load("--yes")[0]


def test_the_law_before_can_be_released_again(loaded, settings):
    before = current_law().digest
    settings.LAW_REVIEW_MONTHS = 6
    load("--yes")
    told, code = load("--again", before, "--yes")
    assert (code, current_law().digest) == (0, before)
    assert "~ review months: 6 -> 12" in told
    assert "No pack of that digest" in load("--again", "sha256:0", "--yes")[0]
    assert "Unchanged" in load("--again", before)[0]


def test_the_law_that_ships_can_be_released(settings):
    settings.LAW_DIR = settings.BASE_DIR / "rulebook" / "provisions"
    assert load("--yes")[1] == 0
    assert {"US-UT", "GB", "AU"} <= set(current_law().jurisdictions)
    assert current_law().digest == LawPack.objects.get().digest
    assert read_pack()["standards"]
