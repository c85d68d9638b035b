"""Rules for the files of a course folder: those it names, and those that nobody uses."""

import fnmatch
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jupyter_hybrid.content.course_file import COURSE_FILE, NamedFile
from jupyter_hybrid.content.course_folder import inside, read_capped
from jupyter_hybrid.content.lint_codes import Place, fault, split_advice
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.keys import check_relative_path
from jupyter_hybrid.domain.lint import LintMessage

_ABOUT_THE_COURSE = re.compile(
    r"(readme|licen[cs]e|copying|credits|notice|changelog)\b", re.IGNORECASE
)
_PATTERN = re.compile(r"(?<![\w./-])[\w./-]*[*?][\w.*?/-]*")
_NOT_TEXT = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".webm", ".mp3", ".zip", ".gz"}
_MAX_READ_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StepFiles:
    """The files of one step, as paths in the course folder.

    Parameters
    ----------
    main
        Its notebook, text, film or quiz.
    files
        What is handed out with it.
    """

    main: str
    files: tuple[str, ...] = ()


def lint_named_files(folder: Path, named: Iterable[NamedFile]) -> Iterator[LintMessage]:
    """Yield the files that a course file names and nobody can be given."""
    for file in named:
        place = Place(COURSE_FILE, line=file.line)
        try:
            path = str(check_relative_path(file.path, field="path"))
        except Invalid:
            continue  # the course file's own problems name it
        try:
            inside(folder, path)
        except Invalid as error:
            text, advice = split_advice(error.message, advice="see that the file can be read")
            yield fault(_code(folder, path), place, text, advice)


def _code(folder: Path, path: str) -> str:
    real = Path(os.path.realpath(folder / path))
    if not real.is_relative_to(os.path.realpath(folder)):
        return "outside-folder"
    return "unreadable-file" if os.path.lexists(folder / path) else "missing-file"


def lint_unused_files(
    folder: Path, steps: Iterable[StepFiles], *, lines: Mapping[str, int | None]
) -> Iterator[LintMessage]:
    """Yield files that are handed out and that nothing in their step names.

    Parameters
    ----------
    lines
        Line of the course file, by path, of the files under 'files': captions need no other name.
    """
    for step in steps:
        texts = {path: _text(folder, path) for path in (step.main, *step.files)}
        if texts[step.main] is None:
            continue
        for path in (path for path in step.files if path in lines):
            others = [text for name, text in texts.items() if name != path and text]
            if not any(_names(text, PurePosixPath(path)) for text in others):
                yield fault(
                    "unused-file",
                    Place(COURSE_FILE, line=lines[path]),
                    f"{path!r} is handed out and {step.main!r} never names it",
                    "take it off 'files', or use it",
                )


def _names(text: str, path: PurePosixPath) -> bool:
    stem = re.escape(path.stem)
    if path.name in text or re.search(rf"(?<!\w){stem}(?!\w)", text):
        return True
    patterns = [PurePosixPath(pattern).name for pattern in _PATTERN.findall(text)]
    return any(fnmatch.fnmatchcase(path.name, pattern) for pattern in patterns if pattern != "*")


def _text(folder: Path, path: str) -> str | None:
    """Return a file's text; empty if it is none, None if it cannot be read: a fault of its own."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _NOT_TEXT:
        return ""
    n_bytes = MAX_NOTEBOOK_BYTES if suffix == ".ipynb" else _MAX_READ_BYTES
    try:
        content = read_capped(folder, path, n_bytes=n_bytes)
    except Invalid:
        return None
    return None if len(content) > n_bytes else content.decode("utf-8", errors="replace")


def lint_files_in_no_step(folder: Path, steps: Iterable[StepFiles]) -> Iterator[LintMessage]:
    """Yield files beside those of the steps that are handed out to nobody."""
    steps = tuple(steps)
    used = {path for step in steps for path in (step.main, *step.files)}
    used |= {str(PurePosixPath(step.main).with_suffix(".md")) for step in steps}
    folders = {str(PurePosixPath(step.main).parent) for step in steps} - {"."}
    for name in sorted(folders):
        for file in _files_in(folder, name):
            if str(file) not in used and not _ABOUT_THE_COURSE.match(file.name):
                yield fault(
                    "unused-file",
                    Place(str(file)),
                    f"{str(file)!r} is in no step, so learners do not get it",
                    "list it under 'files' of the step that needs it, or take it out",
                )


def _files_in(folder: Path, name: str) -> list[PurePosixPath]:
    try:
        real = Path(os.path.realpath(folder / name))
        if not real.is_relative_to(os.path.realpath(folder)):
            return []
        found = [entry.name for entry in real.iterdir() if entry.is_file()]
    except OSError:
        return []  # that its files cannot be read is a fault of its own
    return [
        PurePosixPath(name, entry) for entry in sorted(found) if not entry.startswith((".", "_"))
    ]
