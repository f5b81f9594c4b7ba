"""Who may do what to the registry by hand, as named predicates."""

from accounts.models import Membership, User
from credentials.models import Fact, MergeProposal
from credentials.sight import NUMBERS_OF, FlagSight

_OWN = NUMBERS_OF.format(found="SELECT * FROM credentials_practitioner WHERE person_id = %(own_person)s")
_CONSENTING = NUMBERS_OF.format(
    found="""
    SELECT p.* FROM accounts_consent AS consent JOIN credentials_practitioner AS p USING (person_id)
    WHERE consent.kind = 'see_record' AND consent.organisation_id = %(organisation)s AND consent.withdrawn_at IS NULL
    """
)


def may_supersede_fact(user: User, fact: Fact) -> bool:
    """A registrar of the organisation that told it, or whoever runs the deployment: a source corrects its own facts."""
    return user.is_active and (user.is_superuser or is_registrar(user, organisation_id=fact.source_id))


def may_propose_merge(user: User) -> bool:
    """Registrars of any organisation, since records of one person come from several."""
    return user.is_active and (user.is_superuser or is_registrar(user))


def may_confirm_merge(user: User, proposal: MergeProposal) -> bool:
    """Those who may propose one, but not the one who proposed this."""
    return may_propose_merge(user) and proposal.proposed_by_id != user.pk


def may_close_merge(user: User) -> bool:
    """Declining and undoing needs no second reader: it leaves each record with its own facts."""
    return may_propose_merge(user)


def is_registrar(user: User, *, organisation_id: int | None = None) -> bool:
    """Whether the user keeps the registry for this organisation, or for any."""
    memberships = Membership.objects.filter(user=user, role=Membership.Role.REGISTRAR, ended_at=None)
    return (memberships if organisation_id is None else memberships.filter(organisation_id=organisation_id)).exists()


def may_see_flags(*, person_id: int | None = None, organisation_id: int | None = None) -> FlagSight:
    """A person sees its own flags; an organisation those on what it told, and of persons who let it see their record.

    Whoever else is to see flags (a clinic those of its roster) gets a condition here.
    """
    conditions: list[str] = []
    if person_id is not None:
        conditions.append(f"flag.practitioner_id IN ({_OWN})")
    if organisation_id is not None:
        conditions += [
            "flag.source_id = %(organisation)s",
            "flag.also_told_by @> ARRAY[%(organisation)s::bigint]",
            f"flag.practitioner_id IN ({_CONSENTING})",
        ]
    return FlagSight(conditions, {"own_person": person_id, "organisation": organisation_id})
