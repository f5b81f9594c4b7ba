"""The readable report: what it says, that anyone can read it, and that no name can change it."""

import io
import json

import pytest
from pypdf import PdfReader

from accounts.operations.clock import recording_at
from accounts.operations.consents import record_consent
from clinics.packs.letters import every_letter, show
from clinics.packs.typesetting import set_report
from tests.clinics.packs.looking import LATER, MARCH, ask, bytes_of, look_at, open_pack
from tests.clinics.world import ADA, make_entry, person, put_person

pytestmark = pytest.mark.django_db
FORGED = "Eve #panic() *x* $y$ @z <a> \\ `b` [c] #set text(red)"


def pdf_of(pack, name="report.pdf"):
    return PdfReader(io.BytesIO(open_pack(bytes_of(pack))[name]))


def text_of(pdf):
    told = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(told.replace("\u200b", "").split())


def test_it_says_what_it_proves_and_what_not_and_for_whom(clinic, roster):
    told = text_of(pdf_of(ask(clinic)))
    for words in ("Aspen Clinic, 2 March 2026", "What it does not prove", "3 entries of 3 people", "Page 1 of"):
        assert words in told, words


def test_the_roster_and_each_person_with_reasons_and_citations(clinic, roster):
    told = text_of(pdf_of(ask(clinic)))
    assert told.index("Ben Roe") < told.index("Cy Nkemelu") < told.index("Ada Okafor")
    for words in (
        "20 of 50 in-person hours of needling training (Act § xa-pt",
        "checked on 1 January 2025",
        "May treat, once confirmed",
        "Declared of every patient: written informed consent",
        "number LXAADA0-0001",
    ):
        assert words in told, words


def test_it_is_tagged_and_has_a_language_and_a_title(clinic, roster):
    pdf = pdf_of(ask(clinic))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert (root["/Lang"], pdf.metadata.title) == ("en", "Evidence pack")
    meta = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert "<pdfaid:part>2</pdfaid:part>" in meta
    fonts = {str(font["/BaseFont"]) for page in pdf.pages for font in _fonts_of(page)}
    assert fonts
    assert all("Libertinus" in font or "NewCM" in font or "DejaVu" in font for font in fonts)


def _fonts_of(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (FORGED, FORGED),
        ("李 明 Okafor", "[U+674E] [U+660E] Okafor"),
        ("Ada \u202eroforkO", "Ada [U+202E]roforkO"),
        ("Zoë Ångström-Dvořák", "Zoë Ångström-Dvořák"),
    ],
    ids=["markup", "letters that no font has", "turned round", "accents"],
)
def test_a_name_is_a_name_whatever_it_says(clinic, site, people, name, shown):
    practitioner = put_person(person("FN-X000-0001", name))
    record_consent(person=practitioner.person, kind="see_record", organisation=clinic)
    entry = make_entry(site, practitioner)
    look_at(entry, "adult", at=MARCH)
    pack = ask(clinic)
    assert " ".join(shown.split()) in text_of(pdf_of(pack))
    assert json.loads(open_pack(bytes_of(pack))["roster.json"])["entries"][0]["name"] == name


def test_what_was_never_checked_or_ran_out_is_told_as_no_yes(clinic, site, people):
    never = make_entry(site, people[ADA])
    told = person("FN-X000-0001", "Xi Short")
    told["certifications"][0]["expires_on"] = "2026-03-05"
    ran_out = make_entry(site, put_person(told))
    look_at(ran_out, "adult", at=MARCH)
    with recording_at(LATER):
        pack = ask(clinic, day=MARCH.replace(day=10).date())
    text = text_of(pdf_of(pack))
    assert "Never checked" in text
    assert "Answer ran out" in text
    assert "The last answer no longer reached this day" in text
    assert never.key != ran_out.key


def test_a_roster_of_several_parts_has_a_report_for_each(clinic, roster, monkeypatch):
    monkeypatch.setattr("clinics.operations.packs.assembling.PEOPLE", 2)
    pack = ask(clinic)
    first, second = text_of(pdf_of(pack)), text_of(pdf_of(pack, "report-002.pdf"))
    assert "Part 1 of 2" in first
    assert "Part 2 of 2" in second
    assert ("Ada Okafor" in first, "Ada Okafor" in second) == (False, True)


def test_a_day_on_which_nobody_was_there(clinic, site):
    assert "Nobody was on the roster that day" in text_of(pdf_of(ask(clinic)))


def test_every_letter_of_the_list_can_be_set():
    part = {"issuer": "x", "pack": "x", "clinic": "x", "day": "x", "heading": "x", "cover": None, "people": []}
    letters = " ".join(every_letter())
    assert "[U+" not in show(letters)
    assert set_report({**part, "title": "x", "about": f"a {letters}"}, at=MARCH).startswith(b"%PDF")
