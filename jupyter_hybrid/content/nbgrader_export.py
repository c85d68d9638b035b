"""A course folder, given back as a course that nbgrader takes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jupyter_hybrid.content.course_file import COURSE_FILE, MAX_COURSE_FILE_BYTES, CourseFile
from jupyter_hybrid.content.course_folder import check_course, load_course_file, read_capped
from jupyter_hybrid.content.nbgrader_config import CONFIG_FILE
from jupyter_hybrid.content.nbgrader_left_out import settings_left_out
from jupyter_hybrid.content.new_folder import appearing, check_places
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES, JsonCell
from jupyter_hybrid.content.stubs import NBGRADER_STUBS
from jupyter_hybrid.content.yaml_text import YamlDocument, read_yaml
from jupyter_hybrid.domain.courses import BrokenCourse, Course, Module, Step, StepKind
from jupyter_hybrid.domain.errors import Invalid

MAX_FILE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ExportedStep:
    """A notebook of the nbgrader course.

    Parameters
    ----------
    assignment, notebook
        nbgrader's names of both.
    points
        What it can give.
    """

    assignment: str
    notebook: str
    points: float


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What became of a course.

    Parameters
    ----------
    steps
        The notebooks, in the order of the course.
    notes
        What nbgrader has no place for, in sentences.
    """

    steps: tuple[ExportedStep, ...]
    notes: tuple[str, ...]


def export_course(folder: Path, out: Path) -> ExportReport:
    """Write the course in `folder` as an nbgrader course `out`; `folder` stays as it is.

    Each module becomes an assignment, each notebook step a notebook at the top of it, with its data
    files where they are relative to it. `out` appears whole or not at all.

    Raises
    ------
    NotFound, Conflict
        If there is no such folder, or `out` is there already.
    Invalid
        If the course is broken, a file is too large, or two steps of a module need different files
        of one name.
    Unavailable
        If `out` cannot be written.
    """
    folder, out = folder.expanduser().resolve(), out.expanduser().resolve()
    check_places(folder, out)
    file, course = _course(folder)
    exporter = _Exporter(folder, file)
    with appearing(out) as draft:
        for module in course.modules:
            for path, content in exporter.files(module).items():
                target = draft / "source" / module.key / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        (draft / CONFIG_FILE).write_text(_config(course, file), encoding="utf-8")
    settings = settings_left_out(_document(folder), exporter.cells)
    return ExportReport(tuple(exporter.steps), (*exporter.notes, *settings))


def _document(folder: Path) -> YamlDocument:
    content = read_capped(folder, COURSE_FILE, n_bytes=MAX_COURSE_FILE_BYTES)
    return read_yaml(content.decode("utf-8-sig"))


def _course(folder: Path) -> tuple[CourseFile, Course]:
    try:
        file = load_course_file(folder / COURSE_FILE)
    except OSError as error:
        raise Invalid(f"{COURSE_FILE} cannot be read ({error.strerror})") from error
    course = check_course(folder, file)
    if isinstance(course, BrokenCourse):
        raise Invalid("the course has to be mended first: " + "; ".join(course.problems))
    return file, course


class _Exporter:
    """Goes through the modules, and keeps what was exported, as its author wrote it, and notes."""

    def __init__(self, folder: Path, file: CourseFile) -> None:
        self._folder = folder
        self._file = file
        self.steps: list[ExportedStep] = []
        self.cells: list[JsonCell] = []
        self.notes: list[str] = []

    def files(self, module: Module) -> Mapping[str, bytes]:
        """Return an assignment's files by path in its folder."""
        files: dict[str, bytes] = {}
        for step in module.steps:
            if step.kind is not StepKind.NOTEBOOK or step.path is None:
                self.notes.append(
                    f"step {module.key}/{step.key}: nbgrader has no {step.kind.value} steps;"
                    " it was left out"
                )
                continue
            for path, content in self._step(module, step, source=step.path):
                if files.setdefault(path, content) != content:
                    raise Invalid(
                        f"module {module.key!r}: two steps need different files at {path!r}, and"
                        " nbgrader keeps all files of an assignment in one folder; rename one"
                    )
        return files

    def _step(self, module: Module, step: Step, *, source: str) -> Iterator[tuple[str, bytes]]:
        content = read_capped(self._folder, source, n_bytes=MAX_NOTEBOOK_BYTES)
        read = read_source_notebook(content, file=source, stubs=self._file.stubs)
        points = sum(cell.points for cell in read.notebook.cells)
        self.steps.append(ExportedStep(module.key, step.key, points))
        self.cells.extend(read.json.cells)
        yield f"{step.key}.ipynb", _as_nbgrader(content)
        for path in step.files:
            place = PurePosixPath(path)
            home = PurePosixPath(source).parent
            if not place.is_relative_to(home):
                self.notes.append(
                    f"step {module.key}/{step.key}: {path} is not below the notebook's folder;"
                    " nbgrader cannot hand it out, it was left out"
                )
                continue
            yield str(place.relative_to(home)), self._data(path)

    def _data(self, path: str) -> bytes:
        content = read_capped(self._folder, path, n_bytes=MAX_FILE_BYTES)
        if len(content) > MAX_FILE_BYTES:
            raise Invalid(
                f"{path} is larger than {MAX_FILE_BYTES // 1024**2} MB; nothing was exported. Make"
                " it smaller, or take it from its step"
            )
        return content


def _as_nbgrader(content: bytes) -> bytes:
    """Return a source notebook without what is ours: hints would reach learners otherwise."""
    notebook = json.loads(content.decode("utf-8-sig"))
    notebook.get("metadata", {}).pop("jupyter_hybrid", None)
    for cell in notebook["cells"]:
        cell.get("metadata", {}).pop("jupyter_hybrid", None)
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def _config(course: Course, file: CourseFile) -> str:
    lines = ["c = get_config()", "", f"c.CourseDirectory.course_id = {course.key!r}"]
    if dict(file.stubs.code) != dict(NBGRADER_STUBS.code):
        lines.append(f"c.ClearSolutions.code_stub = {dict(file.stubs.code)!r}")
    if file.stubs.text != NBGRADER_STUBS.text:
        lines.append(f"c.ClearSolutions.text_stub = {file.stubs.text!r}")
    return "\n".join(lines) + "\n"
