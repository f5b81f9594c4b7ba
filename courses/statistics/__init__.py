"""Figures about examinations, reckoned with numpy and scipy: import this late, where a report is asked for.

Every figure says of how many candidates it is, and where it cannot be told it says why instead of telling nonsense.
"""
