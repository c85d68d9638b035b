"""What workers are told about a task: steps of tests, modules, names, files."""

import ast
import base64
import builtins
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jupyter_hybrid.domain.notebooks import Cell
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.missing import LONGEST_SOURCE, names_bound
from jupyter_hybrid.grading.places import check_inside
from jupyter_hybrid.grading.run import is_test
from jupyter_hybrid.grading.split.pair import Start
from jupyter_hybrid.grading.statements import Step
from jupyter_hybrid.services.ports import GradingTask

_BUILTIN_NAMES = frozenset(vars(builtins))
# What they give works on data alone and keeps none: it does the same in the tests' own process.
_OF_DATA = frozenset(
    {
        *("math", "cmath", "statistics", "decimal", "fractions", "numpy", "pandas", "scipy"),
        *("collections", "itertools", "functools", "operator", "copy", "inspect"),
        *("string", "textwrap", "re", "json", "datetime", "uuid"),
        *("unittest", "nose", "pytest", "jupyter_hybrid"),
    }
)
_OF_A_PROCESS = ("numpy.random", "unittest.mock")


def step_of(step: Step, *, cell: str, is_last: bool) -> dict[str, object]:
    """Return a step as the tester is told it.

    Parameters
    ----------
    is_last
        Whether it ends its cell, so that its value may be partial credit.
    """
    condition = step.condition
    kind = "whole" if step.is_whole else "assert" if condition else "plain"
    return {
        "cell": cell,
        "name": step.name,
        "source": step.source,
        "kind": kind,
        "line": step.line,
        "condition": condition.source if condition else None,
        "left": condition.left if condition else None,
        "right": condition.right if condition else None,
        "message": condition.message if condition else None,
        "wants_value": is_last and not condition and not step.source.rstrip().endswith(";"),
    }


def author_sources(task: GradingTask) -> list[tuple[Cell, str]]:
    """Return the code cells of the author's own notebook, with the solutions in them."""
    return [
        (cell, task.reference.get(cell.id, cell.source) if cell.is_answer else cell.stub)
        for cell in task.cells
        if cell.cell_type == "code" and not cell.id.startswith("free-")
    ]


def modules_of(sources: Iterable[str]) -> dict[str, str]:
    """Return the modules that sources import, by the name that they give them.

    Examples
    --------
    >>> modules_of(["import numpy as np, os.path", "x = = 1"])
    {'np': 'numpy', 'os': 'os'}
    """
    found = {}
    for source in sources:
        if "import" not in source or len(source) > LONGEST_SOURCE:
            continue
        try:
            tree = ast.parse(_without_magics(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.partition(".")[0]
                    found[alias.asname or top] = alias.name if alias.asname else top
    return found


def functions_of(sources: Sequence[tuple[Cell, str]]) -> dict[str, str]:
    """Return what cells import from modules as ``module:name``, unless an answer is to define it.

    Parameters
    ----------
    sources
        As `author_sources` gives them. What their answers import is the answers' business.
    """
    asked_for = {name for cell, source in sources if cell.is_answer for name in names_bound(source)}
    found: dict[str, str] = {}
    for cell, source in sources:
        nodes = [] if cell.is_answer or "import" not in source else _nodes_of(source)
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and _is_of_data(node):
                found |= {
                    alias.asname or alias.name: f"{node.module}:{alias.name}"
                    for alias in node.names
                }
    return {name: path for name, path in found.items() if name not in asked_for}


def _is_of_data(node: ast.ImportFrom) -> bool:
    module = node.module or ""
    is_known = not node.level and module.partition(".")[0] in _OF_DATA
    return is_known and not module.startswith(_OF_A_PROCESS)


def _nodes_of(source: str) -> list[ast.stmt]:
    """Return the statements at the top level of a cell; none if it is no Python."""
    if len(source) > LONGEST_SOURCE:
        return []
    try:
        return ast.parse(_without_magics(source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def own_names(sources: Iterable[tuple[Cell, str]]) -> list[str]:
    """Return the built-in names that answers are to define, as the author's own answers do.

    Parameters
    ----------
    sources
        As `author_sources` gives them.
    """
    bound = {name for cell, source in sources if cell.is_answer for name in names_bound(source)}
    return sorted(bound.intersection(_BUILTIN_NAMES))


def _without_magics(source: str) -> str:
    return "\n".join("" if line.lstrip()[:1] in {"%", "!"} else line for line in source.split("\n"))


def start_of(task: GradingTask, *, limits: Limits, seed: int) -> Start:
    """Return what a pair is told before anything runs.

    Raises
    ------
    Invalid
        If a data file would lie outside of the scratch folder.
    """
    for name in task.files:
        check_inside(name)
    if task.folder not in {"", "."}:
        check_inside(task.folder)
    sources = author_sources(task)
    may_set = {
        name for cell, source in sources if not is_test(cell) for name in names_bound(source)
    }
    own = own_names(sources)
    answers = {
        cell.id: cell.source
        for cell in task.cells
        if cell.cell_type == "code" and (cell.is_answer or cell.id.startswith("free-"))
    }
    files = {
        name: base64.b64encode(content).decode("ascii") for name, content in task.files.items()
    }
    shared: dict[str, Any] = {"op": "begin", "folder": task.folder, "seed": seed}
    return Start(
        learner={
            **shared,
            "files": files,
            "limits": {"output_bytes": limits.output_bytes, "rlimits": limits.rlimits()},
            "allow": sorted(task.allow),
        },
        tester={
            **shared,
            "modules": functions_of(sources) | modules_of(source for _, source in sources),
            "may_set": sorted(may_set),
            "own": own,
            "sources": answers,
            "limits": {"rlimits": limits.rlimits()},
        },
        memory_bytes=limits.memory_bytes,
        scratch_bytes=limits.file_bytes,
        interrupt_s=limits.interrupt_s,
    )


def text_of(value: object) -> str:
    """Return `value`, without halves of surrogate pairs, if a worker sent a text; else nothing."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def number_of(value: object) -> float | None:
    """Return `value` if a worker sent a number, else None; True is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and isinstance(value, int | float) else None


def mapping_of(value: object) -> Mapping[str, Any]:
    """Return `value` if a worker sent an object, else an empty one."""
    return value if isinstance(value, dict) else {}
