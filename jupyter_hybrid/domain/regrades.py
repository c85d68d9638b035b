"""Checking again after a test was corrected: what changes for whom, and what is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from jupyter_hybrid.domain.attempts import Attempt
from jupyter_hybrid.domain.exercises import FreeCell, Grade
from jupyter_hybrid.domain.manual_grades import carried_over
from jupyter_hybrid.domain.notebooks import Notebook


class RegradeEffect(StrEnum):
    """What checking an attempt again does to it."""

    GAINS = "gains"
    LOSES = "loses"
    SAME_POINTS = "same_points"
    """Other tests hold than before, and the points are the same."""
    UNCHANGED = "unchanged"
    FAULT = "fault"
    """It cannot be checked now: the attempt stays as it is."""


@dataclass(frozen=True, slots=True)
class TestChange:
    """A test that says something else than before.

    Parameters
    ----------
    cell, name
        As in `TestResult`.
    before, after
        Whether it held; None where it did not exist.
    """

    __test__ = False  # not a test class, whatever pytest thinks of its name

    cell: str
    name: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True, slots=True)
class Recheck:
    """One attempt that was checked again.

    Parameters
    ----------
    attempt, person, submitted_at
        Which, whose and from when.
    before
        What is stored.
    after
        What the tests say now; None if they could not be run.
    fault
        Why they could not, or None.
    """

    attempt: str
    person: str
    submitted_at: datetime
    before: Grade
    after: Grade | None
    fault: str | None = None

    @property
    def tests(self) -> tuple[TestChange, ...]:
        """The tests that say something else than before."""
        return changed_tests(self.before, self.after) if self.after else ()

    @property
    def effect(self) -> RegradeEffect:
        """What it does to the attempt."""
        if self.after is None or self.fault is not None:
            return RegradeEffect.FAULT
        if self.before.fault is not None and self.after.points <= 0:
            return RegradeEffect.UNCHANGED  # it did not count, and shall not use up an attempt
        if self.after.points > self.before.points:
            return RegradeEffect.GAINS
        if self.after.points < self.before.points:
            return RegradeEffect.LOSES
        is_same = not self.tests and self.before.max_points == self.after.max_points
        return RegradeEffect.UNCHANGED if is_same else RegradeEffect.SAME_POINTS

    @property
    def is_change(self) -> bool:
        """Whether there is something to store."""
        return self.effect not in {RegradeEffect.UNCHANGED, RegradeEffect.FAULT}


def recheck(attempt: Attempt, *, before: Grade, fresh: Grade) -> Recheck:
    """Return what a fresh grade changes at an attempt; what a person gave before is kept."""
    after = replace(carried_over(fresh, former=before), outputs={})
    return Recheck(
        attempt.id, attempt.person, attempt.submitted_at, before, after, fault=fresh.fault
    )


def changed_tests(before: Grade, after: Grade) -> tuple[TestChange, ...]:
    """Return the tests that say something else: those of now first, then those that are gone."""
    former, current = _verdicts(before), _verdicts(after)
    return tuple(
        TestChange(cell, name, former.get((cell, name)), current.get((cell, name)))
        for cell, name in {**current, **former}
        if former.get((cell, name)) != current.get((cell, name))
    )


def _verdicts(grade: Grade) -> dict[tuple[str, str], bool]:
    found: dict[tuple[str, str], bool] = {}
    for cell in grade.cells:
        for test in cell.tests:
            key = (test.cell, test.name)
            found[key] = found.get(key, True) and test.passed
    return found


def stored_again(
    before: Grade, after: Grade, *, at: datetime, kept_notes: Sequence[str] = ()
) -> Grade:
    """Return what is stored of an attempt that was checked again.

    Parameters
    ----------
    at
        When, UTC.
    kept_notes
        Those of its former notes that still hold.
    """
    former = before.points
    unit = "point" if former == 1 else "points"
    day = at.date().isoformat()
    note = f"checked again on {day} with corrected tests; {former:g} {unit} before"
    kept = [one for one in before.notes if one in kept_notes]
    return replace(after, notes=(*after.notes, *kept, note), regraded_from=former)


def transplanted(
    attempt: Attempt, *, former: Notebook, current: Notebook
) -> tuple[dict[str, str], tuple[FreeCell, ...]]:
    """Return the answers and free cells of an attempt as they fit another release of its step.

    Answers go by ``grade_id``; those that the release no longer asks for stay behind. A free cell
    whose place is gone follows the nearest cell before it that is still there.
    """
    asked = {cell.id for cell in current.answers}
    answers = {key: source for key, source in attempt.answers.items() if key in asked}
    nearest: dict[str | None, str | None] = {None: None}
    last: str | None = None
    for cell in former.cells:
        last = cell.id if current.get(cell.id) is not None else last
        nearest[cell.id] = last
    return answers, tuple(replace(one, after=nearest.get(one.after)) for one in attempt.free)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many learners gain, lose and stay, by their best attempt.

    Parameters
    ----------
    n_gain, n_lose
        Learners whose best attempt is worth more, or less.
    n_same
        All other learners.
    n_faults
        Attempts that could not be checked.
    """

    n_gain: int = 0
    n_lose: int = 0
    n_same: int = 0
    n_faults: int = 0


def tally(rechecks: Iterable[Recheck]) -> Tally:
    """Return for how many learners something changes."""
    best: dict[str, tuple[float, float]] = {}
    n_faults = 0
    for one in rechecks:
        n_faults += one.effect is RegradeEffect.FAULT
        after = one.after.points if one.is_change and one.after else one.before.points
        former = best.get(one.person, (0.0, 0.0))
        best[one.person] = (max(former[0], one.before.points), max(former[1], after))
    n_gain = sum(after > before for before, after in best.values())
    n_lose = sum(after < before for before, after in best.values())
    return Tally(n_gain, n_lose, len(best) - n_gain - n_lose, n_faults)
