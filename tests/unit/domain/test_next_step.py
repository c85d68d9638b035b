"""What to go on with, and why."""

from datetime import UTC, datetime, timedelta

import pytest

from jupyter_hybrid.domain.courses import Course, Module, Step, StepKey, StepKind
from jupyter_hybrid.domain.next_step import next_step
from jupyter_hybrid.domain.progress import ExerciseProgress, ExerciseState, StepProgress

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def reading(key, *, due=None):
    return Step(key, key, f"m/{key}.md", kind=StepKind.READING, due_at=due)


def live(key, starts_at):
    return Step(key, key, None, kind=StepKind.LIVE, starts_at=starts_at, duration_min=90)


def course(*modules):
    return Course("c", "C", "", "en", modules)


def module(key, *steps, requires=()):
    return Module(key, key, steps, requires)


def exercise(step, key="e", *, state=ExerciseState.NOT_STARTED, left=None):
    is_settled = state not in {ExerciseState.NOT_STARTED, ExerciseState.TRIED}
    return ExerciseProgress(step, key, 0, 1, 1, state, left, settled_at=NOW if is_settled else None)


def told(of, *, done=(), seen=None, exercises=(), problems=()):
    """Return module/step, exercise and reason; `seen` is hours ago by step, with slashes."""
    visits = {key: NOW - hours * HOUR for key, hours in (seen or {}).items()}
    steps = [
        StepProgress(
            key,
            is_done=f"{key.module}/{key.step}" in done,
            is_marked=False,
            seen_at=visits.get(f"{key.module}/{key.step}"),
            due_at=step.due_at,
        )
        for key, step in of.keyed_steps()
    ]
    found = next_step(of, steps=steps, exercises=exercises, problems=problems, now=NOW)
    return found and (f"{found.step.module}/{found.step.step}", found.exercise, found.reason.value)


TWO = course(module("m", reading("a"), reading("b")), module("n", reading("c")))


@pytest.mark.parametrize(
    ("done", "seen", "following"),
    [
        ((), {}, ("m/a", None, "begin")),
        ((), {"m/a": 1}, ("m/a", None, "resume")),
        ((), {"m/a": 2, "n/c": 1}, ("n/c", None, "resume")),
        (("m/a",), {"m/a": 1}, ("m/b", None, "next")),
        (("m/b",), {}, ("m/a", None, "next")),
        (("m/a",), {"n/c": 5, "m/a": 1}, ("m/b", None, "next")),
        (("m/a", "m/b"), {"m/b": 1}, ("n/c", None, "next")),
        (("m/a", "m/b", "n/c"), {"m/a": 1}, None),
    ],
)
def test_the_order_of_the_course_and_where_they_were_last(done, seen, following):
    assert told(TWO, done=done, seen=seen) == following


@pytest.mark.parametrize(
    ("a_due", "c_due", "following"),
    [
        (None, 25 * HOUR, ("m/a", None, "resume")),
        (None, 24 * HOUR, ("n/c", None, "due")),
        (None, -50 * HOUR, ("n/c", None, "due")),
        (2 * HOUR, HOUR, ("n/c", None, "due")),
        (HOUR, HOUR, ("m/a", None, "due")),
    ],
)
def test_what_is_due_goes_first(a_due, c_due, following):
    a = reading("a", due=a_due and NOW + a_due)
    of = course(module("m", a), module("n", reading("c", due=NOW + c_due)))

    assert told(of, seen={"m/a": 1}) == following


def test_what_is_done_is_not_due():
    of = course(module("m", reading("a", due=NOW - HOUR), reading("b")))

    assert told(of, done=("m/a",)) == ("m/b", None, "next")


def test_a_step_that_was_tried_and_not_passed_comes_before_new_ones():
    tried = exercise(StepKey("c", "m", "b"), state=ExerciseState.TRIED)

    found = told(TWO, done=("n/c",), seen={"n/c": 1, "m/b": 2}, exercises=[tried])

    assert found == ("m/b", "e", "retry")


def test_a_step_whose_exercises_have_no_attempt_left_is_skipped():
    used_up = exercise(StepKey("c", "m", "a"), state=ExerciseState.TRIED, left=0)

    assert told(TWO, seen={"m/a": 1}, exercises=[used_up]) == ("m/b", None, "next")


def test_the_first_open_exercise_of_the_step_is_named():
    step = StepKey("c", "m", "a")
    exercises = [
        exercise(step, "one", state=ExerciseState.PASSED),
        exercise(step, "two", state=ExerciseState.TRIED, left=0),
        exercise(step, "three"),
    ]

    assert told(TWO, seen={"m/a": 1}, exercises=exercises) == ("m/a", "three", "resume")


def test_steps_with_a_problem_are_skipped():
    assert told(TWO, problems=[StepKey("c", "m", "a")]) == ("m/b", None, "begin")


REQUIRING = course(module("late", reading("a"), requires=("first",)), module("first", reading("b")))


@pytest.mark.parametrize(
    ("done", "following"),
    [((), ("first/b", None, "begin")), (("first/b",), ("late/a", None, "next"))],
)
def test_modules_whose_required_modules_are_done_go_first(done, following):
    assert told(REQUIRING, done=done) == following


def test_a_required_module_that_cannot_be_finished_does_not_shut_the_way():
    missed = course(
        module("first", live("talk", NOW - 50 * HOUR)),
        module("late", reading("a"), requires=("first",)),
    )
    both = course(
        module("a", reading("a"), requires=("b",)), module("b", reading("b"), requires=("a",))
    )

    assert told(missed) == ("late/a", None, "begin")
    assert told(both) == ("a/a", None, "begin")


@pytest.mark.parametrize(
    ("starts", "following"),
    [
        (48 * HOUR, ("m/a", None, "resume")),
        (23 * HOUR, ("m/talk", None, "due")),
        (-HOUR, ("m/talk", None, "due")),
        (-2 * HOUR, ("m/a", None, "resume")),
    ],
)
def test_a_live_step_is_offered_around_its_time_only(starts, following):
    of = course(module("m", live("talk", NOW + starts), reading("a")))

    assert told(of, seen={"m/a": 1}) == following


def test_the_date_of_a_live_step_is_its_beginning():
    of = course(module("m", live("talk", NOW + HOUR), reading("a")))
    steps = [
        StepProgress(key, is_done=False, is_marked=False, seen_at=NOW)
        for key, _ in of.keyed_steps()
    ]

    found = next_step(of, steps=steps, exercises=(), problems=(), now=NOW)

    assert found.due_at == NOW + HOUR


def test_a_course_without_steps_has_nothing_to_go_on_with():
    assert told(course()) is None
