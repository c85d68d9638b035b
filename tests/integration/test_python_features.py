"""What authors write in tests and learners in answers, end to end, in two processes."""

import pytest
import pytest_asyncio

from fakes.tasks import answer, free, graded_by, task
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.options import EngineOptions

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHECK = "from jupyter_hybrid import check\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader():
    grader = GradingEngine(EngineOptions(limits=Limits(cell_timeout_s=5)))
    yield grader
    await grader.close()


async def graded(grader, source, tests, *, reference="", **rest):
    cells = answer(source, key="a"), graded_by(tests, key="t")
    grade = await grader.grade(task(*cells, reference={"a": reference}, **rest))
    return grade.cells[0]


async def messages(grader, source, tests, **rest):
    cell = await graded(grader, source, tests, **rest)
    return [test.message for test in cell.tests]


# Checks that look behind values.

PLOT = """
import matplotlib.pyplot as plt
plt.plot([1, 2, 3], label="a")
plt.plot([3, 2, 1], label="b")
plt.title("Sales")
plt.show()
"""
AXES = """
from matplotlib.figure import Figure
figure = Figure()
axes = figure.add_subplot()
axes.plot([1]); axes.plot([2]); axes.set_title("Sales")
"""


@pytest.mark.parametrize(
    "source",
    [
        PLOT,
        PLOT.replace("plt.show()", "plt.show(); plt.close('all')"),
        PLOT.replace("plt.show()", ""),
        AXES,
    ],
)
async def test_a_plot_is_checked_whether_it_was_shown_or_closed(grader, source):
    tests = f"{CHECK}check.plot(title='Sales', n_lines=2)"

    assert (await graded(grader, source, tests)).points == 2.0


async def test_a_wrong_plot_is_told_what_it_lacks(grader):
    tests = f"{CHECK}check.plot(title='Sales')\ncheck.plot(n_lines=3)"

    title, lines = await messages(grader, PLOT.replace("Sales", "Costs"), tests)

    assert "Sales" in title
    assert "Costs" in title
    assert "3" in lines
    assert "2" in lines


async def test_no_plot_is_told(grader):
    (message,) = await messages(grader, "x = 1", f"{CHECK}check.plot(title='Sales')")

    assert "plot" in message or "figure" in message


async def test_calls_are_counted_where_they_are_made(grader):
    tests = f"{CHECK}check.calls('step', lambda: walk(3), at_most=3)"
    right = "def step(n): return n\ndef walk(n): return [step(i) for i in range(n)]"
    wrong = right.replace("range(n)", "range(n + 1)")

    assert (await graded(grader, right, tests)).points == 2.0
    assert "4" in (await messages(grader, wrong, tests))[0]


async def test_the_source_is_looked_at_without_running_it(grader):
    tests = f"{CHECK}check.source('total').does_not_use(loop=True)"
    right = "def total(xs): return sum(xs)"
    wrong = "def total(xs):\n    n = 0\n    for x in xs: n += x\n    return n"

    assert (await graded(grader, right, tests)).points == 2.0
    assert "loop" in (await messages(grader, wrong, tests))[0]


async def test_what_is_printed_for_an_input_is_checked(grader):
    tests = f"{CHECK}check.printed(greet, expected='Name? Hello Ada', inputs=['Ada'])"
    right = "def greet():\n    print('Hello ' + input('Name? '))"

    assert (await graded(grader, right, tests)).points == 2.0
    assert "Hi" in (await messages(grader, right.replace("Hello", "Hi"), tests))[0]
    assert (await graded(grader, f"{right}\n    input()", tests)).points == 0


# Names.


async def test_an_exercise_may_be_to_write_a_builtin_function(grader):
    reference = "def sum(xs):\n    n = 0\n    for x in xs: n += x\n    return n"
    tests = "assert sum([1, 2]) == 3"

    assert (await graded(grader, reference, tests, reference=reference)).points == 2.0
    wrong = await messages(grader, "def sum(xs): return 7", tests, reference=reference)
    assert wrong == ["expected 3, got 7"]


async def test_in_a_copy_of_the_process_too(grader):
    reference = "def sum(xs): return 3"
    trust = {"t": TrustMode.SEALED}

    cell = await graded(
        grader, "def sum(xs): return 7", "assert sum([1]) == 3", reference=reference, trust=trust
    )

    assert cell.tests[0].message == "expected 3, got 7"


async def test_a_builtin_name_that_no_author_defines_is_the_tests_own(grader):
    source = "def len(xs): return 3\nxs = [1]"

    assert await messages(grader, source, "assert len(xs) == 3") == ["expected 3, got 1"]


# Magics.


async def test_magics_in_tests_act_on_the_tests_names(grader):
    tests = (
        "%matplotlib inline\n%time found = mean([1, 3])\nassert found == 2\n"
        "%%time\nassert mean([4]) == 4"
    ).replace("%%time\n", "%time mean([4])\n")
    right, wrong = "def mean(xs): return sum(xs) / len(xs)", "def mean(xs): return 0"

    assert (await graded(grader, right, tests)).points == 2.0
    assert (await graded(grader, wrong, tests)).points == 0


@pytest.mark.parametrize("magic", ["%%time", "%%capture out"])
async def test_a_cell_magic_over_tests_hides_no_failure(grader, magic):
    tests = f"{magic}\nfound = mean([1, 3])\nassert found == 2, 'no mean'"
    right, wrong = "def mean(xs): return sum(xs) / len(xs)", "def mean(xs): return 0"

    assert (await graded(grader, right, tests)).points == 2.0
    cell = await graded(grader, wrong, tests)
    assert cell.points == 0
    assert "no mean" in cell.tests[0].message


async def test_tests_may_ask_for_the_shell(grader):
    tests = (
        "shell = get_ipython()\nassert shell is not None\n"
        "shell.run_line_magic('time', 'seen = n + 1')\nassert seen == 2\n"
        "from IPython import get_ipython as ask\nassert ask() is shell"
    )

    assert await messages(grader, "n = 1", tests) == [""] * 3


async def test_the_tests_shell_knows_nothing_of_the_learners(grader):
    source = "get_ipython().register_magic_function(lambda line: 1, magic_name='time')\nn = 1"

    assert (await graded(grader, source, "%time m = n\nassert m == 1")).points == 2.0


# Values at the end.


@pytest.mark.parametrize(
    ("ending", "points"),
    [
        ("float('inf')", 0.0),
        ("float('-inf')", 2.0),
        ("10**400", 0.0),
        ("True", 2.0),
        ("False", 2.0),
        ("None", 2.0),
        ("np.float64(0.5)", 0.5),
        ("np.int64(1)", 1.0),
        ("np.False_", 2.0),
        ("np.nan", 2.0),
        ("np.float64('inf')", 0.0),
        ("half", 0.5),
    ],
)
async def test_odd_last_values_follow_nbgraders_rule(grader, ending, points):
    tests = f"import numpy as np\nassert half\n{ending}"

    assert (await graded(grader, "half = 0.5", tests)).points == points


# Errors and side effects.


async def test_a_changed_argument_comes_back_from_a_call_that_raises(grader):
    source = "def take(xs):\n    xs.append(1)\n    raise ValueError('no')"
    tests = (
        "xs = []\ntry:\n    take(xs)\nexcept ValueError:\n    pass\nassert xs == [1]\n"
        "ys = {}\ntry:\n    fill(d=ys)\nexcept KeyError:\n    pass\nassert ys == {'a': 1}"
    )
    source += "\ndef fill(d):\n    d['a'] = 1\n    d['b']"

    assert await messages(grader, source, tests) == ["", ""]


async def test_a_value_where_a_function_is_expected_is_the_answers_fault(grader):
    grade = await grader.grade(
        task(answer("mean = 3", key="a"), graded_by("assert mean([1]) == 1", key="t"))
    )

    assert grade.fault is None
    assert [test.message for test in grade.cells[0].tests] == [
        "TypeError: 'int' object is not callable"
    ]


# Coroutines and generators.

ASYNC = """
import asyncio
log = []
async def later(x, delay=0):
    await asyncio.sleep(delay)
    log.append(x)
    return x
async def both():
    return await asyncio.gather(later(1, 0.05), later(2, 0))
def count():
    for n in range(3):
        log.append(f"g{n}")
        yield n
"""


async def test_coroutines_are_awaited_and_gathered_in_order(grader):
    tests = (
        "assert await later(5) == 5\nassert await both() == [1, 2]\nassert log == [5, 2, 1]\n"
        "import asyncio\n"
        "assert await asyncio.gather(later('a'), later('b')) == ['a', 'b']\n"
        "assert log[3:] == ['a', 'b']\nassert asyncio.iscoroutinefunction(later)\n"
    )

    found = await messages(grader, ASYNC, tests)

    assert found == [""] * len(found)


async def test_a_generator_runs_no_further_than_it_is_read(grader):
    tests = (
        "numbers = count()\nassert log == []\nassert next(numbers) == 0\nassert log == ['g0']\n"
        "assert list(numbers) == [1, 2]\nassert log == ['g0', 'g1', 'g2']"
    )

    assert await messages(grader, ASYNC, tests) == [""] * 5


# Random numbers.

DRAW = "import random\nimport numpy as np\ndrawn = [random.random(), float(np.random.rand())]"
SHOW = (
    "import random\nimport numpy as np\nmine = [random.random(), float(np.random.rand())]\n"
    "assert (drawn, mine) == 0"
)


async def test_a_seed_makes_both_processes_draw_the_same_again(grader):
    first, second = [await messages(grader, DRAW, SHOW, seed=7) for _ in range(2)]
    other = await messages(grader, DRAW, SHOW, seed=8)

    assert "got ([" in first[0]
    assert first == second
    assert first != other


async def test_without_a_seed_every_run_draws_other_numbers(grader):
    first, second = [await messages(grader, DRAW, SHOW) for _ in range(2)]

    numbers = [set(message.replace("(", ",").replace("[", ",").split(",")) for message in first]
    assert first != second
    assert numbers


async def test_a_name_of_the_setup_is_seen_by_both(grader):
    grade = await grader.grade(
        task(
            free("base = [1]"),
            answer("def f(): return base", key="a"),
            graded_by("base.append(2)\nassert f() == [1, 2]", key="t"),
        )
    )

    assert grade.points == 2.0
