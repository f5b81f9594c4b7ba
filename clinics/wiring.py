"""What clinics do for the apps below, which know nothing of them: registered when the process starts."""

from clinics.letters.alerts import write_alerts
from clinics.letters.consents import write_consent_asked
from clinics.letters.invitations import write_invitation, write_invitation_matched
from clinics.letters.webhooks import write_webhook_paused
from clinics.operations.alerts.differing import raise_differing
from clinics.operations.alerts.fanning import WAITING, tell_alert, tell_waiting
from clinics.operations.alerts.mailing import DIGEST, URGENT
from clinics.operations.alerts.raising import RAISED
from clinics.operations.consents.asking import ASKED
from clinics.operations.consents.looking import note_registry_look
from clinics.operations.imports.erasing import erase_from_lists, hold_lists
from clinics.operations.imports.invitations import MATCHED
from clinics.operations.imports.inviting import INVITED
from clinics.operations.monitoring.following import MARKING, follow_record, follow_release, mark_by_law
from clinics.operations.packs.sweeping import erase_packs, hold_packs
from clinics.operations.roster_ending import end_entries_of_erased, hold_nobody
from clinics.operations.webhooks import pausing, queueing
from clinics.operations.webhooks.sending import send_webhook
from credentials.followers import register_change_follower, register_differing_follower
from credentials.looks import register_look
from credentials.operations.erasers import Eraser, register_eraser
from law.followers import register_follower
from outbox.kinds import register_job, register_letter, register_sending


def register_all() -> None:
    """Everything; each subject adds its own."""
    register_roster()
    register_alerts()
    register_consents()
    register_imports()
    register_monitoring()
    register_proof()
    register_webhooks()


def register_alerts() -> None:
    """Alerts reach inboxes, mails and webhooks."""
    register_job(RAISED, tell_alert)
    register_job(WAITING, tell_waiting)
    register_letter(DIGEST, write_alerts)
    register_letter(URGENT, write_alerts)
    register_differing_follower(raise_differing)


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


def register_imports() -> None:
    """The invited hear of it, clinics hear who came on file, and lists let go of whoever is erased."""
    register_letter(INVITED, write_invitation)
    register_letter(MATCHED, write_invitation_matched)
    register_eraser(Eraser(hold_lists, erase_from_lists))


def register_proof() -> None:
    """Evidence packs let go of whoever is erased."""
    register_eraser(Eraser(hold_packs, erase_packs))


def register_consents() -> None:
    """Practitioners hear of who asks to see their record, and every look that stands on their consent is noted."""
    register_letter(ASKED, write_consent_asked)
    register_look(note_registry_look)


def register_roster() -> None:
    """Whoever is erased stands on no roster any more."""
    register_eraser(Eraser(hold_nobody, end_entries_of_erased))
