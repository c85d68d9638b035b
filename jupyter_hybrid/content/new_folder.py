"""A folder that appears whole or not at all."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from jupyter_hybrid.content.course_file import COURSE_FILE
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound, Unavailable


def check_places(folder: Path, out: Path) -> None:
    """Raise unless `out` can be made from `folder`.

    Raises
    ------
    NotFound
        If there is no `folder`.
    Invalid
        If `out` lies in it.
    Conflict
        If `out` is there already.
    Unavailable
        If that cannot be seen: a folder on the way may not be opened.
    """
    try:
        is_there, is_taken = folder.is_dir(), out.exists()
    except OSError as error:
        raise Unavailable(
            f"{error.filename} cannot be looked at ({error.strerror}); nothing was made. See that"
            " the folders on the way may be opened"
        ) from error
    if not is_there:
        raise NotFound(f"there is no folder {folder}")
    if out.is_relative_to(folder):
        raise Invalid(f"{out} lies in {folder}; choose a folder elsewhere")
    if is_taken:
        raise Conflict(f"{out} is there already; choose another name")


@contextlib.contextmanager
def appearing(out: Path) -> Iterator[Path]:
    """Yield a folder that becomes `out` at the end, and is gone if anything fails.

    Where `out` is there and empty, it gets what is in the folder, the course file last. Every
    ``OSError`` counts as one of writing: who reads meanwhile says in words what could not be read.

    Raises
    ------
    Unavailable
        If it cannot be written.
    """
    draft = out.with_name(f".{out.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        draft.mkdir(parents=True)
        yield draft
        _put(draft, out)
    except OSError as error:
        raise Unavailable(
            f"{out.name!r} cannot be written ({error.strerror}); nothing was made. Make room, or"
            " choose another folder"
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put(draft: Path, out: Path) -> None:
    if not out.is_dir() or any(out.iterdir()):
        draft.rename(out)  # fails where something has come there meanwhile
        return
    # An empty folder stays the one it is: somebody's shell may stand in it.
    entries = sorted(draft.iterdir(), key=lambda entry: entry.name == COURSE_FILE)
    for entry in entries:
        entry.rename(out / entry.name)
