"""The addresses of courses under /api/v1/; each subject has its own block."""

from django.urls import URLPattern, path

from courses.api.exam_attempts import AnswersView, AttemptsView, AttemptView
from courses.api.exam_corrections import CorrectionsView, PaperStandardView, PaperVoidView, ResultCorrectView
from courses.api.exam_papers import PaperPublishView, PapersView, PaperView
from courses.api.exam_results import (
    AppealDecideView,
    AppealsView,
    ResultAppealsView,
    ResultCheckView,
    ResultReleaseView,
)
from courses.api.exam_sheets import ConflictsView, ReconcileView, SheetsView
from courses.api.programmes import ProgrammeCloseView, ProgrammesView, ProgrammeView
from courses.api.versions import VersionPublishView, VersionsView, VersionView

_PROGRAMMES = [
    path("programmes", ProgrammesView.as_view(), name="programmes"),
    path("programmes/<int:programme_id>", ProgrammeView.as_view(), name="programme"),
    path("programmes/<int:programme_id>/close", ProgrammeCloseView.as_view(), name="programme-close"),
    path("programmes/<int:programme_id>/versions", VersionsView.as_view(), name="versions"),
    path("programmes/<int:programme_id>/versions/<int:number>", VersionView.as_view(), name="version"),
    path(
        "programmes/<int:programme_id>/versions/<int:number>/publish",
        VersionPublishView.as_view(),
        name="version-publish",
    ),
]

_EXAMINATIONS = [
    path("papers", PapersView.as_view(), name="papers"),
    path("papers/<int:paper_id>", PaperView.as_view(), name="paper"),
    path("papers/<int:paper_id>/publish", PaperPublishView.as_view(), name="paper-publish"),
    path("papers/<int:paper_id>/void", PaperVoidView.as_view(), name="paper-void"),
    path("papers/<int:paper_id>/standard", PaperStandardView.as_view(), name="paper-standard"),
    path("attempts", AttemptsView.as_view(), name="attempts"),
    path("attempts/<int:attempt_id>", AttemptView.as_view(), name="attempt"),
    path("attempts/<int:attempt_id>/answers", AnswersView.as_view(), name="attempt-answers"),
    path("attempts/<int:attempt_id>/sheets", SheetsView.as_view(), name="attempt-sheets"),
    path("attempts/<int:attempt_id>/reconcile", ReconcileView.as_view(), name="attempt-reconcile"),
    path("attempts/<int:attempt_id>/conflicts", ConflictsView.as_view(), name="attempt-conflicts"),
    path("results/<int:result_id>/check", ResultCheckView.as_view(), name="result-check"),
    path("results/<int:result_id>/release", ResultReleaseView.as_view(), name="result-release"),
    path("results/<int:result_id>/correct", ResultCorrectView.as_view(), name="result-correct"),
    path("results/<int:result_id>/appeals", ResultAppealsView.as_view(), name="result-appeals"),
    path("appeals", AppealsView.as_view(), name="appeals"),
    path("appeals/<int:appeal_id>/decide", AppealDecideView.as_view(), name="appeal-decide"),
    path("corrections", CorrectionsView.as_view(), name="corrections"),
]

urlpatterns: list[URLPattern] = [*_PROGRAMMES, *_EXAMINATIONS]
