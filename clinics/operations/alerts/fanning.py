"""From one alert to everybody who is to hear of it: inboxes, mails and webhooks.

Both jobs run in the transaction that marks them done, and every row that they write is written once for its alert:
run twice, or killed anywhere, nobody is told twice.
"""

from collections.abc import Sequence

from clinics.models import Alert, InboxItem, MailItem
from clinics.models.inbox import Channel
from clinics.operations.alerts.mailing import enqueue_urgent
from clinics.operations.alerts.webhooks import queue_alert
from clinics.queries.alert_settings import Hearer, hearers_of, site_ids_of, wanted_by
from clinics.queries.alert_words import read_told
from clinics.sentences.alerts import Told, is_urgent
from outbox.failures import NobodyYet
from outbox.models import Message
from outbox.operations import enqueue

WAITING = "alert_waits"  # the job that tells the first who becomes a member
OWN_MAIL = frozenset({Alert.Kind.ANSWERS_DIFFER, Alert.Kind.ENDPOINT_PAUSED})  # whoever raises these writes itself


def tell_alert(message: Message) -> None:
    """Tell it by webhook, and to the members; where there is none, leave it to whoever comes."""
    alert, told = _read(message)
    wanted = wanted_by(alert.organisation_id)
    if alert.kind in wanted.quiet_kinds:
        return
    if Channel.WEBHOOK in wanted.channels:
        queue_alert(alert, told)
    hearers = hearers_of(alert.organisation_id)
    if hearers:
        _tell_members(alert, told, hearers)
    else:
        enqueue(
            kind=WAITING,
            cause=message.cause,
            recipient="job",
            payload=message.payload,
            at=message.created_at,
        )


def tell_waiting(message: Message) -> None:
    """Tell the members whom the clinic has by now. Raises NobodyYet while there is none: the job waits for one."""
    alert, told = _read(message)
    hearers = hearers_of(alert.organisation_id)
    if not hearers:
        raise NobodyYet
    _tell_members(alert, told, hearers)


def _read(message: Message) -> tuple[Alert, Told]:
    alert = Alert.objects.select_related("site").get(pk=message.payload["alert"])
    return alert, read_told([alert])[alert.pk]


def _tell_members(alert: Alert, told: Told, hearers: Sequence[Hearer]) -> None:
    in_use = wanted_by(alert.organisation_id).channels
    sites = site_ids_of(alert.organisation_id)
    hearing = [one for one in hearers if alert.kind not in one.quiet_kinds and one.cares_for(alert.site_id, sites)]
    if Channel.INBOX in in_use:
        _put_into_inboxes(alert, [one for one in hearing if Channel.INBOX in one.channels])
    if Channel.MAIL in in_use and alert.kind not in OWN_MAIL:
        _put_into_mails(alert, [one for one in hearing if Channel.MAIL in one.channels], is_urgent(told))


def _put_into_inboxes(alert: Alert, hearers: Sequence[Hearer]) -> None:
    items = [InboxItem(alert=alert, user_id=one.user_id, organisation_id=alert.organisation_id) for one in hearers]
    InboxItem.objects.bulk_create(items, ignore_conflicts=True)


def _put_into_mails(alert: Alert, hearers: Sequence[Hearer], urgent: bool) -> None:
    items = [MailItem(alert=alert, user_id=one.user_id, is_urgent=urgent and one.urgent_mail) for one in hearers]
    MailItem.objects.bulk_create(items, ignore_conflicts=True)
    for item in items:
        if item.is_urgent:
            enqueue_urgent(user_id=item.user_id, at=alert.raised_at)
