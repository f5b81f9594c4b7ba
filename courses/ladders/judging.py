"""The two judgements of a ladder, and what they come to."""

from courses.ladders.completing import judge_level
from courses.ladders.entering import judge_eligibility
from courses.ladders.findings import Eligibility, Finding, LevelProgress, Requirement

__all__ = ["Eligibility", "Finding", "LevelProgress", "Requirement", "judge_eligibility", "judge_level"]
