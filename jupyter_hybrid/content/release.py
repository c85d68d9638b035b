"""A step frozen for learners: hash, learner's copy, and what is graded against."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.proof import prove_nothing_is_given_away
from jupyter_hybrid.content.stubs import NBGRADER_STUBS, Stubs
from jupyter_hybrid.domain.courses import StepKey, StepKind
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.releases import Release, ReleasedFile

RELEASE_FORMAT = 1
"""Counts up whenever the same source would give another copy or be graded otherwise."""


def release_hash(
    *,
    path: str,
    main_sha256: str,
    files: Iterable[ReleasedFile],
    stubs: Stubs = NBGRADER_STUBS,
) -> str:
    """Return the hex SHA-256 that names the release of a main file with what goes with it.

    Parameters
    ----------
    path, main_sha256
        Path of the main file in the course folder, and hex digest of its bytes: a notebook's with
        its solutions, of all else what is handed out.
    files
        Those that go with it, in any order.
    stubs
        What stands in for solutions.
    """
    parts = sorted((file.path, file.sha256) for file in files)
    canonical: list[object] = ["jupyter_hybrid release", RELEASE_FORMAT, path, main_sha256, parts]
    if stubs != NBGRADER_STUBS:
        canonical.append([sorted(stubs.code.items()), stubs.text])
    return sha256_of(json.dumps(canonical, separators=(",", ":")).encode())


def sha256_of(content: bytes) -> str:
    """Return the hex SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


def released_file(path: str, content: bytes) -> ReleasedFile:
    """Return the entry of a data file in its release."""
    return ReleasedFile(path, sha256_of(content), len(content))


def make_release(
    step: StepKey,
    *,
    path: str,
    notebook: bytes,
    files: Mapping[str, bytes],
    copy_maker: CopyMaker,
    stubs: Stubs = NBGRADER_STUBS,
) -> Release:
    """Return the release of a source notebook; equal sources give equal releases.

    Parameters
    ----------
    path
        Path of the notebook in the course folder.
    notebook
        Content of the notebook file.
    files
        Content of the data files by path in the course folder.
    stubs
        What learners get in place of solutions.

    Raises
    ------
    Invalid
        If the notebook cannot be used, or what is handed out would hold a solution or a hidden
        test; names file and cell.
    Unavailable
        If nbgrader is not installed.
    """
    entries = tuple(released_file(name, content) for name, content in files.items())
    name = release_hash(path=path, main_sha256=sha256_of(notebook), files=entries, stubs=stubs)
    source = read_source_notebook(notebook, file=path, stubs=stubs)
    copy = copy_maker.make(source, step=step, release=name, file=path, stubs=stubs)
    prove_nothing_is_given_away(copy.notebook, copy=copy.text, path=path, files=files)
    return Release(
        hash=name,
        step=step,
        path=path,
        notebook=copy.notebook,
        learner_copy=copy.text,
        files=entries,
    )


def make_plain_release(
    step: StepKey, *, kind: StepKind, path: str, files: Mapping[str, bytes]
) -> Release:
    """Return the release of a step that is no notebook.

    Parameters
    ----------
    path
        Path of the main file as it is handed out, in the course folder.
    files
        Content of the main file and of those that go with it, by path.
    """
    entries = tuple(released_file(name, content) for name, content in files.items())
    others = [entry for entry in entries if entry.path != path]
    return Release(
        hash=release_hash(path=path, main_sha256=sha256_of(files[path]), files=others),
        step=step,
        path=path,
        notebook=Notebook(()),
        learner_copy="",
        files=entries,
        kind=kind,
    )
