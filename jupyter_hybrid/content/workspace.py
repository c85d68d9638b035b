"""Puts released steps into a learner's folder and never over anything that is theirs."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from jupyter_hybrid.content.handed_out import (
    MAX_RECORD_BYTES,
    RECORD_NAME,
    HandedOut,
    read_handed_out,
)
from jupyter_hybrid.content.learner_files import (
    LearnerFiles,
    kept_names,
    newer_names,
    write_new,
)
from jupyter_hybrid.content.merge import merge_notebooks
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.domain.courses import StepKind
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from jupyter_hybrid.domain.keys import check_relative_path
from jupyter_hybrid.domain.releases import Bundle, Placed, Replaced


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the parts of a step go, relative to the root folder."""

    base: PurePosixPath
    main: PurePosixPath
    content: bytes
    others: Mapping[PurePosixPath, bytes]

    def name(self, path: PurePosixPath) -> str:
        """Return `path` as the record of the course has it."""
        return path.relative_to(self.base).as_posix()


class FolderWorkspace:
    """The `Workspace` port on the root folder of a Jupyter server.

    Parameters
    ----------
    root
        The server's root folder.
    link, write
        As in `LearnerFiles`.
    """

    def __init__(
        self,
        root: Path,
        *,
        link: Callable[[Path, Path], None] = os.link,
        write: Callable[[Path, bytes], None] = write_new,
    ) -> None:
        self._files = LearnerFiles(root, link=link, write=write)
        self._turn = threading.Lock()

    def place(self, bundle: Bundle, *, folder: str) -> Placed:
        """Put a step below `folder`, never over anything that is theirs.

        A notebook that is there stays as it is, and with one of another release its files stay too:
        they belong together. Where they are of this release, and with steps that are no notebooks,
        a file that was not changed since it was handed out is brought up to date; beside one that
        was, the newer one is put under a name that says so.

        The main file goes last: where there is one, its files have been put beside it.

        Parameters
        ----------
        bundle
            May come from another machine: its paths are checked again.
        folder
            Path relative to the root folder.

        Raises
        ------
        Invalid
            If a path is not one inside the folder; then nothing is written.
        NotAllowed
            If the way there leads through a symbolic link out of the root folder.
        Conflict
            If a folder stands where a file has to go, or the other way round.
        Unavailable
            If it cannot be written (full disk, read-only folder), or a folder on the way may not
            be opened.
        """
        layout = _layout(bundle, folder=folder)
        with self._turn, self._record(layout) as record:
            is_there = self._files.is_there(layout.main)
            if bundle.kind is StepKind.NOTEBOOK:
                known = record.notebooks.get(layout.name(layout.main))
                is_current = not is_there or (known and known.release == bundle.release)
                for path, content in layout.others.items():
                    self._bring(path, content, layout, record, is_current=bool(is_current))
                is_new = self._files.put(layout.main, layout.content)
                if is_new:
                    _note_notebook(record, layout, bundle)
            else:
                for path, content in (*layout.others.items(), (layout.main, layout.content)):
                    self._bring(path, content, layout, record, is_current=True)
                is_new = not is_there
        return Placed(layout.main.as_posix(), is_new, bundle.kind)

    def reset(self, bundle: Bundle, *, folder: str, at: datetime) -> Replaced:
        """Put a fresh copy of a step below `folder`; what was changed is kept under another name.

        Parameters
        ----------
        at
            When it is done, for the name.

        Raises
        ------
        NotFound
            If the step is not there.
        Invalid, NotAllowed, Conflict, Unavailable
            As in `place`; then the learner's main file is where it was.
        """
        layout = _layout(bundle, folder=folder)
        with self._turn, self._record(layout) as record:
            self._require(layout)
            self._renew_others(layout, record, at=at)
            kept = self._renew(layout.main, layout.content, at=at)
            _note_main(record, layout, bundle)
        return Replaced(layout.main.as_posix(), kept)

    def merge(self, bundle: Bundle, *, folder: str, at: datetime) -> Replaced:
        """Bring the learner's notebook to the release of `bundle`, with their answers in it.

        The notebook as it was is kept under another name. Steps that are no notebooks hold no
        answers: they are reset. See `merge_notebooks` for what becomes of each cell.

        Raises
        ------
        NotFound
            If the step is not there.
        Invalid
            If the learner's notebook cannot be read; it is not touched.
        NotAllowed, Conflict, Unavailable
            As in `reset`.
        """
        if bundle.kind is not StepKind.NOTEBOOK:
            return self.reset(bundle, folder=folder, at=at)
        layout = _layout(bundle, folder=folder)
        with self._turn, self._record(layout) as record:
            self._require(layout)
            mine = self._files.read(layout.main, n_bytes=MAX_NOTEBOOK_BYTES + 1)
            merged = merge_notebooks(
                bundle.learner_copy,
                mine,
                handed_out=record.notebooks.get(layout.name(layout.main)),
                file=str(layout.main),
            )
            for path, content in layout.others.items():
                self._bring(path, content, layout, record, is_current=True)
            names = kept_names(layout.main, at=at)
            kept = self._files.swap(layout.main, merged.text.encode(), names=names)
            _note_notebook(record, layout, bundle)
        return Replaced(
            layout.main.as_posix(),
            kept.as_posix(),
            added=merged.added,
            removed=merged.removed,
            n_answers=merged.n_answers,
        )

    def _require(self, layout: _Layout) -> None:
        if not self._files.is_there(layout.main):
            raise NotFound(
                f"{str(layout.main)!r} is not in your folder, perhaps because it was renamed or"
                " deleted; nothing was changed. Open the step, that puts a fresh copy there"
            )

    def _bring(
        self,
        path: PurePosixPath,
        content: bytes,
        layout: _Layout,
        record: HandedOut,
        *,
        is_current: bool,
    ) -> None:
        """Put a file there, bring it up to date, or put the newer one beside it."""
        name, new = layout.name(path), _sha256(content)
        known = record.files.get(name)
        if self._files.put(path, content):
            record.files[name] = new
            return
        if not is_current or known == new:
            return
        record.files[name] = new
        if self._is_renewed(path, content, known=known):
            return
        for beside in newer_names(path):
            if self._files.put(beside, content) or self._is_renewed(beside, content, known=known):
                return

    def _is_renewed(self, path: PurePosixPath, content: bytes, *, known: str | None) -> bool:
        """Return whether a file that is there is, or now became, the newest."""
        found = self._files.sha256(path)
        if found == _sha256(content):
            return True
        if found is None or found != known:
            return False
        self._files.refresh(path, content, known=found, at=datetime.now(UTC))
        return True

    def _renew_others(self, layout: _Layout, record: HandedOut, *, at: datetime) -> None:
        for path, content in layout.others.items():
            if not self._files.put(path, content):
                known = record.files.get(layout.name(path))
                if not self._is_renewed(path, content, known=known):
                    self._renew(path, content, at=at)
            record.files[layout.name(path)] = _sha256(content)

    def _renew(self, path: PurePosixPath, content: bytes, *, at: datetime) -> str | None:
        """Put `content` there and return where what was there is now; None if it was the same."""
        if self._files.sha256(path) == _sha256(content):
            return None
        return self._files.swap(path, content, names=kept_names(path, at=at)).as_posix()

    @contextlib.contextmanager
    def _record(self, layout: _Layout) -> Iterator[HandedOut]:
        """Hand over what was handed out, and write it down if it changed and all went well."""
        for path in (layout.main, *layout.others):
            self._files.check_way(path)
        place = layout.base / RECORD_NAME
        record = HandedOut()
        with contextlib.suppress(Conflict, NotAllowed, Unavailable):
            self._files.check_way(place)
            record = read_handed_out(self._files.read(place, n_bytes=MAX_RECORD_BYTES + 1))
        before = record.to_json()
        yield record
        if record.to_json() != before:
            # Without it nothing counts as the course's and nothing is touched: safe, so no error.
            with contextlib.suppress(OSError):
                self._files.replace_record(place, record.to_json())


def _layout(bundle: Bundle, *, folder: str) -> _Layout:
    base = check_relative_path(folder, field="folder")
    main = base / check_relative_path(bundle.path, field="path")
    files = {
        base / check_relative_path(path, field="files"): content
        for path, content in bundle.files.items()
    }
    if bundle.kind is StepKind.NOTEBOOK:
        if main.suffix != ".ipynb" or main in files:
            raise Invalid(f"{str(main)!r} cannot be a step's notebook", field="path")
        return _Layout(base, main, bundle.learner_copy.encode(), files)
    if main not in files:
        raise Invalid(f"the step {bundle.step} has no file {str(main)!r} to open", field="path")
    content = files.pop(main)
    return _Layout(base, main, content, files)


def _note_main(record: HandedOut, layout: _Layout, bundle: Bundle) -> None:
    if bundle.kind is StepKind.NOTEBOOK:
        _note_notebook(record, layout, bundle)
    else:
        record.files[layout.name(layout.main)] = _sha256(layout.content)


def _note_notebook(record: HandedOut, layout: _Layout, bundle: Bundle) -> None:
    record.add_notebook(
        layout.name(layout.main), release=bundle.release, learner_copy=bundle.learner_copy
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
