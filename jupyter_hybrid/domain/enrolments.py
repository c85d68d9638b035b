"""Who takes which course, and in which cohort."""

from dataclasses import dataclass
from datetime import datetime

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
