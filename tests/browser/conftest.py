"""The pages in the system's Chromium, against a server of the test's own."""

import os
import shutil

import pytest

from accounts.api.callers import forget_keys
from law.queries.compiled import forget_compiled
from tests.web.world import PASSWORD, employ, record_people, release_law

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",  # as root, Chromium starts no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # or it asks its maker's hosts for things
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# Playwright's loop runs in the thread of the tests, so Django takes their queries for those of a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    missing = pytest.mark.skip(reason="no Chromium on this machine: Debian's package `chromium` brings one")
    for item in items:
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(missing)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, tmp_path):
    """A server with law, people and someone at a clinic's desk; its address."""
    forget_compiled()
    forget_keys()
    release_law(tmp_path / "provisions")
    record_people()
    employ()
    return live_server.url


@pytest.fixture
def open_page(chromium, site):
    """Open pages of the site in a browser of their own; what the console says against them fails the test."""
    contexts, complaints = [], []

    def open_(path="/", *, is_signed_in=False, viewport=DESKTOP, **options):
        context = chromium.new_context(viewport=viewport, base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note_complaint(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if is_signed_in:
            sign_in(page)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def note_complaint(complaints, message):
    """What the browser holds against a page. A faulty form answers 422, and shows a faulty day as an empty one."""
    is_expected = "status of 422" in message.text or "does not conform to the required format" in message.text
    if message.type in ("error", "warning") and not is_expected:
        complaints.append(message.text)


def sign_in(page):
    page.goto("/sign-in/")
    page.get_by_label("Email").fill("desk@harbour.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
