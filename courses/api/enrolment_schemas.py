"""Enrolments, seats and supervised sessions as the API takes and tells them."""

from typing import Any

from rest_framework import serializers

from courses.api.session_schemas import NeedlingSerializer
from courses.models import Enrolment, Seat
from courses.operations.supervision import REFUSALS
from rulebook.facts import PROFESSIONS, REGIONS
from rulebook.question import GROUPS


class LearnerSerializer(serializers.Serializer[Any]):
    """Who it is; never a name."""

    registry_number = serializers.CharField()


class EntranceSerializer(serializers.Serializer[Any]):
    """Somebody who would enrol."""

    programme = serializers.IntegerField()
    practitioner = LearnerSerializer()
    profession = serializers.ChoiceField(PROFESSIONS)
    on = serializers.DateField(required=False, help_text="today where it is left out; never a day to come")


class NewEnrolmentSerializer(EntranceSerializer):
    """Somebody to be enrolled."""

    candidate = serializers.CharField(required=False, allow_null=True, help_text="your own number; never a name")
    seen = serializers.CharField(
        required=False, allow_null=True, help_text="what you saw where it cannot be told; kept as your word"
    )


class EntryFindingSerializer(serializers.Serializer[Any]):
    """One thing that is asked before entering. Hours are in hundredths."""

    code = serializers.CharField()
    status = serializers.CharField(help_text="met, unmet or unknown")
    needs = serializers.JSONField(help_text="a number, a word, or null")
    has = serializers.JSONField(help_text="in the same unit; null where nothing is held")
    eligible_from = serializers.DateField(allow_null=True, help_text="the first day on which time alone has it met")
    says = serializers.CharField()
    of = serializers.ListField(child=serializers.DictField(), help_text="what a choice rests on, in the same form")


class SeenSerializer(serializers.Serializer[Any]):
    """Somebody's word."""

    says = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class DecidedSerializer(serializers.Serializer[Any]):
    """Whether somebody may enter, as it was decided; empty where an older row holds none."""

    outcome = serializers.CharField(help_text="eligible, not_eligible or cannot_tell")
    on = serializers.DateField()
    version = serializers.IntegerField()
    findings = EntryFindingSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    eligible_from = serializers.DateField(allow_null=True)
    seen = SeenSerializer(allow_null=True)


class SeatSessionSerializer(serializers.Serializer[Any]):
    """When and where."""

    id = serializers.IntegerField()
    level = serializers.CharField()
    jurisdiction = serializers.CharField()
    place = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    cancelled_at = serializers.DateTimeField(allow_null=True)


class SeatSerializer(serializers.Serializer[Any]):
    """A learner's seat."""

    id = serializers.IntegerField()
    enrolment = serializers.IntegerField()
    session = SeatSessionSerializer()
    state = serializers.ChoiceField(Seat.State.choices)
    asked_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    changed_because = serializers.CharField()
    moved_to = serializers.IntegerField(allow_null=True)
    decided = DecidedSerializer()
    needling = NeedlingSerializer(help_text="whether this learner may needle there")


class NewSeatSerializer(serializers.Serializer[Any]):
    """Who is to sit there."""

    enrolment = serializers.IntegerField()
    seen = serializers.CharField(required=False, allow_null=True)


class MoveSerializer(serializers.Serializer[Any]):
    """Where to, and why."""

    session = serializers.IntegerField()
    because = serializers.CharField()
    seen = serializers.CharField(required=False, allow_null=True)


class EndingSerializer(serializers.Serializer[Any]):
    """Why, and from which day on."""

    because = serializers.CharField()
    on = serializers.DateField(required=False, help_text="today where it is left out; never a day to come")


class TransferSerializer(serializers.Serializer[Any]):
    """Why, and whose word it rests on where it cannot be told."""

    because = serializers.CharField()
    seen = serializers.CharField(required=False, allow_null=True)


class EnrolmentProgrammeSerializer(serializers.Serializer[Any]):
    """Where somebody is enrolled."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    provider = serializers.CharField()


class EnrolmentSerializer(serializers.Serializer[Any]):
    """A learner under one version of a programme."""

    id = serializers.IntegerField()
    programme = EnrolmentProgrammeSerializer()
    version = serializers.IntegerField()
    practitioner = LearnerSerializer(help_text="the surviving record")
    profession = serializers.CharField()
    candidate = serializers.CharField(allow_null=True)
    enrolled_on = serializers.DateField()
    state = serializers.ChoiceField(Enrolment.State.choices)
    ended_on = serializers.DateField(allow_null=True)
    ended_because = serializers.CharField(allow_null=True)
    continues = serializers.IntegerField(allow_null=True, help_text="the enrolment from which this one was transferred")
    decided = DecidedSerializer()
    seats = SeatSerializer(many=True)


class EnrolmentListSerializer(serializers.Serializer[Any]):
    """A page."""

    items = EnrolmentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class NewSupervisedSerializer(serializers.Serializer[Any]):
    """A session under supervision. There is no field for words: nobody's identity belongs here."""

    level = serializers.CharField()
    on = serializers.DateField()
    jurisdiction = serializers.CharField()
    cases = serializers.IntegerField(min_value=1, max_value=100)
    hours = serializers.FloatField(required=False, min_value=0, max_value=24)
    patient_groups = serializers.ListField(child=serializers.CharField(), help_text=", ".join(GROUPS))
    body_regions = serializers.ListField(child=serializers.CharField(), required=False, help_text=", ".join(REGIONS))
    supervisor = LearnerSerializer()


class SupervisedSessionSerializer(serializers.Serializer[Any]):
    """A session under supervision as it was logged, and what became of it."""

    id = serializers.IntegerField()
    enrolment = serializers.IntegerField()
    level = serializers.CharField()
    on = serializers.DateField()
    jurisdiction = serializers.CharField()
    cases = serializers.IntegerField()
    hours = serializers.FloatField()
    patient_groups = serializers.ListField(child=serializers.CharField())
    body_regions = serializers.ListField(child=serializers.CharField())
    supervisor = LearnerSerializer()
    needling = NeedlingSerializer(help_text="what the law there said of learners on that day")
    logged_at = serializers.DateTimeField()
    signed = serializers.BooleanField(allow_null=True, help_text="null while nobody decided; it counts once signed")
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_because = serializers.CharField(allow_null=True)
    standing = serializers.DictField(
        allow_null=True, help_text="what the registry answered about the supervisor for that place, day and patients"
    )


class SupervisedListSerializer(serializers.Serializer[Any]):
    """What was logged."""

    items = SupervisedSessionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class SignatureSerializer(serializers.Serializer[Any]):
    """The supervisor signs by their own account; a records officer names the sheet that the supervisor signed."""

    on_paper = serializers.CharField(required=False, allow_null=True, help_text="your reference of the sheet")


class RefusalSerializer(serializers.Serializer[Any]):
    """Why it is not signed."""

    because = serializers.ChoiceField(REFUSALS)
