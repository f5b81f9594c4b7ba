"""What clinics do for the apps below, which know nothing of them: registered when the process starts."""

from clinics.letters.alerts import write_alerts
from clinics.letters.webhooks import write_webhook_paused
from clinics.operations.alerts.fanning import WAITING, tell_alert, tell_waiting
from clinics.operations.alerts.mailing import DIGEST, URGENT
from clinics.operations.alerts.raising import RAISED
from clinics.operations.monitoring.following import MARKING, follow_record, follow_release, mark_by_law
from credentials.followers import register_change_follower
from law.followers import register_follower
from clinics.operations.webhooks import pausing, queueing
from clinics.operations.webhooks.sending import send_webhook
from outbox.kinds import register_job, register_letter, register_sending


def register_all() -> None:
    """Everything; each subject adds its own."""
    register_alerts()
    register_monitoring()
    register_webhooks()


def register_alerts() -> None:
    """Alerts reach inboxes, mails and webhooks."""
    register_job(RAISED, tell_alert)
    register_job(WAITING, tell_waiting)
    register_letter(DIGEST, write_alerts)
    register_letter(URGENT, write_alerts)


def register_webhooks() -> None:
    """Endpoints are told what happened; their owners, where one of them had to be paused."""
    register_sending(queueing.FIRST, send_webhook)
    register_sending(queueing.AGAIN, send_webhook)
    register_letter(pausing.PAUSED, write_webhook_paused)


def register_monitoring() -> None:
    """Rosters are decided again when a record or the law changes."""
    register_change_follower(follow_record)
    register_follower(follow_release)
    register_job(MARKING, mark_by_law)
