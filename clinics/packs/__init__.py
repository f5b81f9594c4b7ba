"""Evidence packs as files: what stands in them, how they are written alike each time, and how they are checked.

No part of this package touches the database, so that a pack can be checked where there is none.
"""
