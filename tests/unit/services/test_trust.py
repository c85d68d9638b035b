"""How the tests of a release run is found out once, before its answers are graded."""

import asyncio
from dataclasses import replace

import pytest

from fakes.courses import NOTEBOOK, STEP
from fakes.grader import FakeGrader
from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.policies import Permission, TrustMode
from jupyter_hybrid.domain.releases import ExerciseTrust
from jupyter_hybrid.domain.seeds import seed_of
from jupyter_hybrid.services.dry_run_verdict import FAULT
from jupyter_hybrid.services.exercises import Submission
from jupyter_hybrid.services.runner import AttemptRunner
from jupyter_hybrid.services.trust import TrustService

SOLVED = NOTEBOOK.cells[1].source
RIGHT = "def mean(x): return sum(x) / max(len(x), 1)"
UUID = "0d9c8a0e-55c8-4f1e-8f3a-000000000001"
SEALED_ONLY = {"test-mean": {TrustMode.SEALED, TrustMode.SHARED}}


class SlowGrader(FakeGrader):
    """Grades once it is let."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.opened = asyncio.Event()

    async def grade(self, task):
        await self.opened.wait()
        return await super().grade(task)


@pytest.fixture
def trust(courses, storage, blobs):
    def make(grader):
        return TrustService(courses=courses, storage=storage, blobs=blobs, grader=grader)

    return make


@pytest.fixture
def attempt(exercises, ada, library):
    def hand_in(answer=RIGHT):
        submission = Submission(UUID, library.outline(STEP).release, {"mean": answer})
        return exercises.record_attempt(ada, STEP, "mean", submission=submission)[0]

    return hand_in


def points(source):
    return 2.0 if source in {SOLVED, RIGHT} else 0.0


def changed(which, change):
    """Return the notebook with some of its cells changed."""
    cells = NOTEBOOK.cells
    return Notebook(tuple(replace(one, **change(one)) if which(one) else one for one in cells))


@pytest.mark.asyncio
async def test_the_mode_is_found_out_once_and_stored_with_its_reasons(trust, courses):
    grader = FakeGrader(points, modes=SEALED_ONLY)
    service = trust(grader)

    first = await service.trust_of(courses.current_release(STEP))
    n_runs = len(grader.tasks)
    again = await service.trust_of(courses.current_release(STEP))
    by_another_server = await trust(FakeGrader({})).trust_of(courses.current_release(STEP))

    assert first["mean"].mode is TrustMode.SEALED
    assert "a generator cannot be sent" in first["mean"].reasons[0]
    assert first == again == by_another_server == courses.current_release(STEP).trust
    assert len(grader.tasks) == n_runs == 4


@pytest.mark.asyncio
async def test_those_who_ask_at_the_same_time_share_one_dry_run(trust, courses):
    grader = SlowGrader(points)
    service = trust(grader)
    release = courses.current_release(STEP)

    asked = [asyncio.create_task(service.trust_of(release)) for _ in range(5)]
    await asyncio.sleep(0)
    asked.pop().cancel()
    grader.opened.set()
    found = await asyncio.gather(*asked)

    assert len(grader.tasks) == 2
    assert all(one["mean"].mode is TrustMode.SPLIT for one in found)


@pytest.mark.asyncio
async def test_an_attempt_is_graded_in_the_mode_that_was_found(trust, exercises, attempt):
    grader = FakeGrader(points, modes=SEALED_ONLY)
    runner = AttemptRunner(exercises=exercises, grader=grader)
    runner.prepare_with(trust(grader).prepare)

    graded = await runner.graded(attempt().id)

    assert (graded.grade.points, graded.grade.trust) == (2, TrustMode.SEALED)
    assert grader.tasks[-1].trust == {"test-mean": TrustMode.SEALED}
    assert grader.tasks[-1].reference == {"mean": SOLVED, "why": "because"}


@pytest.mark.asyncio
async def test_broken_tests_are_their_authors_fault_and_cost_no_attempt(trust, exercises, attempt):
    grader = FakeGrader({RIGHT: 2.0})
    runner = AttemptRunner(exercises=exercises, grader=grader)
    runner.prepare_with(trust(grader).prepare)

    graded = await runner.graded(attempt().id)

    assert graded.grade.fault == FAULT
    assert (graded.grade.points, graded.grade.max_points) == (0, 2)
    assert exercises.n_attempts(graded) == 0
    assert graded.hint is None
    assert all(RIGHT not in {cell.source for cell in task.cells} for task in grader.tasks)


@pytest.mark.asyncio
async def test_a_fault_is_found_out_anew_by_the_next_server_only(trust, courses):
    broken = FakeGrader({})
    service = trust(broken)

    before = await service.trust_of(courses.current_release(STEP))
    n_runs = len(broken.tasks)
    await service.trust_of(courses.current_release(STEP))
    after = await trust(FakeGrader(points)).trust_of(courses.current_release(STEP))

    assert before["mean"].fault == FAULT
    assert len(broken.tasks) == n_runs
    assert after["mean"] == ExerciseTrust(TrustMode.SPLIT)


@pytest.mark.asyncio
async def test_without_a_solution_nothing_is_proved_and_answers_are_graded(trust, courses, library):
    library.notebook = Notebook(
        tuple(
            replace(cell, source=cell.stub) if cell.is_answer else cell for cell in NOTEBOOK.cells
        )
    )

    found = await trust(FakeGrader(points)).trust_of(courses.current_release(STEP))

    assert (found["mean"].mode, found["mean"].fault) == (None, None)


@pytest.mark.asyncio
async def test_what_is_opened_is_found_out_in_the_background(trust, courses):
    grader = FakeGrader(points)
    service = trust(grader)

    service.begin(STEP)
    async with asyncio.timeout(10):
        while courses.current_release(STEP).trust is None:
            await asyncio.sleep(0.005)

    assert courses.current_release(STEP).trust["mean"].mode is TrustMode.SPLIT


@pytest.mark.asyncio
async def test_an_engine_that_cannot_work_is_asked_again_later(trust, courses):
    class NoEngine(FakeGrader):
        async def grade(self, task):
            raise Unavailable("there is no memory")

    service = trust(NoEngine({}))

    service.begin(STEP)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await service.trust_of(courses.current_release(STEP))
    await service.stop()

    assert courses.current_release(STEP).trust is None


def test_a_task_says_what_the_author_allows_and_has_the_seed_of_the_attempt(
    exercises, attempt, library
):
    policy = {
        "allow": (Permission.PROCESSES,),
        "imports": ("numpy",),
        "is_seeded": True,
    }
    library.notebook = Notebook(
        tuple(
            replace(cell, policy=policy) if cell.id == "mean" else cell for cell in NOTEBOOK.cells
        )
    )

    task = exercises.task(attempt())

    assert (task.allow, task.imports) == ({Permission.PROCESSES}, ("numpy",))
    assert task.seed == seed_of(UUID)
    assert task.trust == {"test-mean": TrustMode.SPLIT}


def test_without_the_authors_word_random_numbers_are_not_seeded(exercises, attempt):
    assert exercises.task(attempt()).seed is None
