"""What pydantic found wrong in an author's YAML, told with line, place and how to mend it."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from jupyter_hybrid.content.schema_types import OutsideFolderError
from jupyter_hybrid.content.yaml_text import Path, Problem, ProblemKind, YamlDocument


@dataclass(frozen=True, slots=True)
class Wording:
    """How the parts of one kind of file are called.

    Parameters
    ----------
    whole
        The whole file, for example ``the course``.
    entries
        One entry of a list by the list's key: ``steps`` has a ``step``.
    known_keys
        Returns the keys that the block around a path may have.
    advice
        Returns what to do about a key that the block does not have, or None for the usual.
    """

    whole: str
    entries: Mapping[str, str]
    known_keys: Callable[[Path, object], Sequence[str]]
    advice: Callable[[Path, object], str | None] = lambda _path, _data: None

    def place(self, path: Path) -> str:
        """Return what stands at a path, in words such as ``module 1, step 2``."""
        words: list[str] = []
        for part in path:
            if isinstance(part, int) and words:
                words[-1] = f"{self.entries.get(words[-1], words[-1])} {part + 1}"
            else:
                words.append(str(part)[:60])
        return ", ".join(words) or self.whole


def schema_problems(
    error: ValidationError, *, document: YamlDocument, wording: Wording
) -> list[Problem]:
    """Return all that is wrong with a document, in the order in which pydantic found it."""
    return [_problem(details, document, wording) for details in error.errors()]


def _problem(details: ErrorDetails, document: YamlDocument, wording: Wording) -> Problem:
    path = plain_path(details["loc"])
    if details["type"] == "unknown_kind":
        path = (*path, "kind")
    around = path[:-1] if path and isinstance(path[-1], str) else path
    line = document.line(around if details["type"] == "missing" else path)
    sentence = _sentence(details, path, document=document, wording=wording)
    if details["type"] == "value_error" and path and isinstance(path[-1], str):
        value = document.at(path)
        around = path if isinstance(value, dict) else around
    return Problem(f"{wording.place(around)}: {sentence}", line, _kind(details))


def _kind(details: ErrorDetails) -> ProblemKind:
    if details["type"] == "extra_forbidden":
        return ProblemKind.UNKNOWN_KEY
    if isinstance(details.get("ctx", {}).get("error"), OutsideFolderError):
        return ProblemKind.OUTSIDE_FOLDER
    return ProblemKind.OTHER


def plain_path(path: Path) -> Path:
    """Return a path of pydantic's as one of the document.

    Where a value may be of several kinds, pydantic names the kind behind it.

    Examples
    --------
    >>> plain_path(("modules", 0, "steps", 2, "quiz", "title"))
    ('modules', 0, 'steps', 2, 'title')
    """
    for index, name in enumerate(path):
        behind = index + _KIND_BEHIND.get(str(name), len(path))
        if behind < len(path):
            return (*path[:behind], *path[behind + 1 :])
    return path


_KIND_BEHIND = {"steps": 2, "answer": 1}


def _sentence(
    details: ErrorDetails, path: Path, *, document: YamlDocument, wording: Wording
) -> str:
    if details["type"] == "missing":
        return f"{path[-1]!r} is missing; add it"
    if details["type"] == "extra_forbidden":
        return _unknown_key(path, document=document, wording=wording)
    if details["type"] == "value_error":
        return str(details["ctx"]["error"])
    value = document.at(path) if details["type"] == "unknown_kind" else details["input"]
    shown = "nothing" if value is None else repr(value)[:80]
    what = repr(path[-1])[:80] if path and isinstance(path[-1], str) else "this"
    return f"{what} {_wanted(details, path)} (it is {shown})"


def _wanted(details: ErrorDetails, path: Path) -> str:
    if path == ("schema",):
        newer = details["type"] == "less_than_equal"
        return "must be 1; newer files need a newer jupyter_hybrid" if newer else _SCHEMA
    words = _WANTED.get(details["type"])
    if words is None:
        return details["msg"][:1].lower() + details["msg"][1:]
    return words.format(**details.get("ctx", {}))


_SCHEMA = "must be the number 1"
_WANTED = {
    "string_type": "must be text; put it in quotes",
    "list_type": "must be a list; begin each entry with '- '",
    "model_type": "must be a block of 'key: value' lines",
    "dict_type": "must be a block of 'key: value' lines",
    "too_short": "is empty; add at least one entry",
    "too_long": "has more than {max_length} entries; leave some out",
    "string_too_short": "is shorter than {min_length} characters; make it longer",
    "string_too_long": "is too long; shorten it",
    "literal_error": "must be {expected}",
    "unknown_kind": "must be notebook, reading, media, quiz or live",
    "int_type": "must be a whole number, without quotes",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number, without quotes",
    "finite_number": "must be a number",
    "less_than_equal": "must be at most {le}",
    "greater_than_equal": "must be at least {ge}",
    "invalid_key": "must be text; put it in quotes",
}


def _unknown_key(path: Path, *, document: YamlDocument, wording: Wording) -> str:
    known = wording.known_keys(path[:-1], document.data)
    close = difflib.get_close_matches(str(path[-1]), known, n=1)
    advice = f"did you mean {close[0]!r}?" if close else f"use only {', '.join(known)}"
    return f"{str(path[-1])[:60]!r} is not known here; " + (
        wording.advice(path, document.data) or advice
    )
