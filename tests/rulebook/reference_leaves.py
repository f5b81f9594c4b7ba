"""The leaves of the reference, one after the other as the specification's table has them."""

from tests.rulebook.reference_nodes import (
    add_months,
    all_of,
    any_of,
    is_current,
    leaf,
    licences_of,
    one_of_each,
    status_on,
)


class Leaves:
    """Needs `day`, `question`, `facts`, `places`, `age`, `group`, `majority`, `attestation`, `band_needs`, `bases`."""

    def tree(self, node, layer, professions):
        if "all_of" in node:
            return all_of(self.tree(child, layer, professions) for child in node["all_of"])
        if "any_of" in node:
            return any_of(self.tree(child, layer, professions) for child in node["any_of"])
        kind = node["kind"]
        if kind == "patient_age":
            return self.patient_age(node["minimum"], layer)
        if kind == "body_region":
            if self.question.get("body_region") is None:
                return leaf("body_region_limited", layer, "condition")
            return leaf(kind, layer, "met" if self.question["body_region"] in node["regions"] else "unmet")
        if kind == "attestation":
            return self.attestation(node["key"], layer, node.get("about", "treatment"))
        if kind == "parental_consent":
            own = "minor_own_consent" in self.band_needs()
            return leaf(kind, layer, "met" if own or "parental_consent" in self.question["attested"] else "condition")
        if kind == "unread":
            return leaf(kind, layer, "unknown")
        holds = getattr(self, kind)(node, professions)
        return leaf(kind, layer, "met" if holds else "unknown" if kind == "licence_checked" else "unmet")

    def patient_age(self, minimum, layer):
        if self.age is not None:
            return leaf("patient_age", layer, "met" if self.age >= minimum else "unmet")
        if self.group == "adult" and minimum <= self.majority:
            return leaf("patient_age", layer, "met")
        if self.group == "child" and minimum >= self.majority:
            return leaf("patient_age", layer, "unmet")
        return leaf(f"patient_age_at_least_{minimum}", layer, "condition")

    def counting_training(self):
        return [item for item in one_of_each(self.facts, "training") if item["completed_on"] <= self.day]

    def is_approved(self, training):
        return any(place in training["approved_by"] for place in self.places)

    def training_hours(self, node, professions):
        total = 0
        for item in self.counting_training():
            for part in item["hours"]:
                if node.get("approved_by_jurisdiction") and not self.is_approved(item):
                    continue
                if node.get("part") not in {None, part["part"]}:
                    continue
                if node.get("subject", "dry_needling") not in {"any", part["subject"]}:
                    continue
                live = node.get("delivery") == "live" and part["delivery"] in {"in_person", "live_online"}
                if node.get("delivery") in {None, part["delivery"]} or live:
                    total += part["hours"]
        return total >= node["minimum"]

    def supervised_sessions(self, node, professions):
        return sum(item["supervised_sessions"] for item in self.counting_training()) >= node["minimum"]

    def board_approved_course(self, node, professions):
        return any(self.is_approved(item) for item in self.counting_training())

    def years_licensed(self, node, professions):
        first_days = [
            max(item["issued_on"] for item in licence)  # told by two sources: the later day, because it refuses
            for licence in licences_of(self.facts)
            if licence[0]["profession"] in professions
            and (not node.get("in_jurisdiction") or licence[0]["jurisdiction"] in self.places)
        ]
        return bool(first_days) and add_months(min(first_days), 12 * node["minimum"]) <= self.day

    def exam_passed(self, node, professions):
        exams = one_of_each(self.facts, "exams")
        return any(item["form"] == node["form"] and item["passed_on"] <= self.day for item in exams)

    def certification(self, node, professions):
        group = self.group if node.get("patient_group") == "asked" else node.get("patient_group")
        return any(
            is_current(item, self.day)
            and status_on(item, self.day) == "active"
            and (group is None or group in item["patient_groups"])
            and node.get("level") in {None, item["level"]}
            for item in one_of_each(self.facts, "certifications")
        )

    def board_authorization(self, node, professions):
        return any(
            item["jurisdiction"] in self.places
            and item["profession"] in professions
            and node.get("title") in {None, item["title"]}
            and is_current(item, self.day)
            and status_on(item, self.day) == "active"
            for item in one_of_each(self.facts, "authorizations")
        )

    def credential_held(self, node, professions):
        credentials = one_of_each(self.facts, "credentials")
        return any(item["title"] == node["title"] and is_current(item, self.day) for item in credentials)

    def continuing_education(self, node, professions):
        since = add_months(self.day, -node["months"])
        items = one_of_each(self.facts, "continuing_education")
        return sum(item["hours"] for item in items if since < item["completed_on"] <= self.day) >= node["minimum"]

    def licence_checked(self, node, professions):
        since = add_months(self.day, -node["within_months"])
        looks = [item["checked_on"] for _, _, told in self.bases() for item in told]
        return any(look is not None and since < look <= self.day for look in looks)
