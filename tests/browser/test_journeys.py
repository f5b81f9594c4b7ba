"""What a person at a clinic's desk does, on a phone and at a desk, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.web.world import DAY, NEEDLER, SHORT_OF_HOURS

WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


def fill_question(page, person, *, age="40", day=DAY):
    page.get_by_label("Registry number or NPI").fill(person)
    page.get_by_label("Where is the patient?").select_option("Xanadu")
    page.get_by_label("Day of treatment").fill(day)
    page.get_by_label("Age in years").fill(age)
    page.get_by_role("button", name="Ask", exact=True).click()


@WIDTHS
@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_condition_is_confirmed_and_the_answer_becomes_yes(open_page, viewport, has_scripts):
    page = open_page(is_signed_in=True, viewport=viewport, java_script_enabled=has_scripts)
    fill_question(page, NEEDLER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Conditional")
    page.get_by_role("region", name="To be confirmed by a person").get_by_label("informed consent").check()
    page.get_by_role("button", name="Ask again with these ticks").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Permitted")
    expect(page.get_by_text("Holds up to and including 31 December 2028")).to_be_visible()
    expect(page.locator("#question").get_by_label("The patient's informed consent", exact=True)).to_be_checked()


@WIDTHS
def test_a_refusal_says_what_is_missing_and_where_it_is_written(open_page, viewport):
    page = open_page(is_signed_in=True, viewport=viewport)
    fill_question(page, SHORT_OF_HOURS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Refused")
    gaps = page.get_by_role("region", name="What stands between this and a yes")
    expect(gaps.get_by_text("12 hours short")).to_be_visible()
    expect(gaps.get_by_role("link", name="Needling Act § 1")).to_have_attribute("href", "https://law.example/1")


def test_someone_is_found_by_name_and_asked_about(open_page):
    page = open_page(is_signed_in=True, viewport=PHONE, java_script_enabled=False)
    page.get_by_role("link", name="Find someone by name").click()
    page.get_by_label("Name").fill("okafor")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Ask about Ada Okafor").click()
    expect(page.get_by_label("Registry number or NPI")).to_have_value(NEEDLER)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_faults_are_announced_and_lead_to_their_fields(open_page, has_scripts):
    page = open_page(is_signed_in=True, java_script_enabled=has_scripts)
    page.get_by_role("button", name="Ask", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    summary.get_by_role("link", name="Give the patient's age").click()
    expect(page.get_by_label("Age in years")).to_be_focused()
    expect(page).to_have_title(re.compile("^Fault: "))


def test_a_fault_in_a_hidden_part_of_the_form_opens_it(open_page):
    page = open_page(is_signed_in=True)
    page.get_by_text("Use a licence instead").click()
    page.get_by_label("Licence number").fill("A-1")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").get_by_role("link", name="Choose the profession").click()
    expect(page.get_by_label("Profession")).to_be_focused()


def test_the_index_of_the_law_narrows_as_one_types_without_leaving_the_page(open_page):
    page = open_page("/law/")
    expect(page.get_by_role("status")).to_contain_text("3 places")
    page.evaluate("window.stayed = true")
    page.get_by_label("Place").press_sequentially("north")
    expect(page.get_by_role("status")).to_contain_text("1 place")
    expect(page.get_by_role("link", name="Xanadu North")).to_be_visible()
    expect(page.get_by_role("row", name="Ys")).to_have_count(0)
    expect(page).to_have_url(re.compile("q=north"))
    assert page.evaluate("window.stayed")
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("1 place")


def test_the_index_of_the_law_narrows_without_scripts_too(open_page):
    page = open_page("/law/", java_script_enabled=False)
    page.get_by_label("Place").fill("north")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_contain_text("1 place")


def test_the_law_of_a_place_leads_to_a_question_about_it(open_page):
    page = open_page("/law/XA-1/", is_signed_in=True)
    page.get_by_role("link", name="Ask about someone in Xanadu North").click()
    expect(page.get_by_label("Where is the patient?")).to_have_value("XA-1")


def test_the_first_key_press_leads_past_the_bar_on_top(open_page):
    page = open_page("/law/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Place")).to_be_focused()


def test_signing_out_ends_the_asking(open_page):
    page = open_page(is_signed_in=True)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in to ask")).to_be_visible()


def test_on_paper_the_answer_stands_without_the_form(open_page):
    page = open_page(is_signed_in=True)
    fill_question(page, SHORT_OF_HOURS)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("12 hours short")).to_be_visible()
    expect(page.get_by_text("What the registry knew at")).to_be_visible()
    for hidden in ("Change the question", "Skip to the content", "Sign out"):
        expect(page.get_by_text(hidden)).to_be_hidden()
