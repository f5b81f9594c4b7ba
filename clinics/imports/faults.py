"""What may be wrong with a row of a staff list: the sentence of each code."""

from collections.abc import Mapping, Sequence

from credentials.files.row_faults import CELL_SENTENCES, ToldFault
from credentials.files.row_faults import tell_fault as tell_fault_in

SENTENCES: Mapping[str, str] = {
    **CELL_SENTENCES,
    # of a cell, as it is read
    "unprintable": "A character that nobody can print",
    "not_a_registry_number": "{0} is not FN- and eight characters with a hyphen in the middle",
    "not_an_npi": "{0} is no NPI: ten digits with a check digit",
    "not_an_address": "{0} is no mail address",
    "not_an_age": "{0} is no age in whole years",
    "unknown_place": "{0} is no place that is known here, such as US-UT or GB",
    "unknown_profession": "{0} is none of: {1}",
    "unknown_group": "{0} is neither adult nor child",
    "day_out_of_range": "{0} is out of range",
    "reversed": "The first day without them must come after {0}",
    # of a row
    "nobody_told": "Neither a number nor a name says who it is",
    "licence_incomplete": "A licence needs its jurisdiction, profession and number",
    "unknown_site": "You have no open site {0}",
    "unknown_registry_number": "Nobody has the registry number {0}",
    "twice_in_file": "Row {0} tells of the same person at the same site",
    "told_two_ways": "Row {0} gives the same person another name or birth date",
    "several_entries": "Several entries of this person at this site share days with it; change those one by one",
    # of a row that is a question
    "no_number": "A registry number, an NPI or a licence must say who it is: a name is only compared",
    "two_persons": "The numbers are of more than one person",
    "one_group": "One group a row, or an age",
    "age_or_group": "Either an age or a group",
    # when it was to go in
    "undecided": "It may be somebody who is on file; nobody said whether it is",
    "changed_since": "What is on file changed since the preview; look at it again",
    "no_address": "Nobody on file fits, and there is no mail address to invite them by",
    "no_name": "Nobody on file fits; an invitation needs a name, and an NPI or a licence to know them again by",
    "declined": "This person asked not to be invited by you again",
    "refused": "{0}",
}


def tell_fault(row: int, fault: Sequence[object], columns: Mapping[str, str]) -> ToldFault:
    """A stored fault (`[code, field, about, …]`) in words; `columns` gives each field's column in the file."""
    return tell_fault_in(row, fault, columns, SENTENCES)
