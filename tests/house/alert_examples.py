"""What is asked about alerts in the examples: an alert in the inbox of an administrator, who asks with a key."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from clinics.models import InboxItem
from clinics.operations.alerts.raising import Happening, raise_alert
from credentials.models import Practitioner
from tests.clinics.world import make_site

ALERT = "{alert_key}"
NAMES = (ALERT,)
ADMINISTRATOR = "a clinic administrator"
_PLACE, _AS = {"path": {"key": ALERT}}, {"as": ADMINISTRATOR}
SENT = {
    "list_alerts": {**_AS, "query": {"unread": "true", "kind": "outcome_changed"}},
    "count_alerts": _AS,
    "read_alert": {**_AS, **_PLACE},
    "mark_alert_read": {**_AS, **_PLACE},
    "mark_alerts_read": {**_AS, "body": {"until": "2026-03-02T12:00:00Z"}},
    "read_alert_settings": {},
    "put_alert_settings": {"body": {"ladder": [60, 14, 3], "quiet_kinds": ["change_coming"]}},
    "read_alert_preferences": _AS,
    "put_alert_preferences": {
        **_AS,
        "body": {"channels": ["inbox", "mail"], "digest_hour": 6, "time_zone": "America/Denver", "urgent_mail": True},
    },
    "make_calendar": _AS,
    "read_calendar": _AS,
    "end_calendar": _AS,
}


@transaction.atomic
def make_alerts(registry_number):
    """What was made by its name, and the key of the administrator who was told of it."""
    clinic, at = find_or_make_organisation(name="Aspen Clinic"), timezone.now() - dt.timedelta(hours=1)
    user = User.objects.create_user("administrator@example.org")
    membership = Membership.objects.create(user=user, organisation=clinic, role=Membership.Role.CLINIC_ADMIN)
    site = make_site(clinic, "Alpine Street", "US-UT", zone="America/Denver")
    happening = Happening(
        kind="outcome_changed",
        cause="example",
        site_id=site.pk,
        practitioner_id=Practitioner.objects.get(registry_number=registry_number).pk,
        groups=("adult",),
        before={"outcome": "permitted", "conditions": [], "because": []},
        after={"outcome": "refused", "conditions": [], "because": ["licence_suspended"]},
    )
    alert = raise_alert(happening, organisation_id=clinic.pk, at=at)
    InboxItem.objects.create(user=user, alert=alert, organisation=clinic)
    _, key = create_api_key(organisation=clinic, scopes=("roster:read", "alerts:manage"), membership=membership)
    return {ALERT: str(alert.key)}, key
