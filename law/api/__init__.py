"""The law over HTTP, open to anyone."""
