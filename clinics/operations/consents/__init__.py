"""Asking to see a record, answering, taking it back, looking."""
