"""A practitioner's record as told from outside: read, checked, written. Plain Python, no database."""
