"""Staff lists on their way to the roster, and whoever in them is not on file."""
