"""A folder that appears whole or not at all."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

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
    """
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder}")
    if out.is_relative_to(folder):
        raise Invalid(f"{out} lies in {folder}; choose a folder elsewhere")
    if out.exists():
        raise Conflict(f"{out} is there already; choose another name")


@contextlib.contextmanager
def appearing(out: Path) -> Iterator[Path]:
    """Yield a folder that becomes `out` at the end, and is gone if anything fails.

    Raises
    ------
    Unavailable
        If it cannot be written.
    """
    draft = out.with_name(f".{out.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        draft.mkdir(parents=True)
        yield draft
        draft.rename(out)
    except OSError as error:
        raise Unavailable(f"{out} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
