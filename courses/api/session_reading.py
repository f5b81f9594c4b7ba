"""Who asks about sessions and enrolments, which rows their address means, and values of bodies that several read."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

from accounts.api.callers import Caller, Owner, owner_of, require
from accounts.api.problems import not_found
from courses.api.reading import READ_SCOPE, author_of, writer_of
from courses.models import Enrolment, Session
from courses.operations.eligibility import Seen
from courses.queries.enrolments import EnrolmentSight, own_records, own_root, visible_enrolments
from courses.queries.sessions import session_of_provider
from credentials.api.refusals import problem_for
from credentials.records.faults import Refusal, refuse
from credentials.records.objects import Field
from credentials.records.values import optional, read_count, text_reader
from law.queries.compiled import current_law
from law.queries.packs import NoLawReleased
from rulebook.law import Law

LARGEST = 2**63 - 1  # of an id in PostgreSQL; whatever is larger is no id, and no error either
_CANDIDATE = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_REFERENCE = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
Answer = TypeVar("Answer")

read_reason = text_reader(500)
SEEN = Field("seen", optional(text_reader(500)), None)
BECAUSE = Field("because", read_reason)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: an organisation with its scopes, a person on file, or one who is both."""

    caller: Caller | None
    person_id: int | None
    name: str

    @property
    def scopes(self) -> frozenset[str]:
        """What may be done for the organisation; nothing without one."""
        return self.caller.scopes if self.caller else frozenset()

    @property
    def user_id(self) -> int | None:
        """The user behind; None behind a key that is nobody's."""
        return self.caller.user_id if self.caller else None

    def runs(self, provider_id: int) -> bool:
        """Whether the organisation is this provider."""
        return self.caller is not None and self.caller.organisation_id == provider_id

    def is_one_of(self, practitioner_id: int) -> bool:
        """Whether the person on file is this practitioner, under whichever of their numbers."""
        return self.person_id is not None and practitioner_id in own_records(self.person_id)

    @property
    def sight(self) -> EnrolmentSight:
        """The enrolments that may be seen."""
        provider_id = self.caller.organisation_id if self.caller and self.caller.has(READ_SCOPE) else None
        return EnrolmentSight(provider_id=provider_id, person_id=self.person_id)


def asker_of(request: HttpRequest) -> Asker:
    """Who asks; Problem 403 for an organisation's caller who is nobody on file and may not read courses."""
    found: Caller | Owner = request.caller  # type: ignore[attr-defined]  # set by ApiView
    if isinstance(found, Owner):
        return Asker(None, found.person_id, f"user:{found.user_id}")
    owner = owner_of(request)
    if owner is None:
        require(found, READ_SCOPE)
    return Asker(found, owner.person_id if owner else None, author_of(found))


def own_record(request: HttpRequest) -> int | None:
    """The surviving record of the person who asks, where that is known."""
    owner = owner_of(request)
    return own_root(owner.person_id) if owner else None


def find_enrolment(asker: Asker, enrolment_id: int) -> Enrolment:
    """An enrolment that the asker may see; Problem 404 otherwise."""
    found = visible_enrolments(asker.sight).filter(pk=min(enrolment_id, LARGEST)).first()
    if found is None:
        raise not_found("No such enrolment")
    return found


def enrolment_of_writer(request: HttpRequest, enrolment_id: int) -> tuple[Enrolment, Caller]:
    """An enrolment of the caller's own programmes, to be written; Problem 403 without `courses:write`, else 404."""
    caller = writer_of(request)
    own = EnrolmentSight(provider_id=caller.organisation_id)
    found = visible_enrolments(own).filter(pk=min(enrolment_id, LARGEST)).first()
    if found is None:
        raise not_found("No such enrolment of yours")
    return found, caller


def session_of_caller(caller: Caller, session_id: int) -> Session:
    """A session of the caller's own programmes; Problem 404 for another's."""
    found = session_of_provider(min(session_id, LARGEST), caller.organisation_id)
    if found is None:
        raise not_found("No such session of yours")
    return found


def reader_of(request: HttpRequest) -> Caller:
    """The caller, who may read courses for an organisation."""
    return writer_of(request, READ_SCOPE)


def accepted(answer: Answer | Refusal) -> Answer:
    """What an operation gave; a Problem 422 with every fault when it refused."""
    if isinstance(answer, Refusal):
        raise problem_for(answer)
    return answer


def law_or_none() -> Law | None:
    """The law that answers now; None before any is released."""
    try:
        return current_law()
    except NoLawReleased:
        return None


def seen_by(says: str | None, caller: Caller, at: dt.datetime) -> Seen | None:
    """The word of whoever writes, as it is kept."""
    return None if says is None else Seen(says, author_of(caller), at)


def read_row_id(value: Any) -> int:
    """An id in a body."""
    return min(int(read_count(value)), LARGEST)


def read_candidate(value: Any) -> str:
    """A provider's own number for a learner: with a digit, so that it is no name."""
    return _read_form(value, _CANDIDATE, "not_a_candidate_number")


def read_paper_reference(value: Any) -> str:
    """The provider's reference of a signed sheet: with a digit, and no sentence, so that it tells of nobody."""
    return _read_form(value, _REFERENCE, "not_a_reference")


def _read_form(value: Any, form: re.Pattern[str], code: str) -> str:
    text: str = read_reason(value)
    if not form.fullmatch(text):
        raise refuse(code, "one to forty letters, digits and . _ / - with a digit among them")
    return text
