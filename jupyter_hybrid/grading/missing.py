"""What code found missing: read out of an exception that a kernel reports, and not believed."""

import ast
import keyword
import re
from collections.abc import Iterator

from jupyter_hybrid.domain.exercises import MissingKind
from jupyter_hybrid.grading.outcomes import Raised

LONGEST_IDENTIFIER = 80
LONGEST_PATH = 200
LONGEST_SOURCE = 100_000
"""Characters of a cell that is looked through; a longer one would hold the server up."""
MOST_PARSED = 100_000
"""Characters that are parsed for one run, all cells together: about half a second."""

_VARIABLE = re.compile(r"name '([^']{1,80})' is not defined")
_MODULE = re.compile(r"No module named '([^']{1,200})'")
_MEMBER = re.compile(
    r"cannot import name '([^']{1,80})' from (?:partially initialized module )?'([^']{1,200})'"
)
_FILE = re.compile(r"\[Errno 2\] No such file or directory: (['\"].{1,1000})", re.DOTALL)
_NOT_IN_PATH = re.compile(r"[`<>|*?]")
_MAGIC = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)  # \s would run over line ends: quadratic


def missing_in(raised: Raised) -> tuple[MissingKind, str] | None:
    """Return what an exception says is missing, or None if it says nothing that can be shown.

    Examples
    --------
    >>> missing_in(Raised("NameError", "name 'orders' is not defined"))
    (<MissingKind.VARIABLE: 'variable'>, 'orders')
    >>> missing_in(Raised("FileNotFoundError", "[Errno 2] No such file or directory: 'o.csv'"))
    (<MissingKind.FILE: 'file'>, 'o.csv')
    >>> missing_in(Raised("NameError", "name '<b>' is not defined"))
    """
    match raised.name:
        case "NameError":
            return _found(MissingKind.VARIABLE, _variable(raised.text))
        case "ModuleNotFoundError" | "ImportError":
            return _found(MissingKind.IMPORT, _import(raised.text))
        case "FileNotFoundError":
            return _found(MissingKind.FILE, _path(raised.text))
    return None


def _found(kind: MissingKind, name: str | None) -> tuple[MissingKind, str] | None:
    return None if name is None else (kind, name)


def _variable(text: str) -> str | None:
    said = _VARIABLE.match(text)
    return said[1] if said and _is_identifier(said[1]) else None


def _import(text: str) -> str | None:
    module, member = _MODULE.match(text), _MEMBER.match(text)
    name = module[1] if module else f"{member[2]}.{member[1]}" if member else ""
    return name if len(name) <= LONGEST_PATH and all(map(_is_identifier, name.split("."))) else None


def _is_identifier(name: str) -> bool:
    return (
        0 < len(name) <= LONGEST_IDENTIFIER
        and name.isidentifier()
        and name.isprintable()
        and not keyword.iskeyword(name)
    )


def _path(text: str) -> str | None:
    said = _FILE.match(text)
    try:
        path = ast.literal_eval(said[1]) if said else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(path, str) or not 0 < len(path) <= LONGEST_PATH:
        return None
    return path if path.isprintable() and not _NOT_IN_PATH.search(path) else None


def names_bound(source: str) -> frozenset[str]:
    """Return the names that a cell binds at its top level; none if it is no Python.

    Examples
    --------
    >>> sorted(names_bound("import a.b, c as d; x, y = 1, 2; f = lambda z: (w := 3)"))
    ['a', 'd', 'f', 'x', 'y']
    """
    try:
        tree = ast.parse(_MAGIC.sub("", source[:LONGEST_SOURCE]))
        return frozenset(_bound(tree.body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()


def _bound(statements: list[ast.stmt]) -> Iterator[str]:
    waiting: list[ast.AST] = [*statements]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif not isinstance(node, ast.Lambda | ast.comprehension):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            waiting.extend(ast.iter_child_nodes(node))


class BoundNames:
    """Knows which names the cells of one run bind; each cell is parsed once, if at all."""

    def __init__(self) -> None:
        self._of_source: dict[str, frozenset[str]] = {}
        self._n_left = MOST_PARSED

    def has(self, source: str, name: str) -> bool | None:
        """Return whether a cell binds `name` at its top level.

        None if that is not known, because `MOST_PARSED` characters were parsed already.
        """
        if source not in self._of_source:
            if name not in source:
                return False
            if len(source) > self._n_left:
                return None
            self._n_left -= len(source)
            self._of_source[source] = names_bound(source)
        return name in self._of_source[source]


def mentions(source: str, name: str) -> bool:
    """Return whether `name` stands in `source` as a whole word, as far as it is looked through."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source[:LONGEST_SOURCE]) is not None
