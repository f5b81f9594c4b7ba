"""The addresses of courses under /api/v1/; each subject has its own block."""

from django.urls import URLPattern, path

from courses.api.attendance import AttendanceView
from courses.api.awards import (
    AwardReinstateView,
    AwardRenewView,
    AwardRevokeView,
    AwardSuspendView,
    AwardsView,
    AwardView,
)
from courses.api.enrolments import (
    EnrolmentCheckView,
    EnrolmentsView,
    EnrolmentTransferView,
    EnrolmentView,
    EnrolmentWithdrawView,
)
from courses.api.exam_attempts import AnswersView, AttemptsView, AttemptView
from courses.api.exam_corrections import CorrectionsView, PaperStandardView, PaperVoidView, ResultCorrectView
from courses.api.exam_papers import PaperPublishView, PapersView, PaperView
from courses.api.exam_report import PaperReportView
from courses.api.exam_results import (
    AppealDecideView,
    AppealsView,
    ResultAppealsView,
    ResultCheckView,
    ResultReleaseView,
)
from courses.api.exam_sheets import ConflictsView, ReconcileView, SheetsView
from courses.api.levels import LevelsView
from courses.api.programmes import ProgrammeCloseView, ProgrammesView, ProgrammeView
from courses.api.progress import ProgressView
from courses.api.result_batches import ResultBatchView, ResultMappingsView
from courses.api.result_imports import (
    ResultImportCancelView,
    ResultImportCheckView,
    ResultImportConfirmView,
    ResultImportFaultsView,
    ResultImportRefusedView,
    ResultImportReleaseView,
    ResultImportsView,
    ResultImportView,
)
from courses.api.seats import SeatMoveView, SeatsView, SeatWithdrawView, SessionStaffView
from courses.api.sessions import SessionCancelView, SessionsView, SessionView
from courses.api.supervised import (
    EnrolmentSupervisedView,
    SupervisedAwaitingView,
    SupervisedRefuseView,
    SupervisedSignView,
)
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

_SESSIONS = [
    path("sessions", SessionsView.as_view(), name="sessions"),
    path("sessions/<int:session_id>", SessionView.as_view(), name="session"),
    path("sessions/<int:session_id>/cancel", SessionCancelView.as_view(), name="session-cancel"),
    path("sessions/<int:session_id>/staff", SessionStaffView.as_view(), name="session-staff"),
    path("sessions/<int:session_id>/seats", SeatsView.as_view(), name="session-seats"),
    path("sessions/<int:session_id>/attendance", AttendanceView.as_view(), name="session-attendance"),
    path("seats/<int:seat_id>/withdraw", SeatWithdrawView.as_view(), name="seat-withdraw"),
    path("seats/<int:seat_id>/move", SeatMoveView.as_view(), name="seat-move"),
    path("enrolments", EnrolmentsView.as_view(), name="enrolments"),
    path("enrolments/check", EnrolmentCheckView.as_view(), name="enrolment-check"),
    path("enrolments/<int:enrolment_id>", EnrolmentView.as_view(), name="enrolment"),
    path("enrolments/<int:enrolment_id>/withdraw", EnrolmentWithdrawView.as_view(), name="enrolment-withdraw"),
    path("enrolments/<int:enrolment_id>/transfer", EnrolmentTransferView.as_view(), name="enrolment-transfer"),
    path("enrolments/<int:enrolment_id>/supervised", EnrolmentSupervisedView.as_view(), name="enrolment-supervised"),
    path("supervised", SupervisedAwaitingView.as_view(), name="supervised-awaiting"),
    path("supervised/<int:supervised_id>/sign", SupervisedSignView.as_view(), name="supervised-sign"),
    path("supervised/<int:supervised_id>/refuse", SupervisedRefuseView.as_view(), name="supervised-refuse"),
]

_EXAMINATIONS = [
    path("papers", PapersView.as_view(), name="papers"),
    path("papers/<int:paper_id>", PaperView.as_view(), name="paper"),
    path("papers/<int:paper_id>/publish", PaperPublishView.as_view(), name="paper-publish"),
    path("papers/<int:paper_id>/void", PaperVoidView.as_view(), name="paper-void"),
    path("papers/<int:paper_id>/report", PaperReportView.as_view(), name="paper-report"),
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

_AWARDS = [
    path("enrolments/<int:enrolment_id>/progress", ProgressView.as_view(), name="progress"),
    path("awards", AwardsView.as_view(), name="awards"),
    path("awards/<int:award_id>", AwardView.as_view(), name="award"),
    path("awards/<int:award_id>/suspend", AwardSuspendView.as_view(), name="award-suspend"),
    path("awards/<int:award_id>/revoke", AwardRevokeView.as_view(), name="award-revoke"),
    path("awards/<int:award_id>/reinstate", AwardReinstateView.as_view(), name="award-reinstate"),
    path("awards/<int:award_id>/renew", AwardRenewView.as_view(), name="award-renew"),
    path("levels", LevelsView.as_view(), name="closing-levels"),
]

_IMPORTS = [
    path("results/batch", ResultBatchView.as_view(), name="result-batch"),
    path("result-imports", ResultImportsView.as_view(), name="result-imports"),
    path("result-imports/<int:import_id>", ResultImportView.as_view(), name="result-import"),
    path("result-imports/<int:import_id>/faults", ResultImportFaultsView.as_view(), name="result-import-faults"),
    path("result-imports/<int:import_id>/refused", ResultImportRefusedView.as_view(), name="result-import-refused"),
    path("result-imports/<int:import_id>/confirm", ResultImportConfirmView.as_view(), name="result-import-confirm"),
    path("result-imports/<int:import_id>/cancel", ResultImportCancelView.as_view(), name="result-import-cancel"),
    path("result-imports/<int:import_id>/check", ResultImportCheckView.as_view(), name="result-import-check"),
    path("result-imports/<int:import_id>/release", ResultImportReleaseView.as_view(), name="result-import-release"),
    path("result-mappings", ResultMappingsView.as_view(), name="result-mappings"),
]

urlpatterns: list[URLPattern] = [*_IMPORTS, *_AWARDS, *_PROGRAMMES, *_SESSIONS, *_EXAMINATIONS]
