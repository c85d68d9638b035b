"""Puts steps into the learner's folder; runs in the learner's own server."""

from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import BundleSource, Placed, Workspace


class WorkspaceService:
    """Opens steps.

    Parameters
    ----------
    bundles
        Where steps come from: this program, or the service of a Hub.
    """

    def __init__(self, *, bundles: BundleSource, workspace: Workspace) -> None:
        self._bundles = bundles
        self._workspace = workspace

    def open_step(self, person: Person, step: StepKey) -> Placed:
        """Put a step into the person's folder unless it is there, and say where it is.

        Raises
        ------
        NotFound, Invalid, Unavailable, NotAllowed
            As in `BundleSource.bundle` and `Workspace.place`.
        """
        require(person, Action.TAKE_COURSES)
        return self._workspace.place(
            self._bundles.bundle(person, step), folder=_folder(person, step)
        )


def _folder(person: Person, step: StepKey) -> str:
    folder = f"courses/{step.course}"
    return folder if person.persona is None else f"personas/{person.persona}/{folder}"
