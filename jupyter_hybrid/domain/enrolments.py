"""Who takes which course, and in which cohort."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from jupyter_hybrid.domain.policies import EnrolmentPolicy


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person in one course.

    Parameters
    ----------
    person, course
        Names of both; attempts are stored under them and not under the enrolment, so that they
        survive moves between cohorts and removals.
    cohort
        Key of the group that learns together, or None.
    display_name
        What the trainer's list calls the person, or None.
    enrolled_at
        Server's clock, UTC.
    """

    person: str
    course: str
    enrolled_at: datetime
    cohort: str | None = None
    display_name: str | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentRule:
    """How people get into a course.

    Parameters
    ----------
    policy
        Who may.
    code
        What has to be said where the policy is `EnrolmentPolicy.CODE`; never sent to a browser.
    """

    policy: EnrolmentPolicy = EnrolmentPolicy.OPEN
    code: str | None = None


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A line of a trainer's list.

    Parameters
    ----------
    name
        The username, as the server knows it.
    cohort, display_name
        As in `Enrolment`; None leaves what is stored as it is.
    """

    name: str
    cohort: str | None = None
    display_name: str | None = None


class ChangeKind(StrEnum):
    """What a list changes about a person."""

    ENROL = "enrol"
    MOVE = "move"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class EnrolmentChange:
    """One change, before or after.

    Parameters
    ----------
    kind
        What happens to the person.
    enrolment
        As it will be.
    former
        As it was, or None for somebody new.
    """

    kind: ChangeKind
    enrolment: Enrolment
    former: Enrolment | None = None


def changes_for(
    listed: Iterable[ListedPerson], *, course: str, stored: Iterable[Enrolment], at: datetime
) -> list[EnrolmentChange]:
    """Return what has to change so that everybody on a list is in a course.

    Who is not on the list stays. A list that was applied changes nothing the second time.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 2, tzinfo=UTC)
    >>> changes = changes_for([ListedPerson("ada", "north")], course="c", stored=[], at=now)
    >>> [(change.kind.value, change.enrolment.cohort) for change in changes]
    [('enrol', 'north')]
    >>> stored = [change.enrolment for change in changes]
    >>> changes_for([ListedPerson("ada")], course="c", stored=stored, at=now)
    []
    """
    known = {enrolment.person: enrolment for enrolment in stored}
    changes = []
    for person in listed:
        former = known.get(person.name)
        if former is None:
            new = Enrolment(person.name, course, at, person.cohort, person.display_name)
            changes.append(EnrolmentChange(ChangeKind.ENROL, new))
            continue
        wanted = replace(
            former,
            cohort=person.cohort or former.cohort,
            display_name=person.display_name or former.display_name,
        )
        if wanted != former:
            kind = ChangeKind.MOVE if wanted.cohort != former.cohort else ChangeKind.RENAME
            changes.append(EnrolmentChange(kind, wanted, former))
    return changes
