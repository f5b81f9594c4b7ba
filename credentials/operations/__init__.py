"""Writes of the registry; each is one transaction."""
