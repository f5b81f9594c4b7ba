"""Mails to learners, written when they are sent."""
