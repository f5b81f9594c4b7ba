"""The results of a screening, and what each category of a source means for a patient to whom it applies."""

from enum import IntEnum

from rulebook.precautions import Category


class Result(IntEnum):
    """What is to be done, the mildest first: of several the highest decides.

    ASK stands for what nobody knows yet. It is never clear: a whole screening with something to ask is caution at
    least, and not complete.
    """

    CLEAR = 0
    ASK = 1
    CAUTION = 2
    AVOID_AREA = 3
    DO_NOT_TREAT = 4

    @property
    def word(self) -> str:
        """The result as answers tell it."""
        return self.name.lower()


# A source that advises against the treatment is heeded like one that forbids it: to weigh the two is not for a program.
BARS = frozenset({Category.ABSOLUTE, Category.CONTRAINDICATED, Category.NOT_RECOMMENDED})
MEANS = {
    Category.ABSOLUTE: Result.DO_NOT_TREAT,
    Category.CONTRAINDICATED: Result.DO_NOT_TREAT,
    Category.NOT_RECOMMENDED: Result.DO_NOT_TREAT,
    Category.CONDITION: Result.CAUTION,
    Category.AVOID_AREA: Result.AVOID_AREA,
    Category.RELATIVE: Result.CAUTION,
    Category.CASE_BY_CASE: Result.CAUTION,
    Category.LISTED: Result.CAUTION,
    Category.PRECAUTION: Result.CAUTION,
    Category.RAISED_RISK: Result.CAUTION,
    Category.SCREENING_DUTY: Result.ASK,
    Category.PRACTITIONER_RULE: Result.CLEAR,
    Category.ADVERSE_EVENT: Result.CLEAR,
    Category.ADVICE: Result.CLEAR,
    Category.NOT_A_CONTRAINDICATION: Result.CLEAR,
}
