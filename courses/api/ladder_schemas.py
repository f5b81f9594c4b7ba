"""The ladder's document in the OpenAPI description; `courses.ladders.reading` is what accepts or refuses it."""

from typing import Any

from rest_framework import serializers

from courses.ladders.reading_levels import DELIVERIES, FORMS, PARTS, SUBJECTS
from credentials.records.shapes import PATIENT_GROUPS
from rulebook.facts import PROFESSIONS, REGIONS

_GROUPS, _REGIONS = f"of: {', '.join(PATIENT_GROUPS)}", f"of: {', '.join(REGIONS)}"
_OPEN: dict[str, Any] = {"required": False, "allow_null": True}


class _Plain(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Plain data."""


class ComponentSerializer(_Plain):
    """A part of a level that is attended."""

    code = serializers.CharField()
    title = serializers.CharField()
    hours = serializers.FloatField(help_text="at most two decimal places")
    part = serializers.ChoiceField(PARTS)
    delivery = serializers.ChoiceField(DELIVERIES)
    subject = serializers.ChoiceField(SUBJECTS)


class EligibleProfessionSerializer(_Plain):
    """A profession that may enter, from a day to before another."""

    profession = serializers.ChoiceField(PROFESSIONS)
    until = serializers.DateField(**_OPEN)

    def get_fields(self) -> dict[str, Any]:
        """With the field whose name Python keeps for itself."""
        return {**super().get_fields(), "from": serializers.DateField()}


class ApprovalSerializer(_Plain):
    """A board's approval of the level, from a day to before another."""

    jurisdiction = serializers.CharField()
    until = serializers.DateField(**_OPEN)
    reference = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        """With the field whose name Python keeps for itself."""
        return {**super().get_fields(), "from": serializers.DateField()}


class SupervisedSerializer(_Plain):
    """What must be needled under supervision and signed off."""

    sessions = serializers.IntegerField(required=False)
    cases = serializers.IntegerField(required=False)


class RemediationSerializer(_Plain):
    """What must be attended again after so many failed attempts."""

    after_attempts = serializers.IntegerField()
    component = serializers.CharField()


class ExaminationSerializer(_Plain):
    """One part of an examination."""

    code = serializers.CharField()
    form = serializers.ChoiceField(FORMS)
    attempts = serializers.IntegerField(allow_null=True, help_text="null: any number")
    gap_days = serializers.IntegerField(required=False)
    window_days = serializers.IntegerField(**_OPEN)
    remediation = RemediationSerializer(**_OPEN)


class FinishSerializer(_Plain):
    """The time there is, from enrolment."""

    within_days = serializers.IntegerField()


class LadderAwardSerializer(_Plain):
    """What the level awards."""

    title = serializers.CharField()
    issuer = serializers.CharField(**_OPEN, help_text="null: the provider")
    level = serializers.CharField(**_OPEN)
    patient_groups = serializers.ListField(child=serializers.CharField(), help_text=_GROUPS)
    lasts = serializers.JSONField(help_text='{"months": 24} or "never_expires"; leaving it out is a fault')


class RenewalEducationSerializer(_Plain):
    """Continuing education since the award."""

    hours = serializers.FloatField()
    subject = serializers.CharField()


class RefresherSerializer(_Plain):
    """A level to attend again."""

    level = serializers.CharField()


class ReExaminationSerializer(_Plain):
    """An examination to pass again."""

    examination = serializers.CharField()


class RenewalSerializer(_Plain):
    """How the award renews: all that is given is asked."""

    education = RenewalEducationSerializer(**_OPEN)
    refresher = RefresherSerializer(**_OPEN)
    re_examination = ReExaminationSerializer(**_OPEN)
    opens_days_before = serializers.IntegerField()
    grace_days = serializers.IntegerField()


class LadderLevelSerializer(_Plain):
    """One level."""

    code = serializers.CharField()
    title = serializers.CharField()
    components = ComponentSerializer(many=True)
    patient_groups = serializers.ListField(child=serializers.CharField(), help_text=_GROUPS)
    body_regions = serializers.ListField(child=serializers.CharField(), help_text=_REGIONS)
    eligible_professions = EligibleProfessionSerializer(many=True)
    prerequisites = serializers.DictField(**_OPEN, help_text="a tree of requirements; see docs/training-providers.md")
    supervised = SupervisedSerializer(required=False)
    examinations = ExaminationSerializer(many=True, required=False)
    approvals = ApprovalSerializer(many=True, required=False)
    finish = FinishSerializer(**_OPEN)
    award = LadderAwardSerializer()
    renewal = RenewalSerializer(**_OPEN)


class LadderSerializer(_Plain):
    """A ladder of levels."""

    levels = LadderLevelSerializer(many=True)
