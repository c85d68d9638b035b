"""Gives tests a kernel's shell: magics and ``get_ipython`` that act on the tests' own names."""

from collections.abc import Callable
from types import ModuleType

from jupyter_hybrid.grading.worker.codec_writer import Foreign


class _Tests(ModuleType):
    """A main module whose variables are the tests' names."""

    def __init__(self, names: dict[str, Foreign]) -> None:
        super().__init__("__main__")
        self._names = names

    @property
    def __dict__(self) -> dict[str, Foreign]:  # type: ignore[override]
        return self._names


def lend(shell: Foreign, namespace: dict[str, Foreign]) -> None:
    """Have `shell`, in which nothing has run, work on the tests' names.

    What a cell magic runs raises as the tests themselves do, instead of only being shown.
    """
    shell.user_ns = namespace
    shell.user_module = _Tests(namespace)
    shell.run_cell = _raising(shell.run_cell)
    shell.showtraceback = _show_nothing


def _raising(run_cell: Callable[..., Foreign]) -> Callable[..., Foreign]:
    def run(*args: Foreign, **kwargs: Foreign) -> Foreign:
        result = run_cell(*args, **kwargs)
        result.raise_error()
        return result

    return run


def _show_nothing(*_: Foreign, **__: Foreign) -> None:
    """Show no traceback: the exception is raised."""
