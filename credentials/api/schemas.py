"""What the schema tells of questions and decisions; the answers themselves are built without serializers."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field, inline_serializer
from rest_framework import serializers

from credentials.api.record_schema import NUMBER_PATTERN, PLACE, PLACE_PATTERN
from rulebook.facts import PROFESSIONS, REGIONS
from rulebook.question import GROUPS

OUTCOMES = ("refused", "undetermined", "conditional", "permitted")
STATUSES = ("unmet", "unknown", "condition", "met")


@extend_schema_field({"type": ["number", "string", "null"], "description": "A number, a word, or null"})
class AmountField(serializers.JSONField):
    """What is required or held. A nullable field of any JSON would be told as one that null fits twice."""


class CitationSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Where it stands written."""

    text = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    evidence = serializers.CharField(allow_null=True)
    checked_on = serializers.DateField(allow_null=True)


class FindingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """One leaf or code of the tree."""

    code = serializers.CharField()
    layer = serializers.ChoiceField(("identity", "licence", "law", "standard", "policy"))
    status = serializers.ChoiceField(STATUSES)
    says = serializers.CharField()
    required = AmountField()  # type: ignore[assignment]  # the metaclass takes it off the class
    held = AmountField()
    unit = serializers.CharField(allow_null=True)
    evidence = serializers.ListField(child=serializers.CharField())
    citation = CitationSerializer(allow_null=True)
    path = serializers.CharField()


class GapSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What stands between this answer and permitted."""

    code = serializers.CharField()
    layer = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    says = serializers.CharField()
    required = AmountField()  # type: ignore[assignment]  # as above
    held = AmountField()
    shortfall = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    closes_with_time = serializers.BooleanField()
    citation = CitationSerializer(allow_null=True)


class BasisSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A licence or a compact privilege."""

    kind = serializers.ChoiceField(("licence", "privilege"))
    jurisdiction = serializers.CharField()
    profession = serializers.ChoiceField(PROFESSIONS)
    number = serializers.CharField(allow_null=True)


class PatientSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Exactly one of the two."""

    age = serializers.IntegerField(min_value=0, max_value=130, required=False)
    group = serializers.ChoiceField(GROUPS, required=False)


class ReferenceSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Exactly one of the three."""

    registry_number = serializers.RegexField(NUMBER_PATTERN, required=False)
    npi = serializers.RegexField(r"^[0-9]{10}$", required=False)
    licence = inline_serializer(
        "LicenceReference",
        {
            "jurisdiction": serializers.RegexField(PLACE_PATTERN),
            "profession": serializers.ChoiceField(PROFESSIONS),
            "number": serializers.CharField(),
        },
        required=False,
    )


SITE_SAYS = (
    "The code of a site of yours in that jurisdiction (ST-…): its rules and declarations in force on the day count, as"
    " known at the instant asked about"
)


class QuestionSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """May this practitioner needle this patient, here, on that day?"""

    practitioner = ReferenceSerializer()
    jurisdiction = serializers.RegexField(
        PLACE_PATTERN, help_text="ISO 3166-1 alpha-2 or ISO 3166-2, where the patient is"
    )
    patient = PatientSerializer()
    on = serializers.DateField(required=False, allow_null=True)
    known_at = serializers.DateTimeField(required=False, allow_null=True)
    site = serializers.CharField(required=False, allow_null=True, help_text=SITE_SAYS)
    attested = serializers.ListField(child=serializers.CharField(), required=False, allow_null=True)
    body_region = serializers.ChoiceField(REGIONS, required=False, allow_null=True)
    name = serializers.CharField(required=False, allow_null=True)
    standard = serializers.CharField(required=False, allow_null=True)


class DecisionSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """The answer, with reasons and citations."""

    outcome = serializers.ChoiceField(OUTCOMES)
    may_perform = serializers.BooleanField()
    question = serializers.DictField()
    basis = BasisSerializer(allow_null=True)
    other_bases = serializers.ListField(child=serializers.DictField())
    layers = serializers.DictField(child=serializers.CharField(allow_null=True))
    findings = FindingSerializer(many=True)
    conditions = serializers.ListField(child=serializers.CharField())
    conditions_about = serializers.ListField(child=serializers.DictField())
    duties = serializers.ListField(child=serializers.DictField())
    gaps = GapSerializer(many=True)
    holds_until = serializers.DateField(allow_null=True)
    next_change = serializers.DictField(allow_null=True)
    earliest_on = serializers.DateField(allow_null=True)
    law = serializers.DictField()
    standard = serializers.DictField(allow_null=True)
    policy = serializers.DictField(
        allow_null=True, help_text="{id, digest} of the named site's rules in force on the day; id is the site's code"
    )
    engine = serializers.CharField()
    asked_on = serializers.DateField()
    known_at = serializers.DateTimeField()


class VerificationSerializer(DecisionSerializer):
    """A decision that was recorded."""

    id = serializers.UUIDField()
    decided_at = serializers.DateTimeField()
    receipt = serializers.CharField(allow_null=True)


class BatchSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Up to ten thousand questions."""

    questions = serializers.ListField(child=QuestionSerializer(), max_length=10_000)
    detail = serializers.ChoiceField(("outcome", "full"), default="outcome")
    record = serializers.BooleanField(default=False)


class BatchAnswerSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Decisions in the order asked; a bad question has `problem` in its place."""

    results = serializers.ListField(child=serializers.DictField())


DECISION = DecisionSerializer

_MAY_BE_EMPTY = {"type": "string", "minLength": 0}
STANDING_PARAMETERS = [
    OpenApiParameter("jurisdiction", PLACE, required=True, description="Where the patient is"),
    OpenApiParameter(
        "age",
        {"type": "integer", "minimum": 0, "maximum": 130},
        description="The patient's age in whole years; this or group",
    ),
    OpenApiParameter("group", str, enum=GROUPS, description="The patient's group; this or age"),
    OpenApiParameter("on", OpenApiTypes.DATE, description="The day of treatment; default: today there"),
    OpenApiParameter("attested", _MAY_BE_EMPTY, description="Keys the asker vouches for, separated by commas"),
    OpenApiParameter("body_region", str, enum=REGIONS),
    OpenApiParameter("name", str, description="Compared with the names on record"),
    OpenApiParameter("known_at", OpenApiTypes.DATETIME, description="What the registry knew by then; default: now"),
    OpenApiParameter("standard", str, description="A standard's name, or none (needs verify:law-only)"),
    OpenApiParameter("site", str, description=SITE_SAYS),
]
