"""What nbgrader leaves of a cell for learners, without importing nbgrader (two seconds and more).

Needed wherever an untouched answer has to be recognised and nothing is released. The learner's copy
itself is always made by nbgrader's own preprocessors (`release`); a test compares the two.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_hybrid.content.marker_spelling import misspelt_marker
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.notebooks import ANSWER_ROLES, CellRole

TEXT_STUB = "YOUR ANSWER HERE"
CODE_STUBS: Mapping[str, str] = {
    "python": "# YOUR CODE HERE\nraise NotImplementedError()",
    "R": "# YOUR CODE HERE\nfail()",
    "matlab": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "octave": "% YOUR CODE HERE\nerror('No Answer Given!')",
    "sas": "/* YOUR CODE HERE */\n %notImplemented;",
    "java": "// YOUR CODE HERE",
}
"""What stands in for a solution, by language: the defaults of nbgrader's ``ClearSolutions``."""


@dataclass(frozen=True, slots=True)
class Stubs:
    """What stands in for solutions.

    Parameters
    ----------
    code
        By language of the notebook.
    text
        In place of a written answer.
    """

    code: Mapping[str, str]
    text: str


NBGRADER_STUBS = Stubs(CODE_STUBS, TEXT_STUB)

_AUTOTEST = re.compile(r"^[ \t]*#.*\bAUTOTEST\b", re.MULTILINE)


def stub_of(
    source: str,
    *,
    cell_type: str,
    role: CellRole,
    language: str,
    stubs: Stubs = NBGRADER_STUBS,
) -> str:
    r"""Return what of `source` a learner is given.

    Parameters
    ----------
    stubs
        What stands in for a solution.

    Raises
    ------
    Invalid
        If a region is not closed, not opened, opened twice, or in a cell that nbgrader does not
        clear it from; or if a line that is left looks like a marker (`misspelt_marker`). The
        message does not name the cell.

    Examples
    --------
    >>> print(
    ...     stub_of(
    ...         "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION",
    ...         cell_type="code",
    ...         role=CellRole.ANSWER,
    ...         language="python",
    ...     )
    ... )
    def f():
        # YOUR CODE HERE
        raise NotImplementedError()
    """
    if cell_type == "code" and _AUTOTEST.search(source):
        raise Invalid(
            "AUTOTEST lines cannot be released yet; write the asserts out", field="notebook"
        )
    stub = (stubs.code[language] if cell_type == "code" else stubs.text).split("\n")
    lines: list[_Line] = list(enumerate(source.split("\n"), start=1))
    is_answer = role in ANSWER_ROLES
    lines, has_solution = _without(lines, "SOLUTION", stub=stub, may_hold=is_answer)
    if is_answer and not has_solution:
        lines = [(None, line) for line in stub]
    may_test = role in {CellRole.TESTS, CellRole.MANUAL}
    lines, _ = _without(lines, "HIDDEN TESTS", may_hold=may_test)
    lines, _ = _without(lines, "MARK SCHEME", may_hold=role is CellRole.TASK)
    _check_no_misspelt_marker(lines)
    return "\n".join(line for _, line in lines)


_Line = tuple[int | None, str]
"""A line with its number in the author's cell, counted from 1; None if it is of a stub."""


def _without(
    lines: Sequence[_Line], name: str, *, may_hold: bool, stub: Sequence[str] = ()
) -> tuple[list[_Line], bool]:
    """Return `lines` with `stub` for each region of that name, and whether there was one."""
    kept: list[_Line] = []
    is_inside = has_region = False
    for number, line in lines:
        if f"BEGIN {name}" in line:
            if is_inside:
                raise Invalid(f"a second 'BEGIN {name}' before 'END {name}'", field="notebook")
            is_inside = has_region = True
            indent = line[: len(line) - len(line.lstrip())]
            kept.extend((None, indent + part) for part in stub)
        elif f"END {name}" in line:
            _check_begun(name, line=number, is_inside=is_inside)
            is_inside = False
        elif not is_inside:
            kept.append((number, line))
    if is_inside:
        raise Invalid(f"'BEGIN {name}' without 'END {name}'", field="notebook")
    if has_region and not may_hold:
        raise Invalid(
            f"'BEGIN {name}' in a cell whose type in nbgrader's toolbar does not allow it",
            field="notebook",
        )
    return kept, has_region


def _check_begun(name: str, *, line: int | None, is_inside: bool) -> None:
    if not is_inside:
        raise Invalid(
            f"line {line} is 'END {name}' without 'BEGIN {name}' before it, so nothing is taken"
            " out; correct the line where the region begins, or delete this one",
            field="notebook",
        )


def _check_no_misspelt_marker(lines: Sequence[_Line]) -> None:
    for number, line in lines:
        meant = None if number is None else misspelt_marker(line)
        if meant is not None:
            raise Invalid(
                f"line {number} looks like '{meant}' and is not spelt so, so learners would get"
                f" what follows; write '### {meant}', or say it in other words",
                field="notebook",
            )
