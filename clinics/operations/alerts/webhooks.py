"""The one place from which alerts go to webhooks."""

from typing import Any

from clinics.models import Alert
from clinics.operations.webhooks.queueing import queue_event
from clinics.sentences.alerts import Told, say, say_next_step

TYPES = {
    Alert.Kind.OUTCOME_CHANGED: "roster.outcome_changed",
    Alert.Kind.CONDITION_ADDED: "roster.condition_added",
    Alert.Kind.CHANGE_COMING: "roster.change_coming",
    Alert.Kind.EXPIRY_NEAR: "roster.expiry_near",
    Alert.Kind.ANSWERS_DIFFER: "answers.differ",
    Alert.Kind.ENDPOINT_PAUSED: "webhooks.paused",
    Alert.Kind.CONSENT_WITHDRAWN: "consents.withdrawn",
}


def queue_alert(alert: Alert, told: Told) -> int:
    """Have it sent to every endpoint that wants its type; give how many. The same alert again queues nothing."""
    return queue_event(
        organisation_id=alert.organisation_id,
        type=TYPES[Alert.Kind(alert.kind)],
        cause=f"alert:{alert.key}",
        data=data_of(alert, told),
        at=alert.raised_at,
    )


def data_of(alert: Alert, told: Told) -> dict[str, Any]:
    """What a webhook carries: codes, numbers and days; nobody's name."""
    return {
        "alert": str(alert.key),
        "site": alert.site.code if alert.site else None,
        "registry_number": told.number or None,
        "role": told.role or None,
        "entry": str(alert.entry_key) if alert.entry_key else None,
        "groups": list(told.groups),
        "before": alert.before,
        "after": alert.after,
        "on_day": alert.on_day and alert.on_day.isoformat(),
        "details": alert.details,
        "says": say(told),
        "next_step": say_next_step(told),
        "link": link_of(alert),
    }


def link_of(alert: Alert) -> str:
    """Where to read on, as a path of this deployment."""
    if alert.kind == Alert.Kind.ANSWERS_DIFFER:
        return "/api/v1/verifications?differs=true"
    if alert.kind == Alert.Kind.ENDPOINT_PAUSED and "webhook" in alert.details:
        return f"/api/v1/webhooks/{alert.details['webhook']}/deliveries"
    return f"/api/v1/roster/{alert.entry_key}" if alert.entry_key else f"/api/v1/alerts/{alert.key}"
