"""PostgreSQL and Valkey from Python wheels, for whoever has neither: started, found again, stopped."""
