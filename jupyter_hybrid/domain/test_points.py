"""Points of a single test, as its author writes them behind it: ``# 0.5 points``."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping

_MARK = re.compile(r"#\s*(?P<points>\d+(?:\.\d+)?|\.\d+)\s?points?\s*")
_NOT_RUN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
"""Statements that test nothing by themselves; a mark at their end belongs to what is inside."""


def marked_points(source: str) -> Mapping[int, float]:
    r"""Return the points of the tests of a cell that its author gave points of their own.

    Only whole statements of the cell count, not those inside of a loop or a function: the mark
    stands behind the last line of the statement.

    Parameters
    ----------
    source
        The tests cell; without marks, or where it is not Python, nothing is found.

    Returns
    -------
    Mapping
        Points by the number of the statement's last line, counted from 1.

    Examples
    --------
    >>> marked_points("assert f(1) == 2  # 0.5 points\nassert f('# 3 points')\n")
    {1: 0.5}
    """
    if "point" not in source:
        return {}
    try:
        last_lines = {
            statement.end_lineno
            for statement in ast.parse(source).body
            if not isinstance(statement, _NOT_RUN)
        }
        return {line: points for line, points in _marks(source) if line in last_lines}
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return {}


def _marks(source: str) -> Iterator[tuple[int, float]]:
    comment: tokenize.TokenInfo | None = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        # A comment that ends no statement is followed by NL instead.
        if token.type == tokenize.NEWLINE and comment is not None:
            found = _MARK.fullmatch(comment.string)
            if found:
                yield comment.start[0], float(found["points"])
        comment = token if token.type == tokenize.COMMENT else None
