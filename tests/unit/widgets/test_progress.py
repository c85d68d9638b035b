"""The progress widget without a front end."""

import json

import pytest
from traitlets import TraitError

from jupyter_hybrid.widgets import Progress


class Comm:
    """Stands for the line to the front end."""

    comm_id = "a-b-c"
    kernel = "kernel"

    def __init__(self):
        self.sent = []

    def on_msg(self, callback):
        self.callback = callback

    def send(self, data=None, buffers=None):
        self.sent.append(data)

    def close(self, *args, **rest):
        pass

    def front_end_says(self, **state):
        data = {"method": "update", "state": state, "buffer_paths": []}
        self.callback({"content": {"data": data}, "buffers": []})


@pytest.fixture
def progress():
    widget = Progress("python_for_analysts", comm=Comm())
    yield widget
    widget.close()


def text(widget):
    return widget._repr_mimebundle_()["text/plain"]


def test_it_names_its_front_end(progress):
    state = progress.get_state()

    assert (state["_model_module"], state["_model_name"]) == ("jupyter-hybrid", "ProgressModel")
    assert (state["_view_module"], state["_view_name"]) == ("jupyter-hybrid", "ProgressView")
    assert state["_model_module_version"] == state["_view_module_version"] == "^0.1.0"
    assert (state["course"], state["points"], state["max_points"]) == (
        "python_for_analysts",
        None,
        None,
    )


def test_what_the_front_end_says_is_observed(progress):
    seen = []
    names = ["points", "max_points"]
    progress.observe(lambda change: seen.append((change["name"], change["new"])), names=names)

    progress.comm.front_end_says(points=3, max_points=8)

    assert seen == [("points", 3.0), ("max_points", 8.0)]
    assert text(progress) == "Progress in python_for_analysts: 3 of 8 points"


@pytest.mark.parametrize(
    "value", [-1, float("nan"), float("inf"), "3", True, None, [3], {}, 10**400]
)
def test_what_cannot_be_points_is_passed_over(progress, value):
    progress.comm.front_end_says(points=3)

    progress.comm.front_end_says(points=value, max_points=8)

    assert (progress.points, progress.max_points) == (3.0, 8.0)


def test_a_front_end_cannot_change_the_course(progress):
    progress.comm.front_end_says(course="another")

    assert progress.course == "python_for_analysts"


def test_a_new_course_is_sent_to_the_front_end(progress):
    progress.course = "another"

    assert {"course": "another"} in [message["state"] for message in progress.comm.sent]


@pytest.mark.parametrize("course", ["", "  "])
def test_a_course_has_a_key(course):
    with pytest.raises(TraitError, match="empty"):
        Progress(course)


@pytest.mark.parametrize("value", [-0.5, float("nan"), float("inf")])
def test_points_set_in_the_notebook_are_checked(progress, value):
    with pytest.raises(TraitError, match="max_points"):
        progress.max_points = value


def test_it_is_readable_without_a_front_end(progress):
    bundle = progress._repr_mimebundle_()

    assert bundle["text/plain"] == (
        "Progress in python_for_analysts shows in JupyterLab or Jupyter Notebook "
        "with jupyter_hybrid"
    )
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == progress.model_id
    json.dumps(bundle)


def test_a_closed_widget_shows_nothing(progress):
    progress.close()

    assert progress._repr_mimebundle_ is None
