"""Every reason code, its layer and its meaning: what docs/reasons.md is written from.

Run `python -m rulebook.reasons > docs/reasons.md` after a change here or in a law file. Codes are never reused.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

from rulebook.law import Law
from rulebook.loading import load_law
from rulebook.requirements.bedside import Attestation


class Reason(NamedTuple):
    """A reason code: the layers of the answer that it can stand in, the statuses it can have, what it means."""

    code: str
    layers: str
    statuses: str
    means: str


_ANY = "law, standard, policy"
_STANDINGS = (
    ("active", "met", "is in force and nothing limits it"),
    ("not_yet_valid", "unmet", "begins after the day asked about"),
    ("expired", "unmet", "ended before the day asked about"),
    ("suspended", "unmet", "is suspended on the day"),
    ("revoked", "unmet", "is revoked on the day"),
    ("surrendered", "unmet", "was given back"),
    ("inactive", "unmet", "is inactive on the day"),
    ("restriction_reviewed", "condition, met", "is limited by an order; met once a person vouches for having read it"),
)
_FIXED = (
    Reason("name_matches", "identity", "met", "every word of the name given stands in one recorded name"),
    Reason("name_does_not_match", "identity", "unknown", "the name given is no recorded name"),
    Reason("no_licence_here", "licence", "unmet", "no licence or privilege on record bears on the place"),
    Reason("licence_restricted_from_needling", "licence", "unmet", "a restriction bars invasive procedures"),
    Reason("licence_restricted_from_minors", "licence", "unmet", "a restriction bars minors, and the patient is one"),
    Reason("home_licence_in_good_standing", "licence", "met", "the licence that a privilege rests on is good"),
    Reason(
        "home_licence_not_in_good_standing", "licence", "unmet", "the licence that a privilege rests on is not good"
    ),
    Reason("law_not_on_file", "law", "unknown", "no law file tells what holds for this profession on the day"),
    Reason("law_prohibits", "law", "unmet", "the law forbids it"),
    Reason("law_silent", "law", "unknown", "the law was read and says neither yes nor no"),
    Reason("law_unread", "law", "unknown", "a law is known to decide this, and was not read"),
    Reason("law_permits", "law", "met", "the law allows it without asking for more"),
    Reason("law_partly_read", "law", "unknown", "something that bears on the answer was not read; never a yes"),
    Reason("law_evidence_too_weak", "law", "unknown", "what was read is below the evidence floor; never a yes"),
    Reason("law_review_overdue", "law", "unknown", "the source was last looked at too long ago; never a yes"),
    Reason("unread", "law, standard, policy", "unknown", "one requirement is known to exist and was not read"),
    Reason("training_hours", _ANY, "met, unmet", "hours of training, by part, delivery, subject and approval"),
    Reason("supervised_sessions", _ANY, "met, unmet", "supervised sessions, over all training"),
    Reason("years_licensed", _ANY, "met, unmet", "whole years since the first licence of the profession"),
    Reason("exam_passed", _ANY, "met, unmet", "an examination of the form asked"),
    Reason("certification", _ANY, "met, unmet", "a current certification, for the group and of the level asked"),
    Reason("board_authorization", _ANY, "met, unmet", "a current registration, endorsement or permit of the place"),
    Reason("board_approved_course", _ANY, "met, unmet", "a completed course that the place's board has approved"),
    Reason("credential_held", _ANY, "met, unmet", "a current card, degree or title, as written"),
    Reason("continuing_education", _ANY, "met, unmet", "hours of continuing education in a window of months"),
    Reason("patient_age", _ANY, "met, unmet", "the patient's age against the least age"),
    Reason("patient_age_at_least_<years>", _ANY, "condition", "the age was not given; give it"),
    Reason("body_region", _ANY, "met, unmet", "the region needled is one of those allowed"),
    Reason("body_region_limited", _ANY, "condition", "the region was not given; give it"),
    Reason(
        "parental_consent",
        _ANY,
        "met, condition",
        "a parent's or guardian's consent, or the minor's own where it counts",
    ),
    Reason("licence_checked", "policy", "met, unknown", "somebody looked the licence up at its source in time"),
)
_KEYS = (
    Reason("referral", _ANY, "met, condition", "the patient was referred for needling"),
    Reason("informed_consent", _ANY, "met, condition", "the patient's informed consent"),
    Reason("written_informed_consent", _ANY, "met, condition", "the patient's consent in writing"),
    Reason("child_assent", _ANY, "met, condition", "the child's own assent"),
    Reason("minor_own_consent", _ANY, "met, condition", "the consent of a minor whom the law lets consent"),
)


def list_reasons() -> list[Reason]:
    """Every code that the engine itself gives, whatever the law files say."""
    standings = [
        Reason(f"{word}_{name}", "licence", statuses, f"the {word} {means}")
        for word in ("licence", "privilege")
        for name, statuses, means in _STANDINGS
    ]
    return [*_FIXED[:3], *standings, *_FIXED[3:], *_KEYS]


def list_keys(law: Law) -> dict[str, tuple[str, list[str], list[str]]]:
    """The further attestation keys of law files: whom they are about, what the files say, which provisions ask them."""
    told: dict[str, tuple[str, list[str], list[str]]] = {}
    general = {reason.code for reason in list_reasons()}
    for provision_id, leaf in _attestations(law):
        if leaf.key not in general:
            _, says, provisions = told.setdefault(leaf.key, (leaf.about, [], []))
            if leaf.says and leaf.says not in says:
                says.append(leaf.says)
            provisions.append(provision_id)
    return dict(sorted(told.items()))


def _attestations(law: Law) -> Iterator[tuple[str, Attestation]]:
    for _, place in sorted(law.jurisdictions.items()):
        for _, provisions in sorted(place.provisions.items()):
            for provision in provisions:
                for leaf in provision.current.leaves():
                    if isinstance(leaf, Attestation):
                        yield provision.id, leaf


def tell_reasons(law: Law) -> str:
    """The page docs/reasons.md."""
    lines = [
        "# Reason codes",
        "",
        "Every finding of an answer carries one of these codes. They are stable: a code keeps its meaning for ever and",
        "is never reused. This page is written by `python -m rulebook.reasons`; do not edit it by hand.",
        "",
        "An answer follows the lowest status of what it needs: `unmet` (refused), `unknown` (undetermined),",
        "`condition` (conditional), `met` (permitted).",
        "",
        "## Codes of the rulebook",
        "",
        "| code | layer | status | meaning |",
        "|---|---|---|---|",
        *(f"| `{one.code}` | {one.layers} | {one.statuses} | {one.means} |" for one in list_reasons()),
        "",
        "## Keys of the law files",
        "",
        "Points that only a person can vouch for, in the law files' own words. Their status is `met` or `condition`,",
        "their layer `law`. A key about the practitioner can also be met by a recorded statement.",
        "",
        "| key | about | what is vouched for | asked by |",
        "|---|---|---|---|",
    ]
    for key, (about, says, provisions) in list_keys(law).items():
        lines.append(f"| `{key}` | {about} | {'; or: '.join(says)} | {', '.join(provisions)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(tell_reasons(load_law()))
