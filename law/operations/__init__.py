"""Writes of the law room; each is one transaction."""
