"""The admin's view of the accounts room; personal details and everything with two times are read-only."""

from accounts.admin.keys import ApiKeyAdmin
from accounts.admin.organisations import MembershipAdmin, OrganisationAdmin, UserAdmin
from accounts.admin.people import ConsentAdmin, PersonAdmin, PersonLinkAdmin

__all__ = [
    "ApiKeyAdmin",
    "ConsentAdmin",
    "MembershipAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "PersonLinkAdmin",
    "UserAdmin",
]
