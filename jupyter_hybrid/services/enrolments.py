"""Who gets into a course, and in which cohort they learn."""

import hmac
import threading
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from jupyter_hybrid.domain.courses import Course
from jupyter_hybrid.domain.enrolments import (
    Enrolment,
    EnrolmentChange,
    ListedPerson,
    changes_for,
)
from jupyter_hybrid.domain.errors import NotAllowed, NotFound, TooMany
from jupyter_hybrid.domain.keys import check_person_name
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.policies import EnrolmentPolicy
from jupyter_hybrid.services.policy import Action, may, require
from jupyter_hybrid.services.ports import Clock
from jupyter_hybrid.services.repositories import Storage

MAX_WRONG_CODES = 5
WRONG_CODES_FOR = timedelta(minutes=5)


class EnrolmentService:
    """Lets people into courses, and keeps lists of them for trainers."""

    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong_codes: defaultdict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def is_enrolled(self, person: Person, course: str) -> bool:
        """Return whether `person` takes the course."""
        with self._storage.transaction(is_reading=True) as repositories:
            return repositories.enrolments.get(person.name, course) is not None

    def courses_of(self, person: Person) -> frozenset[str]:
        """Return the keys of the courses that `person` takes."""
        with self._storage.transaction(is_reading=True) as repositories:
            enrolments = repositories.enrolments.of_person(person.name)
        return frozenset(enrolment.course for enrolment in enrolments)

    def enrol(self, person: Person, course: Course, *, code: str | None = None) -> Enrolment:
        """Make `person` a learner of the course and return the enrolment; again changes nothing.

        Raises
        ------
        NotAllowed
            If the code is missing or wrong, or only those on the course's list get in.
        TooMany
            After `MAX_WRONG_CODES` wrong codes, until `WRONG_CODES_FOR` is over.
        """
        require(person, Action.TAKE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            stored = repositories.enrolments.get(person.name, course.key)
        if stored is not None:
            return stored
        if not may(person, Action.ENTER_ANY_COURSE):
            self._check_entry(person, course, code=code)
        enrolment = Enrolment(person.name, course.key, self._clock.now())
        with self._storage.transaction() as repositories:
            # A list may have come first: its cohort stays.
            stored = repositories.enrolments.get(person.name, course.key)
            if stored is None:
                repositories.enrolments.save(enrolment)
        return stored or enrolment

    def admit(self, person: Person, course: Course) -> None:
        """Let `person` work in the course: whoever opens an open one takes it.

        Raises
        ------
        NotAllowed
            If they do not take the course and cannot enter it by opening it.
        """
        if may(person, Action.ENTER_ANY_COURSE) and course.enrolment.policy is not (
            EnrolmentPolicy.OPEN
        ):
            return
        self.enrol(person, course)

    def may_enter(self, person: Person, course: Course) -> bool:
        """Return whether `person` may see what is inside: they take it, or could by opening it."""
        return (
            course.enrolment.policy is EnrolmentPolicy.OPEN
            or may(person, Action.ENTER_ANY_COURSE)
            or self.is_enrolled(person, course.key)
        )

    def people(self, course: str) -> Sequence[Enrolment]:
        """Return everybody in a course, by cohort and name; for the operator."""
        with self._storage.transaction(is_reading=True) as repositories:
            return repositories.enrolments.of_course(course)

    def put_on_list(
        self, course: str, listed: Sequence[ListedPerson], *, is_dry_run: bool
    ) -> list[EnrolmentChange]:
        """Return what a list changes, and change it unless it is only asked for.

        Who is not on the list stays; for the operator.
        """
        with self._storage.transaction(is_reading=is_dry_run) as repositories:
            stored = repositories.enrolments.of_course(course)
            changes = changes_for(listed, course=course, stored=stored, at=self._clock.now())
            if not is_dry_run:
                for change in changes:
                    repositories.enrolments.save(change.enrolment)
        return changes

    def move(self, name: str, *, course: str, cohort: str | None) -> Enrolment:
        """Put somebody into another cohort of a course, or into none; for the operator.

        Raises
        ------
        Invalid, NotFound
            If the name can be nobody's, or they do not take the course.
        """
        check_person_name(name, field="person")
        with self._storage.transaction() as repositories:
            stored = repositories.enrolments.get(name, course)
            if stored is None:
                raise NotFound(f"{name!r} does not take the course {course!r}", field="person")
            moved = replace(stored, cohort=cohort)
            repositories.enrolments.save(moved)
        return moved

    def remove(self, name: str, *, course: str) -> None:
        """Take somebody off a course's list; attempts and points stay. For the operator.

        Raises
        ------
        Invalid, NotFound
            If the name can be nobody's, or they do not take the course.
        """
        check_person_name(name, field="person")
        with self._storage.transaction() as repositories:
            if repositories.enrolments.get(name, course) is None:
                raise NotFound(f"{name!r} does not take the course {course!r}", field="person")
            repositories.enrolments.remove(name, course)

    def _check_entry(self, person: Person, course: Course, *, code: str | None) -> None:
        rule = course.enrolment
        if rule.policy is EnrolmentPolicy.LIST:
            raise NotAllowed(
                f"course {course.key!r} is for people on its list; ask your trainer to add you",
                field="course",
            )
        if rule.policy is EnrolmentPolicy.CODE:
            self._check_code(person, course, code=code)

    def _check_code(self, person: Person, course: Course, *, code: str | None) -> None:
        if code is None:
            raise NotAllowed(
                f"course {course.key!r} needs a code; your trainer gives it out", field="code"
            )
        now = self._clock.now()
        with self._lock:
            wrong = self._wrong_codes[person.name, course.key]
            while wrong and wrong[0] <= now - WRONG_CODES_FOR:
                wrong.popleft()
            if len(wrong) >= MAX_WRONG_CODES:
                raise TooMany("too many wrong codes; try again in five minutes", field="code")
            expected = _comparable(course.enrolment.code or "")
            if expected and hmac.compare_digest(_comparable(code), expected):
                del self._wrong_codes[person.name, course.key]
                return
            wrong.append(now)
        raise NotAllowed(f"this is not the code of course {course.key!r}", field="code")


def _comparable(code: str) -> bytes:
    # What comes from a browser may hold half a character.
    return code.strip().casefold().encode("utf-8", "surrogatepass")
