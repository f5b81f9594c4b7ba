"""Edits to a good law file, each with the message that must name it.

(what the good file has, what stands in its place, a part of the message); the line marked `# here` is the one on which
the fault must be seen.
"""

from tests.rulebook.law_texts import MARK

PERIOD = "{from: 2020-07-01, until: null}"
TREE = "        - {kind: training_hours, minimum: 50, delivery: in_person}\n"
BAND = "  - {from_age: 16, until_age: 18, needs: [minor_own_consent]}\n"


def leaf(text: str) -> tuple[str, str]:
    """Another leaf in the tree's first place."""
    return TREE, f"        - {text}{MARK}\n"


FAULTS = {
    "an unknown key of the file": ("notes: []\nprov", "remarks: []  # here\nprov", "unknown key 'remarks'"),
    "an unknown key of a provision": ("    learners: null\n", "    learner: null  # here\n", "unknown key 'learner'"),
    "an unknown key of a consent band": (
        BAND,
        BAND.replace("needs", "note: x, needs").replace("\n", "  # here\n"),
        "unknown key",
    ),
    "an unknown key of a citation": ('read: "the act"}', "page: 3}  # here", "unknown key 'page'"),
    "an unknown parameter of a leaf": (
        TREE,
        TREE.replace("delivery", "hours").replace("\n", "  # here\n"),
        "unknown parameter",
    ),
    "a key that stands twice": (
        "    complete: true\n",
        "    complete: true\n    complete: false  # here\n",
        "stands twice",
    ),
    "a key that stands twice in a leaf": (TREE, TREE.replace("}", ", minimum: 5}  # here"), "stands twice"),
    "a key that is no word": ("notes: []\nprov", "1: []  # here\nprov", "no word"),
    "a key that YAML takes for a boolean": ("notes: []\nprov", "true: []  # here\nprov", "no word"),
    "a key that YAML takes for nothing": ("notes: []\nprov", "~: []  # here\nprov", "no word"),
    "a key that is a list": ("notes: []\nprov", "[a]: []  # here\nprov", "no word"),
    "a merged mapping": ("notes: []\nprov", "<<: {notes: []}  # here\nprov", "no word"),
    "no citation": (
        '    citation: {text: "Act § 1", url: "https://example.org/act", read: "the act"}\n',
        "",
        "needs a citation",
    ),
    "a citation without text": ('{text: "Act § 1", url', "{url", "lacks its text"),
    "a citation that is a text": ('{text: "Consent Act"}}', "Consent Act}  # here", "must be a mapping"),
    "a web address that is none": (
        '"https://example.org/act", read: "the act"}',
        "example.org}  # here",
        "web address",
    ),
    "a period that is reversed": (PERIOD, "{from: 2020-07-01, until: 2020-06-30}" + MARK, "reversed"),
    "a period of no day": (PERIOD, "{from: 2020-07-01, until: 2020-07-01}" + MARK, "reversed or empty"),
    "a period without an end named": (PERIOD, "{from: 2020-07-01}" + MARK, "in_force is"),
    "a period that is a day": (PERIOD, "2020-07-01" + MARK, "in_force is"),
    "a day that does not exist": (PERIOD, "{from: 2021-02-29, until: null}" + MARK, "must be a day"),
    "a day written short": (PERIOD, "{from: 2020-7-1, until: null}" + MARK, "must be a day"),
    "a day with an hour": (PERIOD, "{from: 2020-07-01T00:00:00Z, until: null}" + MARK, "no value for a law file"),
    "a year alone": (PERIOD, "{from: 2020, until: null}" + MARK, "must be a day"),
    "a look on a day that does not exist": (
        "    checked_on: 2026-11-22\n    citation",
        "    checked_on: 2026-11-31  # here\n    citation",
        "checked_on",
    ),
    "no day of the last look": ("    checked_on: 2026-11-22\n    says: N", "    says: N", "checked_on is missing"),
    "no word on completeness": ("    complete: false\n", "", "complete is missing"),
    "completeness in a word": ("    complete: false\n", "    complete: mostly  # here\n", "must be true or false"),
    "completeness in quotes": ("    complete: false\n", '    complete: "false"  # here\n', "must be true or false"),
    "a yes of YAML 1.1": ("    complete: false\n", "    complete: yes  # here\n", "must be true or false"),
    "an unknown profession": ("    profession: AT\n", "    profession: MT  # here\n", "unknown profession"),
    "a profession in lower case": ("    profession: AT\n", "    profession: at  # here\n", "unknown profession"),
    "an unknown position": (
        "    position: silent\n",
        "    position: allowed  # here\n    citation: {text: x}\n",
        "unknown position",
    ),
    "an unknown authority": ("    authority: statute\n", "    authority: law  # here\n", "unknown authority"),
    "unknown evidence": ("    evidence: overview\n", "    evidence: hearsay  # here\n", "unknown evidence"),
    "evidence that is a list": ("    evidence: overview\n", "    evidence: [primary]  # here\n", "unknown evidence"),
    "no id": ("  - id: xa-at\n    profession", "  - profession", "id is missing"),
    "an id that is a number": ("  - id: xa-at\n", "  - id: 7  # here\n", "id must be a text"),
    "an id that stands twice": ("  - id: xa-at\n", "  - id: xa-pt-2020  # here\n", "stands already at xa/xa.yaml:11"),
    "a blank sentence": (
        "    says: Nothing is said of athletic trainers.\n",
        '    says: " "  # here\n',
        "says must be a text",
    ),
    "permitted, with requires": ("    position: conditional\n", "    position: permitted\n", "has no requires"),
    "conditional, without requires": (
        "    position: silent\n",
        "    position: conditional  # here\n    citation: {text: x}\n",
        "needs requires",
    ),
    "an unknown leaf": (*leaf("{kind: hours_trained, minimum: 50}"), "unknown kind of leaf"),
    "a leaf that is a text": (TREE, "        - referral\n", "must be a mapping"),
    "a leaf for policies alone": (*leaf("{kind: licence_checked, within_months: 6}"), "only a policy"),
    "a leaf without its minimum": (*leaf("{kind: training_hours}"), "minimum is missing"),
    "a minimum in quotes": (*leaf('{kind: training_hours, minimum: "50"}'), "number above 0"),
    "a minimum of nothing": (*leaf("{kind: training_hours, minimum: 0}"), "number above 0"),
    "a minimum below nothing": (*leaf("{kind: supervised_sessions, minimum: -1}"), "whole number above 0"),
    "half a session": (*leaf("{kind: supervised_sessions, minimum: 2.5}"), "whole number above 0"),
    "a minimum that is true": (*leaf("{kind: years_licensed, minimum: true}"), "whole number above 0"),
    "thousandths of an hour": (*leaf("{kind: training_hours, minimum: 2.125}"), "two decimals"),
    "an infinite minimum": (*leaf("{kind: training_hours, minimum: .inf}"), "no value for a law file"),
    "a million digits": (*leaf(f"{{kind: training_hours, minimum: {'9' * 100_000}}}"), "no value for a law file"),
    "an unknown delivery": (*leaf("{kind: training_hours, minimum: 5, delivery: zoom}"), "delivery must be one of"),
    "a flag that is a word": (*leaf("{kind: years_licensed, minimum: 2, in_jurisdiction: here}"), "true or false"),
    "an unknown region": (*leaf("{kind: body_region, regions: [knees]}"), "list of regions"),
    "no region": (*leaf("{kind: body_region, regions: []}"), "list of regions"),
    "a key in capitals": (*leaf("{kind: attestation, key: Referral, says: x}"), "lower_snake"),
    "a branch of no leaf": (*leaf("{any_of: []}"), "not empty"),
    "a branch of two kinds": (*leaf("{any_of: [{kind: parental_consent}], all_of: []}"), "or all_of or any_of alone"),
    "a branch that is a mapping": (*leaf("{any_of: {kind: parental_consent}}"), "must be a list"),
    "bands that overlap": (BAND, BAND.replace("16", "15").replace("\n", "  # here\n"), "overlaps with another"),
    "a band that is reversed": (BAND, BAND.replace("18", "16").replace("\n", "  # here\n"), "runs upwards"),
    "a band without an end": (BAND, BAND.replace("until_age: 18, ", "").replace("\n", "  # here\n"), "runs upwards"),
    "a band that needs nothing": (
        BAND,
        BAND.replace("minor_own_consent", "").replace("\n", "  # here\n"),
        "list of attestation keys",
    ),
    "a band's key in capitals": (
        BAND,
        BAND.replace("minor_own_consent", "Minor").replace("\n", "  # here\n"),
        "list of attestation keys",
    ),
    "a code that is not ISO's": ('"XA"\n', '"UK"  # here\n', "no ISO 3166 code"),
    "a code in lower case": ('"XA"\n', '"xa"  # here\n', "no ISO 3166 code"),
    "a code that a boolean hides": ('"XA"\n', "true  # here\n", "no ISO 3166 code"),
    "an age of majority in words": (
        "age_of_majority: 18",
        "age_of_majority: eighteen  # here",
        "whole number of years",
    ),
    "an unknown time zone": ("Europe/Paris", "Europe/Xanadu  # here", "unknown time zone"),
    "notes that are a text": ("notes: []\nprov", "notes: see elsewhere  # here\nprov", "list of texts"),
    "a duty without words": (
        '[{kind: no_delegation, says: "not to be delegated"}]',
        "[{kind: no_delegation}]  # here",
        "a duty is",
    ),
    "learners in a word": ("    learners: null\n", "    learners: never  # here\n", "learners is null or"),
    "a word on learners that is unknown": (
        "    learners: null\n",
        "    learners: {may_needle: maybe}  # here\n",
        "learners is null or",
    ),
    "a tag": ("name: Xanadu", "name: !!python/name:os.system x  # here", "no value for a law file"),
    "a tagged list": ("compacts: []", "compacts: !!set {}  # here", "no meaning here"),
    "bytes": ("name: Xanadu", "name: !!binary aGk=  # here", "no value for a law file"),
    "a null character": ("name: Xanadu", 'name: "X\\0"  # here', "no text"),
    "half a character": ("name: Xanadu", 'name: "X\\ud800"  # here', "no text"),
}
