"""``python -I <this folder> ROLE ...``: a worker process, in any Python 3.10 or later.

The interpreter is the course's own and need not have this package: two empty parents with a
``__path__`` make the absolute imports below work by path, without running the package's own code.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

ROLES = ("zygote", "fresh")


def _make_importable(worker: Path) -> None:
    # The folder itself must not be searched: its `shell` or `streams` would shadow a course's.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != worker]
    for name, folder in (
        ("jupyter_hybrid", worker.parent.parent),
        ("jupyter_hybrid.grading", worker.parent),
    ):
        if name not in sys.modules:
            module = ModuleType(name)
            module.__path__ = [str(folder)]
            sys.modules[name] = module


def main(arguments: list[str]) -> int:
    """Run the role that ``arguments[0]`` names; return the exit status."""
    _make_importable(Path(__file__).resolve().parent)
    if not arguments or arguments[0] not in ROLES:
        sys.stderr.write(f"usage: worker {' | '.join(ROLES)} ...\n")
        return 2
    role = importlib.import_module(f"jupyter_hybrid.grading.worker.{arguments[0]}")
    status: int = role.run(arguments[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
