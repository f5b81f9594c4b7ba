"""`GET /papers/{id}/report`: the figures of an examination report, each with its number of candidates."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters
from accounts.api.views import ApiView, json_response
from courses.api.exam_reading import find, papers_of, reader_of
from courses.models import Paper
from courses.queries.exam_report import read_items, read_pairs, read_results, read_stations
from courses.queries.papers import voided_items


class FigureSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A coefficient with its 95 % interval, or the reason why it cannot be told."""

    n = serializers.IntegerField(help_text="candidates that it is of")
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    because = serializers.ChoiceField(
        ("too_few", "no_variance", "one_part", "no_items", "no_ratings", "examiners_vary"), allow_null=True
    )


class SpreadSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """How results in per cent are spread."""

    n = serializers.IntegerField()
    passed = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True)
    deviation = serializers.FloatField(allow_null=True, help_text="of a sample: n - 1")
    lowest = serializers.FloatField(allow_null=True)
    quartile = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    upper_quartile = serializers.FloatField(allow_null=True)
    highest = serializers.FloatField(allow_null=True)
    tenths = serializers.ListField(child=serializers.IntegerField(), help_text="results in each tenth from 0 to 100")


class PartFigureSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An item or a station."""

    code = serializers.CharField()
    maximum = serializers.FloatField()
    difficulty = FigureSerializer(help_text="mean share of the marks reached: 1 is easy")
    discrimination = FigureSerializer(help_text="correlation with the total of the others (point-biserial, corrected)")


class AgreementSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """How far two examiners agree at a station, by what they first handed in."""

    station = serializers.CharField()
    kappa_linear = FigureSerializer()
    kappa_quadratic = FigureSerializer()
    icc_1_1 = FigureSerializer(help_text="other examiners for each candidate; one examiner's marks")
    icc_1_k = FigureSerializer(help_text="the same, the mean of both")
    icc_2_1 = FigureSerializer(help_text="the same examiners, standing for all; absolute agreement")
    icc_2_k = FigureSerializer()
    icc_3_1 = FigureSerializer(help_text="these examiners and no others; consistency")
    icc_3_k = FigureSerializer()


class ReportSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """The report on a paper."""

    paper = serializers.IntegerField()
    form = serializers.ChoiceField(("written", "practical"))
    results = SpreadSerializer(help_text="results that stand, drafts too")
    parts = PartFigureSerializer(many=True, help_text="items of a written paper, stations of a practical one")
    voided = serializers.ListField(child=serializers.CharField(), help_text="items that count nowhere here")
    alpha = FigureSerializer(help_text="Cronbach's alpha of the parts")
    examiners = AgreementSerializer(many=True)


class PaperReportView(ApiView):
    """The report on a paper."""

    scope = ANY_CALLER

    @extend_schema(operation_id="report_on_paper", tags=["examinations"], responses=ReportSerializer)
    def get(self, request: HttpRequest, paper_id: int) -> HttpResponse:
        """How results are spread, how hard items are and how well they part, how far examiners agree.

        Needs `courses:read`. Of fewer than ten candidates no coefficient is told; `because` says so.
        """
        caller = reader_of(request)
        read_parameters(request, ())
        return json_response(tell_report(find(papers_of(caller.organisation_id), paper_id, "paper")))


def tell_report(paper: Paper) -> dict[str, Any]:
    """The report as JSON."""
    # Late: numpy and scipy take two seconds and 80 MB, which nobody who never asks for a report should pay.
    from courses.statistics.report import tell_agreement, tell_parts, tell_results

    found = read_items(paper) if paper.form == "written" else read_stations(paper)
    parts, alpha = tell_parts(found.codes, found.maxima, found.rows)
    pairs = read_pairs(paper)
    return {
        "paper": paper.pk,
        "form": paper.form,
        "results": tell_results(*read_results(paper)),
        "parts": parts,
        "voided": sorted(voided_items(paper.pk)),
        "alpha": alpha,
        "examiners": [tell_agreement(one.station, one.marks, one.ratings, one.examiners) for one in pairs],
    }
