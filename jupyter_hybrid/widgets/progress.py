"""The learner's progress in a course, as a widget."""

import math
from collections.abc import Mapping

import traitlets
from ipywidgets.widgets.domwidget import DOMWidget

FRONT_END = "jupyter-hybrid"
FRONT_END_VERSION = "^0.1.0"
SAID_BY_FRONT_END = frozenset({"points", "max_points"})


class Progress(DOMWidget):
    """The learner's points in one course, up to date after every check.

    The front end asks the server and tells the kernel; what a kernel says of points is worth
    nothing, so changing them here changes only what is shown.

    Parameters
    ----------
    course
        The course's key.

    Attributes
    ----------
    points, max_points
        Points so far and points that can be had, or None as long as no front end has said.

    Raises
    ------
    TraitError
        If `course` is empty, or points are negative or not finite.

    Examples
    --------
    >>> progress = Progress("python_for_analysts")
    >>> progress.observe(lambda change: print(change["new"]), names="points")
    >>> progress.points = 3
    3.0
    """

    _model_name = traitlets.Unicode("ProgressModel").tag(sync=True)
    _model_module = traitlets.Unicode(FRONT_END).tag(sync=True)
    _model_module_version = traitlets.Unicode(FRONT_END_VERSION).tag(sync=True)
    _view_name = traitlets.Unicode("ProgressView").tag(sync=True)
    _view_module = traitlets.Unicode(FRONT_END).tag(sync=True)
    _view_module_version = traitlets.Unicode(FRONT_END_VERSION).tag(sync=True)

    course = traitlets.Unicode(help="The course's key.").tag(sync=True)
    points = traitlets.Float(None, allow_none=True, help="Points so far.").tag(sync=True)
    max_points = traitlets.Float(None, allow_none=True, help="Points to be had.").tag(sync=True)

    def __init__(self, course: str, **traits: object) -> None:
        super().__init__(course=course, **traits)  # type: ignore[no-untyped-call]

    @traitlets.validate("course")
    def _check_course(self, proposal: traitlets.Bunch) -> str:
        course: str = proposal["value"]
        if not course.strip():
            raise traitlets.TraitError("the key of the course is empty")
        return course

    @traitlets.validate("points", "max_points")
    def _check_points(self, proposal: traitlets.Bunch) -> float | None:
        value: float | None = proposal["value"]
        if value is not None and not _is_number_of_points(value):
            name = proposal["trait"].name
            raise traitlets.TraitError(f"{name} is {value!r}, not a finite number from 0 on")
        return value

    def set_state(self, sync_data: Mapping[str, object]) -> None:
        """Take over what the front end says, except a course and what cannot be points."""
        accepted = {
            name: value
            for name, value in sync_data.items()
            if name != "course" and (name not in SAID_BY_FRONT_END or _is_number_of_points(value))
        }
        super().set_state(accepted)  # type: ignore[no-untyped-call]

    def _repr_mimebundle_(self, **options: object) -> dict[str, object] | None:
        bundle: dict[str, object] | None
        bundle = super()._repr_mimebundle_(**options)  # type: ignore[no-untyped-call]
        if bundle is not None:
            bundle["text/plain"] = self._in_words()
        return bundle

    def _in_words(self) -> str:
        if self.points is None or self.max_points is None:
            return (
                f"Progress in {self.course} shows in JupyterLab or Jupyter Notebook "
                "with jupyter_hybrid"
            )
        return f"Progress in {self.course}: {self.points:g} of {self.max_points:g} points"


def _is_number_of_points(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value) and value >= 0
    except OverflowError:  # an integer beyond what a float can hold
        return False
