"""``nbgrader_config.py``: what of it decides how a course's notebooks are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, LazyConfigValue, PyFileConfigLoader

from jupyter_hybrid.content.stubs import CODE_STUBS, TEXT_STUB
from jupyter_hybrid.domain.errors import Invalid

CONFIG_FILE = "nbgrader_config.py"

MARKERS: Mapping[str, tuple[str, str]] = {
    "BEGIN SOLUTION": ("ClearSolutions", "begin_solution_delimeter"),
    "END SOLUTION": ("ClearSolutions", "end_solution_delimeter"),
    "BEGIN HIDDEN TESTS": ("ClearHiddenTests", "begin_test_delimeter"),
    "END HIDDEN TESTS": ("ClearHiddenTests", "end_test_delimeter"),
    "BEGIN MARK SCHEME": ("ClearMarkScheme", "begin_mark_scheme_delimeter"),
    "END MARK SCHEME": ("ClearMarkScheme", "end_mark_scheme_delimeter"),
}
"""nbgrader's own markers, and where a course can choose others (spelt as nbgrader spells them)."""

_TAKEN = {
    "CourseDirectory": {"course_id", "source_directory", "root", "ignore"},
    "ClearSolutions": {
        "code_stub",
        "text_stub",
        "begin_solution_delimeter",
        "end_solution_delimeter",
    },
    "ClearHiddenTests": {"begin_test_delimeter", "end_test_delimeter"},
    "ClearMarkScheme": {"begin_mark_scheme_delimeter", "end_mark_scheme_delimeter"},
    "IncludeHeaderFooter": {"header", "footer"},
    "Execute": {"timeout"},
    "ExecutePreprocessor": {"timeout"},
}
_TAKEN_WHOLE = ("InstantiateTests",)
# They say where nbgrader keeps what is no part of a course, or how it talks.
_WITHOUT_MEANING = ("Exchange", "Application", "NbGrader", "FormgradeApp", "Gradebook", "Logging")


@dataclass(frozen=True, slots=True)
class NbgraderSettings:
    """How the notebooks of an nbgrader course are to be read.

    Parameters
    ----------
    course_id
        nbgrader's name of the course, or empty.
    source_directory
        Folder of the assignments, relative to the course.
    ignore
        File name patterns that belong to no assignment.
    markers
        The course's own markers by nbgrader's, where they differ.
    code_stubs, text_stub
        What stands in for solutions; None for nbgrader's.
    header, footer
        Notebooks whose cells surround every notebook, relative to the course, or empty.
    timeout_s
        Seconds for one cell, or None.
    config
        The whole file, for nbgrader's own preprocessors.
    left_out
        Settings that have no counterpart here, as sentences.
    """

    course_id: str = ""
    source_directory: str = "source"
    ignore: tuple[str, ...] = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
    markers: Mapping[str, str] = field(default_factory=dict)
    code_stubs: Mapping[str, str] | None = None
    text_stub: str | None = None
    header: str = ""
    footer: str = ""
    timeout_s: float | None = None
    config: Config = field(default_factory=Config)
    left_out: tuple[str, ...] = ()


def read_nbgrader_config(folder: Path) -> NbgraderSettings:
    """Return the settings of the course in `folder`; nbgrader's own without a file.

    The file is Python and is run, as nbgrader runs it: import only courses that you trust.

    Raises
    ------
    Invalid
        If it cannot be run.
    """
    try:
        config = PyFileConfigLoader(CONFIG_FILE, path=str(folder)).load_config()
    except ConfigFileNotFound:
        return NbgraderSettings()
    except (Exception, SystemExit) as error:
        raise Invalid(f"{CONFIG_FILE} cannot be run: {type(error).__name__}: {error}") from error
    return _settings(config)


def _settings(config: Config) -> NbgraderSettings:
    defaults = NbgraderSettings()
    course, solutions = config.CourseDirectory, config.ClearSolutions
    surroundings = config.IncludeHeaderFooter
    timeout = config.Execute.get("timeout", config.ExecutePreprocessor.get("timeout"))
    return NbgraderSettings(
        course_id=str(course.get("course_id", "")),
        source_directory=str(course.get("source_directory", defaults.source_directory)),
        ignore=_patterns(course.get("ignore"), defaults.ignore),
        markers={
            ours: str(config[section][name])
            for ours, (section, name) in MARKERS.items()
            if config[section].get(name, ours) != ours
        },
        code_stubs=_code_stubs(solutions.get("code_stub")),
        text_stub=_changed(solutions.get("text_stub"), TEXT_STUB),
        header=str(surroundings.get("header", "")),
        footer=str(surroundings.get("footer", "")),
        timeout_s=float(timeout) if isinstance(timeout, int | float) and timeout > 0 else None,
        config=config,
        left_out=tuple(_left_out(config)),
    )


def _patterns(given: object, default: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(given, LazyConfigValue):  # c.CourseDirectory.ignore.append("*.bak")
        given = given.get_value(list(default))
    return tuple(map(str, given)) if isinstance(given, list | tuple) else default


def _code_stubs(given: object) -> Mapping[str, str] | None:
    """Return the stubs that differ from nbgrader's; older courses give one text, for Python."""
    if isinstance(given, str):
        given = {"python": given}
    if not isinstance(given, Mapping):
        return None
    return {
        language: str(stub)
        for language, stub in given.items()
        if language in CODE_STUBS and stub != CODE_STUBS[language]
    } or None


def _changed(given: object, default: str) -> str | None:
    return given if isinstance(given, str) and given != default else None


def _left_out(config: Config) -> Iterable[str]:
    for section, values in sorted(config.items()):
        if section.startswith(_WITHOUT_MEANING) or section in _TAKEN_WHOLE:
            continue
        names: Iterable[Any] = values if isinstance(values, Mapping) else ()
        for name in sorted(set(names) - _TAKEN.get(section, set())):
            yield f"{CONFIG_FILE}: {section}.{name} has no counterpart here; it was left out"
