"""Finds definitions in the sources of cells, without running anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

_MAGIC = re.compile(r"^(\s*)(?:%|!|.*=\s*[%!]\w).*$", re.MULTILINE)
_HELP = re.compile(r"^(\s*)\??[\w.]+\?{1,2}\s*$", re.MULTILINE)


def parsed(source: str) -> ast.Module | None:
    """Return the syntax tree of a cell; lines of IPython's own do nothing in it.

    None if it is not valid Python.
    """
    for text in (source, _HELP.sub(r"\1pass", _MAGIC.sub(r"\1pass", source))):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def definition_in(sources: Iterable[str], name: str) -> str | None:
    """Return the source of the last definition of a function or class, or None.

    Parameters
    ----------
    sources
        Of cells; the first that defines the name is taken.
    name
        ``function``, ``Class`` or ``Class.method``.
    """
    for source in sources:
        tree = parsed(source) if name.rpartition(".")[2] in source else None
        found = None if tree is None else _find(tree, name.split("."))
        if found is not None:
            first = min([found.lineno, *(one.lineno for one in found.decorator_list)])
            return "\n".join(source.splitlines()[first - 1 : found.end_lineno])
    return None


def _find(
    tree: ast.AST, path: list[str]
) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None:
    found = tree
    for part in path:
        inside = [
            node
            for node in ast.iter_child_nodes(found)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            and node.name == part
        ]
        if not inside:
            return None
        found = inside[-1]
    return (
        found if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else None
    )
