"""How the clinics heard of their month: in the inboxes. A first start would otherwise mail all of it at once."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import Organisation
from clinics.demo.founding import BY
from clinics.models.inbox import Channel
from clinics.operations.alerts.fanning import tell_alert
from clinics.operations.alerts.raising import RAISED
from clinics.operations.alerts.settings import put_settings
from clinics.queries.alert_settings import Wanted
from outbox.models import OPEN, Message


def keep_mails_back(clinics: Iterable[Organisation], at: dt.datetime) -> None:
    """From now on nothing is mailed to them."""
    wanted = Wanted(channels=frozenset(Channel.values) - {Channel.MAIL})
    for clinic in clinics:
        put_settings(organisation_id=clinic.pk, wanted=wanted, by=BY, at=at)


def let_mails_go(clinics: Iterable[Organisation], at: dt.datetime) -> None:
    """What was raised by now is told as it is wanted by now; what comes is mailed too."""
    for message in Message.objects.filter(OPEN, kind=RAISED).order_by("created_at", "id"):
        tell_alert(message)
        Message.objects.filter(pk=message.pk).update(
            closed_because=Message.Closed.DONE, sent_at=message.created_at, attempts=1
        )
    for clinic in clinics:
        put_settings(organisation_id=clinic.pk, wanted=Wanted(), by=BY, at=at)
