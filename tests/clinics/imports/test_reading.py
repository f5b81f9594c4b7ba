"""A row of a staff list: every cell read, every faulty one named; and how columns are told."""

import datetime as dt

import pytest

from clinics.imports.mapping import StaffMapping, guess_mapping, missing_for_check, missing_for_roster, read_mapping
from clinics.imports.rows import StaffRowReader
from credentials.files.xlsx_rows import TypedText

HEADER = (
    "FN",
    "NPI",
    "State",
    "Licence",
    "First name",
    "Last name",
    "DOB",
    "E-mail",
    "Site",
    "Role",
    "Treats",
    "From",
    "Until",
)
COLUMNS = guess_mapping(HEADER)["columns"] | {"State": "licence_jurisdiction"}
TOLD = {"columns": COLUMNS, "constants": {"licence_profession": "PT"}}
GOOD = {"FN": "fn-ada0-0001", "Last name": "Okafor", "Site": "ST", "Role": "PT", "Treats": "Adults, children"}
NEEDED = ("site", "role", "patient_groups")


def read_place(code):
    if code.upper() not in ("XA", "US-UT"):
        raise ValueError(code)
    return code.upper()


def read(cells, header=HEADER, **more):
    mapping = read_mapping({**TOLD, **more}, header)
    assert isinstance(mapping, StaffMapping), mapping
    reader = StaffRowReader(header, mapping, read_place, NEEDED)
    return reader.read(2, [cells.get(name, "") for name in header])


def faults_of(**cells):
    return [(one.field, one.code) for one in read(GOOD | cells).faults]


def test_a_row_is_read_whole():
    told = {"NPI": "1234567893", "State": "us-ut", "Licence": " 12-3 ", "First name": "Ada", "DOB": "1985-04-12"}
    told |= {"E-mail": "ada@example.org", "From": "2026-01-01", "Until": "2026-07-01"}
    row = read(GOOD | told)
    assert row.faults == []
    assert (row.registry_number, row.npi, row.licence) == ("FN-ADA0-0001", "1234567893", ("US-UT", "PT", "12-3"))
    assert (row.name, row.born_on, row.email) == ("Ada Okafor", dt.date(1985, 4, 12), "ada@example.org")
    assert (row.patient_groups, row.starts_on, row.until_on) == (
        ("adult", "child"), dt.date(2026, 1, 1), dt.date(2026, 7, 1),
    )  # fmt: skip


FAULTY = [
    ({"FN": "FN-1"}, [("registry_number", "not_a_registry_number")]),
    ({"NPI": "1234567890"}, [("npi", "not_an_npi")]),
    ({"Licence": "1", "State": "UT-US"}, [("licence_jurisdiction", "unknown_place")]),
    ({"Licence": "1"}, [("licence_number", "licence_incomplete")]),
    ({"Licence": "-.", "State": "XA"}, [("licence_number", "missing")]),
    ({"DOB": "12.4.1985"}, [("born_on", "not_a_day")]),
    ({"DOB": "0985-04-12"}, [("born_on", "day_out_of_range")]),
    ({"E-mail": "ada"}, [("email", "not_an_address")]),
    ({"Treats": "adults; dogs"}, [("patient_groups", "unknown_group")]),
    ({"Treats": "", "Role": "", "Site": ""}, [("site", "missing"), ("role", "missing"), ("patient_groups", "missing")]),
    ({"From": "2026-01-02", "Until": "2026-01-02"}, [("until_on", "reversed")]),
    ({"Role": "r" * 101}, [("role", "too_long")]),
    ({"Role": "=?"}, [("role", "formula")]),
    ({"Role": "#REF!"}, [("role", "spreadsheet_error")]),
    ({"Last name": "a\0"}, [("family_name", "unprintable")]),
    ({"FN": "", "Last name": ""}, [(None, "nobody_told")]),
    ({"NPI": "1", "DOB": "x"}, [("born_on", "not_a_day"), ("npi", "not_an_npi")]),
]


@pytest.mark.parametrize(("cells", "told"), FAULTY, ids=[str(cells) for cells, _ in FAULTY])
def test_every_faulty_cell_is_named(cells, told):
    assert faults_of(**cells) == told


def test_cells_beyond_the_header_and_the_header_once_more_are_told():
    reader = StaffRowReader(HEADER, read_mapping(TOLD, HEADER), read_place, NEEDED)
    assert [one.code for one in reader.read(3, list(HEADER)).faults] == ["header_again"]
    cells = [GOOD.get(name, "") for name in HEADER]
    assert [one.code for one in reader.read(3, [*cells, "more"]).faults] == ["extra_cells"]


def test_a_workbooks_days_are_days_whatever_the_mapping_says():
    assert read(GOOD | {"DOB": TypedText("1985-04-12")}, day_format="dmy").born_on == dt.date(1985, 4, 12)
    assert read(GOOD | {"DOB": "12/4/1985"}, day_format="dmy").born_on == dt.date(1985, 4, 12)
    assert read(GOOD | {"DOB": "4/12/1985"}, day_format="mdy").born_on == dt.date(1985, 4, 12)


MAPPINGS = [
    ({"columns": {"A": "npi"}}, ["A"], []),
    ({"columns": {}}, ["A"], [("/columns/A", "unmapped_column")]),
    ({"columns": {"A": "shoe size"}}, ["A"], [("/columns/A", "unknown_value")]),
    ({"columns": {"A": "npi", "B": "npi"}}, ["A", "B"], [("/columns", "field_twice")]),
    ({"columns": {"A": "ignore"}}, ["A"], [("/columns", "missing_field")]),
    ({"columns": {"A": "name", "B": "given_name"}}, ["A", "B"], [("/columns", "field_twice")]),
    ({"columns": {"A": "licence_number"}}, ["A"], [("/columns", "missing_field")] * 2),
    ({"columns": {"A": "npi", "B": "site"}, "constants": {"site": "x"}}, ["A", "B"], [("/constants", "field_twice")]),
    ({"columns": {"A": "npi"}, "constants": {"npi": "x"}}, ["A"], [("/constants/npi", "unknown_field")]),
    ({"columns": {"A": "npi"}, "day_format": "ymd"}, ["A"], [("/day_format", "unknown_value")]),
    ({"columns": {"A": "npi"}, "decimal": "comma"}, ["A"], [("/decimal", "unknown_field")]),
    ([], ["A"], [("", "wrong_type")]),
]


@pytest.mark.parametrize(("told", "header", "faults"), MAPPINGS, ids=[str(one[0]) for one in MAPPINGS])
def test_a_mapping_is_read_or_refused_with_every_fault(told, header, faults):
    read = read_mapping(told, header)
    assert ([] if isinstance(read, StaffMapping) else [(one.pointer, one.code) for one in read]) == faults


def test_what_a_roster_and_a_check_need_besides_the_person():
    only_npi = read_mapping({"columns": {"A": "npi"}}, ["A"])
    assert len(missing_for_roster(only_npi)) == 3
    assert len(missing_for_check(only_npi)) == 2
    told = {"columns": {"A": "name"}, "constants": {"site": "x", "age": 7}}
    assert len(missing_for_check(read_mapping(told, ["A"]))) == 1
