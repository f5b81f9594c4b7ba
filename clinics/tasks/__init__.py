"""The clinics' jobs; Celery finds them here."""

from clinics.tasks.alerts import mail_alerts, tell_expiries
from clinics.tasks.imports import look_after_invitations, run_roster_imports, sweep_roster_lists
from clinics.tasks.monitoring import redecide_rosters
from clinics.tasks.packs import make_evidence_packs, sweep_evidence_packs
from clinics.tasks.webhooks import sweep_webhook_log

__all__ = [
    "look_after_invitations",
    "mail_alerts",
    "make_evidence_packs",
    "redecide_rosters",
    "run_roster_imports",
    "sweep_evidence_packs",
    "sweep_roster_lists",
    "sweep_webhook_log",
    "tell_expiries",
]
