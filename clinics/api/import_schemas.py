"""Staff lists and invitations as JSON, and what the schema tells of them."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from clinics.imports.fields import FIELDS
from clinics.imports.matching import LICENCE, NPI, POINTS, REGISTRY_NUMBER
from clinics.models import RosterImport, StaffMapping, StagedEntry
from clinics.models.imports import BECAME, FORMS, STATES, THIS_ONE, VERDICTS, WORDS
from credentials.api.table_files import FileProblemSerializer


class StaffRowCountsSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Rows by what would become of them, and when they went in by what did; what there is none of is left out."""

    new = serializers.IntegerField(required=False, help_text="would be on the roster anew")
    same = serializers.IntegerField(required=False, help_text="stand on it already, as they are told")
    change = serializers.IntegerField(required=False, help_text="would change an entry")
    doubtful = serializers.IntegerField(required=False, help_text="may be somebody on file: say who")
    unknown = serializers.IntegerField(required=False, help_text="fit nobody on file: would be invited")
    faulty = serializers.IntegerField(required=False)
    entered = serializers.IntegerField(required=False)
    unchanged = serializers.IntegerField(required=False)
    changed = serializers.IntegerField(required=False)
    invited = serializers.IntegerField(required=False)
    left_out = serializers.IntegerField(required=False)
    refused = serializers.IntegerField(required=False)


class RosterImportSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A staff list on its way to the roster."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(FORMS)
    file_name = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    sha256 = serializers.CharField()
    encoding = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    header = serializers.ListField(child=serializers.CharField(), allow_null=True)
    mapping = serializers.DictField(allow_null=True)
    problems = FileProblemSerializer(many=True)
    rows = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    counts = StaffRowCountsSerializer()
    uploaded_at = serializers.DateTimeField()
    uploaded_by = serializers.CharField()
    confirmed_by = serializers.CharField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class RosterImportListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page, newest first."""

    items = RosterImportSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class StagedRowSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """One row and what would become of it; names, addresses and numbers stay in the file."""

    row = serializers.IntegerField(help_text="in the file; the header is mostly row 1")
    verdict = serializers.ChoiceField(VERDICTS, allow_null=True)
    became = serializers.ChoiceField(BECAME, allow_null=True)
    registry_number = serializers.CharField(allow_null=True, help_text="whom it means")
    matched_by = serializers.ChoiceField((REGISTRY_NUMBER, NPI, LICENCE, "word"), allow_null=True)
    site = serializers.CharField(allow_null=True)
    role = serializers.CharField(allow_null=True)
    patient_groups = serializers.ListField(child=serializers.CharField())
    starts_on = serializers.DateField(allow_null=True)
    until_on = serializers.DateField(allow_null=True)
    entry = serializers.UUIDField(allow_null=True, help_text="the roster entry that it made or would change")


class StagedRowListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page, by row."""

    items = StagedRowSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class CandidateSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Somebody on file whom a row may mean. A point that is not told on both sides stands in neither list."""

    registry_number = serializers.CharField()
    agrees = serializers.ListField(child=serializers.ChoiceField(POINTS))
    differs = serializers.ListField(child=serializers.ChoiceField(POINTS))


class StaffMatchSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A row that a human should look at, and what was said of it."""

    row = serializers.IntegerField()
    verdict = serializers.ChoiceField(VERDICTS)
    candidates = CandidateSerializer(many=True)
    word = serializers.ChoiceField(WORDS, allow_null=True)
    registry_number = serializers.CharField(allow_null=True, help_text=f"with `{THIS_ONE}`")
    said_by = serializers.CharField(allow_null=True)
    said_at = serializers.DateTimeField(allow_null=True)


class StaffMatchListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page, by row."""

    items = StaffMatchSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class MatchWordSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A human's word about a row."""

    row = serializers.IntegerField()
    word = serializers.ChoiceField(WORDS, allow_null=True, help_text="null takes it back")
    registry_number = serializers.CharField(required=False, help_text=f"which candidate; with `{THIS_ONE}` alone")


class StaffColumnsSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """How a header's columns are read."""

    columns = serializers.DictField(
        child=serializers.CharField(), help_text=f"each column's field: {', '.join(FIELDS)}, or `ignore`"
    )
    constants = serializers.DictField(required=False, help_text="what is the same in every row")
    day_format = serializers.ChoiceField(("iso", "dmy", "mdy"), required=False)


class ToldStaffMappingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A mapping for a header, told once."""

    header = serializers.ListField(child=serializers.CharField())
    mapping = StaffColumnsSerializer()


class ToldStaffMappingListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """All of a clinic's."""

    items = ToldStaffMappingSerializer(many=True)
    next = serializers.CharField(allow_null=True)


def tell_import(job: RosterImport) -> dict[str, Any]:
    """A staff list as JSON."""
    return {
        "id": job.pk,
        "kind": job.form,
        "file_name": job.file_name,
        "size": job.size,
        "sha256": bytes(job.digest).hex(),
        "encoding": job.encoding,
        "state": job.state,
        "header": job.header,
        "mapping": job.mapping,
        "problems": job.problems,
        "rows": job.row_count,
        "rows_done": job.row_done,
        "counts": job.counts,
        "uploaded_at": job.uploaded_at,
        "uploaded_by": job.uploaded_by,
        "confirmed_by": job.confirmed_by,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }


def tell_row(row: StagedEntry, numbers: Mapping[int, str]) -> dict[str, Any]:
    """A row as JSON; `numbers` are the registry numbers of whoever is named."""
    return {
        "row": row.row,
        "verdict": row.verdict,
        "became": row.became,
        "registry_number": numbers.get(row.practitioner_id or 0),
        "matched_by": row.matched_by,
        "site": row.site.code if row.site else None,
        "role": row.role,
        "patient_groups": row.patient_groups,
        "starts_on": row.starts_on,
        "until_on": row.until_on,
        "entry": row.entry_key,
    }


def tell_match(row: StagedEntry, numbers: Mapping[int, str]) -> dict[str, Any]:
    """A row with its candidates as JSON."""
    return {
        "row": row.row,
        "verdict": row.verdict,
        "candidates": [
            {
                "registry_number": numbers[one["practitioner"]],
                "agrees": one["agrees"],
                "differs": one["differs"],
            }
            for one in row.candidates
        ],
        "word": row.word,
        "registry_number": numbers.get(row.practitioner_id or 0) if row.word == THIS_ONE else None,
        "said_by": row.word_by,
        "said_at": row.word_at,
    }


def tell_mapping(row: StaffMapping) -> dict[str, Any]:
    """A remembered mapping as JSON."""
    return {"header": row.header, "mapping": row.mapping}
