"""Who is asking, and in which role."""

from dataclasses import dataclass
from enum import StrEnum

OWNER = "owner"
"""Name of the one person of a server that only knows a token or a password."""


PERSONA = "persona "
"""What the names of the owner's personas begin with, and nobody else's."""


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


def owns_the_server(name: str) -> bool:
    """Return whether a person's name is that of a server's owner, or of one of their personas.

    Examples
    --------
    >>> [owns_the_server(name) for name in ("owner", "persona mia", "mia", "user owner")]
    [True, True, False, False]
    """
    return name == OWNER or name.startswith(PERSONA)
