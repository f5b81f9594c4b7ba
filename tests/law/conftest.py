"""A small law of its own, with days of its own, in codes that ISO leaves to users."""

from pathlib import Path

import pytest

from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from rulebook.loading import read_pack

PERMITTED = """\
  - id: {code}-pt-2001
    profession: PT
    in_force: {{from: 2001-01-01, until: {until}}}
    position: permitted
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2005-06-01
    citation: {{text: "Act of Xanadu § 1", url: "https://law.example/1", read: the act}}
    says: A physical therapist may needle.
"""
PLACE = """\
jurisdiction: "{upper}"
name: {name}
time_zone: Etc/UTC
provisions:
"""
CONDITIONAL = """\
  - id: xa-pt-2004
    profession: PT
    in_force: {from: 2004-01-01, until: null}
    position: conditional
    authority: statute
    evidence: secondary
    complete: false
    checked_on: 2005-06-02
    citation: {text: "Act of Xanadu § 2"}
    says: A physical therapist may needle after 12.5 hours.
    requires:
      all_of:
        - {kind: training_hours, minimum: 12.5}
    duties: [{kind: single_use_needles, says: each needle once}]
    notes: ["Größe – 中"]
  - id: xa-lac-1990
    profession: LAC
    in_force: {from: null, until: null}
    position: silent
    evidence: memory
    complete: true
    checked_on: 2005-06-01
    says: Nothing is said.
"""


def write_place(folder: Path, code: str, name: str, provisions: str = "") -> Path:
    """Write a law file where it belongs; by default one provision that permits."""
    path = folder / code[:2] / f"{code}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    told = provisions or PERMITTED.format(code=code, until="null")
    path.write_text(PLACE.format(upper=code.upper(), name=name) + told, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def fresh_memory():
    """Packs compiled by this process may stem from another test's database."""
    forget_compiled()


@pytest.fixture
def folder(tmp_path, settings):
    """Two places: Xanadu with three provisions, one of them closed, and its province."""
    law_dir = tmp_path / "provisions"
    write_place(law_dir, "xa", "Xanadu", PERMITTED.format(code="xa", until="2004-01-01") + CONDITIONAL)
    write_place(law_dir, "xa-1", "Xanadu North")
    settings.LAW_DIR = law_dir
    settings.LAW_EVIDENCE_FLOOR = "secondary"
    settings.LAW_REVIEW_MONTHS = 12
    return law_dir


@pytest.fixture
def content(folder):
    """The plain content of that law."""
    return read_pack(folder)


@pytest.fixture
def amend(content):
    """The same law with other review months, so another pack."""
    return lambda months: {**content, "review_months": months}


@pytest.fixture
def released(db, content):
    """That law, released."""
    return release_pack(content=content)
