"""``nbgrader_config.py``: what of it decides how a course's notebooks are read."""

import contextlib
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
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
_MIN_CELL_S, _MAX_CELL_S, _MAX_STUB = 0.1, 600.0, 2000
"""What a course file allows for ``exercises.limits.cell_s`` and ``stubs``."""
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
        What stands in for solutions, as far as a course file may say it; None for nbgrader's.
    header, footer
        Notebooks whose cells surround every notebook, relative to the course, or empty.
    timeout_s
        Seconds for one cell, as far as a course file may say it, or None.
    config
        The whole file, for nbgrader's own preprocessors.
    left_out
        Settings that have no counterpart here or became others, as sentences.
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

    The file is Python and is run with the course as working directory, as nbgrader runs it: import
    only courses that you trust. For that moment it is the working directory of the whole process.

    Raises
    ------
    Invalid
        If it cannot be run.
    """
    try:
        with contextlib.chdir(folder), _no_bytecode():
            config = PyFileConfigLoader(CONFIG_FILE, path=str(Path.cwd())).load_config()
    except ConfigFileNotFound:
        return NbgraderSettings()
    except (Exception, SystemExit) as error:
        raise Invalid(f"{CONFIG_FILE} cannot be run: {type(error).__name__}: {error}") from error
    return _settings(config)


@contextlib.contextmanager
def _no_bytecode() -> Iterator[None]:
    """Let imports leave no ``__pycache__`` beside what they import."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _settings(config: Config) -> NbgraderSettings:
    defaults = NbgraderSettings()
    course, solutions = config.CourseDirectory, config.ClearSolutions
    surroundings = config.IncludeHeaderFooter
    notes = list(_left_out(config))
    return NbgraderSettings(
        course_id=str(course.get("course_id", "")),
        source_directory=str(course.get("source_directory", defaults.source_directory)),
        ignore=_patterns(course.get("ignore"), defaults.ignore),
        markers={
            ours: str(config[section][name])
            for ours, (section, name) in MARKERS.items()
            if config[section].get(name, ours) != ours
        },
        code_stubs=_code_stubs(solutions.get("code_stub"), notes=notes),
        text_stub=_text_stub(solutions.get("text_stub"), notes=notes),
        header=str(surroundings.get("header", "")),
        footer=str(surroundings.get("footer", "")),
        timeout_s=_timeout_s(config, notes=notes),
        config=config,
        left_out=tuple(notes),
    )


def _timeout_s(config: Config, *, notes: list[str]) -> float | None:
    section = "Execute" if "timeout" in config.Execute else "ExecutePreprocessor"
    given = config[section].get("timeout")
    if not isinstance(given, int | float) or (isinstance(given, float) and math.isnan(given)):
        return None
    wanted = given if given > 0 else math.inf  # nbgrader takes such a number for no limit at all
    timeout_s = float(min(max(wanted, _MIN_CELL_S), _MAX_CELL_S))
    if timeout_s != wanted:
        notes.append(
            f"{CONFIG_FILE}: {section}.timeout became {timeout_s:g} s; a cell may take"
            f" {_MIN_CELL_S:g} to {_MAX_CELL_S:g} s here"
        )
    return timeout_s


def _patterns(given: object, default: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(given, LazyConfigValue):  # c.CourseDirectory.ignore.append("*.bak")
        given = given.get_value(list(default))
    return tuple(map(str, given)) if isinstance(given, list | tuple) else default


def _code_stubs(given: object, *, notes: list[str]) -> Mapping[str, str] | None:
    """Return the stubs that differ from nbgrader's; older courses give one text, for Python."""
    if isinstance(given, str):
        given = {"python": given}
    if not isinstance(given, Mapping):
        return None
    changed = {
        language: str(stub)
        for language, stub in given.items()
        if language in CODE_STUBS and stub != CODE_STUBS[language]
    }
    return {
        language: stub
        for language, stub in changed.items()
        if _can_be_said(stub, name=f"code_stub of {language}", notes=notes)
    } or None


def _text_stub(given: object, *, notes: list[str]) -> str | None:
    if not isinstance(given, str) or given == TEXT_STUB:
        return None
    return given if _can_be_said(given, name="text_stub", notes=notes) else None


def _can_be_said(stub: str, *, name: str, notes: list[str]) -> bool:
    can_be = 0 < len(stub) <= _MAX_STUB
    if not can_be:
        notes.append(
            f"{CONFIG_FILE}: ClearSolutions.{name} became nbgrader's own; a stub has 1 to"
            f" {_MAX_STUB} characters here"
        )
    return can_be


def _left_out(config: Config) -> Iterable[str]:
    for section, values in sorted(config.items()):
        if section.startswith(_WITHOUT_MEANING) or section in _TAKEN_WHOLE:
            continue
        names: Iterable[Any] = values if isinstance(values, Mapping) else ()
        for name in sorted(set(names) - _TAKEN.get(section, set())):
            yield f"{CONFIG_FILE}: {section}.{name} has no counterpart here; it was left out"
