"""Grades notebooks of other languages than Python, each in a fresh Jupyter kernel.

The isolation is called ``kernel``: nothing is left of one grading for the next, the server's
environment stays out, and time, memory and output have limits. But the tests run in the same
process as the answer, which can therefore forge its points and read hidden tests: enough for
practice, not for an examination (docs/decisions/0019).
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.exercises import Grade
from jupyter_hybrid.grading.kernels.kernel import Kernel
from jupyter_hybrid.grading.kernels.place import KernelPlace
from jupyter_hybrid.grading.kernels.spares import SpareKernels
from jupyter_hybrid.grading.limits import MOST, Limits, limits_of
from jupyter_hybrid.grading.options import n_processors
from jupyter_hybrid.grading.run import NotebookRun, cells_to_run
from jupyter_hybrid.services.ports import GradingTask

ISOLATION = "kernel"


class KernelGrader:
    """Runs each task in a kernel of its own.

    Parameters
    ----------
    limits
        What no task can exceed, whatever its author asks for.
    n_workers
        How many are graded at the same time; by default one per processor.
    n_spare
        How many kernels to hold ready. Each costs about 60 MB and saves half a second per grade.
    """

    def __init__(
        self, *, limits: Limits | None = None, n_workers: int | None = None, n_spare: int = 0
    ) -> None:
        self._most = limits or MOST
        self._workers = asyncio.Semaphore(n_workers or n_processors())
        self._spares = SpareKernels(n_spare)
        self._kernels: set[Kernel] = set()
        self._is_closed = False

    async def grade(self, task: GradingTask) -> Grade:
        """Return what the graded cells of `task` give.

        Raises
        ------
        Unavailable
            If there is no such kernel, it does not start, or the grader is being closed.
        Invalid
            If a data file of the task would lie outside of its folder.
        """
        async with self._workers:
            started = time.perf_counter()
            limits = limits_of(task.limits, most=self._most)
            async with self._kernel_for(task, limits=limits) as kernel:
                place = KernelPlace(kernel, limits=limits) if kernel else None
                run = NotebookRun(task, place=place, limits=limits)
                await run.go()
                self._check_open()  # or a kernel that we ended would count against the learner
        story = run.story()
        return Grade(
            tuple(story.grades),
            ISOLATION,
            round((time.perf_counter() - started) * 1000),
            notes=tuple(story.notes),
            missing=tuple(story.missing),
        )

    @asynccontextmanager
    async def _kernel_for(
        self, task: GradingTask, *, limits: Limits
    ) -> AsyncIterator[Kernel | None]:
        self._check_open()
        if not any(cell.cell_type == "code" for cell in cells_to_run(task)):
            yield None
            return
        spare = await self._filled_spare(task, limits=limits)
        self._check_open()
        kernel = spare or Kernel(task.kernel_name, limits=limits)
        self._kernels.add(kernel)
        try:
            if spare is None:
                await kernel.start(folder=task.folder, files=task.files)
            yield kernel
        finally:
            await kernel.end()
            self._kernels.discard(kernel)
            # Not earlier: it would slow this check down.
            self._spares.refill(task.kernel_name, folder=task.folder, limits=limits)

    async def _filled_spare(self, task: GradingTask, *, limits: Limits) -> Kernel | None:
        """Return a spare kernel in the task's folder with its files, or None."""
        spare = await self._spares.take(task.kernel_name, folder=task.folder, limits=limits)
        if spare is None:
            return None
        is_filled = False
        try:
            if await spare.responds():
                spare.fill(task.files, limits=limits)
                is_filled = True
        finally:
            if not is_filled:
                await spare.end()
        return spare if is_filled else None

    def _check_open(self) -> None:
        if self._is_closed:
            raise Unavailable("the grading engine was stopped")

    async def close(self) -> None:
        """End every kernel; what is being graded raises `Unavailable`. Idempotent."""
        self._is_closed = True
        await asyncio.gather(*(kernel.end() for kernel in tuple(self._kernels)))
        await self._spares.close()
