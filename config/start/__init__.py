"""`make run`: everything, from nothing, in one place and with one end."""
