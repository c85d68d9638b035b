"""Hostile submissions as data."""

from security.attacks import breaking, calls, leftovers, objects, patches, reading, submissions
from security.attacks.attack import ATTACKS as ALL

__all__ = ["ALL", "breaking", "calls", "leftovers", "objects", "patches", "reading", "submissions"]
