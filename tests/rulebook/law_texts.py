"""Law files as text, for the loader: a good one, edits to it, and where the fault of an edit must be seen."""

from pathlib import Path

from rulebook.loading import LawFaults, read_law_folder

MARK = "  # here"

GOOD = """\
jurisdiction: "XA"
name: Xanadu
age_of_majority: 18
time_zone: Europe/Paris
compacts: []
consent:
  - {from_age: 0, until_age: 16, needs: [parental_consent], citation: {text: "Consent Act"}}
  - {from_age: 16, until_age: 18, needs: [minor_own_consent]}
notes: []
provisions:
  - id: xa-pt-2020
    profession: PT
    in_force: {from: 2020-07-01, until: null}
    position: conditional
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2026-11-22
    citation: {text: "Act § 1", url: "https://example.org/act", read: "the act"}
    says: A physiotherapist may needle after fifty hours.
    requires:
      all_of:
        - {kind: training_hours, minimum: 50, delivery: in_person}
        - any_of:
            - {kind: supervised_sessions, minimum: 25}
            - {kind: attestation, key: prior_practice, says: "practice elsewhere"}
    duties: [{kind: no_delegation, says: "not to be delegated"}]
    learners: null
    notes: []
    disagreements: []
  - id: xa-at
    profession: AT
    in_force: {from: null, until: null}
    position: silent
    evidence: overview
    complete: false
    checked_on: 2026-11-22
    says: Nothing is said of athletic trainers.
"""


def write(folder: Path, text: str | bytes, name: str = "xa/xa.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def edited(old: str, new: str) -> str:
    """The good file with one edit; the edit must fit in one place."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def marked_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if MARK in line]


def faults_of(folder: Path) -> list[tuple[str, int, str]]:
    """(path, line, message) of every fault; none where the folder loads."""
    try:
        read_law_folder(folder)
    except LawFaults as error:
        return [(fault.path, fault.line, fault.message) for fault in error.faults]
    return []
