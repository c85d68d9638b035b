"""Learners' copies of a whole course in a folder, as a server would hand them out."""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.domain.courses import Course
from jupyter_hybrid.domain.errors import Conflict, Unavailable
from jupyter_hybrid.domain.exercises import exercises_of

MARKER = ".jupyter_hybrid_release.json"
"""What tells a release from a folder of somebody's own: its course, and what was written."""
_FORMAT = 1

Modes = Mapping[str, Mapping[str, str | None]]
"""How the tests of exercises run, by ``module/step`` and exercise; None by a kernel's output."""


@dataclass(frozen=True, slots=True)
class ReleasedStep:
    """One step of a released course.

    Parameters
    ----------
    step
        ``module/step``.
    path
        Of its main file in the folder, or None for a live step.
    n_exercises, max_points
        What it holds.
    n_files
        Files that were written for it.
    """

    step: str
    path: str | None
    n_exercises: int = 0
    max_points: float = 0.0
    n_files: int = 0


def release_course(
    folder: Path, out: Path, *, modes: Modes | None = None
) -> tuple[ReleasedStep, ...]:
    """Write what learners get of a course into `out`, and return its steps.

    The former release stays until the new one is whole. Nothing else is ever written over.

    Parameters
    ----------
    modes
        What dry runs found out; it is kept beside the copies.

    Raises
    ------
    Invalid
        If the course cannot be released, or would give a solution or a hidden test away.
    Conflict
        If `out` is there and no release of this course, or somebody has changed files in it.
    Unavailable
        If nbgrader is not installed, or `out` cannot be written.
    """
    library = FolderLibrary([])
    course = library.add_folder(folder)
    if out.resolve().is_relative_to(folder.resolve()):
        raise Conflict(f"{out} is inside the course folder; choose a folder beside it")
    steps, files = _released(library, course)
    try:
        _restore(out)
        _check_free(out, course=course.key)
        _replace(out, files=files, course=course.key, modes=modes or {})
    except OSError as error:
        raise Unavailable(
            f"{out} cannot be written ({error.strerror}); what was there is as it was"
        ) from error
    return steps


def _released(
    library: FolderLibrary, course: Course
) -> tuple[tuple[ReleasedStep, ...], dict[str, bytes]]:
    steps: list[ReleasedStep] = []
    written: dict[str, bytes] = {}
    for key, step in course.keyed_steps():
        name = f"{key.module}/{key.step}"
        if step.path is None:
            steps.append(ReleasedStep(name, None))
            continue
        release, files = library.release(key)
        files = dict(files)
        if release.learner_copy:
            files[release.path] = release.learner_copy.encode()
        exercises = exercises_of(release.notebook)
        points = sum(exercise.max_points for exercise in exercises)
        steps.append(ReleasedStep(name, release.path, len(exercises), points, len(files)))
        written |= files
    return tuple(steps), written


def _former(out: Path) -> Path:
    return out.with_name(f".{out.name}.former")


def _restore(out: Path) -> None:
    """Bring back the former release where a crash came between the two renames."""
    former = _former(out)
    if not (former / MARKER).is_file():
        return
    if os.path.lexists(out):
        shutil.rmtree(former)
    else:
        former.rename(out)


def _check_free(out: Path, *, course: str) -> None:
    if not os.path.lexists(out):
        return
    if out.is_symlink() or not out.is_dir():
        raise Conflict(f"{out} is there and no folder; choose another")
    if not any(out.iterdir()):
        return
    marker = _marker(out)
    if marker is None or marker.get("course") != course:
        raise Conflict(
            f"{out} is there and no release of {course!r}; nothing was changed. Choose another"
        )
    changed = _changed(out, marker.get("files"))
    if changed:
        raise Conflict(
            f"{changed[0]!r} in {out} is not as it was released; nothing was changed. Take your"
            " own files out, or choose another folder"
        )


def _marker(out: Path) -> dict[str, object] | None:
    try:
        marker = json.loads((out / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return marker if isinstance(marker, dict) and marker.get("format") == _FORMAT else None


def _changed(out: Path, released: object) -> list[str]:
    """Return the files in `out` that no release wrote as they are."""
    digests = released if isinstance(released, dict) else {}
    found = (file for file in sorted(out.rglob("*")) if file.is_symlink() or not file.is_dir())
    names = ((file, file.relative_to(out).as_posix()) for file in found)
    return [
        name
        for file, name in names
        if name != MARKER and (file.is_symlink() or digests.get(name) != _sha256(file.read_bytes()))
    ]


def _replace(out: Path, *, files: Mapping[str, bytes], course: str, modes: Modes) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    former = _former(out)
    marker = {
        "format": _FORMAT,
        "course": course,
        "files": {path: _sha256(content) for path, content in files.items()},
        "tests_run": modes,
    }
    try:
        for path, content in files.items():
            _write(draft / path, content)
        _write(draft / MARKER, f"{json.dumps(marker, indent=1)}\n".encode())
        if os.path.lexists(out):
            out.rename(former)
        draft.rename(out)
    finally:
        _restore(out)
        with contextlib.suppress(OSError):
            shutil.rmtree(draft)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
