"""What the readable report says, as plain data for its Typst source: every text already fit to be set."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from clinics.packs.contents import NEVER, Decision, EditionHead, Entry, Scope, stand_of
from clinics.packs.gathering import Gathered
from clinics.packs.manifests import Counts
from clinics.packs.words import (
    BECAUSE,
    CAUSES,
    HOW_TO_CHECK,
    PATIENTS,
    PROVES,
    PROVES_NOT,
    SHOWN,
    tell_day,
    tell_iso_day,
    tell_time,
)
from credentials.web.answers import Answer, read_answer

Data = dict[str, Any]
Rules = Mapping[str, Mapping[str, Any]]


def tell_part(scope: Scope, entries: Sequence[Entry], *, number: int, of: int) -> Data:
    """A part of the report: the table of its entries, and a block for each."""
    several = f"Part {number} of {of}. " if of > 1 else ""
    return {
        "title": "Evidence pack" if number == 1 else f"Evidence pack, part {number}",
        "issuer": scope.issuer,
        "pack": scope.pack_id,
        "clinic": scope.organisation,
        "day": tell_days(scope),
        "heading": "The roster, worst first",
        "about": several + (_ABOUT if entries else "Nobody was on the roster that day."),
        "cover": None,
        "people": [tell_person(entry) for entry in entries],
    }


_ABOUT = (
    "A line for each person and group of patients. Those who might not treat come first, then those of whom it could"
    " not be shown, was never asked, or was last answered too long before."
)


def tell_whole(
    scope: Scope, head: EditionHead, gathered: Gathered, laws: Sequence[Mapping[str, Any]], rules: Rules
) -> Data:
    """What stands in the first part besides: the cover, the law cited, the clinic's rules."""
    cited = [provision for law in laws for provision in law["provisions"]]
    return {
        "cover": tell_cover(scope, head, gathered.counts),
        "law": tell_law(cited),
        "rules": tell_rules(scope, rules),
    }


def tell_days(scope: Scope) -> str:
    """The day or days of the pack in words."""
    return " and ".join(tell_day(day) for day in sorted({site.day for site in scope.sites}))


def tell_cover(scope: Scope, head: EditionHead, counts: Counts) -> Data:
    """The first pages: whose pack, of which day, what it proves and what not."""
    return {
        "clinic": scope.organisation,
        "day": tell_days(scope),
        "pack": scope.pack_id,
        "edition": head.number,
        "note": BECAUSE.get(head.because, ""),
        "erased": list(head.erased),
        "issuer": scope.issuer,
        "asked": tell_time(scope.created_at),
        "sites": [
            {
                "code": site.code,
                "name": site.name,
                "place": site.place,
                "day": tell_day(site.day),
                "known": tell_time(site.known_at),
                "counts": [counts.shown_at(site.code, word) for word in SHOWN],
            }
            for site in scope.sites
        ],
        "words": list(SHOWN.values()),
        "entries": counts.entries,
        "people": len(counts.people),
        "proves": list(PROVES),
        "proves_not": list(PROVES_NOT),
        "how": [line.format(issuer=scope.issuer) for line in HOW_TO_CHECK],
    }


def tell_law(cited: Sequence[Mapping[str, Any]]) -> list[Data]:
    """The provisions cited, one line each."""
    return [
        {
            "id": one["id"],
            "place": one["jurisdiction"],
            "profession": one["profession"],
            "position": one["position"],
            "citation": one["citation"]["text"],
            "url": one["citation"].get("url") or "",
            "evidence": one["evidence"],
            "checked": tell_iso_day(one["checked_on"]),
        }
        for one in cited
    ]


def tell_rules(scope: Scope, rules: Rules) -> list[Data]:
    """The rules and declarations of the sites then in force, in words."""
    return [
        {
            "site": f"{site.name} ({site.code})",
            "policy": _tell_policy(rules[site.code]["policy"]),
            "declared": [
                f"{one['key'].replace('_', ' ')}{': ' + one['says'] if one['says'] else ''}"
                for one in rules[site.code]["declarations"]
            ],
        }
        for site in scope.sites
    ]


def _tell_policy(policy: Mapping[str, Any] | None) -> str:
    if policy is None:
        return "No rules of the clinic's own were in force."
    note = f": {policy['note']}" if policy["note"] else ""
    return f"Rules of the clinic's own since {tell_iso_day(policy['starts_on'])}{note} ({policy['digest']})."


def tell_person(entry: Entry) -> Data:
    """One block of the report, and its lines in the table."""
    name = entry.name or ("(data erased)" if entry.is_erased else "(name not shown)")
    return {
        "name": name,
        "number": entry.registry_number,
        "role": entry.version.role,
        "site": entry.site.name,
        "code": entry.site.code,
        "since": tell_day(entry.version.starts_on),
        "until": tell_day(entry.version.until_on - dt.timedelta(days=1)) if entry.version.until_on else "",
        "groups": [_tell_group(entry, group) for group in sorted(entry.version.patient_groups)],
    }


def _tell_group(entry: Entry, group: str) -> Data:
    decision, shown = entry.decisions.get(group), stand_of(entry, group)
    head: Data = {"patients": PATIENTS[group], "shown": shown, "word": SHOWN[shown]}
    if decision is None:
        return {**head, "until": "", "law": "", "says": _NEVER_SAYS, "lines": [], "layers": [], "duties": []}
    answer = read_answer(decision.told, place=entry.site.place, who=entry.name or entry.registry_number)
    says = answer.summary if shown != NEVER and shown == answer.outcome else _tell_lapsed(answer)
    return {
        **head,
        "until": _tell_until(answer),
        "law": ", ".join(answer.provisions),
        "says": says,
        "lines": _tell_lines(decision, answer),
        "layers": [_tell_layer(layer) for layer in answer.layers],
        "duties": [duty.says for _, duties in answer.duties for duty in duties],
    }


_NEVER_SAYS = "Nobody had looked at this entry for these patients by then. Whether they might treat was not known."


def _tell_lapsed(answer: Answer) -> str:
    return f"The last answer no longer reached this day, so that none is shown for it. It was: {answer.summary}"


def _tell_until(answer: Answer) -> str:
    return tell_day(answer.holds_until) if answer.holds_until else "for twelve years or more"


def _tell_lines(decision: Decision, answer: Answer) -> list[list[str]]:
    lines = [
        ["Checked", f"{tell_time(decision.decided_at)}, because {CAUSES[decision.cause]}"],
        ["Holds until", _tell_until(answer)],
        ["Resting on", answer.basis or "no licence or privilege"],
        ["Law", f"{', '.join(answer.provisions) or 'none'} (law {decision.told['law']['digest'][:23]})"],
        ["Answer", decision.verification],
    ]
    if answer.conditions:
        lines.insert(1, ["To confirm", "; ".join(one.says for one in answer.conditions)])
    if answer.changes_on:
        lines.insert(2, ["Then", f"{SHOWN[answer.changes_to]} from {tell_day(answer.changes_on)}"])
    return lines


def _tell_layer(layer: Any) -> Data:
    return {
        "title": layer.title,
        "reasons": [
            {"status": one.status_word, "says": one.says, "source": _tell_source(one.source)}
            for one in layer.reasons
            if not one.is_spare
        ],
    }


def _tell_source(source: Any) -> str:
    if source is None:
        return ""
    checked = f", checked on {tell_day(source.checked_on)}" if source.checked_on else ""
    return f"{source.text}{' ' + source.url if source.url else ''}{checked}"
