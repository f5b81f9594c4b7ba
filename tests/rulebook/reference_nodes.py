"""What the reference stands on: nodes of the tree as dictionaries, months, and which tellings count."""

from calendar import monthrange
from datetime import date

RANK = {"unmet": 0, "unknown": 1, "condition": 2, "met": 3}
OUTCOME = {"unmet": "refused", "unknown": "undetermined", "condition": "conditional", "met": "permitted"}
ASSURANCE = ["awarded", "register", "seen_at_source"]
KEYS = {
    "privileges": ("compact", "profession", "remote", "number"),
    "authorizations": ("jurisdiction", "profession", "title", "number"),
    "training": ("provider", "course", "completed_on"),
    "exams": ("form", "of", "passed_on"),
    "certifications": ("issuer", "number"),
    "credentials": ("title", "issued_on"),
    "continuing_education": ("completed_on", "subject", "hours"),
    "statements": ("key", "by", "from"),
}


def leaf(code, layer, status, stated=()):
    """`stated` are the ids of the statements on file that it rests on."""
    return {"code": code, "layer": layer, "status": status, "stated": frozenset(stated)}


def all_of(children):
    return {"all_of": list(children)}


def any_of(children):
    return {"any_of": list(children)}


def status_of(node):
    if "all_of" in node:
        return min((status_of(child) for child in node["all_of"]), key=RANK.get, default="met")
    if "any_of" in node:
        return max((status_of(child) for child in node["any_of"]), key=RANK.get, default="unmet")
    return node["status"]


def leaves_of(node):
    if "status" in node:
        return [node]
    return [found for child in node.get("all_of", node.get("any_of")) for found in leaves_of(child)]


def gaps_of(node):
    if status_of(node) == "met":
        return []
    if "status" in node:
        return [node]
    if "all_of" in node:
        return [gap for child in node["all_of"] for gap in gaps_of(child)]
    if not node["any_of"]:
        return []
    return gaps_of(min(node["any_of"], key=lambda child: (-RANK[status_of(child)], len(gaps_of(child)))))


def add_months(day, months):
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    if year > 9999:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def plain_number(text):
    return "".join(sign for sign in (text or "").upper() if sign not in " .-")


def credible(facts, kind):
    return [item for item in facts.get(kind, []) if item["assurance"] != "self_stated"]


def one_of_each(facts, kind):
    """Of items with one key the one of the highest assurance counts, then the first recorded."""
    best = {}
    for item in sorted(credible(facts, kind), key=lambda one: (-ASSURANCE.index(one["assurance"]), one["order"])):
        key = tuple(plain_number(item[part]) if part == "number" else item[part] for part in KEYS[kind])
        best.setdefault(key, item)
    return list(best.values())


def licences_of(facts):
    """Each licence once, as the list of what its sources tell of it."""
    told = {}
    for item in sorted(credible(facts, "licences"), key=lambda one: one["order"]):
        told.setdefault((item["jurisdiction"], item["profession"], plain_number(item["number"])), []).append(item)
    return list(told.values())


def different(tellings):
    """Facts equal in every field count once; who told it, when it was looked at and how a number is spelt is none."""
    seen = []
    for item in tellings:
        spans = [sorted({str(one) for one in item[name]}) for name in ("statuses", "restrictions")]
        content = [item["issued_on"], item["expires_on"], *spans]
        if content not in [one for one, _ in seen]:
            seen.append((content, item))
    return [item for _, item in seen]


def span_on(spans, name, day):
    return [span[name] for span in spans if span["from"] <= day and (span["until"] is None or day < span["until"])]


def status_on(item, day):
    return next(iter(span_on(item["statuses"], "status", day)), "active")


def is_current(item, day):
    return item["issued_on"] <= day and (item["expires_on"] is None or day <= item["expires_on"])
