"""What all notebooks of a course take out: no file of any of its steps may hold it.

What a notebook of the course hands out in its code on purpose is no secret here: a later notebook
may well begin with what an earlier one asked for.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_hybrid.content.course_file import COURSE_FILE, CourseFile
from jupyter_hybrid.content.course_folder import load_course_file, read_capped
from jupyter_hybrid.content.file_cache import FileCache
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.content.proof import (
    Secret,
    not_in,
    prove_files_give_nothing_away,
    secrets_of,
    shown_code,
)
from jupyter_hybrid.content.stubs import Stubs
from jupyter_hybrid.domain.courses import StepKey, StepKind
from jupyter_hybrid.domain.errors import Invalid


@dataclass(frozen=True, slots=True, eq=False)
class _Taken:
    """What one notebook takes out, and the code that it hands out."""

    secrets: tuple[Secret, ...] = ()
    shown: str = ""


class CourseProof:
    """Remembers what it read and proved until a file changes; for several threads."""

    def __init__(self) -> None:
        self._courses = FileCache[CourseFile]()
        self._notebooks = FileCache[_Taken]()
        self._lock = threading.Lock()
        self._secrets: dict[Path, tuple[list[_Taken], tuple[Secret, ...]]] = {}
        self._proved: dict[StepKey, tuple[str, tuple[Secret, ...]]] = {}

    def prove(
        self, step: StepKey, *, folder: Path, release: str, files: Mapping[str, bytes]
    ) -> None:
        """Raise if a file that goes with a step holds what a notebook of its course takes out.

        Parameters
        ----------
        folder
            The course's.
        release
            Hash of the step's release: the same for the same files.
        files
            Content by path.

        Raises
        ------
        Invalid
            Naming the file, and the cell and notebook that it was taken out of.
        """
        if not files:
            return
        secrets = self.secrets(folder)
        with self._lock:
            proved, before = self._proved.get(step, ("", ()))
        if proved == release and before is secrets:
            return
        prove_files_give_nothing_away(files, secrets)
        with self._lock:
            self._proved[step] = (release, secrets)

    def secrets(self, folder: Path) -> tuple[Secret, ...]:
        """Return what the notebooks of a course take out; the same object until a file changes.

        A notebook that cannot be used has none: it is handed out to nobody.
        """
        try:
            file = self._courses.get(
                folder,
                lambda: load_course_file(folder / COURSE_FILE),
                files=[f"{folder}/{COURSE_FILE}"],
            )
        except (OSError, Invalid):
            return ()
        steps = [] if file.course is None else [step for _, step in file.course.keyed_steps()]
        taken = [
            self._taken(folder, step.path, stubs=file.stubs)
            for step in steps
            if step.kind is StepKind.NOTEBOOK and step.path is not None
        ]
        with self._lock:
            before, secrets = self._secrets.get(folder, (None, ()))
        if before == taken:
            return secrets
        shown = "\n".join(one.shown for one in taken)
        secrets = not_in(shown, [secret for one in taken for secret in one.secrets])
        with self._lock:
            self._secrets[folder] = (taken, secrets)
        return secrets

    def _taken(self, folder: Path, path: str, *, stubs: Stubs) -> _Taken:
        def read() -> _Taken:
            try:
                content = read_capped(folder, path, n_bytes=MAX_NOTEBOOK_BYTES)
                notebook = read_source_notebook(content, file=path, stubs=stubs).notebook
            except Invalid:
                return _Taken()
            return _Taken(secrets_of(notebook, path=path), shown_code(notebook))

        place = f"{folder}/{path}"
        try:
            return self._notebooks.get(place, read, files=[place], also=stubs)
        except OSError:
            return _NONE


_NONE = _Taken()
