"""What is told of a run: verdicts, and the tables of the page about speed."""

import json

import pytest

from benchmarks import write_docs
from benchmarks.wanted import WANTED, judge

FIRST = WANTED[0]


def told_of(results, what):
    return next(row for row in judge(results) if row[0] == what)


@pytest.mark.parametrize(
    ("value", "measured", "verdict"),
    [
        pytest.param(1.5, "1.5", "met", id="just reached"),
        pytest.param(1.49, "1.49", "MISSED", id="just missed"),
        pytest.param(None, "not measured", "", id="nothing was measured"),
        pytest.param("not installed", "not installed", "", id="what to compare with is not there"),
    ],
)
def test_a_figure_is_met_from_its_bound_on(value, measured, verdict):
    results = {"http": {FIRST.place[1]: {"of_one_row": value}}}

    assert told_of(results, FIRST.what) == (FIRST.what, "≥ 1.5", measured, verdict)


@pytest.mark.parametrize(("value", "verdict"), [(1.0, "met"), (1.01, "MISSED")])
def test_a_ceiling_is_met_up_to_its_bound(value, verdict):
    results = {"http": {FIRST.place[1]: {"p99_of_one_row": value}}}

    assert told_of(results, "standing's p99 / one row's p99")[3] == verdict


def test_tables_are_written_into_their_places_and_nowhere_else(tmp_path, monkeypatch):
    page, results = tmp_path / "performance.md", tmp_path / "results.json"
    page.write_text(write_docs.PAGE.read_text())
    row = {"per_second": 1234, "noise": "0.9..1.1", "of_one_row": 1.7, "p99_ms": 9.9, "failures": 0}
    results.write_text(json.dumps({"http": {FIRST.place[1]: row}}))
    monkeypatch.setattr(write_docs, "PAGE", page)
    monkeypatch.setattr(write_docs, "RESULTS", results)

    write_docs.main()

    told = page.read_text()
    assert "| standing / one row by DRF | ≥ 1.5 | 1.7 | met |" in told
    assert "| standing, key checked, full answer with horizon | 1,234 | 0.9..1.1 |" in told
    assert headings(told) == headings(write_docs.PAGE.read_text())


def test_a_page_without_a_place_for_a_table_is_refused(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text("# How fast it is\n")
    monkeypatch.setattr(write_docs, "PAGE", page)

    with pytest.raises(SystemExit, match="no place for wanted"):
        write_docs.main()


def headings(text):
    return [line for line in text.splitlines() if line.startswith("#")]
