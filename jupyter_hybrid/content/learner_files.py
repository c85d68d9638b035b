"""Writes into a learner's folder: whole or not at all, and never over what is theirs."""

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from jupyter_hybrid.content.main_file import MAX_MEDIA_BYTES
from jupyter_hybrid.domain.errors import Conflict, NotAllowed, Unavailable

_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
LARGEST_RELEASED = MAX_MEDIA_BYTES
"""No step has a larger file; what is larger need not be read to know that it is not ours."""
_LONGEST_NAME = 255
_LONGEST_SUFFIX = 32
_MOST_COPIES = 50
_CHUNK = 1024 * 1024


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written; ``FileExistsError`` if something is there.
    """
    with file.open("xb") as stream:
        try:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            file.unlink()
            raise


class LearnerFiles:
    """The files below the root folder of a Jupyter server. Paths are relative to it.

    Parameters
    ----------
    link
        Makes a hard link, or fails if the name is taken: what makes a new file appear whole.
    write
        Writes a new file; as `write_new`.
    """

    def __init__(
        self,
        root: Path,
        *,
        link: Callable[[Path, Path], None] = os.link,
        write: Callable[[Path, bytes], None] = write_new,
    ) -> None:
        self._root = root
        self._link = link
        self._write = write

    def check_way(self, path: PurePosixPath) -> None:
        """Raise if the way to `path` leads out of the root folder.

        Raises
        ------
        NotAllowed
            If it does, through a symbolic link.
        """
        root = os.path.realpath(self._root)
        if not Path(os.path.realpath(self._root / path)).is_relative_to(root):
            raise NotAllowed(
                f"{str(path)!r} leads through a symbolic link out of your files;"
                " remove or rename the link and try again"
            )

    def is_there(self, path: PurePosixPath) -> bool:
        """Return whether a file is there, also one of which only a link is left.

        Raises
        ------
        Conflict
            If what is there is a folder, a pipe or a device.
        Unavailable
            If that cannot be seen: a folder on the way may not be opened.
        """
        target = self._root / path
        try:
            is_folder, is_other = target.is_dir(), target.exists() and not target.is_file()
        except OSError as error:
            raise Unavailable(
                f"{str(path)!r} cannot be looked at ({error.strerror}); everything that was there"
                " is as it was. See that the folders on the way may be opened and try again"
            ) from error
        if is_folder:
            raise Conflict(
                f"{str(path)!r} is a folder where a file has to go; rename it and try again"
            )
        if is_other:
            raise Conflict(f"{str(path)!r} is no ordinary file; rename it and try again")
        return os.path.lexists(target)

    def read(self, path: PurePosixPath, *, n_bytes: int) -> bytes:
        """Return the first `n_bytes` of a file.

        Raises
        ------
        Conflict
            If it is no ordinary file.
        Unavailable
            If it cannot be read.
        """
        self.is_there(path)
        try:
            with (self._root / path).open("rb") as stream:
                return stream.read(n_bytes)
        except OSError as error:
            raise Unavailable(
                f"{str(path)!r} cannot be read ({error.strerror}); nothing was changed. See that it"
                " may be read and try again"
            ) from error

    def sha256(self, path: PurePosixPath) -> str | None:
        """Return the hex SHA-256 of an ordinary file that a release may have brought, or None."""
        target = self._root / path
        digest = hashlib.sha256()
        try:
            status = target.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_RELEASED:
                return None
            with target.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        except OSError:
            return None
        return digest.hexdigest()

    def put(self, path: PurePosixPath, content: bytes) -> bool:
        """Write `content` unless something is there, and return whether it was written.

        Raises
        ------
        Conflict
            If a folder stands where a file has to go, or the other way round.
        NotAllowed
            As in `check_way`.
        Unavailable
            If it cannot be written: full disk, read-only folder.
        """
        target = self._root / path
        with _said_in_words(path):
            if self.is_there(path):
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
            self.check_way(path)
            with self._draft(target, content) as draft:
                return self._claim(draft, target)

    def swap(
        self, path: PurePosixPath, content: bytes, *, names: Iterator[PurePosixPath]
    ) -> PurePosixPath:
        """Put `content` in the place of a file and return the path that the file has now.

        At every moment the old content has a name: the new is written first, then the old gets a
        second name, then the new takes the first.

        Parameters
        ----------
        names
            Paths in the same folder; the first that is free is taken.

        Raises
        ------
        Conflict, NotAllowed, Unavailable
            As in `put`; then the file is where it was.
        """
        target = self._root / path
        with _said_in_words(path):
            self.check_way(path)
            with self._draft(target, content) as draft:
                free = (name for name in names if self._claim(target, self._root / name))
                kept = next(free, None)
                if kept is None:
                    raise Conflict(
                        f"there are too many copies of {str(path)!r} already; nothing was changed."
                        " Move or remove some and try again"
                    )
                draft.replace(target)
        return kept

    def refresh(self, path: PurePosixPath, content: bytes, *, known: str, at: datetime) -> None:
        """Put `content` in the place of a file that its owner has not changed.

        Parameters
        ----------
        known
            Hex SHA-256 of the file as it was handed out. If it turns out to be another after all,
            saved at this very moment, it is kept under the name of a learner's copy.
        """
        hidden = path.with_name(f".{secrets.token_hex(8)}.old")
        kept = self.swap(path, content, names=iter([hidden]))
        if self.sha256(kept) == known:
            with contextlib.suppress(OSError):
                (self._root / kept).unlink()
            return
        for name in kept_names(path, at=at):
            if self._claim(self._root / kept, self._root / name):
                with contextlib.suppress(FileNotFoundError):
                    (self._root / kept).unlink()
                return

    def replace_record(self, path: PurePosixPath, content: bytes) -> None:
        """Write a file of ours, over itself if it is there.

        Raises
        ------
        OSError
            If it cannot be written, or is something else than an ordinary file.
        """
        target = self._root / path
        if os.path.lexists(target) and not stat.S_ISREG(target.lstat().st_mode):
            raise FileExistsError(errno.EEXIST, "no ordinary file", str(path))
        with self._draft(target, content) as draft:
            draft.replace(target)

    @contextlib.contextmanager
    def _draft(self, target: Path, content: bytes) -> Iterator[Path]:
        draft = target.with_name(f".{secrets.token_hex(8)}.part")
        self._write(draft, content)
        try:
            yield draft
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()

    def _claim(self, file: Path, name: Path) -> bool:
        """Give a file the name `name` as well (without hard links: instead), unless it is taken."""
        try:
            self._link(file, name)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            return _move_new(file, name)
        return True


def _move_new(file: Path, name: Path) -> bool:
    """Move without hard links (FAT, some network folders): still never over anything."""
    try:
        name.open("xb").close()
    except FileExistsError:
        return False
    try:
        file.replace(name)
    except BaseException:
        name.unlink()
        raise
    return True


def kept_names(path: PurePosixPath, *, at: datetime) -> Iterator[PurePosixPath]:
    """Yield names for a learner's own copy of `path`, the best first.

    Parameters
    ----------
    at
        When it is kept; shown in the time zone of this machine.

    Examples
    --------
    >>> names = kept_names(PurePosixPath("m/a.ipynb"), at=datetime(2026, 11, 22, 15, 30))
    >>> [str(next(names)) for _ in range(2)]
    ['m/a (my copy 2026-11-22 15.30).ipynb', 'm/a (my copy 2026-11-22 15.30, 2).ipynb']
    """
    return _numbered(path, f"my copy {at.astimezone():%Y-%m-%d %H.%M}")


def newer_names(path: PurePosixPath) -> Iterator[PurePosixPath]:
    """Yield names for the newer version of a file that its owner has changed.

    Examples
    --------
    >>> names = newer_names(PurePosixPath("m/a.csv"))
    >>> [str(next(names)) for _ in range(2)]
    ['m/a (new version).csv', 'm/a (new version, 2).csv']
    """
    return _numbered(path, "new version")


def _numbered(path: PurePosixPath, what: str) -> Iterator[PurePosixPath]:
    # A name that is nearly all ending would leave no room for the words.
    suffix = path.suffix if len(path.suffix) <= _LONGEST_SUFFIX else ""
    for number in range(1, _MOST_COPIES + 1):
        ending = f" ({what}{f', {number}' if number > 1 else ''}){suffix}"
        stem = path.name.removesuffix(suffix)
        while len(f"{stem}{ending}".encode()) > _LONGEST_NAME and stem:
            stem = stem[:-1]
        yield path.with_name(f"{stem}{ending}")


@contextlib.contextmanager
def _said_in_words(path: PurePosixPath) -> Iterator[None]:
    try:
        yield
    except (NotADirectoryError, FileExistsError) as error:
        raise Conflict(
            f"a file stands where a folder has to be on the way to {str(path)!r}; rename it and"
            " try again"
        ) from error
    except OSError as error:
        raise Unavailable(
            f"{str(path)!r} could not be written ({error.strerror}); everything that was there is"
            " as it was. Make room, or see that the folder may be written, and try again"
        ) from error
