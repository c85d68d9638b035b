"""What the engine has to know of an interpreter before it can confine processes of it."""

import os
import sys
from pathlib import Path

from jupyter_hybrid.grading.worker.frames import Frame


def surroundings() -> Frame:
    """Return the folders that code of this interpreter reads, and how well it can be isolated.

    Folders only if they exist, and by their real path too: a link in an environment may lead to an
    installation elsewhere.
    """
    level, reasons = _isolation()
    found = [sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path]
    real = (os.path.realpath(path) for path in found if path)
    return {
        "paths": sorted({path for path in (*found, *real) if path and Path(path).exists()}),
        "level": level,
        "why_not_more": reasons,
    }


def _isolation() -> tuple[int, dict[str, str]]:
    try:
        from jupyter_hybrid.grading.worker.sandbox.probe import probe  # noqa: PLC0415  Linux
    except ImportError:
        return 0, {"A1": "this system has none of what isolates a process"}
    found = probe()
    return int(found.level), found.reasons
