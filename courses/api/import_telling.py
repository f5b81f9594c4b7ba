"""Imports of results as JSON, and what the schema tells of them."""

import datetime as dt
from typing import Any

from rest_framework import serializers

from courses.models import ResultImport, ResultMapping
from courses.models.imports import STATES
from courses.queries.result_imports import tell_progress
from courses.results.fields import FORMS
from credentials.api.table_files import FileProblemSerializer


class RowCountsSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Rows by what becomes of them; before it is confirmed, by what would."""

    all = serializers.IntegerField()
    done = serializers.IntegerField()
    taken = serializers.IntegerField()
    unchanged = serializers.IntegerField(help_text="on file already, as they are told")
    refused = serializers.IntegerField()


class MappingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """How a header's columns are read."""

    columns = serializers.DictField(child=serializers.CharField(), help_text="each column's field, or `ignore`")
    constants = serializers.DictField(required=False, help_text="what is the same in every row")
    day_format = serializers.ChoiceField(("iso", "dmy", "mdy"), required=False)
    decimal = serializers.ChoiceField(("point", "comma"), required=False)
    passed = serializers.ListField(child=serializers.CharField(), required=False, help_text="words for passed")
    failed = serializers.ListField(child=serializers.CharField(), required=False)


class ResultImportSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A file or batch of results on its way."""

    id = serializers.IntegerField()
    programme = serializers.IntegerField()
    kind = serializers.ChoiceField(("csv", "xlsx", "batch"))
    file_name = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes; of a batch, results")
    sha256 = serializers.CharField()
    encoding = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    header = serializers.ListField(child=serializers.CharField(), allow_null=True)
    mapping = serializers.DictField(allow_null=True)
    problems = FileProblemSerializer(many=True)
    rows = RowCountsSerializer()
    per_second = serializers.FloatField(allow_null=True)
    seconds_left = serializers.FloatField(allow_null=True)
    uploaded_at = serializers.DateTimeField()
    uploaded_by = serializers.CharField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)


class ResultImportListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page, newest first."""

    items = ResultImportSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ToldMappingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A mapping for a header, told once."""

    header = serializers.ListField(child=serializers.CharField())
    mapping = MappingSerializer()


class ToldMappingListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """All of a provider's."""

    items = ToldMappingSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class BatchResultSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """One result of a batch."""

    candidate = serializers.CharField(required=False, help_text="this, registry_number, or both")
    registry_number = serializers.CharField(required=False)
    examination = serializers.CharField()
    form = serializers.ChoiceField(FORMS)
    sat_on = serializers.DateField()
    passed = serializers.BooleanField(required=False, help_text="needed unless totals decide it by their paper")
    percent = serializers.FloatField(required=False)
    score = serializers.FloatField(required=False, help_text="with max_score, in place of percent")
    max_score = serializers.FloatField(required=False)
    paper = serializers.IntegerField(required=False, help_text="its number")
    totals = serializers.DictField(child=serializers.FloatField(), required=False, help_text="marks by section")
    session = serializers.IntegerField(required=False)


class ResultBatchSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Up to ten thousand results of one programme."""

    programme = serializers.IntegerField()
    results = serializers.ListField(child=BatchResultSerializer(), max_length=10_000)


class BatchRowFaultSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """One fault."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class BatchRowSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What became of one result."""

    status = serializers.ChoiceField(("recorded", "unchanged", "refused"))
    errors = BatchRowFaultSerializer(many=True)  # type: ignore[assignment]  # the metaclass takes it off the class


class ResultBatchAnswerSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What became of each, in their order; the batch is checked and released as an import."""

    id = serializers.IntegerField(help_text="of the import that stands for the batch")
    results = BatchRowSerializer(many=True)


def tell_import(job: ResultImport, at: dt.datetime) -> dict[str, Any]:
    """An import as JSON."""
    progress = tell_progress(job, at)
    return {
        "id": job.pk,
        "programme": job.programme_id,
        "kind": job.form,
        "file_name": job.file_name,
        "size": job.size,
        "sha256": bytes(job.digest).hex(),
        "encoding": job.encoding,
        "state": job.state,
        "header": job.header,
        "mapping": job.mapping,
        "problems": job.problems,
        "rows": {
            "all": job.row_count, "done": job.row_done, "taken": job.taken, "unchanged": job.unchanged,
            "refused": job.refused,
        },
        "per_second": progress.per_second,
        "seconds_left": progress.seconds_left,
        "uploaded_at": job.uploaded_at,
        "uploaded_by": job.uploaded_by,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "checked_at": job.checked_at,
        "released_at": job.released_at,
    }  # fmt: skip


def tell_mapping_row(row: ResultMapping) -> dict[str, Any]:
    """A remembered mapping as JSON."""
    return {"header": row.header, "mapping": row.mapping}
