"""Who may do what: one table of role and action."""

from enum import StrEnum

from jupyter_hybrid.domain.errors import NotAllowed
from jupyter_hybrid.domain.people import Person, Role


class Action(StrEnum):
    """What a person can ask for."""

    TAKE_COURSES = "take courses"
    ENTER_ANY_COURSE = "enter any course"
    SEE_COURSE_PROBLEMS = "see what is wrong with a course"
    WRITE_COURSES = "write courses"
    GRADE_COURSES = "grade courses"
    READ_SOLUTIONS = "read every worked solution"
    LOOK_AS_LEARNER = "look through a learner's eyes"
    RUN_SESSIONS = "run live sessions"
    FOLLOW_SESSIONS = "follow live sessions"


_ROLES: dict[Action, frozenset[Role]] = {
    Action.TAKE_COURSES: frozenset({Role.LEARNER, Role.TRAINER}),
    Action.ENTER_ANY_COURSE: frozenset({Role.TRAINER}),
    Action.SEE_COURSE_PROBLEMS: frozenset({Role.TRAINER}),
    Action.WRITE_COURSES: frozenset({Role.TRAINER}),
    Action.GRADE_COURSES: frozenset({Role.TRAINER}),
    Action.READ_SOLUTIONS: frozenset({Role.TRAINER}),
    Action.LOOK_AS_LEARNER: frozenset({Role.TRAINER}),
    Action.RUN_SESSIONS: frozenset({Role.TRAINER}),
    Action.FOLLOW_SESSIONS: frozenset({Role.LEARNER, Role.TRAINER}),
}


def may(person: Person, action: Action) -> bool:
    """Return whether `person` may do `action`."""
    return not person.roles.isdisjoint(_ROLES[action])


def require(person: Person, action: Action) -> None:
    """Raise unless `person` may do `action`.

    Raises
    ------
    NotAllowed
        Naming the action.
    """
    if not may(person, action):
        raise NotAllowed(f"you may not {action.value} here")
