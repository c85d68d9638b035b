"""Puts steps into the learner's folder; runs in the learner's own server."""

from enum import StrEnum

from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.releases import Placed, Replaced
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import BundleSource, Clock, Workspace


class UpdateMode(StrEnum):
    """What becomes of a learner's copy when there is a newer release."""

    MERGE = "merge"
    """The new cells with the learner's answers in them; the copy as it was is kept beside."""
    KEEP_BOTH = "keep_both"
    """A fresh copy; the learner's is kept beside."""


class WorkspaceService:
    """Opens, resets and updates steps.

    Parameters
    ----------
    bundles
        Where steps come from: this program, or the service of a Hub.
    """

    def __init__(self, *, bundles: BundleSource, workspace: Workspace, clock: Clock) -> None:
        self._bundles = bundles
        self._workspace = workspace
        self._clock = clock

    def open_step(self, person: Person, step: StepKey) -> Placed:
        """Put a step into the person's folder unless it is there, and say where it is.

        Raises
        ------
        NotFound, Invalid, Unavailable, NotAllowed, Conflict
            As in `BundleSource.bundle` and `Workspace.place`.
        """
        require(person, Action.TAKE_COURSES)
        return self._workspace.place(
            self._bundles.bundle(person, step), folder=_folder(person, step)
        )

    def reset_step(self, person: Person, step: StepKey) -> Replaced:
        """Put a fresh copy of a step into the person's folder; theirs is kept beside it.

        Raises
        ------
        NotFound, Invalid, Unavailable, NotAllowed, Conflict
            As in `BundleSource.bundle` and `Workspace.reset`.
        """
        require(person, Action.TAKE_COURSES)
        return self._workspace.reset(
            self._bundles.bundle(person, step), folder=_folder(person, step), at=self._clock.now()
        )

    def update_step(self, person: Person, step: StepKey, *, mode: UpdateMode) -> Replaced:
        """Bring the person's copy of a step to the newest release; their answers stay.

        Raises
        ------
        NotFound, Invalid, Unavailable, NotAllowed, Conflict
            As in `BundleSource.bundle` and `Workspace.merge`.
        """
        if mode is UpdateMode.KEEP_BOTH:
            return self.reset_step(person, step)
        require(person, Action.TAKE_COURSES)
        return self._workspace.merge(
            self._bundles.bundle(person, step), folder=_folder(person, step), at=self._clock.now()
        )


def _folder(person: Person, step: StepKey) -> str:
    folder = f"courses/{step.course}"
    return folder if person.persona is None else f"personas/{person.persona}/{folder}"
