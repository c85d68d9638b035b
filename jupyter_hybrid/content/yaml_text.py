"""YAML with line numbers, and without what makes YAML a trap: duplicate keys, aliases, tags."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import yaml

MAX_DEPTH = 30

Path = tuple[str | int, ...]
"""Keys and indexes from the top of the document down to a value."""


class _Loader(yaml.SafeLoader):
    """Leaves dates as text: one that does not exist is then a problem with a line, as any other."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class ProblemKind(StrEnum):
    """What kind of fault a problem is, for those who tell them apart."""

    UNKNOWN_KEY = "unknown-key"
    DUPLICATE_KEY = "duplicate-key"
    REQUIRES_CIRCLE = "requires-circle"
    OUTSIDE_FOLDER = "outside-folder"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one place of a file.

    Parameters
    ----------
    text
        What is wrong and how to mend it.
    line
        Counted from 1, or None where no line can be named.
    kind
        What kind of fault it is.
    """

    text: str
    line: int | None = None
    kind: ProblemKind = ProblemKind.OTHER

    def in_file(self, file: str) -> str:
        """Return the problem as one sentence with file and line."""
        where = file if self.line is None else f"{file}, line {self.line}"
        return f"{where}: {self.text}"


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A document's plain data and where each part of it stands.

    Parameters
    ----------
    data
        None, bool, int, float, str, list or dict; dates are text. None as well if nothing could be
        read.
    lines
        Line of each value by its path, counted from 1.
    problems
        Why it could not be read, or keys that are written twice.
    """

    data: object
    lines: Mapping[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, path: Path) -> int | None:
        """Return the line of a value, or of the nearest value around it that is there."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def at(self, path: Path) -> object:
        """Return the value at a path, or None if there is none."""
        return value_at(self.data, path)


def value_at(data: object, path: Path) -> object:
    """Return the part of plain data at a path, or None if there is none."""
    for name in path:
        if isinstance(data, Mapping):
            data = data.get(name)
        elif isinstance(data, list) and isinstance(name, int) and name < len(data):
            data = data[name]
        else:
            return None
    return data


def read_yaml(text: str) -> YamlDocument:
    """Return the one document in `text`; problems instead of errors, whatever the text is.

    Aliases are refused: they save an author little and let a small file unfold into a huge one.
    Tags as well: a value that does not suit its tag breaks the loader in ways of its own.
    """
    try:
        trap = _trap(text)
        if trap is not None:
            return YamlDocument(None, problems=(trap,))
        loader = _Loader(text)
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        return YamlDocument(None, problems=(_syntax_problem(error),))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        reason = str(error).splitlines()[0]
        return YamlDocument(None, problems=(Problem(f"it cannot be read as YAML: {reason}"),))
    if node is None:
        return YamlDocument(None)
    return YamlDocument(data, lines=dict(_lines(node, ())), problems=tuple(_twice(node)))


def _trap(text: str) -> Problem | None:
    depth = 0
    for event in yaml.parse(text):
        if isinstance(event, yaml.AliasEvent):
            words = f"'*{event.anchor}' repeats another part; write the part out here"
            return Problem(words, _line(event.start_mark))
        tag = getattr(event, "tag", None)
        if tag is not None:
            words = f"{tag[:80]!r} in front of a value is not known here; take it away"
            return Problem(words, _line(event.start_mark))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        # Reading gets slower with the square of the depth.
        if depth > MAX_DEPTH:
            return Problem("it is nested too deeply; flatten it", _line(event.start_mark))
    return None


def _syntax_problem(error: yaml.MarkedYAMLError) -> Problem:
    reason = " ".join(part for part in (error.context, error.problem) if part)
    text = f"it is not valid YAML ({reason}); check indentation, colons and quotes near this line"
    return Problem(text, _line(error.problem_mark or error.context_mark))


class _Mark(Protocol):
    line: int


def _line(mark: _Mark | None) -> int | None:
    return None if mark is None else mark.line + 1


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    if not path:
        yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                below = (*path, key.value)
                yield below, key.start_mark.line + 1
                yield from _lines(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*path, index), value.start_mark.line + 1
            yield from _lines(value, (*path, index))


def _twice(node: yaml.Node) -> Iterator[Problem]:
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)
    if not isinstance(node, yaml.MappingNode):
        return
    first: dict[str, int] = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            line = key.start_mark.line + 1
            seen = first.setdefault(key.value, line)
            if seen != line:
                text = f"{key.value!r} stands here and in line {seen}; keep one of them"
                yield Problem(text, line, ProblemKind.DUPLICATE_KEY)
        yield from _twice(value)
