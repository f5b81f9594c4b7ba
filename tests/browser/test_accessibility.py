"""Every page, wide and narrow, light and dark: no fault that axe finds, nothing that sticks out sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_journeys import fill_question
from tests.web.world import CHIROPRACTOR, NEEDLER, SHORT_OF_HOURS

NARROWEST = {"width": 320, "height": 640}  # what WCAG 2.2 asks text to fit into (1.4.10)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = {
    "welcome": ("/", False, None),
    "sign-in": ("/sign-in/", False, None),
    "law index": ("/law/", False, None),
    "law of a place": ("/law/XA/", False, None),
    "law with a faulty day": ("/law/XA/?on=soon", False, None),
    "what changed in the law": ("/law/changes/", False, None),
    "place without a file": ("/law/SE/", False, None),
    "people": ("/find/", True, None),
    "question": ("/", True, None),
    "faults": ("/", True, ""),
    "conditional": ("/", True, NEEDLER),
    "refused": ("/", True, SHORT_OF_HOURS),
    "undetermined": ("/", True, CHIROPRACTOR),
}


VIEWS = [(scheme, viewport) for scheme in ("light", "dark") for viewport in (NARROWEST, PHONE, DESKTOP)]


@pytest.mark.parametrize(("path", "is_signed_in", "person"), PAGES.values(), ids=PAGES.keys())
def test_page_has_no_fault_that_axe_finds_and_fits(open_page, path, is_signed_in, person):
    page = open_page(path, is_signed_in=is_signed_in)
    if person is not None:
        fill_question(page, person)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = []
    for scheme, viewport in VIEWS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(viewport)
        for fault in Axe().run(page, options=RULES).response["violations"]:
            found.append((scheme, viewport["width"], fault["id"], [node["html"] for node in fault["nodes"]]))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((scheme, viewport["width"], "sticks out sideways"))
    assert found == []
