"""What nbgrader leaves of a cell for learners, without importing nbgrader (two seconds and more).

Needed wherever an untouched answer has to be recognised and nothing is released. The learner's copy
itself is always made by nbgrader's own preprocessors (`release`); a test compares the two.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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

_AUTOTEST = re.compile(r"^\s*#.*\bAUTOTEST\b", re.MULTILINE)


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
        If a region is not closed, opened twice, or in a cell that nbgrader does not clear it from.
        The message does not name the cell.

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
    stub = stubs.code[language] if cell_type == "code" else stubs.text
    is_answer = role in ANSWER_ROLES
    text, has_solution = _without(source, "SOLUTION", stub=stub.split("\n"), may_hold=is_answer)
    if is_answer and not has_solution:
        text = stub
    may_test = role in {CellRole.TESTS, CellRole.MANUAL}
    text, _ = _without(text, "HIDDEN TESTS", may_hold=may_test)
    text, _ = _without(text, "MARK SCHEME", may_hold=role is CellRole.TASK)
    return text


def _without(
    source: str, name: str, *, may_hold: bool, stub: Sequence[str] = ()
) -> tuple[str, bool]:
    """Return `source` with `stub` for each region of that name, and whether there was one."""
    kept: list[str] = []
    is_inside = has_region = False
    for line in source.split("\n"):
        if f"BEGIN {name}" in line:
            if is_inside:
                raise Invalid(f"a second 'BEGIN {name}' before 'END {name}'", field="notebook")
            is_inside = has_region = True
            indent = line[: len(line) - len(line.lstrip())]
            kept.extend(indent + part for part in stub)
        elif f"END {name}" in line:
            is_inside = False
        elif not is_inside:
            kept.append(line)
    if is_inside:
        raise Invalid(f"'BEGIN {name}' without 'END {name}'", field="notebook")
    if has_region and not may_hold:
        raise Invalid(
            f"'BEGIN {name}' in a cell whose type in nbgrader's toolbar does not allow it",
            field="notebook",
        )
    return "\n".join(kept), has_region
