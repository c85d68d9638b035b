"""AUTOTEST lines: nbgrader works out the asserts that they stand for by running the notebook."""

import shutil
from pathlib import Path, PurePosixPath
from typing import Any

from traitlets import TraitError

from jupyter_hybrid.content.nbgrader_config import CONFIG_FILE, NbgraderSettings
from jupyter_hybrid.content.nbgrader_library import nbgrader_module
from jupyter_hybrid.domain.errors import Invalid


def autotests_file(settings: NbgraderSettings) -> PurePosixPath:
    """Return where an assignment, or else its course, keeps how tests are made.

    Raises
    ------
    Invalid
        If the course's settings of it cannot be used.
    Unavailable
        If nbgrader is not installed.
    """
    return _file(_instantiate(settings))


def with_asserts(
    notebook: Any,  # noqa: ANN401  nbformat's node
    *,
    file: str,
    place: tuple[Path, Path],
    settings: NbgraderSettings,
) -> Any:  # noqa: ANN401
    """Return a notebook with asserts in the place of its AUTOTEST lines; None if it has none.

    Parameters
    ----------
    file
        Its path in the course, for messages.
    place
        The course, and a copy of the assignment that its code may write to.

    Raises
    ------
    Invalid
        If nbgrader cannot work them out.
    Unavailable
        If nbgrader is not installed.
    """
    instantiate = _instantiate(settings)
    delimiter = instantiate.autotest_delimiter
    # As nbgrader asks: in comments of another sign than it knows it refuses them, in words.
    if not any(cell.cell_type == "code" and delimiter in cell.source for cell in notebook.cells):
        return None
    course, folder = place
    tests = _file(instantiate)
    if tests.is_absolute() or ".." in tests.parts:
        raise Invalid(f"{file}: it has {delimiter} lines, and {tests} lies outside of the course")
    if not (folder / tests).exists():
        if not (course / tests).exists():
            raise Invalid(f"{file}: it has {delimiter} lines, and there is no {tests}")
        (folder / tests).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(course / tests, folder / tests)
    try:
        made, _ = instantiate.preprocess(notebook, {"metadata": {"path": str(folder)}})
    except Exception as error:  # whatever its kernel, its templates or the author's code raise
        reason = str(error).split("\n", 1)[0] or type(error).__name__
        raise Invalid(
            f"{file}: nbgrader cannot work out its {delimiter} lines: {reason}"
        ) from error
    finally:
        _end_kernel(instantiate)
    return made


def _instantiate(settings: NbgraderSettings) -> Any:  # noqa: ANN401  nbgrader's preprocessor
    preprocessors = nbgrader_module("nbgrader.preprocessors")
    try:
        return preprocessors.InstantiateTests(config=settings.config)
    except TraitError as error:
        raise Invalid(f"{CONFIG_FILE}: InstantiateTests cannot be used: {error}") from error


def _file(instantiate: Any) -> PurePosixPath:  # noqa: ANN401
    return PurePosixPath(instantiate.autotest_filename)


def _end_kernel(instantiate: Any) -> None:  # noqa: ANN401
    """End the kernel that nbgrader leaves behind unless all went well."""
    client = instantiate.kc
    if client is not None:
        client.stop_channels()
        client.parent.shutdown_kernel(now=True)
