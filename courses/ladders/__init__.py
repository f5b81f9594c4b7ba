"""Ladders of levels in plain Python: their shape, how a document is read, and how a learner's record is judged."""
