"""Reads of the law room."""
