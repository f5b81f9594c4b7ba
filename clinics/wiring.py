"""What clinics do for the apps below, which know nothing of them: registered when the process starts."""

from clinics.letters.alerts import write_alerts
from clinics.operations.alerts.fanning import WAITING, tell_alert, tell_waiting
from clinics.operations.alerts.mailing import DIGEST, URGENT
from clinics.operations.alerts.raising import RAISED
from outbox.kinds import register_job, register_letter


def register_all() -> None:
    """Everything; each subject adds its own."""
    register_alerts()


def register_alerts() -> None:
    """Alerts reach inboxes, mails and webhooks."""
    register_job(RAISED, tell_alert)
    register_job(WAITING, tell_waiting)
    register_letter(DIGEST, write_alerts)
    register_letter(URGENT, write_alerts)
