"""The grading engine: Python in split processes, every other language in kernels."""

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.exercises import Grade
from jupyter_hybrid.grading.interpreters import interpreter_of
from jupyter_hybrid.grading.kernels.kernel_grader import KernelGrader
from jupyter_hybrid.grading.options import EngineOptions
from jupyter_hybrid.grading.split.python_grader import PythonGrader
from jupyter_hybrid.services.ports import GradingTask

_PYTHON = "python"


class GradingEngine:
    """The `Grader` port.

    Parameters
    ----------
    options
        What the operator chooses. Kernels isolate less than level 1.
    """

    def __init__(self, options: EngineOptions | None = None) -> None:
        self._options = options or EngineOptions()
        self._python = PythonGrader(self._options)
        self._kernels = KernelGrader(
            limits=self._options.limits, n_workers=self._options.n_workers, n_spare=1
        )

    async def warm(self, kernel_name: str = "python3") -> None:
        """Have everything ready for a first check.

        Raises
        ------
        Unavailable
            If it cannot be: the first check will say so too.
        """
        interpreter = interpreter_of(kernel_name)
        if interpreter is not None:
            await self._python.warm(interpreter, imports=frozenset())

    def fingerprint(self, task: GradingTask) -> str:
        """Return what a grade depends on beside the task, as long as the engine runs."""
        interpreter = interpreter_of(task.kernel_name) if _is_python(task) else None
        return repr(interpreter.key) if interpreter else task.kernel_name

    async def grade(self, task: GradingTask) -> Grade:
        """Return what the graded cells of `task` give.

        Raises
        ------
        Unavailable
            If there is no such kernel, it does not start, it isolates too little, or the engine is
            being closed.
        Invalid
            If a data file of the task would lie outside of its folder.
        """
        if _is_python(task):
            interpreter = interpreter_of(task.kernel_name)
            if interpreter is not None:
                return await self._python.grade(task, interpreter=interpreter)
        if self._options.min_level > 0:
            raise Unavailable(
                f"notebooks in {task.language} are checked in a kernel, which keeps answers apart"
                " less than this server asks for"
            )
        return await self._kernels.grade(task)

    async def close(self) -> None:
        """Stop everything that was started; idempotent."""
        await self._python.close()
        await self._kernels.close()


def _is_python(task: GradingTask) -> bool:
    return task.language.lower() == _PYTHON
