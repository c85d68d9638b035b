"""What the engine has to know of an interpreter before it can confine processes of it."""

import os
import sys

from jupyter_hybrid.grading.worker.frames import Frame


def surroundings() -> Frame:
    """Return the folders that code of this interpreter reads.

    Only what exists, by its real path: a link in an environment may lead to an installation
    elsewhere.
    """
    found = [sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path]
    real = (os.path.realpath(path) for path in found if path)
    return {"paths": sorted({path for path in (*found, *real) if path and os.path.exists(path)})}
