"""What alerts say, in plain words; no framework, no database."""
