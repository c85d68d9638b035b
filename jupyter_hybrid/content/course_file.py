"""``course.yaml``: text in, a course or every problem at once out."""

import difflib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from jupyter_hybrid.content.course_schema import KEYS_OF, CourseBlock
from jupyter_hybrid.content.yaml_text import Path, Problem, YamlDocument, read_yaml
from jupyter_hybrid.domain.courses import Course

COURSE_FILE = "course.yaml"
MAX_COURSE_FILE_BYTES = 256 * 1024

_BLOCK_NAMES = {"modules": "module", "steps": "step", "files": "file"}


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a course file names.

    Parameters
    ----------
    path
        As it is written; not checked.
    line
        Where, counted from 1, or None.
    is_notebook
        Whether it is a step's notebook and not a data file.
    """

    path: str
    line: int | None
    is_notebook: bool


@dataclass(frozen=True, slots=True)
class CourseFile:
    """What a course file says.

    Parameters
    ----------
    course
        The course, or None if there are problems.
    problems
        All that is wrong with the text, in the order of its lines.
    files
        The files that it names, as far as they could be read in spite of problems.
    """

    course: Course | None
    problems: tuple[Problem, ...]
    files: tuple[NamedFile, ...]


def read_course_file(text: str) -> CourseFile:
    """Return the course that `text` describes, or all that is wrong with it; never raises."""
    document = read_yaml(text)
    if document.problems and not document.lines:
        return CourseFile(None, document.problems, ())
    problems = [*document.problems, *_repeated(document)]
    course = None
    try:
        course = CourseBlock.model_validate(document.data).to_domain()
    except ValidationError as error:
        problems.extend(_problem(details, document) for details in error.errors())
    problems.sort(key=lambda problem: problem.line or 0)
    return CourseFile(None if problems else course, tuple(problems), tuple(_named_files(document)))


def _problem(details: ErrorDetails, document: YamlDocument) -> Problem:
    path: Path = details["loc"]
    is_missing = details["type"] == "missing"
    place = _place(path[:-1] if path and isinstance(path[-1], str) else path)
    return Problem(
        f"{place}: {_sentence(details)}", document.line(path[:-1] if is_missing else path)
    )


def _place(path: Path) -> str:
    words = [
        f"{_BLOCK_NAMES.get(str(name), name)} {index + 1}"
        for name, index in itertools.pairwise(path)
        if isinstance(name, str) and isinstance(index, int)
    ]
    return ", ".join(words) or "the course"


def _sentence(details: ErrorDetails) -> str:
    path = details["loc"]
    if details["type"] == "missing":
        return f"{path[-1]!r} is missing; add it"
    if details["type"] == "extra_forbidden":
        return _unknown_key(path)
    if details["type"] == "value_error":
        return str(details["ctx"]["error"])
    shown = "nothing" if details["input"] is None else repr(details["input"])[:80]
    what = repr(path[-1]) if path and isinstance(path[-1], str) else "this"
    return f"{what} {_WANTED.get(details['type'], details['msg'])} (it is {shown})"


_WANTED = {
    "string_type": "must be text; put it in quotes",
    "list_type": "must be a list; begin each entry with '- '",
    "model_type": "must be a block of 'key: value' lines",
    "too_short": "is empty; add at least one entry",
    "string_too_long": "is too long; shorten it",
    "literal_error": "must be 'notebook', the only kind of step there is",
    "int_type": "must be the number 1",
    "less_than_equal": "must be 1; newer files need a newer jupyter_hybrid",
    "greater_than_equal": "must be 1",
}


def _unknown_key(path: Path) -> str:
    blocks = [_BLOCK_NAMES[name] for name in path[:-1] if name in _BLOCK_NAMES]
    known = KEYS_OF[blocks[-1] if blocks else "the course"]
    close = difflib.get_close_matches(str(path[-1]), known, n=1)
    advice = f"did you mean {close[0]!r}?" if close else f"use only {', '.join(known)}"
    return f"{path[-1]!r} is not known here; {advice}"


def _repeated(document: YamlDocument) -> Iterator[Problem]:
    modules: dict[str, Path] = {}
    notebooks: dict[str, Path] = {}
    for path, module in _blocks(document.data, (), "modules"):
        yield from _seen_before(document, modules, value=module.get("key"), path=(*path, "key"))
        steps: dict[str, Path] = {}
        for below, step in _blocks(module, path, "steps"):
            yield from _seen_before(document, steps, value=step.get("key"), path=(*below, "key"))
            notebook = step.get("notebook")
            value = str(PurePosixPath(notebook)) if isinstance(notebook, str) else None
            yield from _seen_before(document, notebooks, value=value, path=(*below, "notebook"))


def _seen_before(
    document: YamlDocument, seen: dict[str, Path], *, value: object, path: Path
) -> Iterator[Problem]:
    if not isinstance(value, str):
        return
    first = seen.setdefault(value, path)
    if first != path:
        text = (
            f"{_place(path[:-1])}: {path[-1]} {value[:80]!r} is already used by"
            f" {_place(first[:-1])} in line {document.line(first)}; choose another"
        )
        yield Problem(text, document.line(path))


def _blocks(data: object, path: Path, name: str) -> Iterator[tuple[Path, Mapping[object, object]]]:
    entries = data.get(name) if isinstance(data, Mapping) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping):
            yield (*path, name, index), entry


def _named_files(document: YamlDocument) -> Iterator[NamedFile]:
    for path, module in _blocks(document.data, (), "modules"):
        for below, step in _blocks(module, path, "steps"):
            notebook, files = step.get("notebook"), step.get("files")
            if isinstance(notebook, str):
                yield NamedFile(notebook, document.line((*below, "notebook")), is_notebook=True)
            for index, file in enumerate(files if isinstance(files, list) else ()):
                if isinstance(file, str):
                    line = document.line((*below, "files", index))
                    yield NamedFile(file, line, is_notebook=False)
