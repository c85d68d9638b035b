"""A whole nbgrader course, made into a course folder."""

import shutil
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import yaml

from jupyter_hybrid.content.course_file import (
    COURSE_FILE,
    MAX_COURSE_FILE_BYTES,
    read_course_file,
)
from jupyter_hybrid.content.course_folder import read_capped
from jupyter_hybrid.content.nbgrader_autotests import autotests_file
from jupyter_hybrid.content.nbgrader_config import NbgraderSettings, read_nbgrader_config
from jupyter_hybrid.content.nbgrader_folder import Assignment, find_assignments
from jupyter_hybrid.content.nbgrader_notebook import import_notebook
from jupyter_hybrid.content.nbgrader_verdict import Verdict, verdicts_of
from jupyter_hybrid.content.new_folder import appearing, check_places
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.content.template import course_key
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.keys import check_key, check_relative_path
from jupyter_hybrid.domain.policies import Limits

_MAX_TITLE = 200
_CELLS_PER_EXERCISE = 3
"""nbgrader limits cells only; an exercise gets as much more as it gets without any setting."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an nbgrader course.

    Parameters
    ----------
    course
        Its key.
    verdicts
        One per graded cell, in order.
    notes
        What was changed or could not be taken, in sentences.
    paths
        Where each notebook of the verdicts is in the course folder.
    """

    course: str
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]
    paths: Mapping[str, str] = field(default_factory=dict)


def import_course(
    folder: Path, out: Path, *, key: str | None = None, title: str | None = None, is_running: bool
) -> ImportReport:
    """Write the nbgrader course in `folder` as a course folder `out`; `folder` stays as it is.

    Each assignment becomes a module, each notebook a step. `out` appears whole or not at all.

    Parameters
    ----------
    key, title
        Of the course; None for ones made of nbgrader's ``course_id`` or the folder's name.
    is_running
        Whether the notebooks are run for nbgrader's verdict.

    Raises
    ------
    NotFound
        If there is no nbgrader course.
    Conflict
        If `out` is there already.
    Invalid
        If nothing of it can be used, a file of it cannot be read, or `out` lies in the course.
    Unavailable
        If nbgrader is missing, or `out` cannot be written.
    """
    folder, out = folder.expanduser().resolve(), out.expanduser().resolve()
    check_places(folder, out)
    settings = read_nbgrader_config(folder)
    assignments = find_assignments(folder, settings=settings)
    name = settings.course_id or folder.name
    made_key = check_key(key, field="key") if key else course_key(name, folder=folder.name)
    with appearing(out) as draft:
        importer = _Importer(folder, draft, settings, is_running=is_running)
        modules = [module for each in assignments if (module := importer.module(each))]
        if not modules:
            raise Invalid("no notebook could be taken: " + "; ".join(importer.notes[:5]))
        course = {
            "schema": 1,
            "key": made_key,
            "title": title or importer.title(name),
            "summary": f"Imported from the nbgrader course {_title(name)}.",
            **_settings_block(settings),
            "modules": modules,
        }
        (draft / COURSE_FILE).write_bytes(_course_file(course))
    notes = (*importer.notes, *settings.left_out)
    return ImportReport(made_key, tuple(importer.verdicts), notes, importer.paths)


def _course_file(course: Mapping[str, object]) -> bytes:
    text = yaml.safe_dump(course, sort_keys=False, allow_unicode=True, width=100)
    problems = [problem.in_file(COURSE_FILE) for problem in read_course_file(text).problems]
    content = text.encode()
    if len(content) > MAX_COURSE_FILE_BYTES:
        problems.append(f"{COURSE_FILE}: it would be larger than {MAX_COURSE_FILE_BYTES} bytes")
    if problems:
        raise Invalid("what came out would be no course: " + "; ".join(problems[:5]))
    return content


class _Importer:
    """Goes through the assignments, and keeps verdicts and notes."""

    def __init__(
        self, course: Path, draft: Path, settings: NbgraderSettings, *, is_running: bool
    ) -> None:
        self._course = course
        self._draft = draft
        self._settings = settings
        self._is_running = is_running
        self._autotests = autotests_file(settings)
        self._modules: tuple[str, ...] = ()
        self.verdicts: list[Verdict] = []
        self.notes: list[str] = []
        self.paths: dict[str, str] = {}

    def module(self, assignment: Assignment) -> dict[str, object] | None:
        """Write an assignment's files and return its block of the course file, or None."""
        self.notes.extend(assignment.left_out)
        key = course_key(assignment.name, taken=self._modules)
        files = self._copy_files(assignment, key)
        steps: list[dict[str, object]] = []
        taken: tuple[str, ...] = ()
        for name in assignment.notebooks:
            step = course_key(PurePosixPath(name).stem, taken=taken)
            if self._notebook(assignment, name, to=f"{key}/{step}.ipynb"):
                block: dict[str, object] = {
                    "key": step,
                    "title": self.title(PurePosixPath(name).stem),
                    "kind": "notebook",
                }
                block["notebook"] = f"{key}/{step}.ipynb"
                mine = _files_of(name, assignment=assignment, files=files)
                steps.append({**block, "files": mine} if mine else block)
                taken = (*taken, step)
        if not steps:
            return None
        self._modules = (*self._modules, key)
        return {"key": key, "title": self.title(assignment.name), "steps": steps}

    def title(self, name: str) -> str:
        """Return a name as a title, and take note where it is another."""
        title = _title(name)
        if title != name:
            self.notes.append(f"the name {name[:80]!r} became the title {title[:80]!r}")
        return title

    def _notebook(self, assignment: Assignment, name: str, *, to: str) -> bool:
        content = read_capped(assignment.folder, name, n_bytes=MAX_NOTEBOOK_BYTES)
        file = f"{assignment.name}/{name}"
        with tempfile.TemporaryDirectory() as scratch:
            place = Path(scratch) / "assignment"
            # What its code writes must not reach the course that is imported; and what is left out
            # there, links in circles and files of gigabytes among it, is not copied either.
            for each in (*assignment.notebooks, *assignment.files):
                _copy(assignment, each, to=place / each)
            try:
                imported = import_notebook(
                    content,
                    file=file,
                    course=self._course,
                    folder=place,
                    settings=self._settings,
                )
            except Invalid as error:
                self.notes.append(f"{error.message}; the notebook was left out")
                return False
            self.notes.extend(imported.notes)
            self._ask_nbgrader(imported.text, file=file, folder=place)
        target = self._draft / to
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(imported.text, encoding="utf-8")
        self.paths[file] = to
        return True

    def _ask_nbgrader(self, text: str, *, file: str, folder: Path) -> None:
        run_in = folder if self._is_running else None
        timeout_s = self._settings.timeout_s
        try:
            found = verdicts_of(text, notebook=file, folder=run_in, timeout_s=timeout_s)
        except Invalid as error:
            self.notes.append(error.message)
            found = verdicts_of(text, notebook=file, folder=None, timeout_s=timeout_s)
        self.verdicts.extend(found)

    def _copy_files(self, assignment: Assignment, key: str) -> list[str]:
        copied = []
        for name in assignment.files:
            if PurePosixPath(name) == self._autotests:
                continue  # it holds how tests are made, and its asserts are written out
            path = f"{key}/{name}"
            try:
                check_relative_path(path, field="file")
            except Invalid:
                self.notes.append(
                    f"{assignment.name}/{name}: its name cannot be handed out; it was left out"
                )
                continue
            _copy(assignment, name, to=self._draft / path)
            copied.append(path)
        return copied


def _copy(assignment: Assignment, name: str, *, to: Path) -> None:
    try:
        source = (assignment.folder / name).open("rb")
    except OSError as error:
        raise Invalid(
            f"{assignment.name}/{name} cannot be read ({error.strerror}); nothing was imported. See"
            " that it may be read and try again"
        ) from error
    to.parent.mkdir(parents=True, exist_ok=True)
    with source, to.open("wb") as target:
        shutil.copyfileobj(source, target)


def _title(name: str) -> str:
    """Return a name on one line, neither empty nor too long."""
    shown = (" " if unicodedata.category(each) in {"Cc", "Cs"} else each for each in name)
    return " ".join("".join(shown).split())[:_MAX_TITLE].strip() or "Untitled"


def _files_of(notebook: str, *, assignment: Assignment, files: Sequence[str]) -> list[str]:
    """Return the files that a notebook names, and those that none of its assignment names."""
    texts = {
        name: read_capped(assignment.folder, name, n_bytes=MAX_NOTEBOOK_BYTES).decode(
            errors="replace"
        )
        for name in assignment.notebooks
    }
    return [
        path
        for path in files
        if PurePosixPath(path).name in texts[notebook]
        or not any(PurePosixPath(path).name in text for text in texts.values())
    ]


def _settings_block(settings: NbgraderSettings) -> dict[str, object]:
    stubs: dict[str, object] = {}
    if settings.code_stubs:
        stubs["code"] = dict(settings.code_stubs)
    if settings.text_stub:
        stubs["text"] = settings.text_stub
    block: dict[str, object] = {"stubs": stubs} if stubs else {}
    if settings.timeout_s:
        limits = {"cell_s": settings.timeout_s}
        exercise_s = _CELLS_PER_EXERCISE * settings.timeout_s
        if exercise_s > Limits().exercise_s:
            limits["exercise_s"] = exercise_s
        block["exercises"] = {"limits": limits}
    return block
