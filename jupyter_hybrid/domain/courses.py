"""A course is a folder of modules; a module is a row of steps."""

from dataclasses import dataclass
from enum import StrEnum

from jupyter_hybrid.domain.errors import NotFound


class StepKind(StrEnum):
    """What a step asks of the learner."""

    NOTEBOOK = "notebook"


@dataclass(frozen=True, slots=True)
class StepKey:
    """Address of a step: the keys of its course, its module and itself."""

    course: str
    module: str
    step: str

    def __str__(self) -> str:
        return f"{self.course}/{self.module}/{self.step}"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Parameters
    ----------
    key, title
        Unique in the module; what people read.
    notebook
        Path of the source notebook in the course folder, with ``/``.
    files
        Paths of the data files that go with it, in the course folder.
    kind
        What the step asks for.
    """

    key: str
    title: str
    notebook: str
    files: tuple[str, ...] = ()
    kind: StepKind = StepKind.NOTEBOOK


@dataclass(frozen=True, slots=True)
class Module:
    """Steps that belong together."""

    key: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """What a trainer has written into one folder.

    Parameters
    ----------
    key, title, summary
        The key is unique on a server; the summary is one or two sentences.
    language
        Language of the prose, as a BCP 47 tag.
    modules
        In the order in which they are meant to be done.
    """

    key: str
    title: str
    summary: str
    language: str
    modules: tuple[Module, ...]

    def step(self, module: str, step: str) -> Step:
        """Return one step of one module.

        Raises
        ------
        NotFound
            If the course has no such module or the module no such step.
        """
        for candidate in self.modules:
            if candidate.key == module:
                found = next((one for one in candidate.steps if one.key == step), None)
                if found is not None:
                    return found
        raise NotFound(f"course {self.key!r} has no step {module}/{step}")


@dataclass(frozen=True, slots=True)
class BrokenCourse:
    """A course folder that cannot be offered, and why.

    Parameters
    ----------
    key
        The folder's name: the file that should say the key cannot be read.
    problems
        Each a sentence with the file and, where known, the line.
    """

    key: str
    problems: tuple[str, ...]
