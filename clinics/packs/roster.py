"""The roster of a pack as JSON and as CSV."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from clinics.packs.contents import Decision, Entry, Version, stand_of
from credentials.files.neutral import write_rows
from credentials.instants import tell_instant

COLUMNS = (
    "site", "registry_number", "name", "role", "group", "on_the_day", "outcome", "decided_at", "holds_until",
    "conditions", "reasons", "verification",
)  # fmt: skip


def decision_file(entry: Entry, group: str) -> str:
    """Where in the pack the answer stands."""
    return f"decisions/{_stem(entry, group)}.json"


def receipt_file(entry: Entry, group: str) -> str:
    """Where in the pack its receipt stands."""
    return f"receipts/{_stem(entry, group)}.jws"


def _stem(entry: Entry, group: str) -> str:
    return f"{entry.site.code}/{entry.registry_number}-{group}"


def tell_entry(entry: Entry) -> dict[str, Any]:
    """An entry as JSON; name null where the clinic might not see it then, or where it was erased (`erased`)."""
    return {
        "key": entry.key,
        "site": entry.site.code,
        "day": entry.site.day.isoformat(),
        "registry_number": entry.registry_number,
        "name": entry.name,
        "erased": entry.is_erased,
        **_tell_version(entry.version),
        "versions": [_tell_version(one) for one in entry.versions],
        "decisions": {group: _tell_decision(entry, group) for group in sorted(entry.version.patient_groups)},
    }


def _tell_version(version: Version) -> dict[str, Any]:
    return {
        "recorded_at": tell_instant(version.recorded_at),
        "role": version.role,
        "patient_groups": sorted(version.patient_groups),
        "starts_on": version.starts_on.isoformat(),
        "until_on": version.until_on.isoformat() if version.until_on else None,
    }


def _tell_decision(entry: Entry, group: str) -> dict[str, Any]:
    decision = entry.decisions.get(group)
    shown: dict[str, Any] = {"on_the_day": stand_of(entry, group)}
    return shown if decision is None else {**shown, **_tell_answer(decision), **_tell_files(entry, group, decision)}


def _tell_answer(decision: Decision) -> dict[str, Any]:
    told = decision.told
    return {
        "outcome": told["outcome"],
        "decided_at": tell_instant(decision.decided_at),
        "cause": decision.cause,
        "on": told["question"]["on"],
        "holds_until": told["holds_until"],
        "next_change": told["next_change"],
        "conditions": told["conditions"],
        "reasons": list_reasons(told),
        "verification": decision.verification,
    }


def _tell_files(entry: Entry, group: str, decision: Decision) -> dict[str, Any]:
    receipt = receipt_file(entry, group) if decision.receipt else None
    return {"decision_file": decision_file(entry, group), "receipt_file": receipt}


def list_reasons(told: Mapping[str, Any]) -> list[str]:
    """The codes of what stands between the answer and a yes, once each."""
    return list(dict.fromkeys(gap["code"] for gap in told["gaps"]))


def csv_head() -> bytes:
    """The first line of the CSV, with its mark of UTF-8."""
    return b"".join(write_rows([COLUMNS]))


def csv_lines(entries: Iterable[Mapping[str, Any]]) -> bytes:
    """A line for each entry and group, from what `tell_entry` told."""
    written = write_rows(_list_rows(entries))
    next(written)  # the mark
    return b"".join(written)


def _list_rows(entries: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[str]]:
    for entry in entries:
        for group, shown in entry["decisions"].items():
            row = {**entry, **shown, "group": group}
            row["conditions"], row["reasons"] = (" ".join(shown.get(name, ())) for name in ("conditions", "reasons"))
            yield [str(row.get(name) or "") for name in COLUMNS]
