"""What may be wrong with a row of results: the sentence of each code."""

from collections.abc import Mapping, Sequence

from credentials.files.row_faults import CELL_SENTENCES, ToldFault
from credentials.files.row_faults import tell_fault as tell_fault_in

SENTENCES: Mapping[str, str] = {
    **CELL_SENTENCES,
    # of a cell, as it is read
    "not_an_object": "A result is an object",
    "unknown_field": "A result has no such field",
    "wrong_type": "What is needed here is {0}",
    "not_a_number": "{0} is no number",
    "decimal_comma": "{0} has a decimal comma; say so in the mapping, or write a point",
    "in_the_future": "{0} has not come yet",
    "unknown_word": "{0} is neither a word for passed nor for failed",
    "unknown_form": "{0} is neither written nor practical",
    "negative": "{0} is less than nothing",
    "above_maximum": "{0} is more than the maximum of {1}",
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


def tell_fault(row: int, fault: Sequence[object], columns: Mapping[str, str]) -> ToldFault:
    """A stored fault (`[code, field, about, …]`) in words; `columns` gives each field's column in the file."""
    return tell_fault_in(row, fault, columns, SENTENCES)
