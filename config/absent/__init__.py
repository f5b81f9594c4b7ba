"""The database that is not there: PostgreSQL in all that needs no connection, one sentence in all that does."""
