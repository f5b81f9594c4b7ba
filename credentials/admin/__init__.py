"""The admin's view of the registry: facts to look at and to supersede, merges to propose and to confirm."""

from credentials.admin.facts import FactAdmin
from credentials.admin.practitioners import MergedRecordAdmin, MergeProposalAdmin, PractitionerAdmin
from credentials.admin.proofs import AuditHeadAdmin
from credentials.admin.verifications import VerificationAdmin

__all__ = [
    "AuditHeadAdmin",
    "FactAdmin",
    "MergeProposalAdmin",
    "MergedRecordAdmin",
    "PractitionerAdmin",
    "VerificationAdmin",
]
