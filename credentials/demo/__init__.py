"""A registry of invented practitioners for the first look at Filiform. Plain Python, but for `writing`.

Nobody here exists: names are built from colours and plants, addresses end in example.org, licence numbers begin with
DEMO, and NPIs pass their check but begin with 2, while those given out so far begin with 1. Every day is counted from
the day of writing, so that the demo never grows old.
"""
