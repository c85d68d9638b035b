"""A Jupyter kernel as the place where a notebook runs; tests are scored by what it says."""

from jupyter_hybrid.domain.notebooks import Cell
from jupyter_hybrid.grading import scoring, words
from jupyter_hybrid.grading.kernels.kernel import Kernel
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.outcomes import Ending, Outcome
from jupyter_hybrid.grading.record import Finding, TestRecord


class KernelPlace:
    """The `Place` of a notebook in a kernel.

    Parameters
    ----------
    kernel
        A fresh one that has been started.
    """

    def __init__(self, kernel: Kernel, *, limits: Limits) -> None:
        self.splits_tests = False
        self._kernel = kernel
        self._limits = limits

    @property
    def is_alive(self) -> bool:
        """Whether more can be run."""
        return self._kernel.is_alive

    def why_it_ended(self, cell: str) -> str:
        """Return in words why nothing more can be run after `cell` made it end."""
        return words.ended(cell, status=self._kernel.exit_status)

    async def execute(self, cell: Cell, *, deadline: float) -> Outcome:
        """Run a cell and return what it gave."""
        return await self._kernel.execute(cell.source, deadline=deadline)

    async def pass_by(self, cell: Cell, *, deadline: float) -> Outcome:
        """Run a test cell that nobody asks points for."""
        return await self.execute(cell, deadline=deadline)

    async def test(self, record: TestRecord, *, deadline: float) -> Ending:
        """Run a test cell as a whole."""
        outcome = await self.execute(record.cell, deadline=deadline)
        record.add(0, self._finding(outcome, is_hidden=record.has_hidden))
        return outcome.ending

    def _finding(self, outcome: Outcome, *, is_hidden: bool) -> Finding:
        if outcome.ending is not Ending.DONE:
            message = f"it {words.stopped(outcome.ending, limits=self._limits)}"
            return Finding(passed=False, message=message, is_last=True)
        if outcome.raised is not None:
            message = words.exception(outcome.raised)
            raised = None if is_hidden else outcome.raised
            return Finding(passed=False, message=message, is_last=True, raised=raised)
        if outcome.stderr:  # nbgrader's rule
            message = f"it wrote to stderr, which counts as failed: {outcome.stderr.strip()}"
            return Finding(passed=False, message=words.cut(message))
        return Finding(passed=True, value=scoring.number_in(outcome.result))
