"""PostgreSQL as Django has it, but for connections that ended while nobody used them."""
