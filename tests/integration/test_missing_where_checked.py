"""It passes in the learner's notebook and not when it is rebuilt: what only their kernel had."""

import pytest
import pytest_asyncio

from fakes.tasks import STUB, answer, free, graded_by, task
from jupyter_hybrid.domain.exercises import Missing, MissingKind
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.options import EngineOptions

pytestmark = pytest.mark.asyncio(loop_scope="module")

TESTS = "assert total() == 3"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader():
    grader = GradingEngine(EngineOptions(limits=Limits(cell_timeout_s=5)))
    yield grader
    await grader.close()


@pytest.mark.parametrize(
    ("source", "kind", "name", "note"),
    [
        (
            "t = sum(orders)\ndef total(): return t",
            "variable",
            "orders",
            (
                "`orders` is not defined when your notebook runs from the top; your own kernel may"
                " still have it from a cell that was deleted or changed"
            ),
        ),
        ("def total(): return sum(orders)", "variable", "orders", "`orders` is not defined when"),
        ("import no_such_thing\ndef total(): return 3", "import", "no_such_thing", "cannot be"),
        ("def total():\n    import no_such.thing", "import", "no_such", "cannot be imported"),
        (
            "t = open('mine.csv').read()",
            "file",
            "mine.csv",
            (
                "there is no file `mine.csv`: only the step's own files are there:"
                " ../b.csv, orders.csv"
            ),
        ),
        ("def total(): return open('mine.csv').read()", "file", "mine.csv", "there is no file"),
    ],
)
async def test_what_an_answer_missed_is_named(grader, source, kind, name, note):
    grade = await grader.grade(
        task(
            answer(source),
            graded_by(TESTS),
            folder="m",
            files={"m/orders.csv": b"1", "b.csv": b"2"},
        )
    )

    assert grade.points == 0
    assert grade.missing == (Missing(MissingKind(kind), name, "mean"),)
    assert [said for said in grade.notes if note in said]


async def test_a_free_cell_that_stops_is_named_and_one_that_does_not_matter_is_not(grader):
    cells = (free("rate * 2", key="free-x-0"), answer("n = 1"))

    wrong = await grader.grade(task(*cells, graded_by("assert n == 2")))
    right = await grader.grade(task(*cells, graded_by("assert n == 1")))

    assert wrong.missing == (Missing(MissingKind.VARIABLE, "rate", "free-x-0"),)
    assert (right.missing, right.notes) == ((), ())


async def test_what_is_defined_further_down_or_in_a_cell_that_stopped_is_said(grader):
    later = await grader.grade(
        task(answer("n = base"), graded_by("assert n == 1"), free("base = 1", key="below"))
    )
    stopped = await grader.grade(
        task(
            answer("1 / 0\nbase = 1", key="first"),
            answer("n = base", key="second"),
            graded_by("assert n == 1"),
        )
    )

    assert later.missing[0].name == "base"
    assert any("further down, in the cell that begins with `base = 1`" in n for n in later.notes)
    assert stopped.missing == ()
    assert "`base` is missing because your answer `first`, which defines it, stopped" in (
        stopped.notes
    )


async def test_an_untouched_stub_and_what_a_test_looks_for_are_not_the_learners(grader):
    untouched = Cell("mean", "code", "nowhere", "nowhere", CellRole.ANSWER)

    stub = await grader.grade(task(untouched, graded_by(TESTS)))
    test = await grader.grade(task(answer("x = 1"), graded_by(TESTS)))

    assert (stub.missing, test.missing) == ((), ())


async def test_an_answer_that_no_longer_defines_what_its_stub_did_is_told(grader):
    renamed = Cell(
        "mean", "code", "def sum_up(): return 3", "def total():\n    ...", CellRole.ANSWER
    )

    grade = await grader.grade(task(renamed, graded_by(TESTS)))

    assert grade.missing == (Missing(MissingKind.VARIABLE, "total", "mean"),)
    assert "your answer `mean` does not define `total` any more" in grade.notes[0]


async def test_a_hidden_test_names_nothing(grader):
    hidden = (
        "### BEGIN HIDDEN TESTS\nassert total(4711) == 3\nassert helper()\n### END HIDDEN TESTS"
    )
    telling = (
        "def total(x):\n    raise NameError(f\"name 'v_{x}' is not defined\")  # v_4711 helper"
    )

    grade = await grader.grade(
        task(answer(telling), graded_by(f"{hidden}\nassert (lambda: helper())()"))
    )

    assert grade.missing == ()
    assert "4711" not in repr(grade.notes)


@pytest.mark.parametrize(
    "text",
    [
        "\"name '\" + 'x' * 2**20 + \"' is not defined\"",
        "\"name '\\x1b[31m\\x00' is not defined\"",
        "\"name '<script>alert(1)</script>' is not defined\"",
        "[1]",
    ],
)
async def test_a_hostile_message_names_nothing_and_stays_short(grader, text):
    grade = await grader.grade(task(answer(f"raise NameError({text})"), graded_by(TESTS)))

    assert grade.missing == ()
    assert all(len(note) < 2000 for note in grade.notes)


async def test_at_most_ten_things_are_named(grader):
    cells = [free(f"v{n}", key=f"free-{n}") for n in range(20)]

    grade = await grader.grade(task(*cells, answer(f"{STUB}\nx"), graded_by(TESTS)))

    assert len(grade.missing) == 10
