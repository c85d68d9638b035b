"""Takes a test cell apart: each top-level ``assert`` or check is a test of its own."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby

from jupyter_hybrid.grading.missing import names_bound

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
    """A part of a test cell that is run by itself.

    Parameters
    ----------
    name
        In the learner's words; not to be shown if the step is hidden.
    source
        Its text.
    is_hidden
        Whether it lies, if only in part, between nbgrader's markers of hidden tests, or needs what
        does.
    condition
        What is asserted, or None for other statements.
    is_check
        Whether it calls something that raises if it does not hold, such as ``check.equal(...)``.
    is_whole
        Whether it is the whole cell, because that is not plain Python.
    line, last_line
        Where it stands in the cell, counted from 1.
    """

    name: str
    source: str
    is_hidden: bool
    condition: Condition | None = None
    is_check: bool = False
    is_whole: bool = False
    line: int = 1
    last_line: int = 1

    @property
    def is_test(self) -> bool:
        """Whether it is a test of its own; other statements set tests up."""
        return self.condition is not None or self.is_check

    @property
    def imports(self) -> str:
        """Its import statements, each on a line of its own; empty if it has none."""
        if self.is_whole or "import" not in self.source:
            return ""
        found = (ast.Import, ast.ImportFrom)
        body = ast.parse(self.source).body
        return "\n".join(ast.unparse(one) for one in body if isinstance(one, found))


def split(source: str, *, name: str) -> tuple[Step, ...]:
    """Return the steps of a test cell in order.

    Consecutive statements that are no ``assert`` are one step, unless only some are hidden. What
    uses a name that a hidden step binds is hidden as well. What is not plain Python, such as a line
    magic, is a single step.

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
        last_line = source.count("\n") + 1
        return (Step(name, source, is_hidden=bool(hidden), is_whole=True, last_line=last_line),)
    text = _Text(source)
    steps: list[Step] = []
    for (kind, is_hidden), group in groupby(
        statements, key=lambda statement: (_kind(statement), _touches(statement, hidden))
    ):
        members = list(group)
        if kind is _Kind.PLAIN:
            steps.append(_plain(members, text, name=name, is_hidden=is_hidden))
            continue
        for member in members:
            if isinstance(member, ast.Assert):
                steps.append(_assertion(member, text, is_hidden=is_hidden))
            else:
                found = _plain([member], text, name=name, is_hidden=is_hidden)
                steps.append(replace(found, is_check=True))
    return _hiding_what_follows(steps) if hidden else tuple(steps)


def _hiding_what_follows(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Hide each step that uses what a hidden one binds: without that it could not be run."""
    found: list[Step] = []
    secret: frozenset[str] = frozenset()
    for step in steps:
        bound = names_bound(step.source)
        is_hidden = step.is_hidden or not secret.isdisjoint(_names_used(step.source))
        secret = secret | bound if is_hidden else secret - bound
        found.append(replace(step, is_hidden=is_hidden))
    return tuple(found)


def _names_used(source: str) -> set[str]:
    used, own = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            used.add(node.id)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            used.add(node.target.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.comprehension):
            own.update(one.id for one in ast.walk(node.target) if isinstance(one, ast.Name))
    return used - own


class _Kind(Enum):
    ASSERT = 0
    CHECK = 1
    PLAIN = 2


def _kind(statement: ast.stmt) -> _Kind:
    if isinstance(statement, ast.Assert):
        return _Kind.ASSERT
    if isinstance(statement, ast.Expr) and _is_check(statement.value):
        return _Kind.CHECK
    return _Kind.PLAIN


def _is_check(value: ast.expr) -> bool:
    """Return whether it is a call such as ``check.equal(...)`` or ``assert_equal(...)``."""
    names = []
    while isinstance(value, ast.Call | ast.Attribute):
        if isinstance(value, ast.Attribute):
            names.append(value.attr)
            value = value.value
        else:
            value = value.func
    if not isinstance(value, ast.Name):
        return False
    last = names[0] if names else value.id
    return bool(names and value.id == "check") or last.startswith("assert")


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
    return Step(
        one_line(condition.source),
        text.of(statement),
        is_hidden=is_hidden,
        condition=condition,
        line=_start(statement)[0],
        last_line=_end(statement)[0],
    )


def _plain(statements: Sequence[ast.stmt], text: _Text, *, name: str, is_hidden: bool) -> Step:
    source = text.between(statements[0], statements[-1])
    first, title = statements[0], source
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        title = first.value.value if isinstance(first.value.value, str) else title
    lines = [line for line in title.splitlines() if line.strip()]
    if text.rest_of_line(statements[-1]).lstrip().startswith(";"):
        source += ";"  # keeps the shell from showing the value
    return Step(
        one_line(lines[0]) if lines else name,
        source,
        is_hidden=is_hidden,
        line=_start(statements[0])[0],
        last_line=_end(statements[-1])[0],
    )


def one_line(text: str) -> str:
    """Return `text` on one line, cut to what fits a list of tests."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"
