"""Small laws, records and questions for tests: everything has a default, so that a case tells only what it is about.

Records and law documents are plain data with days as ISO texts, the shape in which both are written down.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rulebook.decision import Decision, decide
from rulebook.facts import Facts, Name, Span
from rulebook.law import Law, Standard, compile_law, compile_standard
from rulebook.policy import SitePolicy, compile_policy_version
from rulebook.question import Question
from tests.rulebook.records import facts_of

Data = dict[str, Any]
ON = dt.date(2026, 6, 15)
ASKED_ON = dt.date(2026, 11, 22)
SHIPPED = {
    "name": "filiform-2026",
    "requires": {"all_of": [{"kind": "certification", "patient_group": "asked"}]},
    "children": {
        "all_of": [
            {"kind": "patient_age", "minimum": 12},
            {"kind": "parental_consent"},
            {"kind": "attestation", "key": "child_assent", "says": "the child's own assent"},
        ]
    },
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def licence(jurisdiction: str = "XA", number: str = "L-1", **given: Any) -> Data:
    told = {"jurisdiction": jurisdiction, "profession": "PT", "number": number, "issued_on": "2010-01-01"}
    return told | {"expires_on": None, "statuses": [], "restrictions": []} | given


def privilege(remote: str = "XA", home: str = "XB", **given: Any) -> Data:
    told = {"compact": "PT", "profession": "PT", "home": home, "remote": remote, "number": "P-1"}
    return told | {"issued_on": "2020-01-01", "expires_on": None, "statuses": []} | given


def training(hours: float = 50, completed_on: str = "2016-05-08", **given: Any) -> Data:
    part = {"hours": hours, "part": "practical", "delivery": "in_person", "subject": "dry_needling"}
    told = {"provider": "Myotech", "course": "DN-1", "completed_on": completed_on, "hours": [part]}
    return told | {"supervised_sessions": 0, "approved_by": [], "patient_groups": ["adult"]} | given


def certification(number: str = "C-1", **given: Any) -> Data:
    told = {"issuer": "Myotech", "title": "Certified", "number": number, "level": None, "issued_on": "2016-06-01"}
    return told | {"patient_groups": ["adult"], "expires_on": None, "statuses": [], "replaces": None} | given


def authorization(jurisdiction: str = "XA", **given: Any) -> Data:
    told = {"jurisdiction": jurisdiction, "profession": "PT", "title": "registration", "number": None}
    return told | {"issued_on": "2018-01-01", "expires_on": None, "statuses": []} | given


def status(kind: str, starts: str, until: str | None = None) -> Data:
    return {"status": kind, "from": starts, "until": until}


def restriction(kind: str, starts: str = "2020-01-01", until: str | None = None) -> Data:
    return {"kind": kind, "from": starts, "until": until}


def provision(position: str = "permitted", profession: str = "PT", **given: Any) -> Data:
    """A provision in force for ever; one with `requires` is conditional."""
    if "requires" in given:
        position = "conditional"
    told: Data = {
        "id": f"p-{profession}-{position}",
        "profession": profession,
        "in_force": {"from": given.pop("starts", None), "until": given.pop("until", None)},
        "position": position,
        "authority": "statute",
        "evidence": "primary",
        "complete": True,
        "checked_on": "2026-11-22",
        "citation": {"text": "Act § 1", "url": None, "read": "the act"},
        "says": "The law's own words.",
        "requires": None,
    }
    return told | {"duties": [], "learners": None, "notes": [], "disagreements": []} | given


def place(code: str = "XA", *provisions: Data, **given: Any) -> Data:
    """A law file; one that is given no provision has none."""
    told = {"jurisdiction": code, "name": code, "age_of_majority": 18, "time_zone": None, "compacts": []}
    return told | {"consent": [], "notes": [], "provisions": list(provisions)} | given


def band(from_age: int, until_age: int, *needs: str) -> Data:
    return {"from_age": from_age, "until_age": until_age, "needs": list(needs), "citation": {"text": "Consent Act"}}


def law_of(*places: Data, floor: str = "secondary", months: int = 12, standards: tuple[Data, ...] = (SHIPPED,)) -> Law:
    """A compiled pack; codes are the user-assigned ones of its places and a few of the world's."""
    parents = {"GB": None, "GB-WLS": None, "GB-CRF": "GB-WLS", "US": None, "US-UT": None, "US-PR": None}
    content = {"jurisdictions": list(places), "standards": list(standards)}
    return compile_law({**content, "evidence_floor": floor, "review_months": months}, parents)


def requiring(*leaves: Data, joint: str = "all_of") -> Law:
    """A law of XA that asks a PT for these leaves."""
    return law_of(place("XA", provision(requires={joint: list(leaves)})))


def facts(names: tuple[str, ...] = (), **lists: list[Data]) -> Facts:
    """The facts of a record; `names` besides."""
    return facts_of(lists)._replace(names=tuple(Name(text) for text in names))


def policy(requires: Data | None = None, *declared: str, starts: dt.date = dt.date.min) -> SitePolicy:
    """A site with one policy for ever, and with keys that it declares for ever."""
    versions = (compile_policy_version(requires, policy_id="policy-1", starts=starts),) if requires else ()
    return SitePolicy(id="policy-1", versions=versions, declarations=tuple(Span(key, starts) for key in declared))


def standard_of(data: Data | None) -> Standard | None:
    return compile_standard(data) if data else None


def question(**given: Any) -> Question:
    """A question about XA on ON, for an adult where no age or group is given."""
    if "age" not in given:
        given = {"group": "adult"} | given
    if isinstance(given.get("on"), str):
        given["on"] = day(given["on"])
    told = {"registry_number": "FN-7K3M-2Q9D", "jurisdiction": "XA", "on": ON, "known_at": "2026-11-22T10:00:00Z"}
    return Question(**{**told, "standard": "none", **given})


def ask(held: Facts, law: Law, rules: SitePolicy | None = None, standard: Data | None = None, **asked: Any) -> Decision:
    """Decide; without a standard unless one is given."""
    asked_on = asked.pop("asked_on", ASKED_ON)
    if standard is not None:
        asked.setdefault("standard", standard["name"])
    return decide(question(**asked), held, law, standard_of(standard), rules, asked_on)


def told(decision: Decision, layer: str | None = None) -> list[tuple[str, str]]:
    """(code, status) of every finding, of one layer if asked."""
    return [(one.code, one.status.word) for one in decision.findings if layer in (None, one.layer)]


def found(decision: Decision, code: str) -> list[Mapping[str, Any]]:
    """The findings with that code, as dictionaries."""
    return [one._asdict() for one in decision.findings if one.code == code]
