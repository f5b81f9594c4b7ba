"""What the schema tells of papers, attempts, sheets and results."""

from rest_framework import serializers

from courses.scoring.papers import FORMS
from courses.scoring.practical import STATUSES


class NewPaperSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A paper as it is drafted."""

    programme = serializers.IntegerField()
    examination = serializers.CharField(help_text="its code in the programme's ladder")
    form = serializers.ChoiceField(FORMS)
    content = serializers.DictField(help_text="sections with items, or stations with rubrics: see docs/examinations.md")


class VoidedSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An item that counts for nobody."""

    item = serializers.CharField(help_text="of a practical paper STATION/ITEM")
    because = serializers.CharField()
    voided_at = serializers.DateTimeField()


class StandardSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A station's standard, set by borderline regression."""

    station = serializers.CharField()
    marks = serializers.FloatField()
    rests_on = serializers.DictField()
    set_at = serializers.DateTimeField()


class PaperInBriefSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A paper without what stands in it."""

    id = serializers.IntegerField()
    programme = serializers.IntegerField()
    examination = serializers.CharField()
    form = serializers.ChoiceField(FORMS)
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True, help_text="null: a draft, which nobody sits")
    digest = serializers.CharField(help_text="SHA-256 of the content's canonical JSON (RFC 8785), in hexadecimal")


class PaperSerializer(PaperInBriefSerializer):
    """A paper."""

    content = serializers.DictField(allow_null=True, help_text="null for who neither writes, marks nor records")
    voided = VoidedSerializer(many=True)
    standards = StandardSerializer(many=True)


class PaperListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page."""

    items = PaperInBriefSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class StatedSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A result as the provider states it."""

    passed = serializers.BooleanField()
    percent = serializers.FloatField(required=False, allow_null=True)


class NewAttemptSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An attempt that was sat."""

    enrolment = serializers.IntegerField()
    examination = serializers.CharField()
    form = serializers.ChoiceField(FORMS)
    sat_on = serializers.DateField()
    paper = serializers.IntegerField(required=False, allow_null=True)
    session = serializers.IntegerField(required=False, allow_null=True, help_text="needed for a practical paper")
    answers = serializers.DictField(required=False, allow_null=True, help_text="of a written paper")
    result = StatedSerializer(required=False, allow_null=True, help_text="only without a paper")


class AnswersSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Answers of a written paper: `{"items": {code: choice, marks or null}}` or `{"totals": {section: marks}}`."""

    answers = serializers.DictField()


class NewSheetSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An examiner's marks at one station."""

    station = serializers.CharField()
    marks = serializers.DictField(child=serializers.FloatField(), help_text="each item of the station")
    rating = serializers.IntegerField(required=False, allow_null=True, help_text="where the paper has a scale")


class ReconciledSheetSerializer(NewSheetSerializer):
    """The same again, with the reason."""

    because = serializers.CharField()


class SheetSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A sheet."""

    id = serializers.IntegerField()
    station = serializers.CharField()
    place = serializers.IntegerField(help_text="1 or 2, in the order of handing in; 3 is the third examiner")
    examiner = serializers.IntegerField()
    marks = serializers.DictField(child=serializers.FloatField())
    rating = serializers.IntegerField(allow_null=True)
    submitted_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)
    superseded_because = serializers.CharField(allow_null=True)


class HandedInSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """The sheet, and where its station stands with it."""

    sheet = SheetSerializer()
    status = serializers.ChoiceField(STATUSES)


class StationStandingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Where a station stands."""

    station = serializers.CharField()
    sheets = serializers.IntegerField(help_text="how many are in")
    status = serializers.ChoiceField(STATUSES)


class ResultSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A result. Who drafted, checked and released it is told to staff alone."""

    id = serializers.IntegerField()
    attempt = serializers.IntegerField()
    passed = serializers.BooleanField()
    percent = serializers.FloatField(allow_null=True, help_text="cut off after two places, never rounded up")
    detail = serializers.DictField()
    drafted_by = serializers.CharField(allow_null=True)
    checked_by = serializers.CharField(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    released_by = serializers.CharField(allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)
    superseded_at = serializers.DateTimeField(allow_null=True)
    superseded_because = serializers.CharField(allow_null=True)


class AttemptInBriefSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An attempt with the results that the caller may see, the newest last."""

    id = serializers.IntegerField()
    enrolment = serializers.IntegerField()
    registry_number = serializers.CharField()
    candidate = serializers.CharField(allow_null=True)
    examination = serializers.CharField()
    form = serializers.ChoiceField(FORMS)
    number = serializers.IntegerField()
    sat_on = serializers.DateField()
    paper = serializers.IntegerField(allow_null=True)
    session = serializers.IntegerField(allow_null=True)
    results = ResultSerializer(many=True)


class AttemptSerializer(AttemptInBriefSerializer):
    """An attempt with its stations and the sheets that the caller may see: none of another before both are in."""

    stations = StationStandingSerializer(many=True)
    sheets = SheetSerializer(many=True)


class AttemptListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page."""

    items = AttemptInBriefSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class NewConflictSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """That somebody may not examine this candidate."""

    examiner = serializers.IntegerField(required=False, allow_null=True, help_text="a user; left out: you yourself")
    because = serializers.CharField()


class ConflictSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A declared conflict of interest."""

    id = serializers.IntegerField()
    examiner = serializers.IntegerField()
    registry_number = serializers.CharField()
    declared_at = serializers.DateTimeField()
