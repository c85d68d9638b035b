"""What is stored about a person, as JSON."""

from datetime import UTC, datetime

from jupyter_hybrid.api.record_views import my_data_view
from jupyter_hybrid.domain.attempts import Attempt
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.services.my_data import MyData

NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)


def shown_attempt(grade):
    attempt = Attempt(
        id="1",
        person="ada",
        step=StepKey("c", "m", "s"),
        exercise="mean",
        release="r",
        delivery="alone",
        submitted_at=NINE,
        grade=grade,
        answers={"mean": "1"},
        free=(),
    )
    (shown,) = my_data_view(MyData("ada", NINE, [], [], [attempt], [], []))["attempts"]
    return shown


def test_the_points_of_each_graded_cell_are_part_of_what_is_stored():
    cells = (CellGrade("t", 1.0, 2.0, False), CellGrade("why", None, 1.0, True))

    shown = shown_attempt(Grade(cells, "kernel", 5))

    assert shown["cells"] == [
        {"cell": "t", "points": 1.0, "max_points": 2.0, "needs_manual_grade": False},
        {"cell": "why", "points": None, "max_points": 1.0, "needs_manual_grade": True},
    ]


def test_what_was_found_changed_and_what_a_person_said_are_part_of_what_is_stored():
    cells = (CellGrade("why", 1.0, 2.0, False, comment="say more", graded_by="tia"),)

    shown = shown_attempt(Grade(cells, "A2", 5, tampering=("builtins.sum",)))

    assert shown["tampering"] == ["builtins.sum"]
    assert shown["comments"] == [
        {"cell": "why", "points": 1.0, "max_points": 2.0, "comment": "say more"}
    ]
    assert "position" not in shown


def test_an_attempt_that_was_not_graded_has_no_points_by_cell():
    assert shown_attempt(None)["cells"] == []
