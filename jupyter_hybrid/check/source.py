"""Checks of how learners wrote something, by its syntax tree; nothing is run."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Sequence
from typing import Any

from jupyter_hybrid.check.definitions import parsed
from jupyter_hybrid.check.failure import CheckFailed
from jupyter_hybrid.check.place import current
from jupyter_hybrid.check.texts import listing

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_CONSTRUCTS: dict[str, tuple[str, tuple[type[ast.AST], ...]]] = {
    "loop": ("a loop", (ast.For, ast.AsyncFor, ast.While)),
    "for_loop": ("a for loop", (ast.For, ast.AsyncFor)),
    "while_loop": ("a while loop", (ast.While,)),
    "comprehension": ("a comprehension", _COMPREHENSIONS),
    "condition": ("an if", (ast.If, ast.IfExp)),
    "lambda_": ("a lambda", (ast.Lambda,)),
    "try_": ("try", (ast.Try,)),
    "with_": ("with", (ast.With, ast.AsyncWith)),
    "return_": ("return", (ast.Return,)),
    "yield_": ("yield", (ast.Yield, ast.YieldFrom)),
    "f_string": ("an f-string", (ast.JoinedStr,)),
    "slice": ("a slice", (ast.Slice,)),
    "import_": ("import", (ast.Import, ast.ImportFrom)),
    "global_": ("global", (ast.Global,)),
    "class_": ("a class", (ast.ClassDef,)),
    "function": ("a function of its own", (ast.FunctionDef, ast.AsyncFunctionDef)),
}


class Source:
    """The source of a function, class or answer, and what can be asked of it.

    Each method returns the source again, so that calls can be chained, and raises `CheckFailed`.

    Parameters
    ----------
    name
        What it is called.
    text
        The source.
    message
        The author's own words, said first when a check fails.
    """

    def __init__(self, name: str, text: str, *, message: str | None = None) -> None:
        self.name = name
        self.text = text
        self._message = message
        tree = parsed(_dedented(text))
        if tree is None:
            raise CheckFailed(f"`{name}` is not valid Python", message=message)
        self.tree = tree

    def uses(self, *names: str, **constructs: bool) -> Source:
        """Check that names are used and constructs are there (or, for False, are not).

        Parameters
        ----------
        *names
            Of variables, functions, attributes, modules, or operators such as ``"%"``.
        **constructs
            ``loop``, ``for_loop``, ``while_loop``, ``comprehension``, ``recursion``, ``condition``,
            ``lambda_``, ``try_``, ``with_``, ``return_``, ``yield_``, ``f_string``, ``slice``,
            ``import_``, ``global_``, ``class_``, ``function``.

        Raises
        ------
        CheckFailed
        TypeError
            If there is no such construct.
        """
        used = self._names() | self._operators()
        missing = [name for name in names if name not in used]
        if missing:
            self._fail(f"`{self.name}` should use {_quoted(missing)}")
        self._constructs(constructs)
        return self

    def does_not_use(self, *names: str, **constructs: bool) -> Source:
        """Check that none of the names and constructs is used; see `uses`."""
        used = self._names() | self._operators()
        present = [name for name in names if name in used]
        if present:
            self._fail(f"`{self.name}` should not use {_quoted(present)}")
        self._constructs({name: not is_there for name, is_there in constructs.items()})
        return self

    def uses_function(self, *names: str) -> Source:
        """Check that functions or methods are called, for example ``"sorted"`` or ``"groupby"``."""
        missing = [name for name in names if name not in self._called()]
        if missing:
            self._fail(f"`{self.name}` should call {_quoted(missing)}")
        return self

    def max_lines(self, n: int) -> Source:
        """Check the number of lines with code; comments, docstrings and empty lines are free."""
        n_lines = len(self._code_lines())
        if n_lines > n:
            self._fail(f"`{self.name}` has {n_lines} lines of code; at most {n} are allowed")
        return self

    def has_parameters(self, *names: str) -> Source:
        """Check the names of a function's parameters and their order."""
        function = self._function()
        every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        got = [one.arg for one in every]
        if got != list(names):
            raise CheckFailed(
                f"`{self.name}` has other parameters",
                expected=", ".join(names) or "none",
                got=", ".join(got) or "none",
                message=self._message,
            )
        return self

    def has_docstring(self) -> Source:
        """Check that a function or class says what it is in a docstring."""
        found = next((one for one in self.tree.body if isinstance(one, _DOCUMENTED)), None)
        if found is None or not (ast.get_docstring(found) or "").strip():
            self._fail(f"`{self.name}` has no docstring")
        return self

    def _function(self) -> ast.FunctionDef | ast.AsyncFunctionDef:
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return node
        raise CheckFailed(f"`{self.name}` is not a function", message=self._message)

    def _constructs(self, wanted: dict[str, bool]) -> None:
        for name, should_be in wanted.items():
            if name != "recursion" and name not in _CONSTRUCTS:
                known = ", ".join([*_CONSTRUCTS, "recursion"])
                raise TypeError(f"cannot look for {name!r}; there are {known}")
            words = _CONSTRUCTS[name][0] if name in _CONSTRUCTS else "recursion"
            if self._has(name) is not should_be:
                verb = "should use" if should_be else "should not use"
                self._fail(f"`{self.name}` {verb} {words}")

    def _has(self, construct: str) -> bool:
        if construct == "recursion":
            return any(
                node.name in {_called_name(one) for one in ast.walk(node)}
                for node in ast.walk(self.tree)
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            )
        kinds = _CONSTRUCTS[construct][1]
        found = [node for node in ast.walk(self.tree) if isinstance(node, kinds)]
        is_itself = construct in {"function", "class_"} and self.tree.body[:1] == found[:1]
        return len(found) > int(is_itself)

    def _names(self) -> set[str]:
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                found |= {one.name for one in node.names}
                found |= {getattr(node, "module", None) or ""}
        return found

    def _called(self) -> set[str]:
        return {_called_name(node) for node in ast.walk(self.tree)}

    def _operators(self) -> set[str]:
        return {_SIGNS[type(node)] for node in ast.walk(self.tree) if type(node) in _SIGNS}

    def _code_lines(self) -> set[int]:
        docstrings = {
            line
            for node in ast.walk(self.tree)
            if isinstance(node, (*_DOCUMENTED, ast.Module)) and ast.get_docstring(node)
            for line in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
        }
        lines: set[int] = set()
        text = io.StringIO(_dedented(self.text))
        try:
            for token in tokenize.generate_tokens(text.readline):
                if token.type not in _NO_CODE:
                    lines.update(range(token.start[0], token.end[0] + 1))
        except (tokenize.TokenError, IndentationError):
            lines = {n for n, line in enumerate(self.text.splitlines(), 1) if line.strip()}
        return lines - docstrings

    def _fail(self, words: str) -> None:
        raise CheckFailed(words, message=self._message)


_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
_SIGNS: dict[type, str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.And: "and",
    ast.Or: "or",
    ast.Not: "not",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


def source(name: str, message: str | None = None) -> Source:
    """Return what a learner wrote, to ask something of it.

    Parameters
    ----------
    name
        Of a function or class; in the grading engine the id of an answer cell too.

    Raises
    ------
    CheckFailed
        If there is no such source, or it is not valid Python.
    """
    text = current().source_of(name)
    if text is None:
        raise CheckFailed(f"there is no function or class `{name}`", message=message)
    return Source(name, text, message=message)


def _called_name(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function: Any = node.func
    return str(getattr(function, "id", None) or getattr(function, "attr", None) or "")


def _quoted(names: Sequence[str]) -> str:
    return listing([_Bare(name) for name in names])


class _Bare:
    """A name that is listed in back quotes."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"`{self._name}`"


def _dedented(text: str) -> str:
    first = text[: len(text) - len(text.lstrip(" \t"))].rpartition("\n")[2]
    if not first:
        return text
    return "\n".join(line.removeprefix(first) for line in text.split("\n"))
