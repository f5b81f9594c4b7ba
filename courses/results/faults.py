"""What may be wrong with a row: stable codes, the field each is about, and the sentence made of them when read."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

SENTENCES: Mapping[str, str] = {
    # of a cell, as it is read
    "missing": "Nothing stands here",
    "not_an_object": "A result is an object",
    "unknown_field": "A result has no such field",
    "wrong_type": "What is needed here is {0}",
    "too_long": "At most {0} characters",
    "not_a_number": "{0} is no number",
    "decimal_comma": "{0} has a decimal comma; say so in the mapping, or write a point",
    "not_a_day": "{0} is no day in the form {1}",
    "in_the_future": "{0} has not come yet",
    "unknown_word": "{0} is neither a word for passed nor for failed",
    "unknown_form": "{0} is neither written nor practical",
    "negative": "{0} is less than nothing",
    "above_maximum": "{0} is more than the maximum of {1}",
    "formula": "A formula whose value is not in the file; save it in your spreadsheet program, or write the value",
    "spreadsheet_error": "{0} is an error of the spreadsheet program",
    "extra_cells": "The row has more cells than the header has columns",
    "header_again": "This is the header once more",
    "not_a_whole_number": "{0} is no whole number",
    "totals_hide_items": "{0}",
    "contradicts_score": "Told as {0}, but by its paper it is {1}",
    # of a row, held against what is on file
    "unknown_candidate": "Nobody is enrolled under {0}",
    "unknown_learner": "No learner of this programme has the registry number {0}",
    "several_enrolments": "Several enrolments fit {0} on that day; give the candidate number",
    "not_the_same_learner": "The candidate number and the registry number are of two learners",
    "unknown_examination": "The learner's ladder has no {0}",
    "unknown_paper": "There is no published paper {0} of this examination",
    "paper_without_totals": "With a paper the result comes from the totals of its sections",
    "scored_by_stations": "A practical paper is scored by its stations, not by totals",
    "unknown_section": "The paper has no section {0}",
    "unknown_session": "The programme has no session {0} that examined this on that day",
    "before_birth": "{0} is before the learner was born",
    "before_enrolment": "{0} is before the enrolment, which was on {1}",
    "after_enrolment": "{0} is after the enrolment ended, which was on {1}",
    "twice_in_file": "Another row tells of the same learner, examination, form and day",
    "already_recorded": "Another result of that day is on file; correct that one",
    # by the rules of the ladder for another attempt
    "already_passed": "{0}",
    "no_attempts_left": "{0}",
    "earlier_not_released": "{0}",
    "too_soon": "{0}",
    "window_closed": "{0}",
    "remediation_missing": "{0}",
}


class RowFault(NamedTuple):
    """One thing wrong with one row: a code of SENTENCES, the field, and what the sentence quotes."""

    code: str
    field: str | None
    about: tuple[str, ...] = ()


class ToldFault(NamedTuple):
    """A fault as people read it."""

    row: int
    column: str | None
    code: str
    detail: str


def tell_fault(row: int, fault: Sequence[object], columns: Mapping[str, str]) -> ToldFault:
    """A stored fault (`[code, field, about, …]`) in words; `columns` gives each field's column in the file."""
    code, field, *about = fault
    sentence = SENTENCES.get(str(code), str(code))
    missing = sentence.count("{") - len(about)
    detail = sentence.format(*(str(one) for one in about), *[""] * missing)
    column = columns.get(str(field), str(field)) if field is not None else None
    return ToldFault(row, column, str(code), detail)
