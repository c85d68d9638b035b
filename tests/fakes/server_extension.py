"""The server extension with another grader: what handlers do does not depend on kernels."""

import asyncio
import math
from dataclasses import replace

from fakes.grader import FakeGrader
from jupyter_hybrid.app import HybridApp
from jupyter_hybrid.bootstrap import Settings, build_program
from jupyter_hybrid.domain.exercises import Grade
from jupyter_hybrid.services.ports import GradingTask
from jupyter_hybrid.services.program import Program

RIGHT_ANSWERS = {"def mean(x):\n    return sum(x) / len(x)\n": 2.0}
SLOW = "# takes until somebody takes it back"
"""In an answer: it is graded for as long as somebody waits for it."""
FAULT = "# meets a test that is broken"
"""In an answer: its tests cannot be run."""


class GraderOfMoods(FakeGrader):
    """Grades by looking answers up, unless an answer wants something else to happen.

    Authors' own solutions are right.
    """

    async def grade(self, task: GradingTask) -> Grade:
        if task.reference == {cell.id: cell.source for cell in task.cells if cell.is_answer}:
            return await FakeGrader(lambda _: math.inf).grade(task)
        text = "".join(cell.source for cell in task.cells if cell.is_answer)
        while SLOW in text:
            await asyncio.sleep(3600)
        grade = await super().grade(task)
        return replace(grade, fault="`solve` is defined nowhere") if FAULT in text else grade


class HybridAppWithFakeGrader(HybridApp):
    """Grades by looking answers up."""

    def build(self, settings: Settings) -> Program:
        return build_program(settings, grader=GraderOfMoods(RIGHT_ANSWERS))


def _jupyter_server_extension_points():
    return [{"module": "fakes.server_extension", "app": HybridAppWithFakeGrader}]
