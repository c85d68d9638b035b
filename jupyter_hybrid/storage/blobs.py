"""The `BlobStore` port on a folder."""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from jupyter_hybrid.domain.errors import NotFound, Unavailable

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FolderBlobs:
    """Byte strings as files named by their SHA-256.

    Parameters
    ----------
    folder
        Made when the first is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep `content` and return its hex SHA-256; keeping it twice is keeping it once.

        Raises
        ------
        Unavailable
            If the folder cannot be written.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        try:
            # Read, because a power cut may have left a file that is only in part what it was.
            if not path.exists() or path.read_bytes() != content:
                _write(path, content)
        except OSError as error:
            raise Unavailable(f"a file cannot be kept: {error.strerror}") from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the content kept under `sha256`.

        Raises
        ------
        NotFound
            If nothing is, or what is there no longer has that digest.
        """
        if not _SHA256.fullmatch(sha256):
            raise NotFound(f"{sha256[:80]!r} is not the name of a kept file")
        try:
            content = self._path(sha256).read_bytes()
        except OSError as error:
            raise NotFound(f"no file {sha256} is kept") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound(f"the kept file {sha256} is damaged")
        return content

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
