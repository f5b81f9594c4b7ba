"""Every reason code that can be given is documented, and every one documented can be given."""

from pathlib import Path

import pytest

from rulebook import messages
from rulebook.facts import STATUSES
from rulebook.law import Law
from rulebook.question import KEYS_IN_USE
from rulebook.reasons import list_keys, list_reasons, tell_reasons
from rulebook.trees import LEAVES
from tests.rulebook.case_files import read_cases

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reasons.md"
DOCUMENTED = {reason.code for reason in list_reasons()}
# Codes that no leaf's kind gives: of standing, identity and the law's position.
ENGINE = {
    "name_matches", "name_does_not_match", "no_licence_here", "licence_restricted_from_needling",
    "licence_restricted_from_minors", "home_licence_in_good_standing", "home_licence_not_in_good_standing",
    "law_not_on_file", "law_prohibits", "law_silent", "law_unread", "law_permits", "law_partly_read",
    "law_evidence_too_weak", "law_review_overdue", "patient_age_at_least_<years>", "body_region_limited",
}  # fmt: skip


def test_the_page_is_up_to_date(shipped_law: Law) -> None:
    assert PAGE.read_text(encoding="utf-8") == tell_reasons(shipped_law), (
        "run: python -m rulebook.reasons > docs/reasons.md"
    )


def test_no_code_stands_twice() -> None:
    codes = [reason.code for reason in list_reasons()]
    assert len(codes) == len(set(codes))


def test_the_documented_codes_are_those_that_can_be_given() -> None:
    ending = {"suspended", "revoked", "surrendered", "inactive"}
    assert ending < set(STATUSES)
    standings = {"active", "not_yet_valid", "expired", "restriction_reviewed", *ending}
    of_standing = {f"{word}_{standing}" for word in ("licence", "privilege") for standing in standings}
    can_be_given = ENGINE | of_standing | (set(LEAVES) - {"attestation"}) | KEYS_IN_USE
    assert can_be_given == DOCUMENTED


@pytest.mark.parametrize("code", sorted(ENGINE))
def test_the_engine_knows_the_code(code: str) -> None:
    stem = code.removesuffix("<years>")
    sources = [
        path.read_text(encoding="utf-8") for path in (ROOT / "rulebook").rglob("*.py") if path.name != "reasons.py"
    ]
    assert any(f'"{stem}' in source for source in sources)


def test_every_code_has_a_text() -> None:
    of_standing = {f"{word}_{name}" for word in ("licence", "privilege") for name in messages.STANDINGS}
    texts = {*messages.SENTENCES, *messages.MEASURES, *messages.PHRASES, *of_standing}
    assert {code.removesuffix("_<years>") for code in DOCUMENTED} <= texts


def test_cases_meet_only_documented_codes(shipped_law: Law) -> None:
    known = DOCUMENTED | set(list_keys(shipped_law))
    for case in read_cases():
        for finding in case.decide(shipped_law).findings:
            code = finding.code
            assert code in known or code.startswith("patient_age_at_least_"), code
