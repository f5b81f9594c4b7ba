"""Tables that are sent as the body and come back as CSV: what reads and tells them for every call that takes some."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework import serializers

from accounts.api.bodies import read_body
from accounts.api.idempotency import MOST_BYTES
from accounts.api.problems import Fault, Problem
from credentials.files.csv_rows import DELIMITERS
from credentials.files.neutral import write_rows
from credentials.files.row_faults import ToldFault

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = (CSV, XLSX, "application/octet-stream")
LONGEST_NAME = 200


class FileProblemSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What is wrong with the file as a whole, or what its mapping wants."""

    code = serializers.CharField()
    detail = serializers.CharField()
    row = serializers.IntegerField(required=False, allow_null=True)
    column = serializers.CharField(required=False, allow_null=True)
    pointer = serializers.CharField(required=False, help_text="into the mapping that is wanted")


class RowFaultSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """One faulty cell."""

    row = serializers.IntegerField(help_text="in the file; the header is mostly row 1")
    column = serializers.CharField(allow_null=True, help_text="null: the row as a whole")
    code = serializers.CharField()
    detail = serializers.CharField()


class RowFaultListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page, by row."""

    items = RowFaultSerializer(many=True)
    next = serializers.CharField(allow_null=True)


def read_file_name(given: dict[str, str], faults: list[Fault]) -> str:
    """The parameter `file_name`; one that is too long becomes a fault."""
    name = given.get("file_name", "")
    if len(name) > LONGEST_NAME:
        faults.append(Fault("/file_name", "too_long", f"At most {LONGEST_NAME} characters"))
    return name


def refuse_other_media(request: HttpRequest) -> None:
    """Problem 415 for a body that is no table."""
    if (request.content_type or "").lower() not in MEDIA_TYPES:
        raise Problem(415, "unsupported-media-type", f"The body is the file itself: {', '.join(MEDIA_TYPES)}")


def read_file(request: HttpRequest) -> bytes:
    """The body; Problem 411 or 413."""
    return read_body(request, min(settings.RESULT_FILE_BYTES, MOST_BYTES))


def csv_response(rows: Iterable[Sequence[str]], *, name: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """Rows as a CSV file to keep under a name."""
    body = b"".join(write_rows(rows, DELIMITERS[0]))
    named = {"Content-Disposition": f'attachment; filename="{name}"', **(headers or {})}
    return HttpResponse(body, content_type=f"{CSV}; charset=utf-8", headers=named)


def tell_row_fault(fault: ToldFault) -> dict[str, Any]:
    """A faulty cell as JSON."""
    return {"row": fault.row, "column": fault.column, "code": fault.code, "detail": fault.detail}
