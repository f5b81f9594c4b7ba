"""Sessions, seats and attendance as the API takes and tells them."""

from typing import Any

from rest_framework import serializers

from courses.models import Seat, SessionStaff
from courses.queries.needling import CANNOT_TELL, NEVER, SUPERVISED


class LearnersCitationSerializer(serializers.Serializer[Any]):
    """Where it stands written."""

    text = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    evidence = serializers.CharField()
    checked_on = serializers.DateField()


class NeedlingSerializer(serializers.Serializer[Any]):
    """Whether a learner may needle on the course."""

    profession = serializers.CharField()
    may_needle = serializers.ChoiceField((NEVER, SUPERVISED, CANNOT_TELL), help_text="on every day of the session")
    says = serializers.CharField()
    citations = LearnersCitationSerializer(many=True)


class SessionProgrammeSerializer(serializers.Serializer[Any]):
    """Whose session it is."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    provider = serializers.CharField()


class NewSessionSerializer(serializers.Serializer[Any]):
    """A session as it is planned."""

    programme = serializers.IntegerField()
    level = serializers.CharField()
    jurisdiction = serializers.CharField()
    place = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    capacity = serializers.IntegerField(min_value=1)
    components = serializers.ListField(child=serializers.CharField(), required=False, help_text="none: all of them")
    examinations = serializers.ListField(child=serializers.CharField(), required=False)
    examiners_needed = serializers.IntegerField(required=False)


class SessionChangeSerializer(serializers.Serializer[Any]):
    """What is to be otherwise; what is left out stays."""

    jurisdiction = serializers.CharField(required=False)
    place = serializers.CharField(required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    capacity = serializers.IntegerField(required=False, min_value=1)
    components = serializers.ListField(child=serializers.CharField(), required=False)
    examinations = serializers.ListField(child=serializers.CharField(), required=False)
    examiners_needed = serializers.IntegerField(required=False)


class SessionSerializer(serializers.Serializer[Any]):
    """A session as anybody may see it."""

    id = serializers.IntegerField()
    programme = SessionProgrammeSerializer()
    level = serializers.CharField()
    jurisdiction = serializers.CharField()
    place = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    capacity = serializers.IntegerField()
    seats_free = serializers.IntegerField()
    waiting = serializers.IntegerField()
    components = serializers.ListField(child=serializers.CharField())
    examinations = serializers.ListField(child=serializers.CharField())
    needling = NeedlingSerializer(many=True, help_text="for each profession that the level takes")


class SessionListSerializer(serializers.Serializer[Any]):
    """A page."""

    items = SessionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class StaffSerializer(serializers.Serializer[Any]):
    """Somebody who teaches or examines there."""

    user = serializers.IntegerField()
    role = serializers.ChoiceField(SessionStaff.Role.values)


class NewStaffSerializer(serializers.Serializer[Any]):
    """A member of the provider, by id or by the address with which they sign in."""

    user = serializers.IntegerField(required=False)
    email = serializers.EmailField(required=False)
    role = serializers.ChoiceField(SessionStaff.Role.values)


class SeatOfSessionSerializer(serializers.Serializer[Any]):
    """A seat held or awaited."""

    id = serializers.IntegerField()
    enrolment = serializers.IntegerField()
    registry_number = serializers.CharField()
    candidate = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField((Seat.State.SEATED, Seat.State.WAITING))
    asked_at = serializers.DateTimeField()


class OwnSessionSerializer(SessionSerializer):
    """A session as its provider sees it."""

    examiners_needed = serializers.IntegerField()
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancelled_because = serializers.CharField(allow_null=True)
    staff = StaffSerializer(many=True)
    seats = SeatOfSessionSerializer(many=True, help_text="seated first, then the waiting list in its order")


class BecauseSerializer(serializers.Serializer[Any]):
    """A reason."""

    because = serializers.CharField()


class AttendanceRowSerializer(serializers.Serializer[Any]):
    """Hours of one component on one day, of a learner by enrolment or by the provider's own number."""

    enrolment = serializers.IntegerField(required=False)
    candidate = serializers.CharField(required=False)
    component = serializers.CharField()
    on = serializers.DateField()
    hours = serializers.FloatField(min_value=0, max_value=24)
    because = serializers.CharField(required=False, allow_null=True, help_text="why the hours recorded were wrong")


class AttendanceTellingSerializer(serializers.Serializer[Any]):
    """A session's attendance, or some of it."""

    rows = AttendanceRowSerializer(many=True)


class AttendanceAnswerSerializer(serializers.Serializer[Any]):
    """What became of the rows, in their order; a row that was refused is `{"problem": …}` instead."""

    results = serializers.ListField(child=serializers.DictField())


class AttendanceSerializer(serializers.Serializer[Any]):
    """Hours recorded."""

    id = serializers.IntegerField()
    seat = serializers.IntegerField()
    enrolment = serializers.IntegerField()
    candidate = serializers.CharField(allow_null=True)
    component = serializers.CharField()
    on = serializers.DateField()
    hours = serializers.FloatField()
    recorded_at = serializers.DateTimeField()
    recorded_by = serializers.CharField()


class AttendanceListSerializer(serializers.Serializer[Any]):
    """All that stands recorded of a session."""

    items = AttendanceSerializer(many=True)
    next = serializers.CharField(allow_null=True)
