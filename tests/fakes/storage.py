"""A database of dictionaries."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import fields, replace
from datetime import datetime

from jupyter_hybrid.domain.attempts import (
    Attempt,
    AttemptOutcome,
    AttemptState,
    AttemptSummary,
)
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.enrolments import Enrolment
from jupyter_hybrid.domain.errors import Conflict
from jupyter_hybrid.domain.manual_grades import is_by_hand
from jupyter_hybrid.domain.progress import GivenUp, StepMark
from jupyter_hybrid.domain.releases import ExerciseTrust, Release
from jupyter_hybrid.domain.sessions import Session, SessionState
from jupyter_hybrid.services.gradebook import ToGradeCount, ToGradeQuery, ToGradeState


class FakeReleases:
    def __init__(self) -> None:
        self.kept: dict[tuple[StepKey, str], Release] = {}

    def add(self, release: Release, *, at: datetime) -> None:
        known = self.kept.get((release.step, release.hash))
        if known is None or known.policy != release.policy:
            self.kept[release.step, release.hash] = release

    def set_trust(self, step: StepKey, release: str, trust: Mapping[str, ExerciseTrust]) -> None:
        if (step, release) in self.kept:
            self.kept[step, release] = replace(self.kept[step, release], trust=trust)

    def get(self, step: StepKey, release: str) -> Release | None:
        return self.kept.get((step, release))


class FakeAttempts:
    def __init__(self) -> None:
        self.kept: dict[str, Attempt] = {}
        self.leases: dict[str, datetime] = {}

    def add(self, attempt: Attempt) -> None:
        assert attempt.id not in self.kept
        self.kept[attempt.id] = attempt

    def get(self, attempt_id: str) -> Attempt | None:
        return self.kept.get(attempt_id)

    def outcome(self, attempt_id: str) -> AttemptOutcome | None:
        attempt = self.kept.get(attempt_id)
        return _outcome(attempt) if attempt else None

    def of_exercise(self, person: str, step: StepKey, exercise: str) -> Sequence[AttemptOutcome]:
        return [
            _outcome(attempt)
            for attempt in self._oldest_first()
            if (attempt.person, attempt.step, attempt.exercise) == (person, step, exercise)
        ]

    def of_person(self, person: str) -> Sequence[Attempt]:
        return [attempt for attempt in self._oldest_first() if attempt.person == person]

    def latest_of_step(self, person: str, step: StepKey) -> Sequence[AttemptOutcome]:
        latest = {
            attempt.exercise: attempt
            for attempt in self._oldest_first()
            if (attempt.person, attempt.step) == (person, step)
        }
        return [_outcome(attempt) for attempt in sorted(latest.values(), key=_age)]

    def summaries(self, person: str, course: str | None = None) -> Sequence[AttemptSummary]:
        return [
            attempt.summary
            for attempt in self.of_person(person)
            if course in {None, attempt.step.course}
        ]

    def summaries_of_exercise(
        self, person: str, step: StepKey, exercise: str
    ) -> Sequence[AttemptSummary]:
        return [attempt.summary for attempt in self.of_exercise(person, step, exercise)]

    def lease(self, attempt_id: str, *, now: datetime, until: datetime) -> Attempt | None:
        if attempt_id not in self.waiting(now=now):
            return None
        self.leases[attempt_id] = until
        attempt = self.kept[attempt_id]
        self.kept[attempt_id] = replace(attempt, n_tries=attempt.n_tries + 1)
        return self.kept[attempt_id]

    def renew_lease(self, attempt_id: str, *, until: datetime) -> bool:
        if self.kept[attempt_id].state is not AttemptState.QUEUED:
            return False
        self.leases[attempt_id] = until
        return True

    def release_lease(self, attempt_id: str, *, counts_as_try: bool) -> None:
        if self.kept[attempt_id].state is not AttemptState.QUEUED:
            return
        self.leases.pop(attempt_id, None)
        if not counts_as_try:
            attempt = self.kept[attempt_id]
            self.kept[attempt_id] = replace(attempt, n_tries=attempt.n_tries - 1)

    def finish(self, attempt: Attempt) -> None:
        if self.kept[attempt.id].state is AttemptState.QUEUED:
            self.leases.pop(attempt.id, None)
            self.kept[attempt.id] = attempt

    def waiting(self, *, now: datetime) -> Sequence[str]:
        return [
            attempt.id
            for attempt in self._oldest_first()
            if attempt.state is AttemptState.QUEUED
            and (attempt.id not in self.leases or self.leases[attempt.id] <= now)
        ]

    def _oldest_first(self) -> list[Attempt]:
        return sorted(self.kept.values(), key=_age)


def _age(attempt: Attempt) -> tuple[datetime, str]:
    return attempt.submitted_at, attempt.id


def _outcome(attempt: Attempt) -> AttemptOutcome:
    shown = {field.name: getattr(attempt, field.name) for field in fields(AttemptOutcome)}
    return AttemptOutcome(**shown)


class FakeGradebook:
    def __init__(self, attempts: FakeAttempts) -> None:
        self._attempts = attempts

    def to_grade(self, query: ToGradeQuery) -> Sequence[AttemptOutcome]:
        found = [
            attempt
            for attempt in self._latest(query.course)
            if query.step in {None, attempt.step}
            and query.exercise in {None, attempt.exercise}
            and query.state in {ToGradeState.ALL, _to_grade_state(attempt)}
        ]
        found.sort(key=lambda attempt: (not attempt.summary.needs_manual_grade, _age(attempt)))
        return [_outcome(one) for one in found[query.offset : query.offset + query.limit]]

    def counts(self, course: str) -> Sequence[ToGradeCount]:
        found = self._latest(course)
        keys = sorted(
            {(one.step, one.exercise) for one in found},
            key=lambda key: (key[0].module, key[0].step, key[1]),
        )
        counted = Counter((one.step, one.exercise, _to_grade_state(one)) for one in found)
        return [
            ToGradeCount(
                step,
                exercise,
                counted[step, exercise, ToGradeState.WAITING],
                counted[step, exercise, ToGradeState.GRADED],
            )
            for step, exercise in keys
        ]

    def graded(self, step: StepKey, exercise: str) -> Sequence[Attempt]:
        return [
            one
            for one in sorted(self._attempts.kept.values(), key=_age)
            if (one.step, one.exercise) == (step, exercise) and one.state is AttemptState.GRADED
        ]

    def replace_grade(self, attempt: Attempt) -> None:
        self._attempts.kept[attempt.id] = attempt

    def _latest(self, course: str) -> list[Attempt]:
        latest = {
            (one.person, one.step, one.exercise): one
            for one in sorted(self._attempts.kept.values(), key=_age)
            if one.step.course == course
            and one.grade
            and one.grade.fault is None
            and any(is_by_hand(cell) for cell in one.grade.cells)
        }
        return list(latest.values())


def _to_grade_state(attempt: Attempt) -> ToGradeState:
    waits = attempt.summary.needs_manual_grade
    return ToGradeState.WAITING if waits else ToGradeState.GRADED


class FakeStepMarks:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, StepKey], StepMark] = {}

    def save(self, mark: StepMark) -> None:
        self.kept[mark.person, mark.step] = mark

    def get(self, person: str, step: StepKey) -> StepMark | None:
        return self.kept.get((person, step))

    def of_person(self, person: str, course: str | None = None) -> Sequence[StepMark]:
        found = [
            mark
            for mark in self.kept.values()
            if mark.person == person and course in {None, mark.step.course}
        ]
        return sorted(found, key=lambda mark: mark.seen_at)


class FakeGivenUp:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, StepKey, str], GivenUp] = {}

    def add(self, given_up: GivenUp) -> None:
        self.kept.setdefault((given_up.person, given_up.step, given_up.exercise), given_up)

    def get(self, person: str, step: StepKey, exercise: str) -> GivenUp | None:
        return self.kept.get((person, step, exercise))

    def of_person(self, person: str, course: str | None = None) -> Sequence[GivenUp]:
        found = [
            one
            for one in self.kept.values()
            if one.person == person and course in {None, one.step.course}
        ]
        return sorted(found, key=lambda one: one.at)


class FakeSessions:
    def __init__(self) -> None:
        self.kept: dict[str, Session] = {}

    def add(self, session: Session) -> None:
        if any(one.join_code == session.join_code for one in self.not_ended()):
            raise Conflict(f"join code {session.join_code} is taken")
        self.kept[session.key] = session

    def get(self, key: str) -> Session | None:
        return self.kept.get(key)

    def save(self, session: Session) -> None:
        self.kept[session.key] = session

    def of_presenter(self, person: str) -> Sequence[Session]:
        theirs = [one for one in self.kept.values() if one.presenter == person]
        return sorted(theirs, key=lambda one: one.created_at, reverse=True)

    def not_ended(self) -> Sequence[Session]:
        running = [one for one in self.kept.values() if one.state is not SessionState.ENDED]
        return sorted(running, key=lambda one: one.created_at, reverse=True)


class FakeEnrolments:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Enrolment] = {}

    def get(self, person: str, course: str) -> Enrolment | None:
        return self.kept.get((person, course))

    def save(self, enrolment: Enrolment) -> None:
        self.kept[enrolment.person, enrolment.course] = enrolment

    def remove(self, person: str, course: str) -> None:
        self.kept.pop((person, course), None)

    def of_course(self, course: str) -> Sequence[Enrolment]:
        found = [one for one in self.kept.values() if one.course == course]
        return sorted(found, key=lambda one: (one.cohort or "", one.person))

    def of_person(self, person: str) -> Sequence[Enrolment]:
        found = [one for one in self.kept.values() if one.person == person]
        return sorted(found, key=lambda one: one.course)


class FakeRepositories:
    def __init__(self) -> None:
        self.releases = FakeReleases()
        self.attempts = FakeAttempts()
        self.gradebook = FakeGradebook(self.attempts)
        self.sessions = FakeSessions()
        self.enrolments = FakeEnrolments()
        self.marks = FakeStepMarks()
        self.given_up = FakeGivenUp()

    def content(self) -> tuple[object, ...]:
        """Return everything that is stored."""
        attempts = self.attempts
        return (
            self.releases.kept,
            attempts.kept,
            attempts.leases,
            self.sessions.kept,
            self.enrolments.kept,
            self.marks.kept,
            self.given_up.kept,
        )


class FakeStorage:
    """The `Storage` port; an exception inside a transaction takes everything back."""

    def __init__(self) -> None:
        self.repositories = FakeRepositories()

    @contextmanager
    def transaction(self, *, is_reading: bool = False) -> Iterator[FakeRepositories]:
        before = deepcopy(self.repositories)
        try:
            yield self.repositories
            assert not is_reading or self.repositories.content() == before.content()
        except BaseException:
            self.repositories = before
            raise
