"""The kinds of fault that lint knows, each with a stable code (docs/trainers/lint.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jupyter_hybrid.content.course_file import COURSE_FILE
from jupyter_hybrid.domain.lint import LintMessage, Severity

CODES: Mapping[str, Severity] = {
    "course-file": Severity.ERROR,
    "unknown-key": Severity.ERROR,
    "duplicate-key": Severity.ERROR,
    "requires-circle": Severity.ERROR,
    "missing-file": Severity.ERROR,
    "outside-folder": Severity.ERROR,
    "unused-file": Severity.WARNING,
    "unreadable-file": Severity.ERROR,
    "unreadable-notebook": Severity.ERROR,
    "odd-cell": Severity.ERROR,
    "cell-metadata": Severity.ERROR,
    "unknown-cell-key": Severity.ERROR,
    "duplicate-grade-id": Severity.ERROR,
    "duplicate-exercise": Severity.ERROR,
    "markers": Severity.ERROR,
    "no-solution-markers": Severity.ERROR,
    "points-not-graded": Severity.WARNING,
    "setting-not-used": Severity.WARNING,
    "no-tests": Severity.ERROR,
    "no-points": Severity.WARNING,
    "tests-before-answer": Severity.ERROR,
    "given-away": Severity.ERROR,
    "quiz-file": Severity.ERROR,
    "step-unusable": Severity.ERROR,
    "image-without-text": Severity.WARNING,
    "absolute-path": Severity.WARNING,
    "link-not-handed-out": Severity.WARNING,
    "limit-too-high": Severity.WARNING,
    "points-do-not-add-up": Severity.ERROR,
    "tests-sealed": Severity.WARNING,
    "tests-shared": Severity.WARNING,
    "needs-shared": Severity.ERROR,
    "reference-fails": Severity.ERROR,
    "untouched-passes": Severity.ERROR,
    "dry-run-impossible": Severity.ERROR,
}
"""How bad each kind of fault is, by code, where a rule says nothing else."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a course folder: as in `LintMessage`."""

    file: str
    line: int | None = None
    cell: int | None = None
    cell_id: str | None = None


def fault(
    code: str, place: Place, text: str, advice: str, *, severity: Severity | None = None
) -> LintMessage:
    """Return the message about one fault.

    Parameters
    ----------
    code
        A key of `CODES`.
    severity
        Another than that of the code.
    """
    return LintMessage(
        severity=severity or CODES[code],
        code=code,
        file=place.file,
        text=text,
        advice=advice,
        line=place.line,
        cell=place.cell,
        cell_id=place.cell_id,
    )


def split_advice(sentence: str, *, advice: str) -> tuple[str, str]:
    """Return what is wrong and what to do, of a sentence that says both around a semicolon.

    Parameters
    ----------
    advice
        What to do where the sentence does not say it.

    Examples
    --------
    >>> split_advice("'x' is missing; add it", advice="correct it")
    ("'x' is missing", 'add it')
    """
    text, separator, rest = sentence.rpartition("; ")
    return (text, rest) if separator else (sentence, advice)


def by_file(messages: Iterable[LintMessage]) -> tuple[LintMessage, ...]:
    """Return messages in reading order: the course file's, then file by file, from top down."""
    found = tuple(messages)
    files = dict.fromkeys([COURSE_FILE, *(message.file for message in found)])
    order = {file: number for number, file in enumerate(files)}
    return tuple(sorted(found, key=lambda one: (order[one.file], one.line or one.cell or 0)))
