"""Reading worked solutions, and giving up for them."""

from dataclasses import replace

import pytest

from fakes.courses import NOTEBOOK, STEP, a_course
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid, NotAllowed, NotFound
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.policies import EnrolmentPolicy, ExercisePolicy, SolutionAccess
from jupyter_hybrid.domain.progress import ExerciseState, SolutionState
from jupyter_hybrid.services.exercises import NOTE_GIVEN_UP, Submission

AUTHORS = "def mean(x): return sum(x) / len(x)"


def with_policy(**policy):
    """Return the fakes' notebook with a policy of its first exercise."""
    cells = [replace(cell, policy=policy) if cell.id == "mean" else cell for cell in NOTEBOOK.cells]
    return Notebook(tuple(cells))


@pytest.fixture
def hand_in(exercises, library, clock, ada):
    """Return a function that hands in once more and stores what it was worth."""
    ids = iter(range(100))

    def hand_in(points, *, person=ada):
        submission = Submission(str(next(ids)), library.outline(STEP).release, {"mean": "x"})
        attempt, _ = exercises.record_attempt(person, STEP, "mean", submission=submission)
        cell = CellGrade("test-mean", points, 2.0, needs_manual_grade=False)
        clock.advance(seconds=10)
        return exercises.record_result(attempt, Grade((cell,), "kernel", 5))

    return hand_in


def shown(solution):
    return [(cell.id, cell.source) for cell in solution.cells]


def test_a_solution_is_shut_at_first_and_says_what_opens_it(solutions, hand_in, ada):
    hand_in(0)

    with pytest.raises(NotAllowed, match="after 2 more attempts"):
        solutions.solution(ada, STEP, "mean")


def test_passing_opens_the_solution(solutions, hand_in, ada):
    hand_in(2.0)

    assert shown(solutions.solution(ada, STEP, "mean")) == [("mean", AUTHORS)]


def test_another_persons_pass_opens_nothing(solutions, hand_in, ada, trainer):
    hand_in(2.0, person=trainer)

    with pytest.raises(NotAllowed):
        solutions.solution(ada, STEP, "mean")


def test_a_trainer_may_always_read_it(solutions, library, trainer):
    library.notebook = with_policy(solution=SolutionAccess.NEVER)

    assert shown(solutions.solution(trainer, STEP, "mean")) == [("mean", AUTHORS)]


def test_giving_up_too_early_is_refused_and_stores_nothing(solutions, storage, hand_in, ada):
    hand_in(0)

    with pytest.raises(NotAllowed, match="pass it first"):
        solutions.give_up(ada, STEP, "mean")

    assert storage.repositories.given_up.kept == {}


def test_giving_up_opens_the_solution_and_ends_the_points(
    solutions, progress, exercises, hand_in, ada
):
    for points in (0, 1.0, 0):
        hand_in(points)

    given = solutions.give_up(ada, STEP, "mean")
    late = hand_in(2.0)

    mine = progress.progress(ada, a_course()).exercises[0]
    assert shown(given) == shown(solutions.solution(ada, STEP, "mean")) == [("mean", AUTHORS)]
    assert (mine.points, mine.state, mine.solution) == (
        1.0,
        ExerciseState.GIVEN_UP,
        SolutionState.OPEN,
    )
    assert NOTE_GIVEN_UP in late.grade.notes
    assert exercises.stored(late.id).grade.points == 2.0


def test_giving_up_twice_is_giving_up_once(solutions, storage, hand_in, clock, ada):
    for _ in range(3):
        hand_in(0)
    first = solutions.give_up(ada, STEP, "mean")
    at = storage.repositories.given_up.get("ada", STEP, "mean").at
    clock.advance(hours=1)

    assert solutions.give_up(ada, STEP, "mean") == first
    assert storage.repositories.given_up.get("ada", STEP, "mean").at == at


def test_who_has_passed_gives_nothing_up(solutions, storage, hand_in, ada):
    hand_in(2.0)

    assert shown(solutions.give_up(ada, STEP, "mean")) == [("mean", AUTHORS)]
    assert storage.repositories.given_up.kept == {}


def test_no_attempt_left_lets_one_give_up(solutions, library, hand_in, ada):
    library.notebook = with_policy(max_attempts=1, solution=SolutionAccess.PASSED)
    hand_in(0)

    assert shown(solutions.give_up(ada, STEP, "mean")) == [("mean", AUTHORS)]


def test_a_policy_of_never_holds_after_passing_too(solutions, library, hand_in, ada):
    library.notebook = with_policy(solution=SolutionAccess.NEVER)
    hand_in(2.0)

    for read in (solutions.solution, solutions.give_up):
        with pytest.raises(NotAllowed, match="is not shown in this course"):
            read(ada, STEP, "mean")


def test_the_solution_is_that_of_the_release_they_worked_with(solutions, library, hand_in, ada):
    hand_in(2.0)
    cells = [
        replace(cell, source="def mean(x): return 'newer'") if cell.id == "mean" else cell
        for cell in NOTEBOOK.cells
    ]
    library.notebook = Notebook(tuple(cells))

    assert shown(solutions.solution(ada, STEP, "mean")) == [("mean", AUTHORS)]


def test_the_policy_of_the_course_holds_while_the_course_cannot_be_read(
    solutions, storage, library, hand_in, ada
):
    def torn(_step):
        raise Invalid("course.yaml is being saved")

    hand_in(0)
    hand_in(0)
    hand_in(0)
    policy = ExercisePolicy(solution=SolutionAccess.NEVER)
    releases = storage.repositories.releases
    release = releases.get(STEP, library.outline(STEP).release)
    releases.add(replace(release, policy=policy), at=None)
    library.outline = torn

    with pytest.raises(NotAllowed, match="is not shown in this course"):
        solutions.give_up(ada, STEP, "mean")


@pytest.mark.parametrize(
    ("step", "exercise"),
    [
        (StepKey("nothing", "basics", "averages"), "mean"),
        (StepKey("statistics", "basics", "nothing"), "mean"),
        (STEP, "nothing"),
        (STEP, "test-mean"),
    ],
)
def test_there_is_no_solution_of_what_is_not_there(solutions, ada, trainer, step, exercise):
    for person in (ada, trainer):
        for read in (solutions.solution, solutions.give_up):
            with pytest.raises(NotFound):
                read(person, step, exercise)


def test_who_cannot_enter_the_course_cannot_give_up_in_it(solutions, library, ada):
    library.notebook = with_policy(give_up_after=0)
    course = a_course()
    rule = replace(course.enrolment, policy=EnrolmentPolicy.LIST)
    library.courses = lambda: [replace(course, enrolment=rule)]

    with pytest.raises(NotAllowed, match="list"):
        solutions.give_up(ada, STEP, "mean")


MEDIAN = Cell("median", "code", "def median(x): ...", "", CellRole.ANSWER)
TEST_MEDIAN = Cell("test-median", "code", "assert median([1])", "", CellRole.TESTS, points=3)


def test_giving_up_does_not_show_an_answer_that_another_exercise_asks_for_now(
    solutions, library, hand_in, ada
):
    text, mean, test_mean, why = NOTEBOOK.cells
    library.notebook = Notebook((text, mean, MEDIAN, test_mean, why))
    hand_in(0)
    for _ in range(2):
        hand_in(0)
    library.notebook = Notebook((text, mean, test_mean, MEDIAN, TEST_MEDIAN, why))

    assert shown(solutions.give_up(ada, STEP, "mean")) == [("mean", AUTHORS)]


def test_the_solution_of_an_exercise_that_asks_for_more_now_is_the_newer_one(
    solutions, library, hand_in, ada
):
    text, mean, test_mean, why = NOTEBOOK.cells
    hand_in(2.0)
    library.notebook = Notebook((text, mean, MEDIAN, test_mean, why))

    assert [cell for cell, _ in shown(solutions.solution(ada, STEP, "mean"))] == ["mean", "median"]


def test_an_exercise_with_a_new_key_opens_nothing_under_the_old_one(
    solutions, storage, library, hand_in, ada, trainer
):
    for _ in range(3):
        hand_in(0)
    hand_in(0, person=trainer)
    cells = [
        replace(cell, exercise="average") if cell.id == "mean" else cell for cell in NOTEBOOK.cells
    ]
    library.notebook = Notebook(tuple(cells))

    for read in (solutions.solution, solutions.give_up):
        with pytest.raises(NotAllowed, match="comes with exercise 'average'"):
            read(ada, STEP, "mean")
    assert storage.repositories.given_up.kept == {}
    assert shown(solutions.solution(trainer, STEP, "mean")) == [("mean", AUTHORS)]


def test_an_exercise_that_is_gone_altogether_can_still_be_given_up(
    solutions, library, hand_in, ada
):
    for _ in range(3):
        hand_in(0)
    text, _, _, why = NOTEBOOK.cells
    library.notebook = Notebook((text, why))

    assert shown(solutions.give_up(ada, STEP, "mean")) == [("mean", AUTHORS)]


def test_who_was_taken_off_the_list_reads_no_solution(solutions, storage, library, hand_in, ada):
    for _ in range(3):
        hand_in(0)
    storage.repositories.enrolments.remove("ada", STEP.course)
    course = a_course()
    rule = replace(course.enrolment, policy=EnrolmentPolicy.LIST)
    library.courses = lambda: [replace(course, enrolment=rule)]

    for read in (solutions.solution, solutions.give_up):
        with pytest.raises(NotAllowed, match="list"):
            read(ada, STEP, "mean")
    assert storage.repositories.given_up.kept == {}


def test_a_learner_is_not_told_which_file_keeps_a_solution_shut(solutions, library, ada, trainer):
    def torn(_step):
        raise Invalid("basics/averages.ipynb, cell 3: it is torn")

    library.outline = torn

    for read in (solutions.solution, solutions.give_up):
        with pytest.raises(Invalid, match="tell your trainer") as raised:
            read(ada, STEP, "mean")
        assert "averages.ipynb" not in raised.value.message
    with pytest.raises(Invalid, match="cell 3"):
        solutions.solution(trainer, STEP, "mean")
