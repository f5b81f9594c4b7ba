"""Scoring of two-part examinations in plain Python: papers, written answers, practical marks, standards, attempts.

Nothing here knows Django, a database or a clock. Marks and per cents are hundredths in whole numbers, and everything
between is a fraction: a threshold never fails or passes by rounding.
"""
