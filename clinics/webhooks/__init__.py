"""Webhooks without a database: types, bodies, signatures, addresses, schedule, and the request itself."""
