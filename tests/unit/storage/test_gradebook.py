"""What trainers see of everybody's attempts, in the database and in its fake."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jupyter_hybrid.domain.attempts import Attempt, AttemptState
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.services.gradebook import ToGradeCount, ToGradeQuery, ToGradeState

STEP = StepKey("c", "m", "s")
NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)
WAITS = CellGrade("why", None, 2.0, needs_manual_grade=True)
GIVEN = CellGrade("why", 1.0, 2.0, needs_manual_grade=False, graded_by="Tia", comment="well")
TESTED = CellGrade("t", 2.0, 2.0, needs_manual_grade=False)


def an_attempt(number, cell, *, person="ada", **changes):
    attempt = Attempt(
        id=str(number),
        person=person,
        step=STEP,
        exercise="why",
        release="r",
        delivery="alone",
        submitted_at=NINE + timedelta(minutes=number),
        answers={"why": "so"},
        free=(),
        state=AttemptState.GRADED,
        grade=Grade((cell,), "A3", 5),
        graded_at=NINE,
    )
    return replace(attempt, **changes)


@pytest.fixture
def keep(storage):
    """Return a function that stores graded attempts."""

    def keep(*attempts):
        with storage.transaction() as repositories:
            for one in attempts:
                repositories.attempts.add(
                    replace(one, state=AttemptState.QUEUED, grade=None, graded_at=None)
                )
                repositories.attempts.finish(one)

    return keep


@pytest.fixture
def listed(storage):
    """Return a function that asks which attempts there are to grade."""

    def listed(**query):
        with storage.transaction(is_reading=True) as repositories:
            found = repositories.gradebook.to_grade(ToGradeQuery(**({"course": "c"} | query)))
        return [one.id for one in found]

    return listed


def test_waiting_come_first_and_the_oldest_of_them_before(keep, listed):
    keep(
        an_attempt(1, GIVEN, person="bob"),
        an_attempt(3, WAITS, person="cleo"),
        an_attempt(2, WAITS, person="dora"),
        an_attempt(4, TESTED, person="eve"),
        an_attempt(5, WAITS, person="finn", step=StepKey("other", "m", "s")),
    )

    assert listed() == ["2", "3", "1"]
    assert listed(state=ToGradeState.WAITING) == ["2", "3"]
    assert listed(state=ToGradeState.GRADED) == ["1"]
    assert listed(offset=1, limit=1) == ["3"]
    assert listed(exercise="other") == []
    assert listed(step=StepKey("c", "m", "elsewhere")) == []
    assert listed(step=STEP, exercise="why", state=ToGradeState.WAITING) == ["2", "3"]


def test_of_each_learner_and_exercise_the_latest_that_a_person_grades(keep, listed):
    keep(
        an_attempt(1, WAITS),
        an_attempt(2, GIVEN),
        an_attempt(3, TESTED),
        an_attempt(4, WAITS, exercise="how"),
        an_attempt(5, WAITS, grade=Grade((WAITS,), "A3", 5, fault="broken")),
    )

    assert listed() == ["4", "2"]


def test_counts_are_of_each_exercise(keep, storage):
    keep(
        an_attempt(1, WAITS),
        an_attempt(2, GIVEN, person="bob"),
        an_attempt(3, GIVEN, person="cleo"),
        an_attempt(4, WAITS, exercise="how"),
    )

    with storage.transaction(is_reading=True) as repositories:
        counts = repositories.gradebook.counts("c")

    assert list(counts) == [ToGradeCount(STEP, "how", 1, 0), ToGradeCount(STEP, "why", 1, 2)]


def test_another_grade_replaces_the_one_before(keep, storage):
    keep(an_attempt(1, WAITS))
    changed = an_attempt(
        1,
        GIVEN,
        grade=Grade((GIVEN,), "A3", 5, notes=("again",), regraded_from=0.5),
        hint="use len",
        graded_at=NINE + timedelta(hours=1),
    )

    with storage.transaction() as repositories:
        repositories.gradebook.replace_grade(changed)

    with storage.transaction(is_reading=True) as repositories:
        assert repositories.attempts.get("1") == changed
        (summary,) = repositories.attempts.summaries("ada")
        assert (summary.points, summary.needs_manual_grade) == (1.0, False)
        assert list(repositories.gradebook.graded(STEP, "why")) == [changed]
        assert list(repositories.gradebook.graded(STEP, "how")) == []
