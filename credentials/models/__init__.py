"""Rows of the registry and their database constraints; the guards against rewriting stand in migration 0003."""

from credentials.models.audit import AuditBlock, AuditHead
from credentials.models.differing import SecondLook
from credentials.models.dossiers import Dossier
from credentials.models.facts import Fact
from credentials.models.flags import ExpiryFlag, FlagRun
from credentials.models.licences import Authorization, Licence, Privilege
from credentials.models.practitioners import MergedRecord, MergeProposal, Practitioner
from credentials.models.signing import SigningKey
from credentials.models.sites import Site, SiteDeclaration, SitePolicy
from credentials.models.training import (
    Certification,
    ContinuingEducation,
    ExamPass,
    OtherCredential,
    Statement,
    Training,
)
from credentials.models.verifications import Verification, VerificationNumber

__all__ = [
    "AuditBlock",
    "AuditHead",
    "Authorization",
    "Certification",
    "ContinuingEducation",
    "Dossier",
    "ExamPass",
    "ExpiryFlag",
    "Fact",
    "FlagRun",
    "Licence",
    "MergeProposal",
    "MergedRecord",
    "OtherCredential",
    "Practitioner",
    "Privilege",
    "SecondLook",
    "SigningKey",
    "Site",
    "SiteDeclaration",
    "SitePolicy",
    "Statement",
    "Training",
    "Verification",
    "VerificationNumber",
]
