"""A pair of processes as the place where a notebook runs."""

from collections.abc import Sequence

from jupyter_hybrid.domain.notebooks import Cell
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.grading import words
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.outcomes import Ending, Outcome
from jupyter_hybrid.grading.record import TestRecord
from jupyter_hybrid.grading.split.findings import ending_of, finding_of
from jupyter_hybrid.grading.split.outputs import has_stderr, outputs_of
from jupyter_hybrid.grading.split.pair import Pair, results_of
from jupyter_hybrid.grading.split.telling import (
    author_sources,
    modules_of,
    own_names,
    start_of,
    step_of,
    text_of,
)
from jupyter_hybrid.grading.worker.frames import Frame
from jupyter_hybrid.services.ports import GradingTask

_JSON_OF_OUTPUT = 8
"""Outputs as JSON are longer: names, commas, and six characters where one is not ASCII."""


class SplitPlace:
    """The `Place` of one pass through a notebook.

    Parameters
    ----------
    pair
        One that nobody has used.
    has_hidden
        Whether hidden tests are run as well; then nothing that is printed comes out of it.

    Attributes
    ----------
    outputs
        What cells showed, by id.
    tampering
        What was found changed in Python itself.
    """

    def __init__(self, pair: Pair, *, task: GradingTask, limits: Limits, has_hidden: bool) -> None:
        self.splits_tests = True
        self._pair = pair
        self._task = task
        self._limits = limits
        self._has_hidden = has_hidden
        self._prelude: list[Frame] = []
        self._may_have_warned = False
        self._sources = author_sources(task)
        self.outputs: dict[str, tuple[Frame, ...]] = {}
        self.tampering: list[str] = []

    @property
    def is_alive(self) -> bool:
        """Whether more can be run."""
        return self._pair.is_alive

    def why_it_ended(self, cell: str) -> str:
        """Return in words why nothing more can be run after `cell` made it end."""
        return words.ended(cell, status=self._pair.exit_status, killed=self._pair.killed)

    async def begin(self, *, seed: int) -> None:
        """Put files in place and set limits.

        Raises
        ------
        LinkClosed
            If the pair does not begin.
        """
        await self._pair.begin(start_of(self._task, limits=self._limits, seed=seed))

    async def execute(self, cell: Cell, *, deadline: float) -> Outcome:
        """Run a cell that is no test."""
        outcome, reply = await self._pair.execute(cell.source, cell=cell.id, deadline=deadline)
        self._may_have_warned |= has_stderr(reply.get("messages"))
        if not self._has_hidden:
            most_bytes = _JSON_OF_OUTPUT * self._limits.output_bytes
            self.outputs[cell.id] = outputs_of(reply.get("messages"), most_bytes=most_bytes)
        return outcome

    async def pass_by(self, cell: Cell, *, deadline: float) -> Outcome:
        """Run what a test cell that nobody asks points for leaves: imports and set-up."""
        record = TestRecord(cell)
        ending = await self._import(record, deadline=deadline)
        for number, step in enumerate(record.steps):
            if ending is Ending.DONE and not step.is_test and self._is_run(record, number):
                told = step_of(step, cell=cell.id, is_last=False)
                self._prelude.append(told)
                ending = ending_of(await self._find(told, deadline=deadline))
        return Outcome(ending)

    async def test(self, record: TestRecord, *, deadline: float) -> Ending:
        """Run those tests of a cell that this pass is for."""
        mode = self._task.trust.get(record.cell.id, TrustMode.SPLIT)
        ending = await self._import(record, deadline=deadline)
        if ending is not Ending.DONE:
            record.reason = f"it {words.stopped(ending, limits=self._limits)}"
            return ending
        if mode is TrustMode.SPLIT:
            return await self._test_apart(record, deadline=deadline)
        return await self._test_inside(record, mode=mode, deadline=deadline)

    async def _import(self, record: TestRecord, *, deadline: float) -> Ending:
        """Import in the learner's process what visible tests import: answers may rely on it.

        A warning is shown once until the next cell runs there, as in any kernel: if there may have
        been one, a cell is run even without imports, so that these tests get it as well.
        """
        imports = [
            step.imports
            for number, step in enumerate(record.steps)
            if not step.is_hidden and self._is_run(record, number) and step.imports
        ]
        if not imports and not self._may_have_warned:
            return Ending.DONE
        source = "\n".join(imports) or "pass"
        outcome, _ = await self._pair.execute(source, cell="", deadline=deadline)
        return outcome.ending

    async def _find(self, told: Frame, *, deadline: float) -> Frame:
        result = await self._pair.find(told, deadline=deadline)
        self._may_have_warned |= bool(text_of(result.get("stderr")))
        return result

    def _is_run(self, record: TestRecord, number: int) -> bool:
        return self._has_hidden or not record.steps[number].is_hidden

    async def _test_apart(self, record: TestRecord, *, deadline: float) -> Ending:
        last = len(record.steps) - 1
        for number, step in enumerate(record.steps):
            if not self._is_run(record, number):
                continue
            told = step_of(step, cell=record.cell.id, is_last=number == last)
            result = await self._find(told, deadline=deadline)
            finding = finding_of(step, result, limits=self._limits, killed=self._pair.killed)
            record.add(number, finding)
            if finding.is_last:
                return ending_of(result)
        return Ending.DONE

    async def _test_inside(self, record: TestRecord, *, mode: TrustMode, deadline: float) -> Ending:
        last = len(record.steps) - 1
        numbers = [number for number in range(last + 1) if self._is_run(record, number)]
        told = [
            step_of(record.steps[number], cell=record.cell.id, is_last=number == last)
            for number in numbers
        ]
        results = await self._results_inside(told, mode=mode, cell=record.cell, deadline=deadline)
        for number, result in zip(numbers, results, strict=True):
            step = record.steps[number]
            finding = finding_of(step, result, limits=self._limits, killed=self._pair.killed)
            record.add(number, finding)
            if finding.is_last:
                return ending_of(result)
        self._prelude += [
            one
            for one, number in zip(told, numbers, strict=True)
            if not record.steps[number].is_test
        ]
        return Ending.DONE

    async def _results_inside(
        self, told: Sequence[Frame], *, mode: TrustMode, cell: Cell, deadline: float
    ) -> list[Frame]:
        """Return the results of steps; a throw-away copy first repeats earlier cells' set-up."""
        before = self._prelude if mode is TrustMode.SEALED else []
        steps = [*before, *told]
        reply = await self._pair.test_inside(
            steps,
            mode=mode.value,
            cell=cell.id,
            names={
                "modules": modules_of(source for _, source in self._sources),
                "own": own_names(self._sources),
            },
            deadline=deadline,
        )
        found = reply.get("tampering")
        texts = found if isinstance(found, list) else []
        self.tampering += [words.cut(one, longest=100) for one in texts if isinstance(one, str)]
        return results_of(reply, len(steps))[len(before) :]
