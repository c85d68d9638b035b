"""All that is wrong with a course folder, at once."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from jupyter_hybrid.content.course_file import COURSE_FILE, CourseFile
from jupyter_hybrid.content.course_folder import load_course_file, read_capped
from jupyter_hybrid.content.course_proof import CourseProof
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.lint_codes import Place, by_file, fault, split_advice
from jupyter_hybrid.content.lint_files import (
    StepFiles,
    lint_files_in_no_step,
    lint_named_files,
    lint_unused_files,
)
from jupyter_hybrid.content.lint_notebook import lint_notebook
from jupyter_hybrid.content.lint_policy import lint_limits
from jupyter_hybrid.content.lint_steps import (
    lint_files_given_away,
    lint_given_away,
    lint_handed_out,
    lint_quiz,
)
from jupyter_hybrid.content.lint_text import LinkTargets, lint_markdown
from jupyter_hybrid.content.main_file import handed_out_as
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.content.yaml_text import ProblemKind
from jupyter_hybrid.domain.courses import Course, StepKind
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.lint import LintMessage, Severity

MAX_TEXT_BYTES = 5 * 1024 * 1024
_TEXT_SUFFIXES = {".md", ".markdown"}
_CODES = {
    ProblemKind.UNKNOWN_KEY: "unknown-key",
    ProblemKind.DUPLICATE_KEY: "duplicate-key",
    ProblemKind.REQUIRES_CIRCLE: "requires-circle",
    ProblemKind.OUTSIDE_FOLDER: "outside-folder",
    ProblemKind.OTHER: "course-file",
}


@dataclass(frozen=True, slots=True)
class CourseLint:
    """What lint found in a course folder.

    Parameters
    ----------
    course
        The course, or None while its file has problems.
    messages
        Those about the course file first, then file by file.
    """

    course: Course | None
    messages: tuple[LintMessage, ...]


def lint_course(folder: Path) -> CourseLint:
    """Return all that is wrong with a course folder without running anything.

    Raises
    ------
    Invalid
        If its course file cannot be read at all.
    """
    try:
        file = load_course_file(folder / COURSE_FILE)
    except OSError as error:
        raise Invalid(
            f"{COURSE_FILE} cannot be read ({error.strerror}); check what it is"
        ) from error
    messages = [*_course_file(file), *lint_named_files(folder, file.files)]
    steps = _steps(file)
    lines = {str(PurePosixPath(one.path)): one.line for one in file.files if one.what == "file"}
    mains = _handed_out_mains(file, steps)
    for step in dict.fromkeys(steps):
        messages += _step(folder, step, mains=mains)
    messages += _as_handed_out(folder, file, messages)
    messages += lint_files_in_no_step(folder, steps)
    if file.course is not None:
        messages += lint_limits(asdict(file.course.policy.limits), place=Place(COURSE_FILE))
        messages += lint_unused_files(folder, steps, lines=lines)
    return CourseLint(file.course, by_file(messages))


def _as_handed_out(
    folder: Path, file: CourseFile, before: Sequence[LintMessage]
) -> Iterator[LintMessage]:
    """Yield what only shows when a step is put together as learners get it."""
    if file.course is None or any(message.file == COURSE_FILE for message in before):
        return
    library, secrets = FolderLibrary([folder]), CourseProof().secrets(folder)
    broken = {message.file for message in before if message.severity is Severity.ERROR}
    for key, step in file.course.keyed_steps():
        found: list[LintMessage] = []
        if step.path is None or step.path in broken:
            continue
        if step.kind is StepKind.QUIZ:
            found += lint_quiz(folder, step.path)
        if step.kind is StepKind.NOTEBOOK:
            found += lint_given_away(folder, step, stubs=file.stubs)
        found += lint_files_given_away(folder, step, secrets=secrets)
        yield from found or lint_handed_out(folder, key, step=step, library=library)


def _course_file(file: CourseFile) -> Iterator[LintMessage]:
    for problem in file.problems:
        text, advice = split_advice(problem.text, advice="correct the line")
        yield fault(_CODES[problem.kind], Place(COURSE_FILE, line=problem.line), text, advice)


def _steps(file: CourseFile) -> list[StepFiles]:
    """Return the steps; those with a file that can be guessed where the course file is broken."""
    if file.course is not None:
        steps = [step for _, step in file.course.keyed_steps()]
        return [StepFiles(step.path, step.files) for step in steps if step.path is not None]
    named = tuple(dict.fromkeys(file.path for file in file.files))
    mains = [path for path in named if PurePosixPath(path).suffix in {".ipynb", *_TEXT_SUFFIXES}]
    rest = tuple(path for path in named if path not in mains)
    # Which file belongs to which step is not known, so none is missed.
    return [StepFiles(path, rest) for path in mains]


def _handed_out_mains(file: CourseFile, steps: Sequence[StepFiles]) -> frozenset[str]:
    """Return the main files as learners find them: a quiz is a text."""
    if file.course is None:
        return frozenset(step.main for step in steps)
    course_steps = (step for _, step in file.course.keyed_steps())
    return frozenset(handed_out_as(step) for step in course_steps if step.path is not None)


def _step(folder: Path, step: StepFiles, *, mains: frozenset[str]) -> Iterator[LintMessage]:
    path = PurePosixPath(step.main)
    parent = "" if str(path.parent) == "." else str(path.parent)
    targets = LinkTargets(parent, mains | set(step.files))
    if path.suffix == ".ipynb":
        content = _read(folder, step.main, n_bytes=MAX_NOTEBOOK_BYTES)
        if content is not None:
            yield from lint_notebook(content, file=step.main, targets=targets)
    texts = [step.main, *step.files]
    for text in texts:
        if PurePosixPath(text).suffix in _TEXT_SUFFIXES:
            yield from _reading(folder, text, targets=targets)


def _reading(folder: Path, path: str, *, targets: LinkTargets) -> Iterator[LintMessage]:
    content = _read(folder, path, n_bytes=MAX_TEXT_BYTES)
    if content is None:
        return
    if len(content) > MAX_TEXT_BYTES:
        size = f"{MAX_TEXT_BYTES // 1024**2} MB"
        yield fault("unreadable-file", Place(path), f"{path!r} is larger than {size}", "shorten it")
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"{path!r} is not UTF-8 text (byte {error.start})"
        yield fault("unreadable-file", Place(path), what, "save it as UTF-8")
        return
    yield from lint_markdown(text, place=Place(path), targets=targets)


def _read(folder: Path, path: str, *, n_bytes: int) -> bytes | None:
    try:
        return read_capped(folder, path, n_bytes=n_bytes)
    except Invalid:
        return None  # what is wrong with the file is said where the course names it
