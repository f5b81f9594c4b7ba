"""Before a release is confirmed, whoever confirms it is shown whose answers it would change."""

import io

import pytest
from django.core.management import CommandError, call_command

from law import previews
from law.models import LawRelease
from law.previews import TouchedAnswers, TouchedPractitioner, preview_answers, register_previewer

pytestmark = pytest.mark.django_db
ADA = TouchedPractitioner("FN-ADA0-0001", (("permitted", "refused", 2), ("conditional", "conditional", 1)))
BO = TouchedPractitioner("FN-B000-0002", (("permitted", "undetermined", 1),))
TOUCHED = TouchedAnswers(asked=9, answers=4, organisations=2, practitioners=(ADA, BO))


@pytest.fixture
def asked(monkeypatch):
    """What the previewer was asked; it tells the same to all."""
    monkeypatch.setattr(previews, "_previewer", None)
    contents = []

    def preview(content):
        contents.append(content)
        return TOUCHED

    register_previewer(preview)
    return contents


def load(*arguments):
    out = io.StringIO()
    try:
        call_command("load_law", *arguments, stdout=out, stderr=out)
    except CommandError as refused:
        out.write(str(refused))
    return out.getvalue()


@pytest.fixture
def amended(released, settings):
    settings.LAW_REVIEW_MONTHS = 6


@pytest.mark.parametrize("answer", [None, "n\n"], ids=["in a dry run", "before asking"])
def test_practitioners_are_told_with_outcomes_before_and_after(amended, asked, monkeypatch, answer):
    monkeypatch.setattr("sys.stdin", io.StringIO(answer or ""))
    told = load(*([] if answer else ["--dry-run"]))
    assert "9 recorded answers looked at: 4 would come out otherwise, about 2 practitioners, asked by 2 organ" in told
    assert "  FN-ADA0-0001: permitted -> refused (2 answers), conditional, for other reasons\n" in told
    assert "  FN-B000-0002: permitted -> undetermined\n" in told
    assert [content["review_months"] for content in asked] == [6]
    assert LawRelease.objects.count() == 1


def test_where_nobody_confirms_nobody_waits_for_it(amended, asked):
    assert "recorded answer" not in load("--yes")
    assert asked == []
    assert LawRelease.objects.count() == 2


def test_the_first_release_touches_no_answer(folder, asked):
    assert "recorded answer" not in load("--dry-run")
    assert asked == []


def test_no_change_is_told_too(amended, monkeypatch):
    monkeypatch.setattr(previews, "_previewer", lambda _: TouchedAnswers(1, 0, 0, ()))
    assert "1 recorded answer looked at: none would come out otherwise." in load("--dry-run")


def test_a_long_list_is_cut_and_counted(amended, monkeypatch):
    many = tuple(TouchedPractitioner(f"FN-{n:08}", (("permitted", "refused", 1),)) for n in range(53))
    monkeypatch.setattr(previews, "_previewer", lambda _: TouchedAnswers(60, 53, 1, many))
    told = load("--dry-run")
    assert "about 53 practitioners, asked by 1 organisation." in told
    assert told.count("permitted -> refused") == 50
    assert "… and 3 more" in told


def test_without_an_app_that_records_answers_there_is_nothing_to_tell(amended, content, monkeypatch):
    monkeypatch.setattr(previews, "_previewer", None)
    assert preview_answers(content) is None
    assert "recorded answer" not in load("--dry-run")
