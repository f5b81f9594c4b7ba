"""How many requests of each kind a web worker has under way at once; see config/lanes.py and decision 23."""

LONG_AT_ONCE = 3  # batches and streams
READ_AT_ONCE = 2  # bodies that are still coming in
THREADS = LONG_AT_ONCE + READ_AT_ONCE + 1  # what Granian is started with (--blocking-threads): one is left for the rest
