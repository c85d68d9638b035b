"""The main file of a step, kind by kind: checked for a course home, read for a release."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_hybrid.content.catalogue import FoundStep
from jupyter_hybrid.content.course_folder import inside, read_capped
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.content.quiz_file import MAX_QUIZ_BYTES, Quiz, quiz_text, read_quiz
from jupyter_hybrid.content.release import sha256_of
from jupyter_hybrid.content.step_schema import handed_out_path
from jupyter_hybrid.domain.courses import Step, StepKind
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.notebooks import Notebook

MAX_TEXT_BYTES = 1024 * 1024
MAX_MEDIA_BYTES = 100 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_MAX_BYTES: Mapping[StepKind, int] = {
    StepKind.NOTEBOOK: MAX_NOTEBOOK_BYTES,
    StepKind.READING: MAX_TEXT_BYTES,
    StepKind.MEDIA: MAX_MEDIA_BYTES,
    StepKind.QUIZ: MAX_QUIZ_BYTES,
}


@dataclass(frozen=True, slots=True)
class MainFacts:
    """What a course home needs of a main file.

    Parameters
    ----------
    sha256
        Hex digest of the file.
    notebook
        Without cells where it is no notebook.
    quiz
        What a quiz asks, else None.
    """

    sha256: str
    notebook: Notebook = field(default_factory=lambda: Notebook(()))
    quiz: Quiz | None = None


def path_of(step: Step) -> str:
    """Return the path of a step's main file.

    Raises
    ------
    Invalid
        If it is a live step.
    """
    if step.path is None:
        raise Invalid(f"step {step.key!r} is a live session; it has no file", field="step")
    return step.path


def handed_out_as(step: Step) -> str:
    """Return where a learner finds a step's main file, relative to the course folder."""
    path = path_of(step)
    return handed_out_path(path) if step.kind is StepKind.QUIZ else path


def read_main_facts(found: FoundStep) -> MainFacts:
    """Return what a course home needs of a step's main file, checked.

    Raises
    ------
    Invalid
        If it cannot be used.
    """
    step, path = found.step, path_of(found.step)
    if step.kind is StepKind.MEDIA:
        return MainFacts(_sha256_of_large(found.folder, path))
    content = read_main(found)
    if step.kind is StepKind.NOTEBOOK:
        notebook = read_source_notebook(content, file=path, stubs=found.stubs).notebook
        return MainFacts(sha256_of(content), notebook=notebook)
    if step.kind is StepKind.QUIZ:
        return MainFacts(sha256_of(content), quiz=read_quiz(content, file=path))
    return MainFacts(sha256_of(content))


def read_main(found: FoundStep) -> bytes:
    """Return the content of a step's main file as it is on disk.

    Raises
    ------
    Invalid
        If it cannot be read, is too large, or is a text and not UTF-8.
    """
    path = path_of(found.step)
    most = _MAX_BYTES[found.step.kind]
    content = read_capped(found.folder, path, n_bytes=most)
    # Notebooks and quizzes are told how to shrink by those who read them.
    if found.step.kind in {StepKind.READING, StepKind.MEDIA}:
        _check_size(len(content), most=most, path=path)
    if found.step.kind is StepKind.READING:
        try:
            content.decode()
        except UnicodeDecodeError as error:
            raise Invalid(
                f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8", field="text"
            ) from error
    return content


def quiz_for_learners(quiz: Quiz, *, step: Step) -> bytes:
    """Return what learners get of a quiz."""
    return quiz_text(quiz, title=step.title).encode()


def _sha256_of_large(folder: Path, path: str) -> str:
    """Return the digest of a file without having all of it in memory."""
    real = inside(folder, path)
    digest = hashlib.sha256()
    try:
        _check_size(real.stat().st_size, most=MAX_MEDIA_BYTES, path=path)
        with real.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise Invalid(f"{path!r} cannot be read ({error.strerror})", field="path") from error
    return digest.hexdigest()


def _check_size(n_bytes: int, *, most: int, path: str) -> None:
    if n_bytes > most:
        raise Invalid(
            f"{path} is larger than {most // 1024**2} MB; every learner gets a copy, so make it"
            " smaller",
            field="path",
        )
