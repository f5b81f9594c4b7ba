"""What the schema tells of the point of care; the answers themselves are built without serializers."""

from rest_framework import serializers

from clinics.screening.results import Result
from credentials.api.record_schema import PLACE_PATTERN
from credentials.api.schemas import OUTCOMES, DecisionSerializer, PatientSerializer, ReferenceSerializer
from rulebook.facts import REGIONS
from rulebook.precautions import CATEGORIES, CONFIDENCES, EQUIPMENT, KNOWN_FROM

RESULTS = tuple(result.word for result in Result)
CATEGORY_WORDS = tuple(CATEGORIES)
OVERALL = tuple(result.word for result in Result if result is not Result.ASK)
PRESENCES = ("present", "unknown")
ASKS = ("whether", "age", "body_region", "regions", "duty")


class PresentSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A precaution that is present, and where; the id alone will do too."""

    precaution = serializers.CharField()
    regions = serializers.ListField(child=serializers.ChoiceField(REGIONS), required=False)


class ScreeningAnswersSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What the patient answered. Whatever is asked and stands in no list is unknown."""

    present = serializers.ListField(
        child=serializers.JSONField(), required=False, allow_null=True, help_text="ids, or {precaution, regions}"
    )
    absent = serializers.ListField(child=serializers.CharField(), required=False, allow_null=True)
    unknown = serializers.ListField(child=serializers.CharField(), required=False, allow_null=True)
    left_out = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        allow_null=True,
        help_text="precautions whose areas will be left out",
    )
    deep_muscles = serializers.BooleanField(
        required=False, allow_null=True, help_text="whether muscles are needled that cannot be pressed on"
    )


class PointOfCareSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """May this practitioner needle this patient now? Nothing that stands here is kept."""

    practitioner = ReferenceSerializer()
    jurisdiction = serializers.RegexField(PLACE_PATTERN, required=False, help_text="needed where no site is named")
    site = serializers.CharField(required=False, allow_null=True)
    patient = PatientSerializer()
    on = serializers.DateField(required=False, allow_null=True)
    attested = serializers.ListField(child=serializers.CharField(), required=False, allow_null=True)
    body_region = serializers.ChoiceField(REGIONS, required=False, allow_null=True)
    regions = serializers.ListField(
        child=serializers.ChoiceField(REGIONS), required=False, allow_null=True, help_text="further regions"
    )
    name = serializers.CharField(required=False, allow_null=True)
    standard = serializers.CharField(required=False, allow_null=True)
    screening = ScreeningAnswersSerializer(required=False, allow_null=True)


class PrecautionSourceSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Where it stands, and how it was read."""

    id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    confidence = serializers.ChoiceField(CONFIDENCES)
    notes = serializers.CharField()


class TellingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What one source says of a precaution, in its own category."""

    source = PrecautionSourceSerializer()  # type: ignore[assignment]  # the metaclass takes it off the class
    category = serializers.ChoiceField(CATEGORY_WORDS)
    says = serializers.CharField()
    item = serializers.IntegerField(allow_null=True, help_text="its number in the source's own list")
    do = serializers.CharField(allow_null=True)
    where = serializers.CharField(allow_null=True)
    regions = serializers.ListField(child=serializers.ChoiceField(REGIONS))
    deep = serializers.BooleanField()
    below_age = serializers.IntegerField(allow_null=True)
    only_with = serializers.CharField(allow_null=True)
    met_by = serializers.ListField(child=serializers.CharField())
    equipment = serializers.ListField(child=serializers.ChoiceField(EQUIPMENT))
    aftercare = serializers.CharField(allow_null=True)
    means = serializers.ChoiceField(RESULTS)


class ScreenedSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A precaution that applies, or of which nobody knows."""

    precaution = serializers.CharField()
    name = serializers.CharField()
    presence = serializers.ChoiceField(PRESENCES)
    result = serializers.ChoiceField(RESULTS)
    regions = serializers.ListField(child=serializers.ChoiceField(REGIONS), help_text="as answered")
    is_disputed = serializers.BooleanField()
    told = TellingSerializer(many=True)


class ToAskSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What has to be asked, and what it could come to."""

    precaution = serializers.CharField()
    name = serializers.CharField()
    ask = serializers.ChoiceField(ASKS)
    at_worst = serializers.ChoiceField(RESULTS)


class ToAttestSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A source's condition that waits for an attestation."""

    precaution = serializers.CharField()
    key = serializers.CharField()


class ToLeaveOutSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An area to avoid."""

    precaution = serializers.CharField()
    where = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(child=serializers.ChoiceField(REGIONS))
    is_left_out = serializers.BooleanField(help_text="whether `left_out` named it")


class ToDoSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What a source advises."""

    precaution = serializers.CharField()
    presence = serializers.ChoiceField(PRESENCES)
    do = serializers.CharField(allow_null=True)
    equipment = serializers.ListField(child=serializers.ChoiceField(EQUIPMENT))
    source = serializers.CharField()  # type: ignore[assignment]  # as above


class ScreeningSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """The patient's side, the most cautious source deciding."""

    result = serializers.ChoiceField(OVERALL)
    is_complete = serializers.BooleanField()
    items = ScreenedSerializer(many=True)
    to_ask = ToAskSerializer(many=True)
    to_attest = ToAttestSerializer(many=True)
    to_leave_out = ToLeaveOutSerializer(many=True)
    to_do = ToDoSerializer(many=True)


class ConditionSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A condition to tick."""

    code = serializers.CharField()
    about = serializers.CharField()
    says = serializers.CharField()


class RegionOutcomeSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What the decision is for one region."""

    region = serializers.ChoiceField(REGIONS)
    outcome = serializers.ChoiceField(OUTCOMES)


class AftercareSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A sentence for the patient to take home."""

    precaution = serializers.CharField()
    says = serializers.CharField()
    source = PrecautionSourceSerializer()  # type: ignore[assignment]  # as above


class PointOfCareAnswerSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Both sides: may this practitioner, and may this patient be needled."""

    may_treat = serializers.BooleanField(
        help_text="permitted, every question of the screening answered, nothing that bars, every condition attested,"
        " every area to avoid left out"
    )
    decision = DecisionSerializer(help_text="of several regions the worst")
    regions = RegionOutcomeSerializer(many=True)
    to_tick = ConditionSerializer(many=True)
    screening = ScreeningSerializer()
    aftercare = AftercareSerializer(many=True)


class PrecautionSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A precaution with every source's telling of it."""

    precaution = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()
    is_asked = serializers.BooleanField(help_text="whether a screening needs an answer")
    known_from = serializers.ChoiceField(KNOWN_FROM, allow_null=True)
    below_age = serializers.IntegerField(allow_null=True)
    most_cautious = serializers.ChoiceField(CATEGORY_WORDS)
    is_disputed = serializers.BooleanField()
    told = TellingSerializer(many=True)


class PrecautionsSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """All of them."""

    items = PrecautionSerializer(many=True)
    next = serializers.CharField(allow_null=True)
