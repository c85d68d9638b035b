"""Points of a single test, as its author writes them behind it: ``# 0.5 points``."""

import ast
import contextlib
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
    last_lines = _last_lines(source)
    return {line: points for line, points in _marks(source) if line in last_lines}


def stray_marks(source: str) -> tuple[int, ...]:
    r"""Return the lines with points that count for nothing: no whole statement ends there.

    Parameters
    ----------
    source
        The tests cell.

    Examples
    --------
    >>> stray_marks("for n in (1, 2):\n    assert n  # 1 point\n    assert n > 0\n")
    (2,)
    """
    if "point" not in source:
        return ()
    last_lines = _last_lines(source)
    return tuple(line for line, _ in _marks(source) if line not in last_lines)


def _last_lines(source: str) -> frozenset[int]:
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(
        statement.end_lineno or 0 for statement in statements if not isinstance(statement, _NOT_RUN)
    )


def _marks(source: str) -> Iterator[tuple[int, float]]:
    comment: tokenize.TokenInfo | None = None
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    with contextlib.suppress(SyntaxError, tokenize.TokenError):
        for token in tokens:
            # A comment that ends no statement is followed by NL instead.
            if token.type == tokenize.NEWLINE and comment is not None:
                found = _MARK.fullmatch(comment.string)
                if found:
                    yield comment.start[0], float(found["points"])
            comment = token if token.type == tokenize.COMMENT else None
