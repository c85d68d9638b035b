"""Everything slow that all processes of one environment share, done once before they are forked."""

import gc
import importlib
import os
import platform
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_hybrid.grading.worker import codec, pristine
from jupyter_hybrid.grading.worker.cells import Cells
from jupyter_hybrid.grading.worker.frames import Frame

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "BLIS_NUM_THREADS",
)
NO_SHELL = "this interpreter has no ipykernel"


@dataclass(slots=True)
class Prepared:
    """What is ready in this process."""

    cells: Cells | None
    failed_imports: dict[str, str]
    error: str | None = None
    seconds: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)

    def as_frame(self) -> Frame:
        """Return the message that tells the engine."""
        frame: Frame = {
            "ready": self.seconds,
            "pid": os.getpid(),
            "failed_imports": sorted(self.failed_imports),
            "reasons": self.failed_imports,
            "python": platform.python_version(),
            "versions": self.versions,
        }
        return frame if self.error is None else frame | {"error": self.error}


def prepare(
    imports: list[str], *, threads: int, home: Path, has_shell: bool = True, may_fork: bool = True
) -> Prepared:
    """Import `imports`, make a shell and warm it; what cannot be imported is reported.

    Parameters
    ----------
    imports
        Names of modules, from the course.
    threads
        How many threads numeric libraries may start; they must not have any at a fork.
    home
        Where libraries keep what they write while they are imported.
    has_shell
        Whether cells are to run.
    may_fork
        Whether this process is to be forked, here or later.
    """
    started = time.perf_counter()
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, str(threads)))
    os.environ.update(
        MPLBACKEND="module://matplotlib_inline.backend_inline",
        HOME=str(home),
        IPYTHONDIR=str(home / "ipython"),
        CLICOLOR="1",
        FORCE_COLOR="1",
        TERM="xterm-color",
        PAGER="cat",
        GIT_PAGER="cat",
    )
    os.environ.setdefault("MPLCONFIGDIR", str(home / "matplotlib"))
    failed = _import_all(imports)
    prepared = Prepared(cells=None, failed_imports=failed)
    try:
        if has_shell:
            prepared.cells = Cells()
            prepared.cells.warm()
        if may_fork:
            importlib.import_module("jupyter_hybrid.grading.worker.tester")  # each fork would
            _warm_codec()
            pristine.snapshot()
    except ImportError as error:
        prepared.error = f"{NO_SHELL}: {error}"
    except Exception as error:  # noqa: BLE001  the engine says why nothing can be checked
        prepared.error = f"{type(error).__name__}: {error}"
        prepared.cells = None
    prepared.versions = _versions()
    prepared.seconds = time.perf_counter() - started
    return prepared


def _warm_codec() -> None:
    """Send a table to oneself once: the first time takes milliseconds, in whichever process."""
    codec.warm()
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return
    table = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, None]})
    for value in (table, table["a"], table.index, table.to_numpy()):
        codec.decode(codec.encode(value, handles=None), resolve=_refuse)
    _ = (repr(table), table.a.sum(), table.groupby("b").a.mean(), table.equals(table.copy()))


def _refuse(handle: object) -> object:
    raise LookupError(handle)


def settle() -> None:
    """Keep the collector off everything that exists, so that forks go on sharing its pages."""
    gc.collect()
    gc.freeze()


def _import_all(names: list[str]) -> dict[str, str]:
    failed: dict[str, str] = {}
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001  whatever a library raises while imported
            failed[name] = f"{type(error).__name__}: {error}"
    return failed


def _versions() -> dict[str, str]:
    versions = {}
    for name, module in list(sys.modules.items()):
        version = getattr(module, "__version__", None) if "." not in name else None
        if isinstance(version, str):
            versions[name] = version
    return versions
