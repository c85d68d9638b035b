"""An attempt as JSON."""

from datetime import UTC, datetime

import pytest

from jupyter_hybrid.api.views import attempt_view
from jupyter_hybrid.domain.attempts import AttemptOutcome, AttemptState
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.domain.policies import TrustMode


def shown(person="ada", *, grade=None, **more):
    attempt = AttemptOutcome(
        id="1",
        person=person,
        step=StepKey("c", "m", "s"),
        exercise="mean",
        release="r",
        delivery="alone",
        submitted_at=datetime(2030, 1, 7, 9, tzinfo=UTC),
        state=AttemptState.GRADED if grade else AttemptState.QUEUED,
        grade=grade,
    )
    return attempt_view(attempt, n_attempts=1, **more)


@pytest.mark.parametrize(
    ("person", "isolation", "is_practice"),
    [
        ("ada", "A2", False),
        ("ada", "A1", False),
        ("ada", "A0", True),
        ("ada", "kernel", True),
        ("owner", "A3", True),
        ("persona mia", "A3", True),
        ("user owner", "A3", False),
    ],
)
def test_it_is_practice_where_hidden_tests_are_no_secret(person, isolation, is_practice):
    assert shown(person, grade=Grade((), isolation, 5))["practice"] is is_practice


def test_an_attempt_that_waits_has_a_place_and_says_nothing_of_a_result():
    view = shown(position=3)

    assert view["position"] == 3
    assert (view["trust"], view["fault"], view["comments"]) == (None, None, [])
    assert view["practice"] is False


def test_only_what_a_person_graded_is_told_as_such():
    cells = (
        CellGrade("t", 1.0, 2.0, False),
        CellGrade("why", 1.0, 2.0, False, comment="say more", graded_by="tia"),
    )

    view = shown(grade=Grade(cells, "A2", 5, trust=TrustMode.SEALED, fault="it is broken"))

    assert view["comments"] == [
        {"cell": "why", "points": 1.0, "max_points": 2.0, "comment": "say more"}
    ]
    assert (view["trust"], view["fault"]) == ("sealed", "it is broken")
