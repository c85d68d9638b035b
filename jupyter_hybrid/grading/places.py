"""Where a course's data files may lie while its notebooks are graded."""

from pathlib import PurePosixPath, PureWindowsPath

from jupyter_hybrid.domain.errors import Invalid


def check_inside(name: str) -> None:
    """Raise unless `name`, with ``/``, stays in the folder that it is relative to.

    Raises
    ------
    Invalid
        If it does not, on any system.
    """
    path, windows = PurePosixPath(name), PureWindowsPath(name)
    is_safe = path.parts and not (
        path.is_absolute() or windows.drive or "\\" in name or "\0" in name or ".." in path.parts
    )
    if not is_safe:
        raise Invalid(f"the data file {name[:80]!r} lies outside of its course", field="files")
