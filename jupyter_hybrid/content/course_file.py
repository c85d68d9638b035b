"""``course.yaml``: text in, a course or every problem at once out."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from jupyter_hybrid.content.course_rules import (
    COURSE_FILE,
    NamedFile,
    given_away,
    named_files,
    repeated,
    wrong_order,
)
from jupyter_hybrid.content.course_schema import CourseBlock
from jupyter_hybrid.content.course_wording import COURSE_WORDING
from jupyter_hybrid.content.schema_problems import schema_problems
from jupyter_hybrid.content.stubs import NBGRADER_STUBS, Stubs
from jupyter_hybrid.content.yaml_text import Problem, YamlDocument, read_yaml
from jupyter_hybrid.domain.courses import Course

__all__ = ["COURSE_FILE", "CourseFile", "NamedFile", "read_course_file"]

MAX_COURSE_FILE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class CourseFile:
    """What a course file says.

    Parameters
    ----------
    course
        The course, or None if there are problems.
    problems
        All that is wrong with the text, in the order of its lines.
    files
        The files that it names, as far as they could be read in spite of problems.
    stubs
        What learners get in place of solutions.
    """

    course: Course | None
    problems: tuple[Problem, ...]
    files: tuple[NamedFile, ...]
    stubs: Stubs = field(default=NBGRADER_STUBS)


def read_course_file(text: str) -> CourseFile:
    """Return the course that `text` describes, or all that is wrong with it; never raises."""
    document = read_yaml(text)
    if document.problems and not document.lines:
        return CourseFile(None, document.problems, ())
    problems = [*document.problems, *_rules(document)]
    files = tuple(named_files(document))
    try:
        block = CourseBlock.model_validate(document.data)
    except ValidationError as error:
        problems += schema_problems(error, document=document, wording=COURSE_WORDING)
        return CourseFile(None, _by_line(problems), files)
    if problems:
        return CourseFile(None, _by_line(problems), files)
    stubs = Stubs(
        code={**NBGRADER_STUBS.code, **block.stubs.code},
        text=block.stubs.text or NBGRADER_STUBS.text,
    )
    return CourseFile(block.to_domain(), (), files, stubs)


def _rules(document: YamlDocument) -> list[Problem]:
    return [*repeated(document), *given_away(document), *wrong_order(document)]


def _by_line(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))
