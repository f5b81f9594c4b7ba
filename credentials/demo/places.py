"""The twenty registers of the demo, and what the shipped law of each asks for, so that someone can be permitted there.

The law itself stands in rulebook/provisions; a test asks it whether the demo still shows every outcome.
"""

from dataclasses import dataclass

Part = tuple[float, str, str, str]  # hours, part, delivery, subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A register with one profession. `asked` is where patients are, when the register is that of a whole country."""

    register: str
    city: str
    languages: tuple[str, ...] = ("en",)
    profession: str = "PT"
    asked: str = ""
    hours: tuple[Part, ...] = ((27, "practical", "in_person", "dry_needling"),)
    sessions: int = 0
    is_course_approved: bool = False
    exams: tuple[str, ...] = ("written",)
    authorizations: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    attested: tuple[str, ...] = ()

    @property
    def patient_is_in(self) -> str:
        """The jurisdiction to ask about."""
        return self.asked or self.register

    @property
    def has_npi(self) -> bool:
        """Whether its practitioners have a National Provider Identifier."""
        return self.register.startswith("US-")


def practical(hours: float) -> Part:
    """Hours of needling at a table, with a teacher in the room."""
    return (hours, "practical", "in_person", "dry_needling")


def theory(hours: float, delivery: str = "online", subject: str = "dry_needling") -> Part:
    """Hours of theory."""
    return (hours, "didactic", delivery, subject)


BOTH = ("written", "practical")
PLACES = (
    Place(
        register="US-FL",
        city="Palmetto Reef",
        languages=("en", "es"),
        hours=(practical(54), theory(20)),
        sessions=30,
        statements=("instructor_found_skill",),
        attested=("informed_consent",),
    ),
    Place(
        register="US-MD",
        city="Oysterbank",
        hours=(theory(41, "live_online"), practical(42)),
        authorizations=("dry needling registration",),
        statements=("competence_assessed",),
        attested=("written_informed_consent",),
    ),
    Place(
        register="US-VA",
        city="Dogwood Hollow",
        exams=BOTH,
        statements=("course_approved_by_named_body",),
        attested=("written_informed_consent", "technique_taught_in_course"),
    ),
    Place(
        register="US-NV",
        city="Sagebrush Flats",
        languages=("en", "es"),
        hours=(practical(27), theory(126)),
        exams=BOTH,
        statements=("postgraduate_course_25_hours", "proof_filed_with_board"),
        attested=("written_informed_consent",),
    ),
    Place(
        register="US-IL",
        city="Prairie Lantern",
        languages=("en", "pl"),
        profession="OT",
        hours=(theory(50, "in_person", "foundation"), theory(32), practical(54)),
        sessions=210,
        exams=("practical",),
        attested=("referral",),
    ),
    Place(register="US-TX", city="Mesquite Bend", languages=("en", "es"), statements=("trained_for_technique",)),
    Place(register="US-NC", city="Longleaf", statements=("training_beyond_entry_level",)),
    Place(register="US-IA", city="Cornflower Creek"),
    Place(register="US-NE", city="Sandhill"),
    Place(register="US-AK", city="Fireweed Landing"),
    Place(register="US-CA", city="Poppy Cove", languages=("en", "es", "zh")),
    Place(register="US-UT", city="Juniper Wells", authorizations=("dry needling registration",)),
    Place(
        register="US-WA",
        city="Madrona Point",
        hours=(theory(100), practical(225)),
        authorizations=("intramuscular needling endorsement",),
        statements=("postgraduate_direct_care",),
    ),
    Place(
        register="CA-QC",
        city="Val-des-Épilobes",
        languages=("fr", "en"),
        hours=(theory(52, "in_person"), practical(52)),
        is_course_approved=True,
        authorizations=("attestation de formation",),
        attested=("purpose_reduce_inflammation",),
    ),
    Place(
        register="CA-ON",
        city="Trillium Falls",
        languages=("en", "fr"),
        authorizations=("roster for acupuncture including dry needling",),
    ),
    Place(register="AU", asked="AU-NSW", city="Waratah Junction"),
    Place(
        register="GB",
        asked="GB-ENG",
        city="Foxglove-on-the-Wold",
        credentials=("local authority acupuncture registration",),
    ),
    Place(register="NZ", city="Kōwhai Bay", languages=("en", "mi")),
    Place(register="FR", city="Bruyère-les-Fougères", languages=("fr",)),
    Place(register="NL", city="Klaverwoude", languages=("nl", "en")),
)
