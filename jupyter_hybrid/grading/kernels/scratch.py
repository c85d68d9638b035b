"""The private folder that one grading lives in, and the environment that points there."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from jupyter_hybrid.grading.places import check_inside

KEPT_VARIABLES = (
    "PATH",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "SYSTEMROOT",
)
"""All that a kernel learns of the server's environment."""

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""One thread each: more would eat the address space and the neighbours' processors."""


class Scratch:
    """A fresh folder: home, temporary files, connection files and the notebook's own place."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="hybrid-"))
        self.work = self.path / "work"
        self.connection_file = self.path / "run" / "k.json"
        for folder in ("home", "tmp", "run", "work"):
            (self.path / folder).mkdir(mode=0o700)

    def environment(self) -> dict[str, str]:
        """Return the environment for a kernel: nothing of the server's but what programs need."""
        home = self.path / "home"
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        private = {
            "HOME": str(home),
            "TMPDIR": str(self.path / "tmp"),
            "IPYTHONDIR": str(home / ".ipython"),
            "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
            "JUPYTER_DATA_DIR": str(home / ".local" / "share" / "jupyter"),
            "JUPYTER_RUNTIME_DIR": str(self.path / "run"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return kept | private | dict.fromkeys(THREAD_VARIABLES, "1")

    def fill(self, files: Mapping[str, bytes], *, folder: str) -> Path:
        """Write data files and return the notebook's folder among them.

        Parameters
        ----------
        files
            Content by path, with ``/``.
        folder
            The notebook's folder, relative to the same root.

        Raises
        ------
        Invalid
            If a path would leave the scratch folder.
        """
        for name, content in files.items():
            target = self._inside(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        place = self._inside(folder) if folder not in {"", "."} else self.work
        place.mkdir(parents=True, exist_ok=True)
        return place

    def _inside(self, name: str) -> Path:
        check_inside(name)
        return self.work.joinpath(*PurePosixPath(name).parts)

    def remove(self) -> None:
        """Remove it with all that is in it, also what was made unreadable; idempotent."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self.path.exists():
            self._unlock()
            shutil.rmtree(self.path, ignore_errors=True)

    def _unlock(self) -> None:
        with suppress(OSError):
            self.path.chmod(0o700)
        for parent, folders, _ in os.walk(self.path):
            for folder in folders:
                path = Path(parent, folder)
                with suppress(OSError):
                    if not path.is_symlink():  # chmod would follow it out of here
                        path.chmod(0o700)
