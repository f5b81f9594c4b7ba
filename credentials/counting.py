"""How many questions were answered in this process, by outcome, since somebody last looked; /metrics adds them up."""

from collections import Counter

answers_given: Counter[str] = Counter()
