"""Rows of clinics and their database constraints; sites, policies and declarations stand in credentials."""

from clinics.models.alerts import Alert
from clinics.models.checks import RosterCheck
from clinics.models.roster import RosterEntry, Watch

__all__ = ["Alert", "RosterCheck", "RosterEntry", "Watch"]
