"""The verification once more, naively: plain dictionaries in, statuses out, no cleverness and no word from the engine.

Written from the specification alone, so that the engine has something independent to be compared with.
Facts are lists of dictionaries in the shape of a practitioner's record, each with `assurance`, `checked_on` and
`order`; law documents are dictionaries in the shape of the law file; days are `datetime.date`.
"""

import unicodedata

from tests.rulebook.reference_leaves import Leaves
from tests.rulebook.reference_nodes import (
    OUTCOME,
    RANK,
    add_months,
    all_of,
    any_of,
    credible,
    different,
    gaps_of,
    leaf,
    leaves_of,
    licences_of,
    one_of_each,
    span_on,
    status_of,
    status_on,
)

EVIDENCE = ["memory", "overview", "secondary", "primary"]
REVIEWED = {"licence_restriction_reviewed", "privilege_restriction_reviewed"}
UNDECLARABLE = {"parental_consent", "child_assent", "minor_own_consent", *REVIEWED}


class Asked(Leaves):
    """One question over one set of facts and laws; `day` may be moved for the walk through the days."""

    def __init__(self, question, facts, documents, standard, site, asked_on, floor, review_months):
        self.question, self.facts, self.standard, self.site = question, facts, standard, site
        self.asked_on, self.floor, self.review_months = asked_on, floor, review_months
        self.day, self.here = question["on"], question["jurisdiction"]
        self.country = self.here[:2]
        self.places = [self.here] if self.here == self.country else [self.here, self.country]
        files = {document["jurisdiction"]: document for document in documents}
        self.files = [files[place] for place in self.places if place in files]
        majority = [one["age_of_majority"] for one in self.files if one.get("age_of_majority") is not None]
        self.majority = majority[0] if majority else 18
        self.age = question.get("age")
        self.group = question.get("group") or ("adult" if self.age >= self.majority else "child")
        bands = [one["consent"] for one in self.files if one.get("consent")]
        self.bands = bands[0] if bands else []

    # What is vouched for

    def statements_of(self, key):
        said = [one for one in one_of_each(self.facts, "statements") if one["key"] == key]
        return span_on(said, "id", self.day)

    def attestation(self, key, layer, about="treatment"):
        stated = self.statements_of(key) if about == "practitioner" else []
        declared = set(span_on(self.site["declarations"], "key", self.day)) - UNDECLARABLE
        is_vouched = key in self.question["attested"] or key in declared or stated
        return leaf(key, layer, "met" if is_vouched else "condition", stated)

    # Standing

    def standing(self, item, word):
        if self.day < item["issued_on"]:
            return leaf(f"{word}_not_yet_valid", "licence", "unmet")
        if item["expires_on"] is not None and self.day > item["expires_on"]:
            return leaf(f"{word}_expired", "licence", "unmet")
        status = status_on(item, self.day)
        if status in {"suspended", "revoked", "surrendered", "inactive"}:
            return leaf(f"{word}_{status}", "licence", "unmet")
        if status in {"probation", "restricted"}:
            return self.attestation(f"{word}_restriction_reviewed", "licence", "practitioner")
        return leaf(f"{word}_active", "licence", "met")

    def restrictions(self, item):
        for kind in sorted(set(span_on(item["restrictions"], "kind", self.day))):
            if kind == "no_invasive_procedures":
                yield leaf("licence_restricted_from_needling", "licence", "unmet")
            elif kind == "no_minors":
                if self.group == "child":
                    yield leaf("licence_restricted_from_minors", "licence", "unmet")
            else:
                yield self.attestation("licence_restriction_reviewed", "licence", "practitioner")

    def licence_node(self, licence):
        """The standing of every source's telling, then the restrictions of each."""
        told = different(licence)
        standings = [self.standing(item, "licence") for item in told]
        return all_of(standings + [one for item in told for one in self.restrictions(item)])

    def home(self, privilege):
        nodes = [
            self.licence_node(licence)
            for licence in licences_of(self.facts)
            if licence[0]["jurisdiction"] == privilege["home"] and licence[0]["profession"] == privilege["profession"]
        ]
        best = max(map(status_of, nodes), key=RANK.get, default="unmet")
        if best == "met":
            read = {id_ for node in nodes for one in leaves_of(node) for id_ in one["stated"]}
            return leaf("home_licence_in_good_standing", "licence", "met", read)
        if best == "condition":
            return leaf("licence_restriction_reviewed", "licence", "condition")
        return leaf("home_licence_not_in_good_standing", "licence", "unmet")

    def bases(self):
        found = []
        for licence in licences_of(self.facts):
            first = licence[0]
            if first["jurisdiction"] in self.places:
                lowest = min(item["number"] for item in licence)  # where two sources write it differently
                order = (0, first["jurisdiction"], first["profession"], lowest)
                found.append((order, [self.licence_node(licence), self.law(first["profession"])], licence))
        for item in one_of_each(self.facts, "privileges"):
            if item["remote"] == self.here:
                order = (1, item["remote"], item["profession"], item["number"])
                nodes = [self.standing(item, "privilege"), self.home(item), self.law(item["profession"])]
                found.append((order, nodes, [item]))
        return sorted(found, key=lambda one: one[0])

    def basis_professions(self):
        licences = {one[0]["profession"] for one in licences_of(self.facts) if one[0]["jurisdiction"] in self.places}
        privileges = one_of_each(self.facts, "privileges")
        return licences | {one["profession"] for one in privileges if one["remote"] == self.here}

    # Law

    def provisions(self, profession):
        in_force = [
            provision
            for document in self.files
            for provision in document["provisions"]
            if provision["profession"] == profession
            and (provision["in_force"]["from"] is None or provision["in_force"]["from"] <= self.day)
            and (provision["in_force"]["until"] is None or self.day < provision["in_force"]["until"])
        ]
        speaking = [provision for provision in in_force if provision["position"] != "silent"]
        return speaking or in_force

    def law(self, profession):
        counting = self.provisions(profession)
        nodes = [self.provision(one, profession) for one in counting] or [leaf("law_not_on_file", "law", "unknown")]
        return all_of(nodes + [self.attestation(key, "law") for key in self.consent_needs()])

    def provision(self, provision, profession):
        fixed = {
            "prohibited": ("law_prohibits", "unmet"),
            "silent": ("law_silent", "unknown"),
            "unknown": ("law_unread", "unknown"),
            "permitted": ("law_permits", "met"),
        }
        if provision["position"] == "conditional":
            nodes = [self.tree(provision["requires"], "law", {profession})]
        else:
            code, status = fixed[provision["position"]]
            nodes = [leaf(code, "law", status)]
        if not provision["complete"]:
            nodes.append(leaf("law_partly_read", "law", "unknown"))
        if EVIDENCE.index(provision["evidence"]) < EVIDENCE.index(self.floor):
            nodes.append(leaf("law_evidence_too_weak", "law", "unknown"))
        if add_months(provision["checked_on"], self.review_months) < self.asked_on:
            nodes.append(leaf("law_review_overdue", "law", "unknown"))
        return all_of(nodes)

    def band_needs(self):
        """The needs of the band that holds the age given, or nothing."""
        for band in self.bands:
            if self.age is not None and band["from_age"] <= self.age < band["until_age"]:
                return band["needs"]
        return []

    def consent_needs(self):
        if self.group != "child":
            return []
        if self.age is not None:
            return self.band_needs()
        return list(dict.fromkeys(key for band in self.bands for key in band["needs"]))

    # The whole

    def identity(self):
        def words(text):
            bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign)[0] != "M")
            letters = "".join(sign if unicodedata.category(sign)[0] == "L" else " " for sign in bare.casefold())
            return set(letters.split())

        given = words(self.question["name"])
        names = [words(item["text"]) for item in credible(self.facts, "names")]
        met = bool(given) and any(given <= name for name in names)
        return leaf("name_matches", "identity", "met") if met else leaf("name_does_not_match", "identity", "unknown")

    def parts(self):
        """The top node's children by name, and the bases with their order."""
        bases = [(order, all_of(nodes)) for order, nodes, _ in self.bases()]
        parts = {}
        if self.question.get("name") is not None:
            parts["identity"] = self.identity()
        parts["bases"] = any_of(node for _, node in bases) if bases else leaf("no_licence_here", "licence", "unmet")
        everyone = self.basis_professions()
        if self.standard is not None:
            children = self.standard["children"] if self.group == "child" else []
            parts["standard"] = all_of(
                self.tree(one, "standard", everyone) for one in self.standard["everyone"] + children
            )
        for rules in span_on(self.site["versions"], "requires", self.day):
            parts["policy"] = self.tree(rules, "policy", everyone)
        return parts, bases

    def outcome_on(self, day):
        self.day = day
        return OUTCOME[status_of(all_of(self.parts()[0].values()))]

    def codes_on(self, day):
        """Each code with the statuses of all its findings on a day, over every basis."""
        self.day = day
        told = {}
        for one in leaves_of(all_of(self.parts()[0].values())):
            told.setdefault(one["code"], []).append(one["status"])
        return {code: sorted(statuses) for code, statuses in told.items()}

    def decide(self):
        parts, bases = self.parts()
        chosen = min(bases, key=lambda one: (-RANK[status_of(one[1])], one[0]), default=None)
        followed = dict(parts, bases=chosen[1]) if chosen else parts
        gaps = gaps_of(all_of(followed.values()))
        conditions = [gap["code"] for gap in gaps if gap["status"] == "condition"]
        return {
            "outcome": OUTCOME[status_of(all_of(parts.values()))],
            "findings": {
                (one["code"], one["layer"], one["status"], one["stated"]) for one in leaves_of(all_of(parts.values()))
            },
            "basis": chosen and chosen[0],
            "other_bases": [(order, OUTCOME[status_of(node)]) for order, node in bases if order != chosen[0]],
            "gaps": [(gap["code"], gap["layer"], gap["status"]) for gap in gaps],
            "conditions": list(dict.fromkeys(conditions)),
            "layers": {name: OUTCOME[status_of(node)] for name, node in followed.items() if name != "bases"}
            | {"licence": self.layer(chosen, 0, -1, "refused"), "law": self.layer(chosen, -1, None, None)},
        }

    def layer(self, chosen, first, last, nothing):
        return OUTCOME[status_of(all_of(chosen[1]["all_of"][first:last]))] if chosen else nothing
