"""What an author says of one exercise in the metadata of its cells."""

import pytest

from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.stubs import NBGRADER_STUBS, Stubs
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import exercises_of
from jupyter_hybrid.domain.notebooks import Hint
from jupyter_hybrid.domain.policies import (
    ExercisePolicy,
    Limits,
    Permission,
    SolutionAccess,
    TrustMode,
)


@pytest.fixture
def exercise_with(notebook, cell):
    """Return a function that reads an exercise with that metadata of ours."""

    def read(ours, *, tests=None, policy=None):
        content = notebook(
            cell("1", role="answer", grade_id="f", metadata={"jupyter_hybrid": ours}),
            cell("2", role="tests", grade_id="t", metadata={"jupyter_hybrid": tests or {}}),
        )
        source = read_source_notebook(content, file="a.ipynb").notebook
        [exercise] = exercises_of(source, policy=policy)
        return exercise

    return read


def test_hints_are_texts_or_say_when_they_come(exercise_with):
    hints = ["first", {"text": "late", "after": 9}, "third", {"text": "fourth"}]

    assert exercise_with({"hints": hints}).hints == (
        Hint("first", after=1),
        Hint("third", after=3),
        Hint("fourth", after=4),
        Hint("late", after=9),
    )


def test_an_exercise_says_otherwise_than_its_course(exercise_with):
    ours = {
        "attempts": 3,
        "pause_s": 1.5,
        "solution": "never",
        "give_up_after": 0,
        "imports": ["numpy"],
        "limits": {"cell_s": 1},
        "allow": ["network", "processes", "network"],
        "isolation": "sealed",
        "seed": True,
    }

    assert exercise_with(ours).policy == ExercisePolicy(
        max_attempts=3,
        pause_s=1.5,
        solution=SolutionAccess.NEVER,
        give_up_after=0,
        imports=("numpy",),
        limits=Limits(cell_s=1),
        allow=(Permission.NETWORK, Permission.PROCESSES),
        isolation=TrustMode.SEALED,
        is_seeded=True,
    )


def test_what_an_exercise_leaves_open_is_the_courses(exercise_with):
    course = ExercisePolicy(max_attempts=7, pause_s=5, limits=Limits(memory_mb=99))

    policy = exercise_with({"pause_s": 0, "limits": {"cell_s": 1}}, policy=course).policy

    assert policy == ExercisePolicy(max_attempts=7, limits=Limits(cell_s=1, memory_mb=99))


def test_null_attempts_are_as_many_as_one_likes_and_the_tests_cell_counts_last(exercise_with):
    course = ExercisePolicy(max_attempts=7)

    assert exercise_with({"attempts": None}, policy=course).policy.max_attempts is None
    assert exercise_with({"attempts": None}, tests={"attempts": 2}).policy.max_attempts == 2


@pytest.mark.parametrize(
    ("ours", "words"),
    [
        ({"hints": [{"text": "x", "after": 0}]}, "jupyter_hybrid.hints.0.after"),
        ({"hints": [{"texts": "x"}]}, "jupyter_hybrid.hints.0.text"),
        ({"hints": [3]}, "must be a text, or an object with 'text' and 'after'"),
        ({"attempts": 0}, "jupyter_hybrid.attempts"),
        ({"attempts": "3"}, "jupyter_hybrid.attempts"),
        ({"solution": "always"}, "jupyter_hybrid.solution"),
        ({"imports": ["os; import sys"]}, "jupyter_hybrid.imports.0"),
        ({"limits": {"cell_s": -1}}, "jupyter_hybrid.limits.cell_s"),
        ({"limits": {"cell": 1}}, "jupyter_hybrid.limits.cell"),
        ({"isolation": "none"}, "jupyter_hybrid.isolation"),
        ({"allow": ["Every Thing"]}, "jupyter_hybrid.allow.0"),
        ({"allow": ["disk"]}, "'disk' cannot be allowed; what can be is processes and network"),
        ({"seed": 7}, "jupyter_hybrid.seed"),
        ({"is_seeded": True}, "jupyter_hybrid.is_seeded"),
        ({"late": {}}, "jupyter_hybrid.late"),
    ],
)
def test_what_is_wrong_names_file_cell_and_key(exercise_with, ours, words):
    with pytest.raises(Invalid) as raised:
        exercise_with(ours)

    assert raised.value.message.startswith("a.ipynb, cell 1 ('f')")
    assert words in raised.value.message


def test_a_course_may_have_stubs_of_its_own(notebook, cell):
    stubs = Stubs({**NBGRADER_STUBS.code, "python": "..."}, "Write here")
    content = notebook(
        cell("f = 1", role="answer", grade_id="f"),
        cell("why", "markdown", role="manual", grade_id="m"),
    )

    cells = read_source_notebook(content, file="a.ipynb", stubs=stubs).notebook.cells

    assert [cell.stub for cell in cells] == ["...", "Write here"]
