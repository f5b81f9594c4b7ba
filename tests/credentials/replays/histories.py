"""Long histories drawn at random: what sources tell, corrections, merges and their undoing, erasures, releases.

Between them questions are asked and their answers kept, some about instants long past.
"""

import copy
import datetime as dt

from accounts.models import RegistryClock, User
from accounts.operations.personal import find_or_make_organisation
from credentials.decisions import Decided, decide_many
from credentials.models import Certification, Licence, MergeProposal, Practitioner, Training
from credentials.operations.corrections import supersede_fact, version_of
from credentials.operations.erasure import erase_person
from credentials.operations.merges import UnableToMerge, close_merge, confirm_merge, propose_merge
from credentials.operations.verifications import Asker, record_verifications
from credentials.queries.readers import current_reader
from credentials.questions import read_asked
from credentials.telling import tell_decided
from law.operations.releases import release_pack
from law.queries.compiled import current_law
from tests.credentials.api.world import (
    ADA,
    CARL,
    CHIRO,
    DORA,
    SKILLED,
    certification,
    law_content,
    licence,
    put,
    training,
)
from tests.credentials.sites.world import DEEDS, MET, PERMIT, SESSIONS, close_site, declare, open_site, rule, take_back

PEOPLE = [ADA, CARL, DORA, CHIRO, "FN-W1NA-0001", "FN-X1NA-0001", "FN-Z1NA-0001"]
PLACES = ["XA", "XB", "XB-1", "GB-WLS", "GB-CRF", "FR"]
BOTH = ["adult", "child"]
ASKERS = ["Aspen Clinic", "Birch Clinic"]
FAR = dt.datetime(2045, 1, 1, 12, tzinfo=dt.UTC)  # after every instant that is recorded here


def change_something(chance):
    """One change, as sources, correctors, readers and law keepers make them."""
    ways = [tell, correct, merge, part, release, say, erase]
    chance.choices(ways, [8, 5, 3, 2, 2, 7, chance.random() < 0.3])[0](chance)


def tell(chance):
    """What one of three sources tells of a person, new or known."""
    number, source = chance.choice(PEOPLE), chance.choice(["registry", "board", "school"])
    ends = f"20{chance.randrange(20, 40)}-12-31"
    told = [
        {"training": [training(chance.randrange(30, 80), course=f"C{chance.randrange(3)}")]},
        {
            "certifications": [
                certification(f"{number}-{chance.randrange(2)}", chance.choice([["adult"], ["adult", "child"]]))
            ]
        },
        {"statements": chance.choice([[], [SKILLED]])},
        {"name": chance.choice(["Ada Okafor", "Eve Adam"])},
        {"licences": [licence(f"{number} {n}", place, expires_on=ends) for n, place in draw_places(chance)]},
    ]
    if not is_erased(number):
        put({"registry_number": number, **chance.choice(told)}, source)


def is_erased(number):
    """Whether the person, under this number or one merged with it, was erased: nobody may tell anew."""
    named = Practitioner.objects.filter(registry_number=number).first()
    root = named and (named.merged_into or named)
    return bool(root) and any(one.person.erased_at for one in (root, *root.absorbed.all()))


def draw_places(chance):
    """Where licences are held, each with a number's ending; two at one place now and then."""
    known = [place for place in PLACES[:4] if place[:2] == "GB" or place in current_law().jurisdictions]
    return [(n, chance.choice(known)) for n in range(chance.randrange(3))]


def correct(chance):
    """Supersede or retract a fact."""
    model = chance.choice([Licence, Certification, Training])
    standing = list(model.objects.filter(superseded_at=None, practitioner__person__erased_at=None).order_by("id"))
    if not standing:
        return
    fact, reader = chance.choice(standing), current_reader()
    ends = f"20{chance.randrange(20, 40)}-12-31"
    replacement = None
    if model is Licence and chance.random() < 0.7:
        replacement = licence(fact.held_number.text, fact.jurisdiction, fact.profession, expires_on=ends)
    supersede_fact(
        fact=fact,
        replacement=replacement,
        shapes=reader.shapes,
        reason="seen at the source",
        by="user:1",
        expected_version=version_of(fact),
    )


def merge(chance):
    """Two records become one person."""
    first, second = readers()
    survivor, absorbed = chance.sample(list(Practitioner.objects.order_by("id")), 2)
    try:
        confirm_merge(proposal=propose_merge(survivor=survivor, absorbed=absorbed, reason="one", by=first), by=second)
    except UnableToMerge:
        return


def part(chance):
    """A merge is undone."""
    holding = list(MergeProposal.objects.filter(confirmed_at__isnull=False, closed_at=None).order_by("id"))
    if holding:
        close_merge(proposal=chance.choice(holding), reason="two", by=readers()[0])


def release(chance):
    """Another law, or an older one again."""
    content = copy.deepcopy(law_content(chance.choice([1200, 1200, 12])))
    places = {place["jurisdiction"]: place for place in content["jurisdictions"]}
    change = chance.randrange(7)
    if change == 0:
        places["GB-WLS"]["provisions"][0]["position"] = "prohibited"
    elif change == 1:
        content["jurisdictions"].remove(places["GB-WLS"])
    elif change == 2:
        content["jurisdictions"].remove(places["XB-1"])
    elif change == 3:
        content["standards"][0]["requires"]["all_of"].append({"kind": "supervised_sessions", "minimum": 1})
    elif change == 4:
        britain = {**copy.deepcopy(places["GB-WLS"]), "jurisdiction": "GB", "name": "Britain", "age_of_majority": 19}
        britain["provisions"][0]["id"] = "gb-pt"
        content["jurisdictions"].append(britain)
        content["jurisdictions"].sort(key=lambda place: place["jurisdiction"])
    elif change == 5:
        places["XA"]["consent"] = []
        places["XA"]["age_of_majority"] = 18
    release_pack(content=content)


def say(chance):
    """What one of two clinics says of its site there: a rule or a declaration for some years in place of all others."""
    site = site_of(find_or_make_organisation(name=chance.choice(ASKERS)), chance.choice(PLACES[:2]))
    starts = chance.randrange(18, 33)
    given = {"starts": f"20{starts}-01-01", "until": chance.choice([None, f"20{starts + 5}-01-01"])}
    match chance.randrange(6):
        case 0 | 1 | 2:
            take_back(site.policies.all())
            rule(site, chance.choice([SESSIONS, MET, DEEDS]), **given)
        case 3 | 4:
            take_back(site.declarations.all())
            declare(site, chance.choice([PERMIT, "deeds_shown", "child_assent"]), **given)
        case _:
            chance.choice([close_site, lambda site: take_back(site.policies.all())])(site)


def site_of(owner, place):
    """The organisation's site there; opened when it has none, or none any more."""
    return owner.sites.filter(jurisdiction=place, closed_at=None).first() or open_site(owner, place, f"In {place}")


def erase(chance):
    """Somebody's data goes for good."""
    erase_person(practitioner=chance.choice(list(Practitioner.objects.order_by("id"))))


def readers():
    """Two who read diplomas."""
    return [User.objects.get_or_create(email=f"{name}@example.org", is_active=True)[0] for name in ("first", "second")]


def ask_and_keep(chance, questions):
    """Ask so many questions for one of two clinics; keep the answers."""
    clock = RegistryClock.objects.get().ticked_at
    instants = [*Practitioner.objects.values_list("recorded_at", flat=True), *[None] * 20]
    organisation = find_or_make_organisation(name=chance.choice(ASKERS))
    sites = [None, None, *organisation.sites.order_by("id")]
    asked = [read_asked(draw_question(chance, instants, sites), now=FAR) for _ in range(questions)]
    now = clock + dt.timedelta(days=chance.randrange(900))
    decided = decide_many(asked, now=now, organisation_id=organisation.pk)
    told = [(one, tell_decided(one)) for one in decided if isinstance(one, Decided)]
    return record_verifications(answers=told, asker=Asker(organisation.pk, None, None), decided_at=now)


def draw_question(chance, instants, sites):
    """A question about anyone, anywhere or at a site, mostly about the present knowledge."""
    known_at, site = chance.choice(instants), chance.choice(sites)
    return {
        "practitioner": {"registry_number": chance.choice(PEOPLE)},
        "jurisdiction": site.jurisdiction if site else chance.choice(PLACES),
        "site": site.code if site else None,
        "patient": chance.choice([{"group": "child"}, {"group": "adult"}, {"age": chance.randrange(21)}]),
        "on": f"20{chance.randrange(20, 35)}-0{chance.randrange(1, 10)}-15",
        "name": chance.choice([None, None, "Ada"]),
        "attested": chance.choice([[], ["parental_consent", "child_assent"], ["referral"], [PERMIT]]),
        "known_at": known_at.isoformat() if known_at else None,
    }
