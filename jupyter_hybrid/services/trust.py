"""How the tests of a release run: found out once, before anybody's answers are graded."""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import PurePosixPath

from jupyter_hybrid.domain.attempts import Attempt
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import HybridError
from jupyter_hybrid.domain.exercises import (
    CellGrade,
    Exercise,
    Grade,
    exercises_of,
    grade_by_hand,
)
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.domain.releases import ExerciseTrust, Release
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.desk import DraftNotebook
from jupyter_hybrid.services.dry_run import Rehearsal, graded_by_tests
from jupyter_hybrid.services.dry_run_verdict import verdict
from jupyter_hybrid.services.exercises import find_exercise
from jupyter_hybrid.services.ports import BlobStore, Grader
from jupyter_hybrid.services.repositories import Storage

log = logging.getLogger(__name__)

NOT_RUN = "none"
"""`Grade.isolation` where nothing was run."""

Trust = Mapping[str, ExerciseTrust]


class TrustService:
    """Tries the exercises of releases, one release at a time.

    A fault may be one of this machine, for example a module that is missing: it is stored, and
    found out anew by the next server that starts.
    """

    def __init__(
        self, *, courses: CourseService, storage: Storage, blobs: BlobStore, grader: Grader
    ) -> None:
        self._courses = courses
        self._storage = storage
        self._blobs = blobs
        self._grader = grader
        self._one_at_a_time = asyncio.Lock()
        self._known: dict[tuple[object, ...], Trust] = {}
        self._running: dict[tuple[object, ...], asyncio.Task[Trust]] = {}
        self._in_background: set[asyncio.Task[None]] = set()

    async def trust_of(self, release: Release) -> Trust:
        """Return how the tests of each exercise of a release run, by its key.

        Whoever asks while it is being found out waits for it; leaving does not stop it.

        Raises
        ------
        Unavailable
            If the engine itself cannot work.
        NotFound
            If a data file of the release is gone.
        """
        key = (release.step, release.hash, release.policy)
        stored = release.trust
        if stored is not None and not any(one.fault for one in stored.values()):
            return stored
        if key in self._known:
            return self._known[key]
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(self._find_out(release))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        self._known[key] = await asyncio.shield(task)
        return self._known[key]

    async def prepare(self, attempt: Attempt) -> Grade | None:
        """Find out how the tests of an attempt run; return its grade if they do not run at all.

        Raises
        ------
        NotFound
            If its release is gone.
        Unavailable
            If the engine itself cannot work.
        """
        release = await asyncio.to_thread(self._courses.release, attempt.step, attempt.release)
        found = (await self.trust_of(release)).get(attempt.exercise)
        if found is None or found.fault is None:
            return None
        exercise = find_exercise(release, attempt.exercise)
        return _faulty(release, exercise, attempt=attempt, fault=found.fault)

    def begin(self, step: StepKey) -> None:
        """Find it out in the background for a step that somebody opens; needs a running loop."""
        task = asyncio.create_task(self._begin(step))
        self._in_background.add(task)
        task.add_done_callback(self._in_background.discard)

    async def stop(self) -> None:
        """Stop; what was not found out will be when it is needed."""
        tasks = [*self._in_background, *self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _begin(self, step: StepKey) -> None:
        try:
            await self.trust_of(await asyncio.to_thread(self._courses.current_release, step))
        except HybridError as error:
            log.warning("the tests of step %s cannot be tried now: %s", step, error.message)

    async def _find_out(self, release: Release) -> Trust:
        async with self._one_at_a_time:
            draft = await asyncio.to_thread(self._draft, release)
            exercises = graded_by_tests(draft, draft.exercises)
            runs = await Rehearsal(draft, grader=self._grader).run(exercises)
            trust = {
                exercise.key: verdict(run, exercise=exercise, notebook=release.notebook)
                for exercise, run in zip(exercises, runs, strict=True)
            }
            for key, one in trust.items():
                log.info("exercise %s of %s: tests run %s", key, release.step, one.mode)
            await asyncio.to_thread(self._keep, release, trust)
        return trust

    def _draft(self, release: Release) -> DraftNotebook:
        return DraftNotebook(
            step=f"{release.step.module}/{release.step.step}",
            path=str(PurePosixPath(release.path)),
            notebook=release.notebook,
            exercises=exercises_of(release.notebook, policy=release.policy),
            files={file.path: self._blobs.get(file.sha256) for file in release.files},
        )

    def _keep(self, release: Release, trust: Trust) -> None:
        with self._storage.transaction() as repositories:
            repositories.releases.set_trust(release.step, release.hash, trust)


def _faulty(release: Release, exercise: Exercise, *, attempt: Attempt, fault: str) -> Grade:
    cells = (release.notebook.get(cell_id) for cell_id in exercise.graded)
    grades = tuple(_ungraded(cell, attempt=attempt) for cell in cells if cell is not None)
    return Grade(grades, NOT_RUN, 0, fault=fault)


def _ungraded(cell: Cell, *, attempt: Attempt) -> CellGrade:
    if cell.role is CellRole.TESTS:
        return CellGrade(cell.id, 0.0, cell.points, needs_manual_grade=False)
    return grade_by_hand(cell, answer=attempt.answers.get(cell.id, cell.stub))
