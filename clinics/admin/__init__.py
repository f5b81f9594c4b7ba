"""The admin's view of clinics: everything to look at, nothing to edit past its operation."""

from clinics.admin import alerts, hearing, imports, packs, roster, sites, webhooks

__all__ = ["alerts", "hearing", "imports", "packs", "roster", "sites", "webhooks"]
