"""Files that anyone may send: read whole, or refused with what is wrong and where."""

import datetime as dt
import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from credentials.files import archives
from credentials.files.faults import UnreadableFile
from credentials.files.neutral import neutralise, restore, write_rows
from credentials.files.tables import open_table

TEXT = "candidate,examination,sat_on\nC-1,DN-Ü,2026-03-02\nC-2,DN-Ü,2026-03-03\n"
ROWS = [(2, ["C-1", "DN-Ü", "2026-03-02"]), (3, ["C-2", "DN-Ü", "2026-03-03"])]


def read(content):
    table = open_table(io.BytesIO(content))
    return table.header, [(number, list(cells)) for number, cells in table]


def refused(content):
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    return [(fault.code, fault.row, fault.column) for fault in caught.value.faults]


def workbook(*rows, sheets=(), **more):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, row in sheets:
        book.create_sheet(name).append(row)
    for place, value in more.items():
        book.active[place] = value
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def rewrite(content, name, change):
    """The archive with one member changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            data = old.read(one)
            new.writestr(one.filename, change(data) if one.filename.lstrip("/") == name else data)
        assert name in {one.filename.lstrip("/") for one in old.infolist()}
    return held.getvalue()


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        pytest.param("utf-8", "utf-8", id="UTF-8"),
        pytest.param("utf-8-sig", "utf-8-sig", id="UTF-8 with a mark, as Excel writes it"),
        pytest.param("utf-16", "utf-16", id="UTF-16 with a mark, Excel's Unicode text"),
        pytest.param("utf-16-le", "utf-16-le", id="UTF-16 without a mark"),
        pytest.param("utf-16-be", "utf-16-be", id="UTF-16 the other way round"),
        pytest.param("cp1252", "cp1252", id="Windows-1252"),
    ],
)
def test_a_file_is_read_in_the_encoding_that_fits_all_of_it(codec, told):
    content = TEXT.encode(codec)
    assert open_table(io.BytesIO(content)).encoding == told
    assert read(content) == (("candidate", "examination", "sat_on"), ROWS)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"], ids=["semicolons", "tabs", "bars"])
def test_a_file_may_have_any_usual_delimiter(delimiter):
    assert read(TEXT.replace(",", delimiter).encode())[1] == ROWS


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"", ("empty_file", None, None), id="no bytes"),
        pytest.param(b"\n \n,,\n", ("empty_file", None, None), id="blank rows alone"),
        pytest.param(b"\xef\xbb\xbf", ("empty_file", None, None), id="a mark alone"),
        pytest.param(TEXT.encode("utf-32"), ("unknown_encoding", None, None), id="UTF-32"),
        pytest.param(b"a,b\n1,\x81\x00\n", ("unknown_encoding", 2, None), id="bytes that are no text"),
        pytest.param(b"\xef\xbb\xbfa,b\n1,2\n3,\xff\n", ("unknown_encoding", 3, None), id="UTF-8 by its mark alone"),
        pytest.param(b'a,b\n1,"2\n3,4\n', ("broken_quotes", 2, None), id="a quotation mark without its other"),
        pytest.param(b"a,b,a\n1,2,3\n", ("column_twice", 1, "a"), id="a column twice"),
        pytest.param(b"a,,c\n1,2,3\n", ("column_without_name", 1, "2"), id="a column without a name"),
        pytest.param(
            b",".join(b"c%d" % n for n in range(300)) + b"\n", ("too_many_columns", 1, None), id="300 columns"
        ),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 600, ("old_workbook", None, None), id="an old workbook"),
        pytest.param(b"PK\x03\x04 and no more", ("broken_archive", None, None), id="half an archive"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_where(content, fault):
    assert refused(content) == [fault]


def test_every_fault_of_a_header_is_told():
    assert refused(b"a,,b,a,b\n") == [
        ("column_without_name", 1, "2"), ("column_twice", 1, "a"), ("column_twice", 1, "b")
    ]  # fmt: skip


def test_a_workbook_is_read_as_the_same_rows():
    header, first = ["candidate", "percent", "sat_on", "passed"], ["C-1", 74.5, dt.datetime(2026, 3, 2), True]  # noqa: DTZ001 (workbooks know no zones)
    content = workbook(header, first, [], [7, 80, dt.date(2026, 3, 3), False])
    assert read(content)[1] == [(2, ["C-1", "74.5", "2026-03-02", "true"]), (4, ["7", "80", "2026-03-03", "false"])]


def test_a_number_shown_as_a_percentage_is_one():
    content = workbook(["percent"], [0.745])
    book = rewrite(content, "xl/styles.xml", lambda xml: xml.replace(b'numFmtId="0"', b'numFmtId="10"'))
    assert read(book)[1] == [(2, ["74.5%"])]


def test_a_formula_gives_its_kept_value_or_shows_that_there_is_none():
    content = workbook(["percent", "note"], ["=70+4", "x"])
    assert read(content)[1] == [(2, ["=?", "x"])]
    kept = rewrite(content, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v />", b"<v>74</v>"))
    assert kept != content
    assert read(kept)[1] == [(2, ["74", "x"])]


@pytest.mark.parametrize("inside", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_a_workbook_with_entities_is_refused(inside):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    content = rewrite(workbook(["a"], ["b"]), inside, lambda xml: bomb + xml.partition(b"?>")[2])
    assert refused(content) == [("entities", None, None)]


def test_entities_hidden_in_another_encoding_are_refused_by_the_parser():
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'.encode("utf-16")
    content = rewrite(workbook(["a"], ["b"]), "xl/styles.xml", lambda _: bomb)
    assert refused(content)[0][0] in ("entities", "broken_workbook")  # openpyxl hides which of the two it was


def test_a_bomb_is_refused_by_what_it_says_of_itself_and_by_what_it_is():
    swell = rewrite(workbook(["a"], ["b"]), "xl/theme/theme1.xml", lambda xml: b" " * 400_000_000)
    assert len(swell) < 1_000_000
    assert refused(swell) == [("too_big", None, None)]
    with pytest.raises(UnreadableFile) as caught:
        archives.look_through(io.BytesIO(lie_about_sizes(swell)))
    assert caught.value.faults[0].code in ("too_big", "broken_archive")


def lie_about_sizes(content):
    """The same archive, whose list says that its biggest member has ten bytes."""
    size = (400_000_000).to_bytes(4, "little")
    assert size in content
    return content.replace(size, (10).to_bytes(4, "little"))


def test_what_is_counted_while_unpacking_ends_it_too():
    with pytest.raises(UnreadableFile) as caught:
        archives._read_through(
            zipfile.ZipFile(io.BytesIO(workbook(["a"]))), zipfile.ZipFile(io.BytesIO(workbook(["a"]))).infolist(), 2_000
        )
    assert caught.value.faults[0].code == "too_big"


def test_one_cell_in_the_last_corner_costs_neither_memory_nor_minutes():
    began = time.process_time()
    assert read(workbook(["a"], ["b"], XFD400000="far")) == (("a",), [(2, ["b"])])
    assert time.process_time() - began < 5


def test_a_workbook_whose_sheets_both_hold_something_is_refused():
    assert refused(workbook(["a"], ["b"], sheets=[("Other", ["c"])])) == [("several_sheets", None, None)]
    assert read(workbook(["a"], ["b"], sheets=[("Empty", [])]))[0] == ("a",)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_written_so_that_it_does_not_and_read_back_as_it_was(cell):
    assert neutralise(cell) == f"'{cell}"
    assert restore(neutralise(cell)) == cell
    written = b"".join(write_rows([["name"], [cell]]))
    assert f"'{cell}".encode() in written
    assert read(written)[1] == [(2, [cell])]


@pytest.mark.parametrize("cell", ["", "C-1", "O'Hara", "'quoted'", "74,5", "'"])
def test_any_other_cell_is_left_as_it_is(cell):
    assert neutralise(cell) == cell
    assert restore(cell) == cell
