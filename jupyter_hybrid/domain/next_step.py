"""What somebody should go on with in a course, and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jupyter_hybrid.domain.courses import Course, Step, StepKey, StepKind
from jupyter_hybrid.domain.progress import (
    ExerciseProgress,
    ExerciseState,
    NextReason,
    NextStep,
    StepProgress,
)

SOON = timedelta(hours=24)
"""What is due within this time goes first."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A step at which something is left to do."""

    progress: StepProgress
    exercise: str | None
    is_tried: bool
    date: datetime | None

    def because(self, reason: NextReason) -> NextStep:
        """Return this step as the one to go on with."""
        return NextStep(self.progress.step, self.exercise, reason, self.date)


def next_step(
    course: Course,
    *,
    steps: Sequence[StepProgress],
    exercises: Sequence[ExerciseProgress],
    problems: Collection[StepKey],
    now: datetime,
) -> NextStep | None:
    """Return the step to go on with, or None when nothing is left to do.

    The first that holds counts:

    1. Nothing was seen or done anywhere in the course: its first step (``begin``).
    2. Something is overdue or due within 24 hours: the earliest date (``due``). The date of a live
       step is its beginning.
    3. The step that was seen last is not done: that one (``resume``).
    4. An exercise was tried, did not pass and has an attempt left: the first such step (``retry``).
    5. The first step in the order of the course; steps of modules whose ``requires`` are done go
       before the others (``next``).

    Skipped are steps with a problem, steps whose exercises have no attempt left, and live steps
    that are over or begin later than in 24 hours. A module is done when no step of it is left,
    live ones aside: a session that was missed must not shut the way.

    Parameters
    ----------
    steps, exercises
        All of the course, of one person.
    problems
        Steps that cannot be opened.
    now
        Server's clock, UTC.
    """
    by_step = _by_step(exercises)
    progress = {one.step: one for one in steps}
    left = [
        _candidate(progress[key], step, by_step.get(key, ()))
        for key, step in course.keyed_steps()
        if key in progress and key not in problems and _is_on(step, now=now)
        if not progress[key].is_done and _has_work(by_step.get(key, ()))
    ]
    ordered = _recommended_first(course, left)
    if not ordered:
        return None
    if all(one.seen_at is None and not one.is_done for one in steps):
        return ordered[0].because(NextReason.BEGIN)
    return _due(ordered, now=now) or _resume(ordered, steps) or _retry_or_next(ordered)


def _by_step(exercises: Sequence[ExerciseProgress]) -> dict[StepKey, list[ExerciseProgress]]:
    found: dict[StepKey, list[ExerciseProgress]] = {}
    for exercise in exercises:
        found.setdefault(exercise.step, []).append(exercise)
    return found


def _is_on(step: Step, *, now: datetime) -> bool:
    """Return whether a step can be gone on with now; a live one only around its time."""
    if step.kind is not StepKind.LIVE or step.starts_at is None:
        return True
    return step.starts_at - SOON <= now and not step.is_over(now)


def _has_work(exercises: Sequence[ExerciseProgress]) -> bool:
    return not exercises or any(one.is_open for one in exercises)


def _candidate(
    progress: StepProgress, step: Step, exercises: Sequence[ExerciseProgress]
) -> _Candidate:
    left = [one for one in exercises if one.is_open]
    return _Candidate(
        progress,
        exercise=left[0].exercise if left else None,
        is_tried=any(one.state is ExerciseState.TRIED for one in left),
        date=step.starts_at if step.kind is StepKind.LIVE else step.due_at,
    )


def _recommended_first(course: Course, left: Sequence[_Candidate]) -> list[_Candidate]:
    """Return `left` with the steps of modules first whose required modules are done."""
    kinds: Mapping[StepKey, StepKind] = {key: step.kind for key, step in course.keyed_steps()}
    unfinished = {
        one.progress.step.module for one in left if kinds[one.progress.step] is not StepKind.LIVE
    }
    waiting = {module.key for module in course.modules if unfinished.intersection(module.requires)}
    return sorted(left, key=lambda one: one.progress.step.module in waiting)


def _due(left: Sequence[_Candidate], *, now: datetime) -> NextStep | None:
    soon = [(one.date, one) for one in left if one.date is not None and one.date <= now + SOON]
    if not soon:
        return None
    return min(soon, key=lambda pair: pair[0])[1].because(NextReason.DUE)


def _resume(left: Sequence[_Candidate], steps: Sequence[StepProgress]) -> NextStep | None:
    seen = [(one.seen_at, one.step) for one in steps if one.seen_at is not None]
    last = max(seen, key=lambda pair: pair[0])[1] if seen else None
    here = next((one for one in left if one.progress.step == last), None)
    return here.because(NextReason.RESUME) if here else None


def _retry_or_next(left: Sequence[_Candidate]) -> NextStep:
    tried = next((one for one in left if one.is_tried), None)
    return tried.because(NextReason.RETRY) if tried else left[0].because(NextReason.NEXT)
