"""A row of a list as a question of the kind that anybody asks: what it names is compared, and kept nowhere."""

from typing import Any

from clinics.imports.rows import StaffRow
from credentials.files.row_faults import RowFault


def question_of(row: StaffRow, site: tuple[str, str] | None) -> dict[str, Any] | list[RowFault]:
    """The question, or why there is none. `site` is the code and the jurisdiction of the row's site."""
    faults = [*row.faults]
    reference = _reference_of(row)
    if reference is None and not faults:
        faults.append(RowFault("no_number", None))
    if row.age is None and len(row.patient_groups) != 1 and not faults:
        faults.append(RowFault("one_group" if row.patient_groups else "missing", "patient_groups"))
    if row.age is not None and row.patient_groups:
        faults.append(RowFault("age_or_group", "age"))
    if row.jurisdiction is None and site is None and not faults:
        faults.append(RowFault("missing", "jurisdiction"))
    if faults:
        return faults
    question: dict[str, Any] = {
        "practitioner": reference,
        "jurisdiction": row.jurisdiction or (site[1] if site else None),
        "patient": {"age": row.age} if row.age is not None else {"group": row.patient_groups[0]},
    }
    told = {"on": row.on.isoformat() if row.on else None, "site": site[0] if site else None, "name": row.name}
    return question | {name: value for name, value in told.items() if value is not None}


def _reference_of(row: StaffRow) -> dict[str, Any] | None:
    """By registry number, then NPI, then licence."""
    if row.registry_number:
        return {"registry_number": row.registry_number}
    if row.npi:
        return {"npi": row.npi}
    if row.licence:
        place, profession, number = row.licence
        return {"licence": {"jurisdiction": place, "profession": profession, "number": number}}
    return None
