"""The law as anyone may read it: an index of places, and a page for each."""
