"""A course is a folder of modules; a module is a row of steps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from jupyter_hybrid.domain.enrolments import EnrolmentRule
from jupyter_hybrid.domain.errors import NotFound
from jupyter_hybrid.domain.policies import ExercisePolicy

USUAL_LIVE_MIN = 60
"""How long a live step is taken to go on where its course does not say."""


class StepKind(StrEnum):
    """What a step asks of the learner."""

    NOTEBOOK = "notebook"
    READING = "reading"
    MEDIA = "media"
    QUIZ = "quiz"
    LIVE = "live"


class Level(StrEnum):
    """How much a course expects."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Medium(StrEnum):
    """What most of a course is made of."""

    NOTEBOOK = "notebook"
    READING = "reading"
    VIDEO = "video"
    LIVE = "live"
    MIXED = "mixed"


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
    path
        Path of its main file in the course folder, with ``/``: the source notebook, the Markdown
        text, the film or sound, the quiz. None for a live step, which has no file.
    files
        Paths of the files that go with it (data, pictures, captions), in the course folder.
    kind
        What the step asks for.
    due_at
        Until when it should be done, in UTC, or None. Its module's where it has none of its own.
    starts_at, duration_min
        Of a live step: when it begins, in UTC, and how many minutes it takes.
    """

    key: str
    title: str
    path: str | None
    files: tuple[str, ...] = ()
    kind: StepKind = StepKind.NOTEBOOK
    due_at: datetime | None = None
    starts_at: datetime | None = None
    duration_min: int | None = None

    def is_over(self, now: datetime) -> bool:
        """Return whether a live step has ended."""
        length = timedelta(
            minutes=USUAL_LIVE_MIN if self.duration_min is None else self.duration_min
        )
        return self.starts_at is not None and self.starts_at + length <= now


@dataclass(frozen=True, slots=True)
class Module:
    """Steps that belong together.

    Parameters
    ----------
    requires
        Keys of the modules that should be done before; a recommendation, not a lock
        (docs/decisions/0012).
    due_at
        Until when it should be done, in UTC, or None.
    """

    key: str
    title: str
    steps: tuple[Step, ...]
    requires: tuple[str, ...] = ()
    due_at: datetime | None = None


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
    level, medium
        How much it expects and what most of it is made of; None where the author does not say.
    effort_min
        Minutes that it takes, as the author guesses, or None.
    tags
        Lower-case words to find it by.
    objectives
        What learners can do afterwards, each a sentence.
    enrolment
        How people get in.
    policy
        What holds for every exercise that says nothing else.
    """

    key: str
    title: str
    summary: str
    language: str
    modules: tuple[Module, ...]
    level: Level | None = None
    medium: Medium | None = None
    effort_min: int | None = None
    tags: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    enrolment: EnrolmentRule = field(default_factory=EnrolmentRule)
    policy: ExercisePolicy = field(default_factory=ExercisePolicy)

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

    def keyed_steps(self) -> Iterator[tuple[StepKey, Step]]:
        """Yield the steps in the order of the course, each with its address."""
        for module in self.modules:
            for step in module.steps:
                yield StepKey(self.key, module.key, step.key), step

    def next_live_at(self, now: datetime) -> datetime | None:
        """Return when the next live step begins that is not over yet, or None."""
        times = [
            step.starts_at
            for _, step in self.keyed_steps()
            if step.starts_at is not None and not step.is_over(now)
        ]
        return min(times, default=None)


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
