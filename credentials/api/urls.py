"""The addresses of the registry under /api/v1/."""

from django.urls import path

from credentials.api.audit import AuditHeadsView
from credentials.api.flags import FlagsView
from credentials.api.practitioners import PractitionersView, PractitionerView
from credentials.api.replays import ReplayView
from credentials.api.standing import StandingView
from credentials.api.verifications import BatchView, VerificationsView, VerificationView

urlpatterns = [
    path(
        "practitioners/<str:registry_number>/standing", StandingView.as_view(), name="standing"
    ),  # the hot path is tried first
    path("practitioners", PractitionersView.as_view(), name="practitioners"),
    path("practitioners/<str:registry_number>", PractitionerView.as_view(), name="practitioner"),
    path("verifications", VerificationsView.as_view(), name="verifications"),
    path("verifications/batch", BatchView.as_view(), name="verifications-batch"),
    path("verifications/<uuid:verification_id>", VerificationView.as_view(), name="verification"),
    path("verifications/<uuid:verification_id>/replay", ReplayView.as_view(), name="verification-replay"),
    path("flags", FlagsView.as_view(), name="flags"),
    path("audit/heads", AuditHeadsView.as_view(), name="audit-heads"),
]
