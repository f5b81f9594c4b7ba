"""What webhooks tell, and which of it an endpoint wants."""

import re
from collections.abc import Iterable

TEST = "test.ping"
PAUSED = "webhooks.paused"
TYPES = {
    "roster.outcome_changed": "The answer for somebody on the roster is another one than before",
    "roster.condition_added": "The answer stands, and comes with a condition that it did not have",
    "roster.change_coming": "What is known today changes the answer on a later day",
    "roster.expiry_near": "Something that the answer rests on is about to expire",
    "answers.differ": "After a correction or a release, answers given in the past would differ",
    PAUSED: "Another endpoint of the same organisation failed for days and was paused",
    "consents.withdrawn": "Somebody no longer lets you see more than what is public",
    TEST: "Somebody tried whether this endpoint works",
}
_PATTERN = re.compile(r"\*|[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?")


def is_wanted(type_: str, patterns: Iterable[str]) -> bool:
    """Whether one of these patterns means the type: itself, `roster.*` for all under it, `*` for everything."""
    return any(
        pattern in ("*", type_) or (pattern.endswith(".*") and type_.startswith(pattern[:-1])) for pattern in patterns
    )


def is_pattern(text: str) -> bool:
    """Whether the text is a pattern that means at least one type there is."""
    return bool(_PATTERN.fullmatch(text)) and any(is_wanted(one, [text]) for one in TYPES)
