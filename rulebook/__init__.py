"""The rulebook: may this practitioner needle this patient here on that day? Pure; no framework, no clock."""

from rulebook.decision import Decision, decide
from rulebook.facts import Facts
from rulebook.question import Question
from rulebook.telling import tell_decision

__all__ = ["Decision", "Facts", "Question", "decide", "tell_decision"]
