"""Puts released steps into a learner's folder and never over anything that is there."""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from jupyter_hybrid.domain.errors import Conflict, Invalid, NotAllowed, Unavailable
from jupyter_hybrid.domain.keys import check_relative_path
from jupyter_hybrid.domain.releases import Bundle
from jupyter_hybrid.services.ports import Placed

_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class FolderWorkspace:
    """The `Workspace` port on the root folder of a Jupyter server.

    Parameters
    ----------
    root
        The server's root folder.
    link
        Makes a hard link, or fails if the name is taken: what makes a new file appear whole.
    """

    def __init__(self, root: Path, *, link: Callable[[Path, Path], None] = os.link) -> None:
        self._root = root
        self._link = link

    def place(self, bundle: Bundle, *, folder: str) -> Placed:
        """Put notebook and files below `folder`, never over anything that is there.

        The notebook goes last: where there is one, its data files have been put beside it.

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
            If it cannot be written: full disk, read-only folder.
        """
        base = check_relative_path(folder, field="folder")
        notebook = base / check_relative_path(bundle.path, field="path")
        files = {
            base / check_relative_path(path, field="files"): content
            for path, content in bundle.files.items()
        }
        if notebook.suffix != ".ipynb" or notebook in files:
            raise Invalid(f"{str(notebook)!r} cannot be a step's notebook", field="path")
        for path in (notebook, *files):
            self._check_way(path)
        for path, content in files.items():
            self._put(path, content)
        is_new = self._put(notebook, bundle.learner_copy.encode())
        return Placed(notebook.as_posix(), is_new)

    def _check_way(self, path: PurePosixPath) -> None:
        root = os.path.realpath(self._root)
        if not Path(os.path.realpath(self._root / path)).is_relative_to(root):
            raise NotAllowed(
                f"{str(path)!r} leads through a symbolic link out of your files;"
                " remove or rename the link and open the step again"
            )

    def _put(self, path: PurePosixPath, content: bytes) -> bool:
        """Write `content` unless something is there, and return whether it was written."""
        target = self._root / path
        with _said_in_words(path):
            if target.is_dir():
                raise Conflict(
                    f"{str(path)!r} is a folder where a file has to go; rename it and open the"
                    " step again"
                )
            if os.path.lexists(target):
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
            self._check_way(path)
            return self._write_new(target, content)

    def _write_new(self, target: Path, content: bytes) -> bool:
        draft = target.with_name(f".{secrets.token_hex(8)}.part")
        _write(draft, content)
        try:
            self._link(draft, target)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            return _write_in_place(target, content)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()
        return True


def _write_in_place(target: Path, content: bytes) -> bool:
    """Write without hard links (FAT, some network folders): still never over anything."""
    try:
        _write(target, content)
    except FileExistsError:
        return False
    return True


def _write(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all."""
    with file.open("xb") as stream:
        try:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            file.unlink()
            raise


@contextlib.contextmanager
def _said_in_words(path: PurePosixPath) -> Iterator[None]:
    try:
        yield
    except (NotADirectoryError, FileExistsError) as error:
        raise Conflict(
            f"a file stands where a folder has to be on the way to {str(path)!r}; rename it and"
            " open the step again"
        ) from error
    except OSError as error:
        raise Unavailable(
            f"{str(path)!r} could not be written ({error.strerror}); everything that was there is"
            " as it was. Make room, or see that the folder may be written, and open the step again"
        ) from error
