"""Everything that is stored about one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jupyter_hybrid.domain.attempts import Attempt
from jupyter_hybrid.domain.enrolments import Enrolment
from jupyter_hybrid.domain.keys import check_person_name
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.progress import GivenUp, StepMark
from jupyter_hybrid.domain.sessions import Session
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import Clock
from jupyter_hybrid.services.repositories import Storage


@dataclass(frozen=True, slots=True)
class MyData:
    """All rows about one person, as they were at one moment.

    Parameters
    ----------
    person
        The name that they are stored under.
    exported_at
        Server's clock, UTC.
    sessions
        Those that the person presented.
    """

    person: str
    exported_at: datetime
    enrolments: Sequence[Enrolment]
    marks: Sequence[StepMark]
    attempts: Sequence[Attempt]
    given_up: Sequence[GivenUp]
    sessions: Sequence[Session]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stored at all."""
        return not any((self.enrolments, self.marks, self.attempts, self.given_up, self.sessions))


class MyDataService:
    """Collects what is stored about a person, for that person."""

    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def mine(self, person: Person) -> MyData:
        """Return everything that is stored about the person who asks."""
        require(person, Action.TAKE_COURSES)
        return self.of(person.name)

    def of(self, name: str) -> MyData:
        """Return everything that is stored under a name; for the operator.

        Raises
        ------
        Invalid
            If it can be nobody's name.
        """
        check_person_name(name, field="person")
        with self._storage.transaction(is_reading=True) as repositories:
            return MyData(
                person=name,
                exported_at=self._clock.now(),
                enrolments=repositories.enrolments.of_person(name),
                marks=repositories.marks.of_person(name),
                attempts=repositories.attempts.of_person(name),
                given_up=repositories.given_up.of_person(name),
                sessions=repositories.sessions.of_presenter(name),
            )
