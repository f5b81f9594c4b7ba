"""Alerts as somebody finds them: a person's own inbox, or all of an organisation for a key that is nobody's."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from clinics.models import Alert, InboxItem

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: an organisation's user, or (None) nobody in particular."""

    organisation_id: int
    user_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSearch:
    """What somebody looks for; None leaves it open. `after` is the id behind which, towards older ones, it goes on."""

    unread: bool | None = None
    kind: str | None = None
    entry: UUID | None = None
    site_id: int | None = None
    since: dt.datetime | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An alert, and when its reader said to have read it."""

    alert: Alert
    read_at: dt.datetime | None


def list_alerts(reader: Reader, search: AlertSearch) -> tuple[list[Found], int | None]:
    """A page, newest first, and the id behind which the next begins (None: there is none)."""
    found = _shown(reader).filter(_conditions(search)).order_by("-pk")
    page = _found(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].alert.pk if len(page) > PAGE else None


def find_alert(reader: Reader, *, key: UUID) -> Found | None:
    """One alert of the organisation, whether it went into the reader's inbox or not."""
    return next(iter(_found(_with_mark(reader).filter(key=key)[:1])), None)


def count_unread(reader: Reader) -> dict[str, int]:
    """How many unread ones of each kind lie in the reader's inbox; kinds without are left out."""
    waiting = InboxItem.objects.filter(user=reader.user_id, organisation=reader.organisation_id, read_at__isnull=True)
    counted = waiting.values_list("alert__kind").annotate(count=Count("pk")).order_by("alert__kind")
    return dict(counted)


def _with_mark(reader: Reader) -> QuerySet[Alert]:
    mine = InboxItem.objects.filter(alert=OuterRef("pk"), user=reader.user_id)
    return Alert.objects.filter(organisation=reader.organisation_id).annotate(read_at=Subquery(mine.values("read_at")))


def _shown(reader: Reader) -> QuerySet[Alert]:
    of_clinic = Alert.objects.filter(organisation=reader.organisation_id)
    if reader.user_id is None:
        return of_clinic
    return of_clinic.filter(inbox_items__user=reader.user_id).annotate(read_at=F("inbox_items__read_at"))


def _conditions(search: AlertSearch) -> Q:
    told = {
        "read_at__isnull": search.unread,
        "kind": search.kind,
        "entry_key": search.entry,
        "site": search.site_id,
        "raised_at__gte": search.since,
        "pk__lt": search.after,
    }
    return Q(**{name: value for name, value in told.items() if value is not None})


def _found(rows: QuerySet[Alert]) -> list[Found]:
    return [Found(row, getattr(row, "read_at", None)) for row in rows.select_related("site")]
