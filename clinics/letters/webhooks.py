"""The mail about an endpoint that is told nothing any more."""

from clinics.models import WebhookDelivery, WebhookEndpoint
from outbox.kinds import Letter
from outbox.letters import Link, compose_letter
from outbox.models import Message


def write_webhook_paused(message: Message) -> Letter | None:
    """Which endpoint it is and what to do; None where it was removed or resumed before the mail went out."""
    endpoint = WebhookEndpoint.objects.filter(pk=message.payload["webhook"]).first()
    if endpoint is None or endpoint.status == WebhookEndpoint.Status.ACTIVE:
        return None
    held = endpoint.deliveries.filter(state=WebhookDelivery.State.HELD).count()
    if endpoint.status == WebhookEndpoint.Status.GONE:
        why = "It answered 410 Gone, which says that it wants to hear no more."
    else:
        why = f"For three days not one message was taken; the last failure was: {endpoint.last_error}."
    return compose_letter(
        subject="A webhook endpoint is told nothing any more",
        paragraphs=[f"{endpoint.url}", why, f"{held} messages are held for it, and more as they come."],
        after=[
            "Mend the endpoint and send it a test event. Then resume it, and replay what it missed since a time of your"
            " choice; held messages are kept for some weeks. If it is no longer needed, remove it."
        ],
        link=Link("The log of its deliveries", f"/api/v1/webhooks/{endpoint.key}/deliveries"),
    )
