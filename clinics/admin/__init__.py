"""The admin's view of clinics: everything to look at, nothing to edit past its operation."""

from clinics.admin import alerts, roster, sites, webhooks

__all__ = ["alerts", "roster", "sites", "webhooks"]
