"""A step frozen for learners: hash, learner's copy, and what is graded against."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.releases import Release, ReleasedFile

RELEASE_FORMAT = 1
"""Counts up whenever the same source would give another copy or be graded otherwise."""


def release_hash(*, path: str, notebook_sha256: str, files: Iterable[ReleasedFile]) -> str:
    """Return the hex SHA-256 that names the release of a notebook with its data files.

    Parameters
    ----------
    path, notebook_sha256
        Path of the notebook in the course folder, and hex digest of its bytes.
    files
        In any order.
    """
    parts = sorted((file.path, file.sha256) for file in files)
    canonical = ["jupyter_hybrid release", RELEASE_FORMAT, path, notebook_sha256, parts]
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

    Raises
    ------
    Invalid
        If the notebook cannot be used; names file and cell.
    Unavailable
        If nbgrader is not installed.
    """
    entries = tuple(released_file(name, content) for name, content in files.items())
    name = release_hash(path=path, notebook_sha256=sha256_of(notebook), files=entries)
    source = read_source_notebook(notebook, file=path)
    copy = copy_maker.make(source, step=step, release=name, file=path)
    return Release(
        hash=name,
        step=step,
        path=path,
        notebook=copy.notebook,
        learner_copy=copy.text,
        files=entries,
    )
