"""Where the sample courses are."""

from pathlib import Path

from jupyter_hybrid.domain.errors import NotFound

_FOLDER = "sample_courses"


def sample_courses() -> Path:
    """Return the folder of the sample courses: in the installed package, else in the checkout.

    Raises
    ------
    NotFound
        If this installation carries none.
    """
    package = Path(__file__).parents[1]
    for parent in (package, package.parent):
        if (parent / _FOLDER).is_dir():
            return parent / _FOLDER
    raise NotFound(f"this installation of jupyter_hybrid has no folder {_FOLDER}")
