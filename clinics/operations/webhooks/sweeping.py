"""Letting go of the log."""

import datetime as dt

from clinics.models import WebhookDelivery, WebhookSecret

CHUNK = 5_000


def sweep_log(*, before: dt.datetime) -> int:
    """Delete deliveries that ended before then, with their tries, and secrets that did; give how many deliveries.

    The outbox remembers every cause, so that what is swept is not told again.
    """
    WebhookSecret.objects.filter(ends_at__lt=before).delete()
    old, swept = WebhookDelivery.objects.filter(state_at__lt=before).exclude(state="waiting"), 0
    while ids := list(old.values_list("pk", flat=True)[:CHUNK]):
        WebhookDelivery.objects.filter(pk__in=ids).delete()
        swept += len(ids)
    return swept
