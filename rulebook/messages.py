"""Every message in English, by id. A translation is another set of tables with the same ids.

A sentence stands as it is. A phrase is what a requirement asks for, and stands in a frame that says how it stands
with it ("Not on record: …"). A measure has two forms, one while it falls short and one (`.enough`) once it is met.
"""

SENTENCES: dict[str, str] = {
    "name_matches": "The name given is one of the names on record",
    "name_does_not_match": "The name given is not among the names on record",
    "no_licence_here": "No licence or privilege on record is valid for this place",
    "home_licence_in_good_standing": "The home licence ({place}) is in good standing",
    "home_licence_not_in_good_standing": "The home licence ({place}) is not in good standing",
    "licence_restricted_from_needling": "The {place} licence is restricted: no invasive procedures",
    "licence_restricted_from_minors": "The {place} licence is restricted: no minors",
    "law_not_on_file": "No law of this place is on file for {professions}",
    "law_prohibits": "The law forbids it",
    "law_silent": "The law does not say whether it is allowed",
    "law_unread": "The law that decides this was not read",
    "law_permits": "The law allows it",
    "law_partly_read": "Part of this law that bears on the answer was not read",
    "law_evidence_too_weak": "What was read about this law is too weak to rest a yes on",
    "law_review_overdue": "This law was last checked too long ago",
    "unread": "A part of the law was not read",
    "patient_age.enough": "The patient is {held}, and the least age is {required}",
    "patient_age": "The patient is {held}, and the least age is {required}",
    "patient_age.adult": "The patient is an adult, and the least age is {required}",
    "patient_age.child": "The patient is a child, and the least age is {required}",
    "body_region.enough": "Needling of the {held} is allowed",
    "body_region": "Needling of the {held} is not allowed, only of: {required}",
    "licence_checked.enough": "The licence was looked up at its source within {required} months",
    "licence_checked": "The licence was not looked up at its source within {required} months",
}

STANDINGS: dict[str, str] = {
    "active": "The {place} {word}{as_profession} is active",
    "expired": "The {place} {word}{as_profession} ended on {expires_on}",
    "not_yet_valid": "The {place} {word}{as_profession} begins only on {issued_on}",
    "suspended": "The {place} {word}{as_profession} is suspended{until}",
    "revoked": "The {place} {word}{as_profession} is revoked{until}",
    "surrendered": "The {place} {word}{as_profession} is surrendered{until}",
    "inactive": "The {place} {word}{as_profession} is inactive{until}",
    "restriction_reviewed": "A person has read the order that limits the {place} {word}",
}

MEASURES: dict[str, str] = {
    "training_hours": "{held} of {required} {hours}{training}",
    "training_hours.enough": "{held} {hours}{training} ({required} needed)",
    "supervised_sessions": "{held} of {required} supervised {sessions}",
    "supervised_sessions.enough": "{held} supervised {sessions} ({required} needed)",
    "years_licensed": "{held} of {required} {years} licensed{as_profession}",
    "years_licensed.enough": "{held} {years} licensed{as_profession} ({required} needed)",
    "years_licensed.in_jurisdiction": "{held} of {required} {years} licensed{as_profession} in this place",
    "years_licensed.in_jurisdiction.enough": "{held} {years} licensed{as_profession} in this place ({required} needed)",
    "continuing_education": "{held} of {required} {hours} of continuing education in {months} months",
    "continuing_education.enough": "{held} {hours} of continuing education in {months} months ({required} needed)",
}

PHRASES: dict[str, str] = {
    "exam_passed": "a pass of the {required} examination",
    "certification": "a current certification",
    "certification.group": "a current certification for {group}",
    "certification.level": "a current certification of the level {level}",
    "certification.group.level": "a current certification for {group} of the level {level}",
    "board_authorization": "a current authorization of the board to needle",
    "board_authorization.title": "the board's {required}",
    "board_approved_course": "a course that this place's board has approved",
    "credential_held": "{required}",
    "patient_age_at_least": "the patient is at least {required} years old",
    "body_region_limited": "the region to be needled is one of: {required}",
    "attestation.says": "{law_says}",
    "referral": "the patient was referred for needling",
    "written_informed_consent": "the patient's written consent",
    "informed_consent": "the patient's informed consent",
    "parental_consent": "consent of a parent or guardian",
    "child_assent": "the child's own assent",
    "minor_own_consent": "the young person's own consent",
    "licence_restriction_reviewed": "a person has read the order that limits the {place} {word}",
    "privilege_restriction_reviewed": "a person has read the order that limits the {place} {word}",
}

FRAMES: dict[str, str] = {
    "on_record": "On record: {matter}",
    "missing": "Not on record: {matter}",
    "confirmed": "Confirmed: {matter}",
    "to_confirm": "To be confirmed: {matter}",
}

HEADLINES: dict[str, str] = {
    "permitted": "Permitted in {place}",
    "conditional": "Permitted in {place} once confirmed",
    "undetermined": "Cannot tell for {place}",
    "refused": "Not permitted in {place}",
}

JOINTS: dict[str, str] = {
    "about_treatment": "for this treatment: {matters}",
    "about_practitioner": "about the practitioner: {matters}",
    "still_to_confirm": "Still to be confirmed {matters}",
    "not_known": "Besides, {matters}",
    "by_law": "{matters}, {source}",
    "by_standard": "{matters} (by the training standard, which is guidance and not law)",
    "by_policy": "{matters} (by the clinic's own policy)",
    "missing": "{matter} is not on record",
}

FILTERS: dict[str, str] = {
    "in_person": "in-person",
    "live": "live",
    "live_online": "live online",
    "online": "online",
    "didactic": "theory",
    "practical": "practical",
    "approved": "board-approved",
}

SUBJECTS: dict[str, str] = {
    "dry_needling": " of needling training",
    "foundation": " of foundation training",
    "any": " of training of any kind",
}

GROUPS: dict[str, str] = {"adult": "adults", "child": "children"}

PROFESSIONS: dict[str, str] = {
    "PT": "physical therapist",
    "PTA": "physical therapist assistant",
    "OT": "occupational therapist",
    "OTA": "occupational therapy assistant",
    "AT": "athletic trainer",
    "DC": "chiropractor",
    "MD": "medical doctor",
    "DO": "osteopathic physician",
    "NP": "nurse practitioner",
    "PA": "physician assistant",
    "LAC": "acupuncturist",
    "RMT": "massage therapist",
    "OST": "osteopath",
}
