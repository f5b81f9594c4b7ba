"""The calendar of a roster as RFC 5545 has it; no framework, no database."""
