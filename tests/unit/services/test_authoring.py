"""What authors may ask for, and what dry runs find."""

import asyncio
from dataclasses import replace

import pytest

from fakes.desk import FakeAuthoringDesk
from fakes.grader import FakeGrader
from jupyter_hybrid.domain.errors import Invalid, NotAllowed, NotFound, Unavailable
from jupyter_hybrid.domain.exercises import exercises_of
from jupyter_hybrid.domain.lint import LintMessage, Severity
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.domain.policies import Limits, Permission, TrustMode
from jupyter_hybrid.services.authoring import AuthoringService, Rehearsed
from jupyter_hybrid.services.desk import DraftNotebook
from jupyter_hybrid.services.dry_run_words import line_of

TRAINER = Person("ada", "Ada", frozenset({Role.TRAINER, Role.LEARNER}))
LEARNER = Person("bo", "Bo", frozenset({Role.LEARNER}))
PERSONA = Person("owner", "learner", frozenset({Role.LEARNER}), persona="learner")
PATH = "statistics/basics/averages.ipynb"


def exercise_cells(name, *, points=2.0, limits=None, policy=None):
    hidden = f"assert {name}\n### BEGIN HIDDEN TESTS\nassert {name}_hidden\n### END HIDDEN TESTS"
    return (
        Cell(
            name,
            "code",
            f"solved {name}",
            f"stub {name}",
            CellRole.ANSWER,
            limits=limits or {},
            policy=policy or {},
        ),
        Cell(f"test-{name}", "code", hidden, "", CellRole.TESTS, points=points),
    )


def draft_of(*cells):
    notebook = Notebook((Cell("text", "markdown", "# A", "# A"), *cells))
    return DraftNotebook(
        step="basics/averages",
        path="basics/averages.ipynb",
        notebook=notebook,
        exercises=exercises_of(notebook),
        files={"basics/prices.csv": b"x"},
    )


MANUAL = Cell("why", "markdown", "because", "YOUR ANSWER HERE", CellRole.MANUAL, points=1)
SOUND = draft_of(*exercise_cells("mean"), *exercise_cells("mode"), MANUAL)


def service(draft=SOUND, *, grader=None, messages=()):
    grader = grader or FakeGrader({"solved mean": 2.0, "solved mode": 2.0})
    desk = FakeAuthoringDesk(drafts={PATH: draft}, messages=messages)
    return AuthoringService(desk=desk, grader=grader), grader


@pytest.mark.parametrize("person", [LEARNER, PERSONA])
@pytest.mark.asyncio
async def test_only_trainers_write_courses(person):
    authoring, grader = service()

    with pytest.raises(NotAllowed):
        authoring.lint(person, "statistics")
    with pytest.raises(NotAllowed):
        authoring.open_folder(person, "statistics")
    with pytest.raises(NotAllowed):
        authoring.new_course(person, "x", title="X")
    with pytest.raises(NotAllowed):
        authoring.notebooks(person, "statistics")
    with pytest.raises(NotAllowed):
        await authoring.dry_run(person, PATH)
    with pytest.raises(NotAllowed):
        await authoring.rehearsed(person, PATH)
    assert grader.tasks == []


def test_lint_open_and_new_are_the_desks():
    message = LintMessage(Severity.ERROR, "missing-file", "course.yaml", "a", "b")
    authoring, _ = service(messages=[message])

    assert authoring.lint(TRAINER, "statistics").messages == (message,)
    assert authoring.open_folder(TRAINER, "statistics").course == "statistics"
    assert authoring.new_course(TRAINER, "new", title="Maps").course == "maps"
    assert authoring.notebooks(TRAINER, "statistics") == (PATH,)


@pytest.mark.asyncio
async def test_sound_exercises_take_one_run_solved_and_one_untouched():
    authoring, grader = service()

    runs = await authoring.dry_run(TRAINER, PATH)

    assert [
        (run.exercise, run.max_points, run.reference_points, run.untouched_points, run.problems)
        for run in runs
    ] == [("mean", 2, 2, 0, ()), ("mode", 2, 2, 0, ())]
    assert {run.step for run in runs} == {"basics/averages"}
    assert len(grader.tasks) == 2
    assert all(task.graded == {"test-mean", "test-mode"} for task in grader.tasks)
    assert all(task.files == SOUND.files and task.folder == "basics" for task in grader.tasks)


@pytest.mark.asyncio
async def test_a_solution_that_fails_is_told_with_the_test_after_a_run_of_its_own():
    authoring, grader = service(grader=FakeGrader({"solved mode": 2.0}))

    mean, mode = await authoring.dry_run(TRAINER, PATH)

    assert mean.problems == (
        "the author's own solution fails 'test-mean': expected something else",
    )
    assert (mean.reference_points, mode.problems) == (0, ())
    assert [task.graded for task in grader.tasks] == [
        {"test-mean", "test-mode"},
        {"test-mean"},
        {"test-mean", "test-mode"},
        {"test-mean"},
        {"test-mean"},
    ]


@pytest.mark.asyncio
async def test_a_test_without_points_must_hold_too():
    authoring, _ = service(draft_of(*exercise_cells("mean", points=0.0)), grader=FakeGrader({}))

    (mean,) = await authoring.dry_run(TRAINER, PATH)

    assert mean.problems == (
        "the author's own solution fails 'test-mean': expected something else",
    )


@pytest.mark.asyncio
async def test_what_passes_untouched_is_told_with_the_test():
    points = {"solved mean": 2.0, "solved mode": 2.0, "stub mode": 2.0}
    authoring, _ = service(grader=FakeGrader(points))

    mean, mode = await authoring.dry_run(TRAINER, PATH)

    assert mean.problems == ()
    assert mode.untouched_points == 2
    assert mode.problems == ("the untouched notebook gets 2 points: it passes 'test-mode'",)


@pytest.mark.asyncio
async def test_hidden_tests_are_run_openly_for_their_author():
    authoring, grader = service()

    await authoring.dry_run(TRAINER, PATH)

    tests = [cell for cell in grader.tasks[0].cells if cell.id == "test-mean"]
    assert tests[0].source == "assert mean\nassert mean_hidden"


@pytest.mark.asyncio
async def test_limits_make_good_news_true_for_each_exercise_alone():
    draft = draft_of(
        *exercise_cells("mean", limits={"cell_s": 2.0, "exercise_s": 20.0, "memory_mb": 64}),
        *exercise_cells("mode", limits={"cell_s": 5.0, "exercise_s": 10.0}),
    )
    authoring, grader = service(draft)

    await authoring.dry_run(TRAINER, PATH)

    tight, loose = (task.limits for task in grader.tasks)
    assert tight == replace(Limits(), cell_s=2.0, exercise_s=10.0, memory_mb=64)
    assert loose == replace(Limits(), cell_s=5.0, exercise_s=30.0)


@pytest.mark.asyncio
async def test_an_exercise_that_may_run_for_longer_than_all_share_keeps_its_time():
    draft = draft_of(*exercise_cells("mean", limits={"exercise_s": 3600.0}))
    authoring, grader = service(draft)

    await authoring.dry_run(TRAINER, PATH)

    assert [task.limits.exercise_s for task in grader.tasks] == [3600.0, 3600.0]


@pytest.mark.asyncio
async def test_one_exercise_can_be_run_alone():
    authoring, grader = service()

    (run,) = await authoring.dry_run(TRAINER, PATH, "mode")

    assert run.exercise == "mode"
    assert all(task.graded == {"test-mode"} for task in grader.tasks)


@pytest.mark.asyncio
async def test_an_exercise_that_is_not_there_or_that_a_person_grades_is_said():
    authoring, _ = service()

    with pytest.raises(NotFound, match="has no exercise 'nothing'"):
        await authoring.dry_run(TRAINER, PATH, "nothing")
    with pytest.raises(Invalid, match="a person grades it"):
        await authoring.dry_run(TRAINER, PATH, "why")


@pytest.mark.asyncio
async def test_a_notebook_without_tests_starts_no_kernel():
    authoring, grader = service(draft_of(MANUAL))

    assert await authoring.dry_run(TRAINER, PATH) == ()
    assert grader.tasks == []


@pytest.mark.asyncio
async def test_a_second_dry_run_waits_for_the_first():
    class SlowGrader(FakeGrader):
        n_now = 0
        n_most = 0

        async def grade(self, task):
            self.n_now += 1
            self.n_most = max(self.n_most, self.n_now)
            await asyncio.sleep(0)
            self.n_now -= 1
            return await super().grade(task)

    authoring, grader = service(grader=SlowGrader({"solved mean": 2.0, "solved mode": 2.0}))

    await asyncio.gather(*(authoring.dry_run(TRAINER, PATH) for _ in range(3)))

    assert grader.n_most == 1
    assert len(grader.tasks) == 6


@pytest.mark.asyncio
async def test_what_a_dry_run_finds_is_said_at_the_cell_where_the_exercise_begins():
    authoring, _ = service(grader=FakeGrader({"solved mean": 2.0, "stub mode": 2.0}))

    failed, gift = (await authoring.rehearsed(TRAINER, PATH)).messages

    assert (failed.code, failed.file, failed.cell, failed.cell_id) == (
        "reference-fails",
        "basics/averages.ipynb",
        4,
        "mode",
    )
    assert (gift.code, gift.severity, gift.cell) == ("untouched-passes", Severity.ERROR, 4)


@pytest.mark.asyncio
async def test_an_engine_that_cannot_work_is_one_message():
    class NoKernel(FakeGrader):
        async def grade(self, task):
            raise Unavailable("there is no kernel 'cobol'")

    authoring, _ = service(grader=NoKernel({}))

    (message,) = (await authoring.rehearsed(TRAINER, PATH)).messages

    assert message.code == "dry-run-impossible"
    assert "cobol" in message.text
    assert await authoring.rehearsed(TRAINER, "no.ipynb") == Rehearsed()


GENERATOR = "a generator cannot be sent; return a list"
BOTH = {"solved mean": 2.0, "solved mode": 2.0}


def modes_of(tasks):
    """Return the exercises and the mode of each run."""
    return [(sorted(task.trust), {*task.trust.values()}) for task in tasks]


@pytest.mark.asyncio
async def test_what_works_split_is_split_and_is_run_in_no_other_mode():
    authoring, grader = service()

    runs = await authoring.dry_run(TRAINER, PATH)

    assert [(run.trust, run.reasons) for run in runs] == [(TrustMode.SPLIT, ())] * 2
    both = ["test-mean", "test-mode"]
    assert modes_of(grader.tasks) == [(both, {TrustMode.SPLIT})] * 2


@pytest.mark.asyncio
async def test_only_what_does_not_work_split_is_run_sealed_and_says_why():
    modes = {"test-mode": {TrustMode.SEALED, TrustMode.SHARED}}
    authoring, grader = service(grader=FakeGrader(BOTH, modes=modes))

    mean, mode = await authoring.dry_run(TRAINER, PATH)

    assert (mean.trust, mean.reasons) == (TrustMode.SPLIT, ())
    assert (mode.trust, mode.problems, mode.reference_points) == (TrustMode.SEALED, (), 2)
    assert mode.reasons == (f"split does not do: `test-mode`: {GENERATOR}",)
    assert modes_of(grader.tasks)[-2:] == [(["test-mode"], {TrustMode.SEALED})] * 2


@pytest.mark.asyncio
async def test_a_step_down_is_a_warning_with_its_reason():
    modes = {"test-mode": {TrustMode.SEALED}}
    authoring, _ = service(grader=FakeGrader(BOTH, modes=modes))

    (message,) = (await authoring.rehearsed(TRAINER, PATH)).messages

    assert (message.code, message.severity, message.cell) == ("tests-sealed", Severity.WARNING, 4)
    assert f"`test-mode`: {GENERATOR}" in message.text


@pytest.mark.asyncio
async def test_tests_run_beside_the_answer_only_with_the_authors_word():
    modes = {"test-mean": {TrustMode.SHARED}}
    unasked, _ = service(draft_of(*exercise_cells("mean")), grader=FakeGrader(BOTH, modes=modes))
    cells = exercise_cells("mean", policy={"isolation": TrustMode.SHARED})
    asked, _ = service(draft_of(*cells), grader=FakeGrader(BOTH, modes=modes))

    (refused,) = await unasked.dry_run(TRAINER, PATH)
    (error,) = (await unasked.rehearsed(TRAINER, PATH)).messages
    (allowed,) = await asked.dry_run(TRAINER, PATH)
    (warning,) = (await asked.rehearsed(TRAINER, PATH)).messages

    assert refused.trust is None
    assert refused.problems
    assert (error.code, error.severity) == ("needs-shared", Severity.ERROR)
    assert "isolation: shared" in error.advice
    assert (allowed.trust, allowed.problems) == (TrustMode.SHARED, ())
    assert [reason.split(" ")[0] for reason in allowed.reasons] == ["split", "sealed"]
    assert (warning.code, warning.severity) == ("tests-shared", Severity.WARNING)


@pytest.mark.asyncio
async def test_an_author_who_accepts_split_only_gets_no_weaker_mode():
    cells = exercise_cells("mean", policy={"isolation": TrustMode.SPLIT})
    modes = {"test-mean": {TrustMode.SEALED, TrustMode.SHARED}}
    authoring, grader = service(draft_of(*cells), grader=FakeGrader(BOTH, modes=modes))

    (run,) = await authoring.dry_run(TRAINER, PATH)

    assert run.trust is None
    assert run.problems == (f"the author's own solution fails 'test-mean': {GENERATOR}",)
    assert {mode for task in grader.tasks for mode in task.trust.values()} == {TrustMode.SPLIT}


@pytest.mark.asyncio
async def test_an_engine_without_trust_modes_is_asked_once():
    grader = FakeGrader({"solved mean": 2.0}, isolation="kernel")
    authoring, _ = service(grader=grader)

    mean, mode = await authoring.dry_run(TRAINER, PATH)

    assert (mean.trust, mean.problems, mean.reasons) == (None, (), ())
    assert (mode.trust, len(mode.problems)) == (None, 1)
    assert len(grader.tasks) == 3


@pytest.mark.asyncio
async def test_points_for_nothing_do_not_make_the_tests_run_less_safely():
    points = {"solved mean": 2.0, "stub mean": 2.0}
    authoring, _ = service(draft_of(*exercise_cells("mean")), grader=FakeGrader(points))

    (run,) = await authoring.dry_run(TRAINER, PATH)

    assert run.trust is TrustMode.SPLIT
    assert run.problems == ("the untouched notebook gets 2 points: it passes 'test-mean'",)


@pytest.mark.asyncio
async def test_a_dry_run_gives_the_engine_all_that_a_check_gives_it():
    loud = {"allow": (Permission.NETWORK,), "imports": ("numpy",), "is_seeded": True}
    quiet = {"imports": ("pandas",)}
    cells = (*exercise_cells("mode", policy=quiet), *exercise_cells("mean", policy=loud))
    authoring, grader = service(draft_of(*cells))

    await authoring.dry_run(TRAINER, PATH)
    await authoring.dry_run(TRAINER, PATH, "mean")

    solved, untouched, alone, _ = grader.tasks
    assert solved.reference == {"mean": "solved mean", "mode": "solved mode"}
    assert solved.imports == ("pandas", "numpy")
    assert (solved.allow, untouched.allow) == (set(), {Permission.NETWORK})
    assert alone.allow == {Permission.NETWORK}
    assert alone.seed == solved.seed is not None


def test_a_test_is_found_by_its_condition_even_if_it_was_cut():
    source = "y = 1\nassert  f(\n    1\n) == 2\nassert f(2) == 3"

    assert line_of("f( 1 ) == 2", source=source) == 2
    assert line_of("f(2) == ", source=source) == 5
    assert line_of("g()", source=source) is None
    assert line_of("", source=source) is None
