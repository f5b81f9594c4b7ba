"""The roster in the OpenAPI description."""

from rest_framework import serializers

from clinics.models.roster import GROUPS
from clinics.queries.roster import OUTCOMES, STATES

_GROUPS = f"of: {', '.join(GROUPS)}"


class _Plain(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Plain data."""


class RosterLicenceSerializer(_Plain):
    """A licence by its number."""

    jurisdiction = serializers.CharField()
    profession = serializers.CharField()
    number = serializers.CharField()


class RosterReferenceSerializer(_Plain):
    """Who: exactly one of these."""

    registry_number = serializers.CharField(required=False)
    npi = serializers.CharField(required=False)
    licence = RosterLicenceSerializer(required=False)


class NewRosterEntrySerializer(_Plain):
    """Somebody who is to be on a roster."""

    site = serializers.CharField(help_text="the code of an open site of yours")
    practitioner = RosterReferenceSerializer()
    role = serializers.CharField(help_text="what they are there, at most 100 characters; no names")
    patient_groups = serializers.ListField(child=serializers.CharField(), help_text=_GROUPS)
    starts_on = serializers.DateField(required=False, allow_null=True, help_text="left out: today there")
    until_on = serializers.DateField(required=False, allow_null=True, help_text="the first day without them")


class RosterEntryChangesSerializer(_Plain):
    """What becomes something else; what is left out stays."""

    role = serializers.CharField(required=False)
    patient_groups = serializers.ListField(child=serializers.CharField(), required=False, help_text=_GROUPS)
    starts_on = serializers.DateField(required=False)
    until_on = serializers.DateField(required=False, allow_null=True, help_text="null: with no end")


class EndRosterEntrySerializer(_Plain):
    """When it ends."""

    until_on = serializers.DateField(
        required=False, allow_null=True, help_text="the first day without them; left out: today there"
    )


class RosterPersonSerializer(_Plain):
    """Who it is."""

    registry_number = serializers.CharField(help_text="of the record that survives, where several were merged")
    name = serializers.CharField(
        allow_null=True, help_text="of who is listed publicly, or consented that you see their record"
    )


class RosterNextChangeSerializer(_Plain):
    """What is known to change."""

    on = serializers.DateField()
    outcome = serializers.CharField()
    because = serializers.ListField(child=serializers.CharField())


class RosterLastKnownSerializer(_Plain):
    """What was found last, and can no longer be relied on."""

    outcome = serializers.CharField()
    conditions = serializers.ListField(child=serializers.CharField())
    gaps = serializers.ListField(child=serializers.CharField())


class RosterLineSerializer(_Plain):
    """What is found about somebody for a group of patients."""

    entry = serializers.UUIDField()
    site = serializers.CharField()
    jurisdiction = serializers.CharField()
    practitioner = RosterPersonSerializer()
    role = serializers.CharField()
    group = serializers.ChoiceField(GROUPS)
    starts_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(STATES, help_text="who is yet to come is decided on the first day")
    outcome = serializers.ChoiceField(OUTCOMES[1:], allow_null=True, help_text="null: not decided, or due")
    may_perform = serializers.BooleanField(help_text="true for `permitted` alone, and never while it is due")
    conditions = serializers.ListField(child=serializers.CharField())
    gaps = serializers.ListField(child=serializers.CharField(), help_text="codes")
    holds_until = serializers.DateField(allow_null=True)
    next_change = RosterNextChangeSerializer(allow_null=True)
    due = serializers.BooleanField(help_text="to be decided again: nothing that was found before counts until then")
    because = serializers.CharField(allow_null=True, help_text="why it is due")
    last_known = RosterLastKnownSerializer(allow_null=True, help_text="while it is due: what was found before")
    as_of = serializers.DateTimeField(allow_null=True, help_text="when that was found")
    verification = serializers.UUIDField(allow_null=True, help_text="the answer with its receipt")


class RosterLineListSerializer(_Plain):
    """A page, worst first: not decided or due, refused, undetermined, conditional, permitted."""

    items = RosterLineSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class EntryVersionSerializer(_Plain):
    """What was said of an entry from an instant on."""

    role = serializers.CharField()
    patient_groups = serializers.ListField(child=serializers.CharField())
    starts_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)
    superseded_because = serializers.CharField(allow_null=True, help_text="changed, ended, site_closed or erased")


class RosterEntrySerializer(_Plain):
    """An entry with all that was ever said of it."""

    key = serializers.UUIDField()
    site = serializers.CharField()
    practitioner = RosterPersonSerializer()
    role = serializers.CharField()
    patient_groups = serializers.ListField(child=serializers.CharField())
    starts_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True)
    taken_back = serializers.BooleanField(help_text="true: it counts as never made")
    same_person = serializers.ListField(
        child=serializers.UUIDField(), help_text="other entries there about the same person, whose records were merged"
    )
    decisions = RosterLineSerializer(many=True)
    versions = EntryVersionSerializer(many=True)


class RosterCheckSerializer(_Plain):
    """One look."""

    group = serializers.ChoiceField(GROUPS)
    outcome = serializers.CharField()
    because = serializers.CharField(help_text="why it was decided then")
    decided_at = serializers.DateTimeField()
    verification = serializers.UUIDField()


class RosterCheckListSerializer(_Plain):
    """A page, newest first."""

    items = RosterCheckSerializer(many=True)
    next = serializers.CharField(allow_null=True)
