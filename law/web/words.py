"""The words that pages use for the codes of law files."""

PROFESSIONS = {
    "PT": "Physical therapist / physiotherapist",
    "PTA": "Physical therapist assistant",
    "OT": "Occupational therapist",
    "OTA": "Occupational therapy assistant",
    "AT": "Athletic trainer",
    "DC": "Chiropractor",
    "MD": "Physician (MD)",
    "DO": "Osteopathic physician (DO)",
    "NP": "Nurse practitioner",
    "PA": "Physician assistant",
    "LAC": "Acupuncturist",
    "RMT": "Massage therapist / myotherapist",
    "OST": "Osteopath",
}
UNSURE = "unsure"
POSITIONS = {
    "permitted": "Allowed",
    "conditional": "Allowed on terms",
    UNSURE: "Perhaps, not read well enough",
    "prohibited": "Forbidden",
    "silent": "The law is silent",
    "unknown": "Not known",
}
# Reason codes of the rulebook that withhold a yes, in the order in which pages tell them.
DOUBTS = {
    "unread": "A part of what is asked was not read",
    "law_partly_read": "Only partly read",
    "law_evidence_too_weak": "The source is too weak to rest a yes on",
    "law_review_overdue": "Last checked too long ago",
}
EVIDENCE = {
    "primary": "The source itself was read",
    "secondary": "Read in a second-hand account",
    "overview": "From a list of places only",
    "memory": "From memory, not read",
}
AUTHORITIES = {
    "statute": "Statute",
    "regulation": "Regulation",
    "attorney_general": "Attorney general's opinion",
    "court": "Court decision",
    "board": "Board statement",
    "professional_body": "Professional body",
    "overview": "Overview",
}
ATTESTATIONS = {
    "referral": "A referral for this treatment",
    "written_informed_consent": "The patient's informed consent in writing",
    "informed_consent": "The patient's informed consent",
    "parental_consent": "A parent's or guardian's consent",
    "child_assent": "The child agrees",
    "minor_own_consent": "The young person's own consent",
    "licence_restriction_reviewed": "The order on the licence was read, and it allows this",
    "privilege_restriction_reviewed": "The order on the privilege was read, and it allows this",
}
LEARNERS = {
    "never": "Learners may not needle while on a course.",
    "supervised": "Learners may needle under supervision while on a course.",
}

# What a release did to a provision, a place or a standard.
CHANGES = {"added": "Added", "changed": "Changed", "closed": "Closed", "removed": "Taken out"}
# The fields of law files, as a list of what changed names them.
FIELDS = {
    "in_force": "the days it is in force",
    "position": "whether it allows needling",
    "authority": "what kind of law it is",
    "evidence": "how well the source was read",
    "complete": "whether all of it was read",
    "checked_on": "the day of the last check",
    "citation": "the source",
    "says": "what it says",
    "requires": "what is asked",
    "duties": "the duties",
    "learners": "learners",
    "notes": "the notes",
    "disagreements": "sources that read otherwise",
    "profession": "the profession",
    "jurisdiction": "the place",
    "name": "the name",
    "time_zone": "the time zone",
    "compacts": "the compacts",
    "consent": "the consent of children",
    "age_of_majority": "the age of majority",
}


def name_profession(code: str) -> str:
    """The profession in words; a code that is not in the list stands as it is."""
    return PROFESSIONS.get(code, code)


def name_key(key: str) -> str:
    """An attestation key or a duty's kind in words: known ones have a sentence, others lose their underscores."""
    return ATTESTATIONS.get(key) or key.replace("_", " ").capitalize()
