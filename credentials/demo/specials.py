"""The tenth person of each place, who shows what the others do not."""

from credentials.demo.records import Draft, Item, make_licence
from credentials.demo.twists import Twist


def hold_privilege(draft: Draft, remote: str) -> Item:
    """Give a compact privilege, home in the draft's own place."""
    privilege: Item = {
        "compact": "PT",
        "profession": draft.place.profession,
        "home": draft.place.register,
        "remote": remote,
        "number": f"DEMO-P-{draft.n:03d}-{remote}",
        "issued_on": draft.days.ago(500),
        "expires_on": draft.days.ahead(300),
    }
    draft.lists.setdefault("privileges", []).append(privilege)
    return privilege


def keep_good_home(draft: Draft) -> None:
    """A privilege in North Carolina on a licence in good standing."""
    hold_privilege(draft, "US-NC")
    draft.lists["statements"].append(
        {"key": "training_beyond_entry_level", "by": "Teasel Academy (fictional)", "from": draft.days.ago(900)}
    )


def lose_home(draft: Draft) -> None:
    """Privileges in Iowa and Nebraska fall with the licence at home, which is suspended."""
    hold_privilege(draft, "US-IA")
    hold_privilege(draft, "US-NE")
    draft.licence["statuses"] = [{"status": "suspended", "from": draft.days.ago(30), "until": None}]


def let_privileges_end(draft: Draft) -> None:
    """One privilege ended, another begins later, a third was surrendered."""
    hold_privilege(draft, "US-NE")["expires_on"] = draft.days.ago(10)
    hold_privilege(draft, "US-AK")["issued_on"] = draft.days.ahead(21)
    given_up = hold_privilege(draft, "US-TX")
    given_up["statuses"] = [{"status": "surrendered", "from": draft.days.ago(90), "until": None}]


def watch_home(draft: Draft) -> None:
    """A privilege in Alaska; the licence at home is restricted to supervised practice."""
    hold_privilege(draft, "US-AK")
    order = {"kind": "supervised_practice_only", "from": draft.days.ago(70), "until": None}
    draft.licence["restrictions"] = [order]


def hold_two_licences(draft: Draft) -> None:
    """An athletic trainer too, of whom the board's approval is missing."""
    draft.lists["licences"].append(make_licence(draft.place.register, "AT", draft.n, draft.days))


def practise_another_profession(draft: Draft) -> None:
    """An acupuncturist where physical therapists may not needle, with all four restrictions over the years."""
    draft.licence["profession"] = "LAC"
    draft.licence["number"] = draft.licence["number"].replace("-PT-", "-LAC-")
    ended = ("no_minors", "no_invasive_procedures", "supervised_practice_only", "other")
    draft.licence["restrictions"] = [
        {"kind": kind, "from": draft.days.ago(1000 - 100 * turn), "until": draft.days.ago(950 - 100 * turn)}
        for turn, kind in enumerate(ended)
    ]


def marry(draft: Draft) -> None:
    """Known under a former name; the licence's number was told with other dashes."""
    draft.about["former_names"] = [f"{draft.about['name'].split()[0]} Pennywort"]
    draft.licence["number"] = draft.licence["number"].replace("-", " ")


def be_recognised(draft: Draft) -> None:
    """No listed course; the Order recognised an equivalent training."""
    draft.lists["training"] = []
    draft.lists["statements"] = [
        {"key": "equivalence_recognised", "by": "Board of Imaginary Therapy (fictional)", "from": draft.days.ago(600)}
    ]


def cross_the_sea(draft: Draft) -> None:
    """In two national registers."""
    draft.lists["licences"].append(make_licence("NZ", draft.place.profession, draft.n, draft.days))


def be_exempted(draft: Draft) -> None:
    """Exempted by the local authority until some weeks from now, instead of registered with it."""
    draft.lists["credentials"] = []
    exemption = {"key": "local_exemption", "by": "Foxglove District (fictional)", "from": draft.days.ago(300)}
    draft.lists["statements"] = [{**exemption, "until": draft.days.ahead(45)}]


def keep_learning(draft: Draft) -> None:
    """Continuing education, a card that ended, and a certification renewed."""
    days = draft.days
    draft.lists["continuing_education"] = [
        {"hours": hours, "completed_on": days.ago(ago), "subject": subject, "assurance": "awarded"}
        for hours, ago, subject in ((4, 40, "dry_needling"), (7.5, 400, "anatomy"), (2.25, 800, "ethics"))
    ]
    draft.lists["credentials"].append({"title": "CPR", "issued_on": days.ago(740), "expires_on": days.ago(10)})
    renewed = draft.lists["certifications"][0]
    old = {**renewed, "number": f"TA-{draft.n:03d}-A", "issued_on": days.ago(1900), "expires_on": days.ago(1181)}
    draft.lists["certifications"] = [old, {**renewed, "replaces": old["number"]}]


def say_no_more(draft: Draft) -> None:
    """What the instructor once stated is in force no longer."""
    for statement in draft.lists["statements"]:
        statement["until"] = draft.days.ago(15)


def leave_as_is(draft: Draft) -> None:
    """Whole at first; what happens to them is told in `writing`."""


SPECIALS: dict[str, tuple[str, Twist]] = {
    "US-FL": ("told-twice", leave_as_is),
    "US-MD": ("corrected", leave_as_is),
    "US-VA": ("suspended-later", leave_as_is),
    "US-NV": ("two-licences", hold_two_licences),
    "US-IL": ("kept-twice", leave_as_is),
    "US-TX": ("home-good", keep_good_home),
    "US-NC": ("home-lost", lose_home),
    "US-IA": ("privileges-ended", let_privileges_end),
    "US-NE": ("home-watched", watch_home),
    "US-AK": ("lifelong", keep_learning),
    "US-CA": ("acupuncturist", practise_another_profession),
    "US-UT": ("unlisted-again", leave_as_is),
    "US-WA": ("statement-ended", say_no_more),
    "CA-QC": ("recognised", be_recognised),
    "CA-ON": ("married", marry),
    "AU": ("two-registers", cross_the_sea),
    "GB": ("exempted", be_exempted),
    "NZ": ("let-see", leave_as_is),
    "FR": ("lifelong", keep_learning),
    "NL": ("linked", leave_as_is),
}
