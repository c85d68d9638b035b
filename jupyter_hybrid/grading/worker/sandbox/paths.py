"""Which files a sandbox shows, worked out from what is readable and what is hidden below it."""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Rule(NamedTuple):
    """One path that may be read: all below it, or only the names that stand in it."""

    path: str
    is_names_only: bool = False


def is_below(path: str, folder: str) -> bool:
    """Return whether `path` is `folder` or lies below it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def nearest(path: str, among: Iterable[str]) -> str | None:
    """Return the longest of `among` that `path` lies strictly below, or None."""
    above = [folder for folder in among if folder != path and is_below(path, folder)]
    return max(above, key=len, default=None)


def resolved(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the existing ones of `paths` without symbolic links, each once."""
    real = (os.path.realpath(path) for path in paths)
    return tuple(dict.fromkeys(path for path in real if os.path.lexists(path)))


@cache
def readable_rules(readable: tuple[str, ...], hidden: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return rules that cover `readable` without `hidden`.

    A folder with something hidden below it is replaced by its children, down to the hidden one.
    Landlock cannot say "this folder only", so the names in such a folder can be listed only where
    imports need it: if it stands in ``sys.path``. Remembered, because a zygote forks often.
    """
    roots, secrets = resolved(readable), frozenset(resolved(hidden))
    listed = frozenset(os.path.realpath(entry) for entry in sys.path if entry)
    found: list[Rule] = []
    for root in roots:
        above = nearest(root, (*roots, *secrets))
        if root in secrets or (above is not None and above not in secrets):
            continue
        found += _expand(root, secrets=secrets, listed=listed)
    return tuple(found)


def _expand(path: str, *, secrets: frozenset[str], listed: frozenset[str]) -> Iterator[Rule]:
    if path in secrets:
        return
    if not any(is_below(secret, path) for secret in secrets):
        yield Rule(path)
        return
    if path in listed:
        yield Rule(path, is_names_only=True)
    try:
        children = sorted(child.path for child in os.scandir(path) if not child.is_symlink())
    except PermissionError:
        return
    for child in children:
        yield from _expand(child, secrets=secrets, listed=listed)


def own_folders(scratch: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Return the real paths of the folders `names` of `scratch` that exist."""
    return resolved(str(scratch / name) for name in names)
