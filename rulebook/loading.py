"""The one file of the rulebook that reads a disk: law files, standards, and the codes of places."""

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pycountry

from rulebook.law import Law, compile_law
from rulebook.law_file import check_citation, check_law_file
from rulebook.located import Fault, Faults, Map, plain, read_yaml
from rulebook.precaution_file import check_items, check_only_with, check_sources
from rulebook.precautions import Precautions, compile_precautions
from rulebook.tree_file import check_tree, is_text

HERE = Path(__file__).resolve().parent
PROVISIONS, STANDARDS, PRECAUTIONS = HERE / "provisions", HERE / "standards", HERE / "precautions"
REVIEW_MONTHS, EVIDENCE_FLOOR = 12, "secondary"
Data = dict[str, Any]


class LawFaults(ValueError):
    """Files that cannot be decided by; `faults` names every one, with file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@functools.cache
def read_iso_codes() -> Mapping[str, str | None]:
    """Every ISO 3166-1 and 3166-2 code with its parent subdivision, None where it has none."""
    codes: dict[str, str | None] = {country.alpha_2: None for country in pycountry.countries}
    codes.update({one.code: one.parent_code for one in pycountry.subdivisions})
    return codes


@functools.cache
def read_iso_names() -> Mapping[str, str]:
    """The name of every ISO 3166-1 and 3166-2 code."""
    names = {country.alpha_2: str(country.name) for country in pycountry.countries}
    names.update({one.code: str(one.name) for one in pycountry.subdivisions})
    return names


def read_law_folder(folder: Path) -> list[Data]:
    """The plain data of every law file below a folder, by code. Raises LawFaults that name every fault."""
    found: list[Fault] = []
    files: list[Data] = []
    ids: dict[str, str] = {}
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".yaml", ".yml") and path.is_file())
    if not paths:
        found.append(Fault(folder.name, 1, "no law file in this folder"))
    for path in paths:
        faults = Faults(path.relative_to(folder).as_posix())
        data = _read_law_file(path, faults, ids)
        found.extend(faults.found)
        if data is not None:
            files.append(data)
    if found:
        raise LawFaults(found)
    return sorted(files, key=lambda data: str(data["jurisdiction"]))


def _read_law_file(path: Path, faults: Faults, ids: dict[str, str]) -> Data | None:
    top = _read_file(path, faults)
    if top is None:
        return None
    data = check_law_file(top, faults, frozenset(read_iso_codes()))
    _check_where(top, faults)
    provisions = top.get("provisions") if isinstance(top, Map) else None
    for item in provisions if isinstance(provisions, list) else ():
        if isinstance(item, Map) and isinstance(item.get("id"), str):
            where = f"{faults.path}:{item.line_of('id')}"
            if ids.setdefault(item["id"], where) != where:
                faults.add(item.line_of("id"), f"the id {item['id']!r} stands already at {ids[item['id']]}")
    return None if faults.found else data


def _read_file(path: Path, faults: Faults) -> Any:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        faults.add(1, "not UTF-8")
        return None
    return read_yaml(text, faults)


def _check_where(top: Any, faults: Faults) -> None:
    code = top.get("jurisdiction") if isinstance(top, Map) else None
    if isinstance(code, str) and faults.path != f"{code[:2].lower()}/{code.lower()}.yaml":
        faults.add(
            top.line_of("jurisdiction"), f"the file of {code} must lie at {code[:2].lower()}/{code.lower()}.yaml"
        )


def read_standards(folder: Path = STANDARDS) -> list[Data]:
    """The plain data of every standard in a folder. Raises LawFaults."""
    found: list[Fault] = []
    standards: list[Data] = []
    for path in sorted(folder.glob("*.yaml")):
        faults = Faults(path.name)
        top = _read_file(path, faults)
        if isinstance(top, Map):
            _check_standard(top, path.stem, faults)
            standards.append(plain(top))
        elif not faults.found:
            faults.add(1, "a standard is a mapping")
        found.extend(faults.found)
    if found:
        raise LawFaults(found)
    return standards


def _check_standard(top: Map, stem: str, faults: Faults) -> None:
    for key in top:
        if key not in ("name", "says", "citation", "requires", "children"):
            faults.add(top.line_of(key), f"standard: unknown key {key!r}")
    if top.get("name") != stem or stem == "none":
        faults.add(top.line_of("name"), f"the standard's name must be {stem!r}, and none is not a name")
    if not is_text(top.get("says")):
        faults.add(top.line_of("says"), "a standard says what it is")
    check_citation(top.get("citation"), top, "citation", faults)
    for tree in ("requires", "children"):
        if tree == "requires" or top.get(tree) is not None:
            check_tree(top.get(tree), top.line_of(tree), faults)


def read_precautions(folder: Path = PRECAUTIONS) -> Precautions:
    """Every precaution with its sources: `sources.yaml`, and a file of items for each group. Raises LawFaults."""
    faults = Faults("sources.yaml")
    sources = _read_file(folder / "sources.yaml", faults)
    known = check_sources(sources, faults)
    found, groups, ids, read = list(faults.found), {}, set[str](), []
    for path in sorted(folder.glob("*.yaml")):
        if path.stem != "sources":
            faults = Faults(path.name)
            top = _read_file(path, faults)
            check_items(top, known, ids, faults)
            read.append((top, faults))
            groups[path.stem] = plain(top)
    for top, faults in read:
        check_only_with(top, ids, faults)
        found.extend(faults.found)
    if found:
        raise LawFaults(found)
    return compile_precautions(plain(sources)["sources"], {group: data["items"] for group, data in groups.items()})


def read_pack(
    folder: Path = PROVISIONS, *, evidence_floor: str = EVIDENCE_FLOOR, review_months: int = REVIEW_MONTHS
) -> Data:
    """The plain content of a pack, ready to be compiled, digested and stored."""
    return {
        "jurisdictions": read_law_folder(folder),
        "standards": read_standards(),
        "evidence_floor": evidence_floor,
        "review_months": review_months,
    }


def compile_pack(content: Mapping[str, Any]) -> Law:
    """A pack's content, compiled with the world's codes of places."""
    return compile_law(content, read_iso_codes(), read_iso_names())


def load_law(folder: Path = PROVISIONS, **strictness: Any) -> Law:
    """Read and compile a folder of law files."""
    return compile_pack(read_pack(folder, **strictness))
