"""What may stand in a key, a grade id, a title and a path inside a course folder."""

import re
from pathlib import PurePosixPath

from jupyter_hybrid.domain.errors import Invalid

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_GRADE_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_PERSON = re.compile(r"[^/\\]{1,128}")
_NOT_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, line ends, and halves of characters, which no database stores."""


def check_key(value: str, *, field: str) -> str:
    """Return `value` if it can be the key of a course, a module, a step or a session.

    Raises
    ------
    Invalid
        If it is not 1 to 64 lower-case letters, digits, ``-`` or ``_``, the first of them a
        letter or digit.
    """
    if not _KEY.fullmatch(value):
        raise Invalid(
            f"{field} {value[:80]!r} is not a key: use lower-case letters, digits, '-' and '_'",
            field=field,
        )
    return value


def check_grade_id(value: str, *, field: str) -> str:
    """Return `value` if nbgrader allows it as a cell's ``grade_id``.

    Raises
    ------
    Invalid
        If it is not 1 to 128 letters, digits, ``-`` or ``_``.
    """
    if not _GRADE_ID.fullmatch(value):
        raise Invalid(
            f"{field} {value[:80]!r} is not a cell's id: use letters, digits, '-' and '_'",
            field=field,
        )
    return value


def check_title(value: str, *, field: str) -> str:
    """Return `value` without white space around it if people can read it as a title.

    Raises
    ------
    Invalid
        If nothing is left, or if it is not text on one line.
    """
    title = value.strip()
    if not title:
        raise Invalid(f"{field} must not be empty", field=field)
    if _NOT_IN_LINE.search(title):
        raise Invalid(f"{field} {title[:80]!r} is not text on one line", field=field)
    return title


def check_person_name(value: str, *, field: str) -> str:
    """Return `value` if it can name a person: 1 to 128 printable characters, no slash.

    Raises
    ------
    Invalid
        If it cannot.
    """
    if not _PERSON.fullmatch(value) or _NOT_IN_LINE.search(value) or value in {".", ".."}:
        raise Invalid(f"{field} {value[:80]!r} cannot be a person's name", field=field)
    return value


def check_relative_path(value: str, *, field: str) -> PurePosixPath:
    """Return `value` as a path that stays inside the folder that it is relative to.

    Raises
    ------
    Invalid
        If it is empty or absolute, leaves the folder, is hidden, or holds a backslash, a drive
        letter or what is no text on one line.
    """
    path = PurePosixPath(value)
    parts = path.parts
    if (
        not parts
        or path.is_absolute()
        or any(part == ".." or part.startswith(".") for part in parts)
        or any(mark in value for mark in "\\:")
        or _NOT_IN_LINE.search(value)
    ):
        raise Invalid(
            f"{field} {value[:120]!r} must be a path inside the course folder", field=field
        )
    return path
