"""How the roster watches itself: what makes an entry due, and what happens when it is."""
