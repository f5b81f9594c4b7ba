"""The admin's view of the registry: facts to look at and to supersede, merges to propose and to confirm."""

from credentials.admin.facts import FactAdmin
from credentials.admin.practitioners import MergedRecordAdmin, MergeProposalAdmin, PractitionerAdmin

__all__ = ["FactAdmin", "MergeProposalAdmin", "MergedRecordAdmin", "PractitionerAdmin"]
