"""What nbgrader itself says of a notebook's graded cells, solved as its author solved them."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_hybrid.content.nbgrader_library import nbgrader_module
from jupyter_hybrid.domain.errors import Invalid

DEFAULT_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Verdict:
    """One graded cell.

    Parameters
    ----------
    notebook, cell
        The notebook's path in the course, and the cell's ``grade_id``.
    max_points
        What it can give.
    points
        What nbgrader gives for the author's solution; None where a person has to grade it.
    is_run
        Whether nbgrader was asked; False leaves `points` None.
    """

    notebook: str
    cell: str
    max_points: float
    points: float | None
    is_run: bool

    @property
    def words(self) -> str:
        """The verdict as people read it."""
        if not self.is_run:
            return "not run"
        if self.points is None:
            return "by hand"
        return "full" if self.points >= self.max_points else f"only {self.points:g}"


def verdicts_of(
    text: str, *, notebook: str, folder: Path | None, timeout_s: float | None
) -> Sequence[Verdict]:
    """Return nbgrader's verdict on each graded cell of a source notebook, in order.

    Parameters
    ----------
    text
        nbformat 4 as JSON text, nbgrader metadata of schema version 3.
    notebook
        Its name, for the verdicts.
    folder
        Where its code runs; None to run nothing.
    timeout_s
        Seconds for one cell; None for nbgrader's own limit.

    Raises
    ------
    Invalid
        If nbgrader cannot run the notebook at all.
    Unavailable
        If nbgrader is not installed.
    """
    nbformat, utils = nbgrader_module("nbformat"), nbgrader_module("nbgrader.utils")
    node = nbformat.reads(text, as_version=4)
    if folder is not None:
        node = _executed(node, folder=folder, timeout_s=timeout_s, notebook=notebook)
    verdicts = []
    for cell in node.cells:
        is_task = utils.is_task(cell)
        if not (is_task or utils.is_grade(cell)):
            continue
        is_by_hand = is_task or utils.is_solution(cell)
        points, max_points = (
            (None, float(cell.metadata.nbgrader.points)) if is_task else utils.determine_grade(cell)
        )
        verdicts.append(
            Verdict(
                notebook=notebook,
                cell=cell.metadata.nbgrader.grade_id,
                max_points=max_points,
                points=None if is_by_hand or folder is None else points,
                is_run=folder is not None,
            )
        )
    return verdicts


def _executed(node: Any, *, folder: Path, timeout_s: float | None, notebook: str) -> Any:  # noqa: ANN401
    execute = nbgrader_module("nbgrader.preprocessors").Execute(
        timeout=round(timeout_s or DEFAULT_TIMEOUT_S)
    )
    if node.metadata.get("kernelspec", {}).get("language", "python") == "python":
        # Its warning about unencrypted ports means nothing on one's own machine.
        execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=40"]
    try:
        executed, _ = execute.preprocess(copy.deepcopy(node), {"metadata": {"path": str(folder)}})
    except Exception as error:  # a kernel that is missing, or dies
        reason = str(error).split("\n", 1)[0] or type(error).__name__
        raise Invalid(f"{notebook}: nbgrader cannot run it: {reason}") from error
    return executed
