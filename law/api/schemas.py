"""The shape of the answers, for the description of the API alone."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from law.models import LawChange
from rulebook.facts import PROFESSIONS
from rulebook.law import EVIDENCE, POSITIONS


def _texts(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), **options)


class LawCitationSerializer(serializers.Serializer[Any]):
    """Where it is written; `read` tells what was read."""

    text = serializers.CharField()
    url = serializers.CharField(required=False, allow_null=True)
    read = serializers.CharField(required=False, allow_null=True)


class DutySerializer(serializers.Serializer[Any]):
    """What the law asks besides; told with the answer, decides nothing."""

    kind = serializers.CharField()
    says = serializers.CharField()


class DisagreementSerializer(serializers.Serializer[Any]):
    """A source that reads otherwise."""

    says = serializers.CharField()
    citation = LawCitationSerializer(required=False, allow_null=True)


class LearnersSerializer(serializers.Serializer[Any]):
    """Whether one may needle while on a course."""

    may_needle = serializers.ChoiceField(["never", "supervised"])
    citation = LawCitationSerializer(required=False, allow_null=True)


class ConsentBandSerializer(serializers.Serializer[Any]):
    """Who consents from one age to before another."""

    from_age = serializers.IntegerField(min_value=0)
    until_age = serializers.IntegerField(help_text="the first age not held")
    needs = _texts()
    citation = LawCitationSerializer(required=False, allow_null=True)


class ProvisionSerializer(serializers.Serializer[Any]):
    """One profession's law in one place over one period, as its law file holds it."""

    id = serializers.CharField()
    profession = serializers.ChoiceField(list(PROFESSIONS))
    in_force = inline_serializer(
        "InForce",
        {
            "from": serializers.DateField(allow_null=True, help_text="null: since before our records"),
            "until": serializers.DateField(allow_null=True, help_text="the first day no longer in force"),
        },
    )
    position = serializers.ChoiceField(list(POSITIONS))
    authority = serializers.CharField(allow_null=True)
    evidence = serializers.ChoiceField(list(EVIDENCE))
    complete = serializers.BooleanField(help_text="false: something that bears on the answer was not read")
    checked_on = serializers.DateField(help_text="the day of the last look at the source")
    citation = LawCitationSerializer(allow_null=True)
    says = serializers.CharField()
    requires = serializers.DictField(allow_null=True, help_text="a tree of all_of, any_of and leaves by kind")
    duties = DutySerializer(many=True)
    learners = LearnersSerializer(allow_null=True)
    notes = _texts()
    disagreements = DisagreementSerializer(many=True)


class PlaceSerializer(serializers.Serializer[Any]):
    """A place. Without a law file `on_file` is false, and all but code and name is null or empty."""

    jurisdiction = serializers.CharField(help_text="ISO 3166-1 or 3166-2")
    name = serializers.CharField()
    on_file = serializers.BooleanField()
    age_of_majority = serializers.IntegerField(allow_null=True, help_text="from which one consents as an adult")
    time_zone = serializers.CharField(allow_null=True)
    compacts = _texts()
    consent = ConsentBandSerializer(many=True)
    notes = _texts()
    professions = _texts(help_text="whose law is held")
    last_checked_on = serializers.DateField(allow_null=True)


class PlaceWithLawSerializer(PlaceSerializer):
    """A place and every provision held of it, closed ones too."""

    provisions = ProvisionSerializer(many=True)


class PlacesSerializer(serializers.Serializer[Any]):
    """All places on file; there is no second page."""

    items = PlaceSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ProvisionsSerializer(serializers.Serializer[Any]):
    """The provisions asked for; there is no second page."""

    items = ProvisionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class LawChangeSerializer(serializers.Serializer[Any]):
    """One thing that a release changed, compared with the release before."""

    about = serializers.ChoiceField(LawChange.About.values)
    kind = serializers.ChoiceField(
        LawChange.Kind.values, help_text="closed: it only got the day from which it is no longer in force"
    )
    id = serializers.CharField(help_text="a provision's id, a place's code, a standard's name")
    jurisdictions = _texts(help_text="whose answers it touches; empty: those of every place")
    professions = _texts(help_text="whose answers it touches; empty: those of every profession")
    fields = _texts(help_text="which fields differ")  # type: ignore[assignment]  # the metaclass takes it off the class
    before = serializers.CharField(allow_null=True, help_text="the digest of what stood; of strictness, the value")
    after = serializers.CharField(allow_null=True, help_text="the digest of what stands; of strictness, the value")
    in_force = serializers.DictField(allow_null=True, help_text="a provision's period, from and until")
    citation = LawCitationSerializer(allow_null=True)


class LawReleaseSerializer(serializers.Serializer[Any]):
    """From `released_at` on, questions were answered by this pack."""

    id = serializers.IntegerField()
    released_at = serializers.DateTimeField()
    pack = serializers.CharField(help_text="its digest")
    note = serializers.CharField()
    changes = LawChangeSerializer(many=True)


class LawHistorySerializer(serializers.Serializer[Any]):
    """Releases, newest first."""

    items = LawReleaseSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="the `cursor` of the next page")
