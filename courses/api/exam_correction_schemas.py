"""What the schema tells of corrections and appeals."""

from rest_framework import serializers

from courses.models import Correction


class OutcomeSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A candidate whose outcome would turn."""

    attempt = serializers.IntegerField()
    candidate = serializers.CharField(allow_null=True)
    registry_number = serializers.CharField()
    was = serializers.BooleanField(allow_null=True, help_text="passed; null where there was no result")
    becomes = serializers.BooleanField()
    released = serializers.BooleanField()


class EffectSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What a correction would do, or did. Of past answers only how many, and of how many organisations."""

    outcomes = OutcomeSerializer(many=True, help_text="at most a thousand")
    outcomes_changed = serializers.IntegerField()
    results_changed = serializers.IntegerField()
    results_unchanged = serializers.IntegerField()
    left = serializers.ListField(child=serializers.DictField(), help_text="attempts that cannot be scored again, why")
    left_count = serializers.IntegerField()
    awards_given = serializers.ListField(child=serializers.CharField())
    awards_withdrawn = serializers.ListField(child=serializers.CharField())
    awards_changed = serializers.ListField(child=serializers.CharField())
    answers = serializers.IntegerField()
    organisations = serializers.IntegerField()
    is_whole = serializers.BooleanField(help_text="false: there were more past answers than could be looked at")


class CorrectionSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A correction: proposed by one person, confirmed by another."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Correction.Kind.values)
    paper = serializers.IntegerField(allow_null=True)
    result = serializers.IntegerField(allow_null=True)
    content = serializers.DictField()
    because = serializers.CharField()
    proposed_by = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    confirmed_by = serializers.CharField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    effect = EffectSerializer(allow_null=True, help_text="what confirming would do now, or what it did")


class CorrectionListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page; effects are left out."""

    items = CorrectionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ConfirmingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Either a new proposal, or `correction` to see again what it would do, with `confirm` to make it."""

    because = serializers.CharField(required=False)
    correction = serializers.IntegerField(required=False)
    confirm = serializers.BooleanField(required=False, default=False)


class VoidingSerializer(ConfirmingSerializer):
    """An item to be voided, or counted again."""

    item = serializers.CharField(required=False)
    restore = serializers.BooleanField(required=False, default=False)


class CorrectingSerializer(ConfirmingSerializer):
    """A result to be corrected: other answers, or what it shall say."""

    answers = serializers.DictField(required=False)
    passed = serializers.BooleanField(required=False)
    percent = serializers.FloatField(required=False, allow_null=True)


class NewAppealSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An objection."""

    grounds = serializers.CharField()


class DecidingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What becomes of an appeal; upheld, it names the correction of the result that it confirms."""

    upheld = serializers.BooleanField()
    decision = serializers.CharField()
    correction = serializers.IntegerField(required=False, allow_null=True)


class AppealSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An appeal."""

    id = serializers.IntegerField()
    result = serializers.IntegerField()
    grounds = serializers.CharField()
    lodged_at = serializers.DateTimeField()
    upheld = serializers.BooleanField(allow_null=True)
    decision = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    correction = serializers.IntegerField(allow_null=True)


class AppealListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page."""

    items = AppealSerializer(many=True)
    next = serializers.CharField(allow_null=True)
