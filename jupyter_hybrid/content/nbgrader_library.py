"""nbgrader itself: an extra that takes seconds to import."""

import importlib
from typing import Any

from jupyter_hybrid.domain.errors import Unavailable


def nbgrader_module(name: str) -> Any:  # noqa: ANN401  an untyped library's module
    """Return a module of nbgrader, or of what comes with it.

    Raises
    ------
    Unavailable
        If it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Unavailable(
            f"this needs nbgrader ({error.name} is not installed):"
            " pip install 'jupyter_hybrid[author]'"
        ) from error
