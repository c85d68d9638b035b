"""The sandbox, or nothing of it on systems that have none of its parts."""

from pathlib import Path
from typing import Any

try:
    from jupyter_hybrid.grading.worker.sandbox import (
        Confinement,
        lock_down,
        set_limits,
        supervise,
    )
except ImportError:  # no Linux
    from jupyter_hybrid.grading.worker.sandbox.confinement import Confinement

    def supervise(confinement: Confinement, scratch: Path) -> None:
        """Do nothing."""

    def lock_down(confinement: Confinement, *, scratch: Path, role: str) -> None:
        """Do nothing."""

    def set_limits(limits: dict[str, Any]) -> None:
        """Do nothing."""


__all__ = ["Confinement", "lock_down", "set_limits", "supervise"]
