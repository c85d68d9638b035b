"""Takes a test cell apart: each top-level ``assert`` is a test of its own."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

BEGIN_HIDDEN = "BEGIN HIDDEN TESTS"
END_HIDDEN = "END HIDDEN TESTS"
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Condition:
    """What an ``assert`` asserts.

    Parameters
    ----------
    source
        The condition.
    left, right
        Both sides, if it compares two things by ``==``; else None.
    message
        Source of the author's message, or None.
    """

    source: str
    left: str | None = None
    right: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a test cell that is run as one request.

    Parameters
    ----------
    name
        In the learner's words; not to be shown if the step is hidden.
    source
        Its text.
    is_hidden
        Whether it lies, if only in part, between nbgrader's markers of hidden tests.
    condition
        What is asserted, or None for other statements.
    """

    name: str
    source: str
    is_hidden: bool
    condition: Condition | None = None


def split(source: str, *, name: str) -> tuple[Step, ...]:
    """Return the steps of a test cell in order.

    Consecutive statements that are no ``assert`` are one step, unless only some are hidden. What is
    not plain Python, such as a line magic, is a single step.

    Parameters
    ----------
    name
        What to call a step that has no better name.

    Examples
    --------
    >>> [(s.name, s.condition is not None) for s in split("x = f(); assert x == 1", name="t")]
    [('x = f()', False), ('x == 1', True)]
    """
    hidden = _hidden_lines(source)
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return (Step(name, source, is_hidden=bool(hidden)),)
    text = _Text(source)
    steps: list[Step] = []
    for (_, is_hidden), group in groupby(
        statements,
        key=lambda statement: (isinstance(statement, ast.Assert), _touches(statement, hidden)),
    ):
        members = list(group)
        asserts = [member for member in members if isinstance(member, ast.Assert)]
        steps += [_assertion(member, text, is_hidden=is_hidden) for member in asserts]
        if not asserts:
            steps.append(_plain(members, text, name=name, is_hidden=is_hidden))
    return tuple(steps)


class _Text:
    """A source that nodes can be cut out of; their columns count UTF-8 bytes."""

    def __init__(self, source: str) -> None:
        self._lines = source.encode("utf-8", "replace").splitlines(keepends=True)

    def of(self, node: ast.AST) -> str:
        return self.between(node, node)

    def between(self, first: ast.AST, last: ast.AST) -> str:
        start, column = _start(first)
        end, end_column = _end(last)
        lines = self._lines[start - 1 : end]
        lines[-1] = lines[-1][:end_column]
        lines[0] = lines[0][column:]
        return b"".join(lines).decode("utf-8", "replace")

    def rest_of_line(self, last: ast.AST) -> str:
        end, end_column = _end(last)
        return self._lines[end - 1][end_column:].decode("utf-8", "replace")


def _start(node: ast.AST) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", None)
    if decorators:  # a function begins at ``def``, its decorator one character behind the ``@``
        return decorators[0].lineno, 0
    return getattr(node, "lineno", 1), getattr(node, "col_offset", 0)


def _end(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "end_lineno", None) or 1, getattr(node, "end_col_offset", None) or 0


def _hidden_lines(source: str) -> frozenset[int]:
    hidden, is_hidden = set(), False
    for number, line in enumerate(source.encode("utf-8", "replace").splitlines(), start=1):
        if BEGIN_HIDDEN.encode() in line:
            is_hidden = True
        if is_hidden:
            hidden.add(number)
        if END_HIDDEN.encode() in line:
            is_hidden = False
    return frozenset(hidden)


def _touches(statement: ast.stmt, lines: frozenset[int]) -> bool:
    return not lines.isdisjoint(range(_start(statement)[0], _end(statement)[0] + 1))


def _assertion(statement: ast.Assert, text: _Text, *, is_hidden: bool) -> Step:
    test = statement.test
    left, right = None, None
    if isinstance(test, ast.Compare) and [type(each) for each in test.ops] == [ast.Eq]:
        left, right = text.of(test.left), text.of(test.comparators[0])
    condition = Condition(
        text.of(test),
        left=left,
        right=right,
        message=text.of(statement.msg) if statement.msg else None,
    )
    source = text.of(statement)
    return Step(one_line(condition.source), source, is_hidden=is_hidden, condition=condition)


def _plain(statements: Sequence[ast.stmt], text: _Text, *, name: str, is_hidden: bool) -> Step:
    source = text.between(statements[0], statements[-1])
    first, title = statements[0], source
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        title = first.value.value if isinstance(first.value.value, str) else title
    lines = [line for line in title.splitlines() if line.strip()]
    if text.rest_of_line(statements[-1]).lstrip().startswith(";"):
        source += ";"  # keeps the shell from showing the value
    return Step(one_line(lines[0]) if lines else name, source, is_hidden=is_hidden)


def one_line(text: str) -> str:
    """Return `text` on one line, cut to what fits a list of tests."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"
