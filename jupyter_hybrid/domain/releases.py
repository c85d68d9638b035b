"""What a learner gets of a step, and what stays behind to grade it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_hybrid.domain.courses import StepKey, StepKind
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.policies import ExercisePolicy, TrustMode


@dataclass(frozen=True, slots=True)
class ExerciseTrust:
    """How the tests of an exercise are run, found out by dry runs when it is released.

    Parameters
    ----------
    mode
        The strictest mode in which the author's own solution gets all points and the untouched
        notebook none; None if there is none.
    reasons
        Why each stricter mode does not do, a sentence each.
    fault
        Why no mode does, in words for learners; None if one does.
    """

    mode: TrustMode | None
    reasons: tuple[str, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """A data file beside a released notebook.

    Parameters
    ----------
    path
        Path in the course folder, with ``/``.
    sha256
        Hex digest of its content, the name under which the content is kept.
    size
        Bytes.
    """

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Release:
    """One frozen version of a step.

    Parameters
    ----------
    hash
        Hex SHA-256 over the source notebook and its files; what attempts name.
    step
        Which step it is of.
    path
        Path of the main file in the course folder, with ``/``.
    notebook
        The author's notebook: graded against for as long as a copy is open. Without cells where
        the step is no notebook.
    learner_copy
        The notebook without solutions and hidden tests, as nbformat 4 JSON text; empty where the
        step is no notebook.
    files
        Files that go with it; the main file among them where it is no notebook.
    kind
        What the step asks for.
    policy
        The course's, as it was when the step was handed out last: it holds while the course cannot
        be read.
    trust
        How the tests of each exercise are run, by its key; None until that was found out.
    """

    hash: str
    step: StepKey
    path: str
    notebook: Notebook
    learner_copy: str
    files: tuple[ReleasedFile, ...] = ()
    kind: StepKind = StepKind.NOTEBOOK
    policy: ExercisePolicy = field(default_factory=ExercisePolicy)
    trust: Mapping[str, ExerciseTrust] | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that is needed to put a step into a learner's folder, on whatever machine that is.

    Parameters
    ----------
    step, release, path, learner_copy, kind
        As in `Release`.
    files
        Content of the files by path in the course folder.
    """

    step: StepKey
    release: str
    path: str
    learner_copy: str
    files: dict[str, bytes]
    kind: StepKind = StepKind.NOTEBOOK


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a step is in the learner's folder.

    Parameters
    ----------
    path
        Path of the main file relative to the server's root folder, with ``/``.
    is_new
        Whether it was put there now; False if the learner's own was there and stayed as it is.
    kind
        What the step asks for.
    """

    path: str
    is_new: bool
    kind: StepKind = StepKind.NOTEBOOK


@dataclass(frozen=True, slots=True)
class Replaced:
    """A learner's copy of a step that was replaced.

    Parameters
    ----------
    path
        As in `Placed`.
    kept_as
        Where their copy as it was is now, likewise; None if it was the same as the fresh one.
    added
        Ids of cells that are new.
    removed
        Ids of cells that the course no longer has.
    n_answers
        Answers that were taken over.
    """

    path: str
    kept_as: str | None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    n_answers: int = 0
