"""What may stand in a key, a grade id and a path inside a course folder."""

import re
from pathlib import PurePosixPath

from jupyter_hybrid.domain.errors import Invalid

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_GRADE_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_PERSON = re.compile(r"[^\x00-\x1f\x7f/\\]{1,128}")


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


def check_person_name(value: str, *, field: str) -> str:
    """Return `value` if it can name a person: 1 to 128 printable characters, no slash.

    Raises
    ------
    Invalid
        If it cannot.
    """
    if not _PERSON.fullmatch(value) or value in {".", ".."}:
        raise Invalid(f"{field} {value[:80]!r} cannot be a person's name", field=field)
    return value


def check_relative_path(value: str, *, field: str) -> PurePosixPath:
    """Return `value` as a path that stays inside the folder that it is relative to.

    Raises
    ------
    Invalid
        If it is empty or absolute, leaves the folder, is hidden, or holds a NUL, a backslash or
        a drive letter.
    """
    path = PurePosixPath(value)
    parts = path.parts
    if (
        not parts
        or path.is_absolute()
        or any(part == ".." or part.startswith(".") for part in parts)
        or any(mark in value for mark in "\x00\\:")
    ):
        raise Invalid(
            f"{field} {value[:120]!r} must be a path inside the course folder", field=field
        )
    return path
