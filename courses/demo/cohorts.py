"""Who starts which ladder when: cohorts of learners, and the days on which their levels are held."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A level held so many days before today, at the session's first day; negative is yet to come."""

    level: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """So many learners of these professions in turn, who enrol `enrols_ago` days ago and go through the steps.

    `waiting` of them find the first coming session full. `cases` are needled under supervision after each step, signed
    off in rows of ten. Where `is_marked`, papers are answered item by item and examiners mark at stations; elsewhere
    the provider tells what each examination came to.
    """

    programme: str
    jurisdiction: str
    place: str
    professions: tuple[str, ...]
    size: int
    enrols_ago: int
    steps: tuple[Step, ...]
    waiting: int = 0
    cases: int = 0
    is_marked: bool = False


_TWO, _SIX = ("PT", "DC", "PT", "AT", "NP"), ("PT", "NP", "PA", "MD", "DO", "DC")
COHORTS = (
    Cohort("TWO", "US-FL", "Fernwhistle Hall", ("OST", "PT"), 16, 1180, (Step("DN-1", 1150), Step("DN-2", 400))),
    Cohort("TWO", "US-FL", "Fernwhistle Hall", _TWO, 32, 620, (Step("DN-1", 590), Step("DN-2", 480))),
    Cohort("TWO", "US-FL", "Clover House", _TWO, 20, 90, (Step("DN-2", 60), Step("DN-1", -35)), waiting=4,
           is_marked=True),
    Cohort("SIX", "US-CO", "Slate Rooms", _SIX, 80, 800, (Step("FT-1", 740),)),
    Cohort("SIX", "US-CO", "Slate Rooms", _SIX, 18, 100, (Step("FT-1", 40), Step("FT-2", -60))),
    Cohort(
        "WEB", "US-MD", "Burdock Yard", ("PT", "MD", "PT", "DC"), 16, 560,
        (Step("DN-1", 540), Step("DN-2", 450), Step("DN-3", 360), Step("WEB-1", 300), Step("WEB-3", 290),
         Step("BOARD", 270)),
    ),
    Cohort("WEB", "US-MD", "Burdock Yard", ("PT", "MD"), 40, 120, (Step("DN-1", 80), Step("DN-2", -20)), waiting=3),
    Cohort(
        "SEM", "FR", "Salle des Chardons", ("PT",), 8, 700,
        (Step("S1", 680), Step("S2", 560), Step("S3", 440), Step("FINAL", 320)), cases=20,
    ),
    Cohort("SEM", "FR", "Salle des Chardons", ("PT",), 16, 60, (Step("S1", 30), Step("S2", -90))),
    Cohort(
        "KIDS", "US-TX", "Juniper Loft", ("PT", "OT", "MD"), 16, 500, (Step("ADULT", 470), Step("CHILD", 200)), cases=50
    ),
    Cohort("KIDS", "US-TX", "Juniper Loft", ("PT", "NP"), 38, 45, (Step("ADULT", 25), Step("CHILD", -150))),
)  # fmt: skip
