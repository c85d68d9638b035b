"""When a worked solution opens, and what it shows."""

from datetime import UTC, datetime

import pytest

from jupyter_hybrid.domain.attempts import AttemptState, AttemptSummary
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import Exercise, exercises_of
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.policies import ExercisePolicy, SolutionAccess
from jupyter_hybrid.domain.solutions import (
    SolutionState,
    shown_source,
    solution_of,
    solution_state,
    why_shut,
)

NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)
LOCKED, GIVE_UP, OPEN = SolutionState.LOCKED, SolutionState.GIVE_UP, SolutionState.OPEN
PASSED_ONLY, ON_GIVING_UP, NEVER = (
    SolutionAccess.PASSED,
    SolutionAccess.GIVE_UP,
    SolutionAccess.NEVER,
)


def attempt(points, *, state=AttemptState.GRADED, waits=False):
    return AttemptSummary(StepKey("c", "m", "s"), "mean", state, NINE, points, waits)


def exercise(policy=ON_GIVING_UP, *, after=3, limit=None, by_hand=False, answers=("mean",)):
    rules = ExercisePolicy(solution=policy, give_up_after=after, max_attempts=limit)
    return Exercise("mean", answers, ("t",), 2, needs_manual_grade=by_hand, policy=rules)


FAILED, PASSED = attempt(1), attempt(2)
QUEUED, BROKEN = attempt(0, state=AttemptState.QUEUED), attempt(0, state=AttemptState.FAILED)
WAITING = attempt(0, waits=True)


@pytest.mark.parametrize(
    ("asked", "attempts", "given_up", "state"),
    [
        (exercise(), [], False, LOCKED),
        (exercise(), [FAILED] * 2, False, LOCKED),
        (exercise(), [FAILED] * 3, False, GIVE_UP),
        (exercise(), [FAILED, FAILED, QUEUED], False, LOCKED),
        (exercise(), [FAILED, FAILED, BROKEN], False, LOCKED),
        (exercise(), [FAILED, PASSED, FAILED], False, OPEN),
        (exercise(), [FAILED], True, OPEN),
        (exercise(after=0), [], False, GIVE_UP),
        (exercise(limit=1), [FAILED], False, GIVE_UP),
        (exercise(limit=2), [FAILED], False, LOCKED),
        (exercise(limit=1), [BROKEN], False, LOCKED),
        (exercise(PASSED_ONLY), [FAILED] * 9, False, LOCKED),
        (exercise(PASSED_ONLY), [PASSED], False, OPEN),
        (exercise(PASSED_ONLY, limit=2), [FAILED] * 2, False, GIVE_UP),
        (exercise(PASSED_ONLY, limit=2), [FAILED] * 2, True, OPEN),
        (exercise(NEVER), [PASSED], False, LOCKED),
        (exercise(NEVER, limit=1), [FAILED], False, LOCKED),
        (exercise(NEVER), [FAILED], True, LOCKED),
        (exercise(answers=()), [PASSED], False, LOCKED),
        (exercise(by_hand=True), [WAITING], False, LOCKED),
        (exercise(by_hand=True), [WAITING] * 3, False, LOCKED),
        (exercise(by_hand=True), [attempt(1)], False, OPEN),
        (exercise(by_hand=True), [attempt(0)] * 3, False, GIVE_UP),
    ],
)
def test_what_opens_a_worked_solution(asked, attempts, given_up, state):
    found = solution_state(asked, attempts=attempts, given_up_at=NINE if given_up else None)

    assert found is state


@pytest.mark.parametrize(
    ("asked", "attempts", "words"),
    [
        (exercise(), [FAILED], "pass it first; after 2 more attempts without passing"),
        (exercise(), [FAILED] * 2, "after one more attempt"),
        (exercise(), [FAILED] * 3, "pass it first, or give the exercise up"),
        (exercise(PASSED_ONLY), [FAILED], "pass it first"),
        (exercise(NEVER), [PASSED], "is not shown in this course"),
        (exercise(answers=()), [], "has no worked solution"),
        (exercise(by_hand=True), [], "hand it in first; after 3 more attempts"),
        (exercise(by_hand=True), [attempt(0)], "hand it in first; after 2 more attempts"),
        (
            exercise(by_hand=True, limit=1),
            [WAITING],
            "it opens once a person has given points or you give the exercise up",
        ),
    ],
)
def test_a_shut_solution_says_what_opens_it(asked, attempts, words):
    state = solution_state(asked, attempts=attempts, given_up_at=None)

    assert words in why_shut(asked, state, attempts=attempts)


@pytest.mark.parametrize("policy", [ON_GIVING_UP, PASSED_ONLY])
def test_who_handed_in_for_a_person_to_read_is_not_told_to_hand_in(policy):
    asked = exercise(policy, by_hand=True)

    said = why_shut(asked, LOCKED, attempts=iter([WAITING]))

    assert said.endswith("is shut: it opens once a person has given points")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a = 1", "a = 1"),
        ("### BEGIN SOLUTION\na = 1\n### END SOLUTION", "a = 1"),
        ("// BEGIN SOLUTION\nint a;\n// END SOLUTION", "int a;"),
        ("  -- == BEGIN SOLUTION ==\n  select 1\n  -- == END SOLUTION ==", "  select 1"),
        ("a\n### BEGIN HIDDEN TESTS\nassert secret\n### END HIDDEN TESTS\nb", "a\nb"),
        ("a\n=== BEGIN MARK SCHEME ===\nsecret", "a"),
    ],
)
def test_markers_and_what_stays_hidden_are_taken_out(source, shown):
    assert shown_source(source) == shown


def test_a_solution_is_the_answer_cells_alone():
    notebook = Notebook(
        (
            Cell("text", "markdown", "# A", "# A"),
            Cell("one", "code", "1", "...", CellRole.ANSWER),
            Cell("two", "code", "2", "...", CellRole.ANSWER),
            Cell("t", "code", "assert secret", "", CellRole.TESTS, points=1),
            Cell("other", "code", "3", "...", CellRole.ANSWER),
        )
    )

    solution = solution_of(notebook, exercises_of(notebook)[0])

    assert [(cell.id, cell.source) for cell in solution.cells] == [("one", "1"), ("two", "2")]
