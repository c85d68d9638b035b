"""Who is asking, and in which role."""

from dataclasses import dataclass
from enum import StrEnum

OWNER = "owner"
"""Name of the one person of a server that only knows a token or a password."""


class Role(StrEnum):
    """What a person is in a course (LTI's Learner and Instructor)."""

    LEARNER = "learner"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the server has recognised.

    Parameters
    ----------
    name
        Unique name; what attempts and sessions are stored under.
    display_name
        What other people see.
    roles
        What the person may act as, before a course narrows it.
    persona
        Name of the persona through whose eyes the owner looks, or None.
    """

    name: str
    display_name: str
    roles: frozenset[Role]
    persona: str | None = None
