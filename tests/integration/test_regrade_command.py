"""``jupyter hybrid regrade`` on a server's database, with the engine that also grades learners."""

import asyncio
import uuid

import pytest

from fakes.course_folder import write_course
from fakes.grader import FakeGrader
from jupyter_hybrid.bootstrap import Settings, build_program
from jupyter_hybrid.cli import main
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.services.exercises import Submission

STEP = StepKey("statistics", "basics", "averages")
RIGHT = "def mean(x):\n    return sum(x) / len(x)\n"


@pytest.fixture
def settings(tmp_path):
    folder = write_course(tmp_path / "courses" / "statistics")
    return Settings(course_dirs=[folder], data_dir=tmp_path / "data", root_dir=tmp_path)


@pytest.fixture
def attempt(settings):
    """A right answer that a wrong test gave nothing; returns what reads its points."""
    program = build_program(settings, grader=FakeGrader({}))
    ada = Person("ada", "Ada", frozenset({Role.LEARNER}))
    release = program.courses.bundle(ada, STEP).release
    submission = Submission(str(uuid.uuid4()), release, {"mean": RIGHT})
    made, _ = program.exercises.record_attempt(ada, STEP, "mean", submission=submission)
    grade = asyncio.run(FakeGrader({}).grade(program.exercises.task(made)))
    program.exercises.record_result(made, grade)
    return lambda: program.exercises.stored(made.id).grade.points


@pytest.fixture
def regrade(settings):
    """Return a function that runs the command."""

    def regrade(*arguments):
        return main(
            [
                *("regrade", "statistics", "basics/averages", *arguments),
                *("--data-dir", str(settings.data_dir)),
                *("--course-dir", str(settings.course_dirs[0])),
            ]
        )

    return regrade


def test_it_shows_first_and_stores_when_told_to(attempt, regrade, capsys):
    shown = regrade("mean")
    before, first = attempt(), capsys.readouterr().out
    stored = regrade("mean", "--apply")

    assert (shown, stored) == (0, 0)
    assert (before, attempt()) == (0, 2)
    assert "ada" in first
    assert "0 -> 2  gains" in first
    assert "1 gain, 0 lose" in first
    assert "Nothing was stored" in first
    assert "Stored." in capsys.readouterr().out


def test_it_says_what_it_does_not_know(attempt, regrade, capsys):
    assert regrade("nothing") == 2
    assert "no exercise 'nothing'" in capsys.readouterr().err
