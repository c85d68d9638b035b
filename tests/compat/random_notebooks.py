"""Random small nbgrader notebooks, and what learners may have written into them."""

from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
SETUP = """import sys
import warnings
import datetime
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

log = []"""

# What a function of a small number gives; each of them is compared by ==.
RESULTS = (
    "x + 1",
    "x * 2",
    "-x",
    "x / 2",
    "x > 2",
    "str(x)",
    "b'y' * x",
    "None",
    "(x, -x)",
    "[x, x * 2]",
    "[n for n in range(x)]",
    "{'n': x, 'all': [x, (x,)]}",
    "{x, 0}",
    "frozenset([x])",
    "complex(x, 1)",
    "10 ** 20 * x",
    "x / (x - 1)",
    "[1, 2][x]",
    "Fraction(x, 3)",
    "Decimal(x) / 4",
    "datetime.date(2020, 1, x + 1)",
    "range(x)",
    "math.sqrt(x)",
    "np.int64(x)",
    "np.float64(x) / 2",
    "np.arange(x).tolist()",
    "sorted({x: 1, 0: 2}.items())",
    "max(x, 2)",
    "float('inf')",
    "'é' * x",
    "slice(x)",
    "...",
    "int",
    "ValueError",
    "bytearray(x)",
)
# The beginning of a function's body, before it returns.
BEFORE = (
    "",
    "",
    "",
    "print(x)",
    "print(x, file=sys.stderr)",
    "warnings.warn('this is old')",
    "log.append(x)",
    "global own\n    own = x",
    "x = x + 0",
    "import collections",
    "raise ValueError('no')",
    "raise NotImplementedError()",
    "return undefined_name",
    "assert x < 0",
    "return x.nothing",
    "sys.exit(0)",
    "def inner(y):\n        return inner(y)\n    inner(x)",
    "if x == 2:\n        return 'two'",
    "try:\n        1 / 0\n    except ZeroDivisionError:\n        pass",
)
# What a whole answer may be instead.
WHOLE = (
    STUB,
    "",
    "def (",
    "{f} = 5",
    "{f} = None",
    "{f} = lambda x: x",
    "{f} = print",
    "class {f}:\n    def __init__(self, x):\n        self.x = x",
    "def {f}():\n    return 1",
    "def {f}(x):\n    yield x",
    "def {f}(x, *more, **named):\n    return x",
    "print('hello')\ndef {f}(x):\n    return x + 1",
    "def {f}(x):\n    return x + 1\nraise RuntimeError('at the end')",
    "del log",
    "log = 'text'",
    "import functools\n@functools.lru_cache\ndef {f}(x):\n    return x + 1",
    "async def {f}(x):\n    return x",
    "def {f}(x):\n    return x + 1\n{f}(1)",
)
CHECKS = (
    "assert {f}({n}) == {good}",
    "assert {f}({n}) == {good}",
    "assert {f}({n}) == {good}, 'it is something else'",
    "assert {good} == {f}({n})",
    "assert not {f}({n}) != {good}",
    "assert repr({f}({n})) == repr({good})",
    "assert type({f}({n})) is type({good})",
    "assert isinstance({f}({n}), type({good}))",
    "assert [{f}(n) for n in (2, 3)] == [{good_of}(n) for n in (2, 3)]",
    "for n in (2, 4):\n    assert {f}(n) == {good_of}(n)",
    "result = {f}({n})\nassert result == {good}",
    "assert callable({f})",
    (
        "try:\n    {f}(-1)\nexcept NotImplementedError:\n    raise AssertionError('not done')\n"
        "except Exception:\n    pass"
    ),
    "try:\n    {f}('a', 'b', 'c')\nexcept TypeError:\n    pass\nelse:\n    assert False",
    "import unittest\nunittest.TestCase().assertEqual({f}({n}), {good})",
    "np.testing.assert_equal({f}({n}), {good})",
    "assert list(map({f}, [2, 3])) == list(map({good_of}, [2, 3]))",
    "assert {f}(x={n}) == {good}",
    "if {f}({n}) != {good}:\n    raise ValueError('wrong')",
    "before = len(log)\n{f}({n})\nassert len(log) >= before",
    "assert {{'k': {f}({n})}} == {{'k': {good}}}",
    "assert bool({f}({n})) == bool({good})",
    "with warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n    {f}({n})",
    "print('checking')",
    "assert ({f}({n}),) == ({good},) and callable({f})",
    "class Mine:\n    pass\nassert not isinstance({f}({n}), Mine)",
    "assert {f}.__name__ == '{f}'",
    "assert str({f}({n})) == str({good})",
    "assert sum(1 for n in (1, 2) if {f}(n) == {good_of}(n)) == 2",
    "assert hash(str({f}({n}))) == hash(str({good}))",
)
# How a test cell ends; the second is whether it may be with few points.
ENDS = (
    "",
    "",
    "",
    "0.5",
    "0",
    "1",
    "-1",
    "'all fine'",
    "'0.5'",
    "None",
    "0.5;",
    "True",
    "[0.5]",
    "float('nan')",
    "0.5 if {f}({n}) == {good} else 0",
    "score = 0\nif {f}({n}) == {good}:\n    score += 0.5\nscore",
    "score = 0\nfor n in (2, 3):\n    score += ({f}(n) == {good_of}(n)) * 0.25\nscore",
    (
        "score = 0\ntry:\n    assert {f}({n}) == {good}\n    score += 0.5\n"
        "except AssertionError:\n    pass\nscore"
    ),
    "{f}({n})",
    "99",
    "print('done')",
    "sys.stderr.write('careful')",
    "print('careful', file=sys.stderr)",
    "x = 0.5",
    "lambda: 0.5",
    "0.5  # points",
    "(0.25 +\n 0.25)",
    "1e-3",
    "Fraction(1, 2)",
    "-0.0",
    "1 / 0",
)
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
# Data that answers change: set up by a locked cell; the answer; wrong answers; tests.
STATES = (
    (
        "items{i} = [3, 1, 2]",
        "items{i}.sort()",
        ("items{i} = sorted(items{i})", "items{i}.reverse()", "sorted(items{i})", "items{i} = 1"),
        ("assert items{i} == [1, 2, 3]", "assert items{i}[0] == 1 and len(items{i}) == 3"),
    ),
    (
        "table{i} = {{'a': 1}}",
        "table{i}['b'] = 2",
        ("table{i} = {{'a': 1, 'b': 2}}", "table{i}['c'] = 2", "table{i}.clear()", "del table{i}"),
        ("assert table{i} == {{'a': 1, 'b': 2}}", "assert 'b' in table{i}\nassert table{i}['a']"),
    ),
    (
        "start{i} = 4",
        "end{i} = start{i} * 2",
        ("end{i} = 8", "end{i} = start{i}", "start{i} = 5\nend{i} = 10", "end = 8", "end{i} = '8'"),
        ("assert end{i} == 8", "assert end{i} - start{i} == start{i}", "assert start{i} == 4"),
    ),
    (
        "def twice{i}(x):\n    return 2 * x",
        "four{i} = lambda x: twice{i}(twice{i}(x))",
        (
            "four{i} = twice{i}",
            "def four{i}(x):\n    return 4 * x",
            "twice{i} = abs\nfour{i} = abs",
        ),
        ("assert four{i}(1) == 4", "assert twice{i}(1) == 2", "assert four{i}('a') == 'aaaa'"),
    ),
    (
        "values{i} = np.array([1.0, 2.0, 4.0])",
        "mean{i} = values{i}.mean()\nvalues{i} -= mean{i}",
        ("mean{i} = 7 / 3", "mean{i} = np.median(values{i})", "mean{i} = values{i}"),
        (
            "assert abs(mean{i} - 7 / 3) < 1e-9",
            "assert math.isclose(mean{i}, 7 / 3)",
            "np.testing.assert_allclose(mean{i}, 7 / 3)",
            "assert np.isclose(values{i}.sum(), 0)",
            "assert values{i}.shape == (3,)",
        ),
    ),
    (
        "names{i} = ['b', 'a']",
        "def put{i}(into, what):\n    into.append(what)\n    return into",
        (
            "def put{i}(into, what):\n    return into + [what]",
            "def put{i}(into, what):\n    into.append(what)",
            "def put{i}(into, what, seen=[]):\n    seen.append(what)\n    return seen",
        ),
        (
            "mine = [1]\nassert put{i}(mine, 2) == [1, 2]",
            "mine = [1]\nput{i}(mine, 2)\nassert mine == [1, 2]",
            "put{i}(names{i}, 'c')\nassert names{i} == ['b', 'a', 'c']",
            "mine = []\nassert put{i}(mine, 1) is mine",
        ),
    ),
    (
        "",
        (
            "class Stack{i}:\n    def __init__(self):\n        self.all = []\n"
            "    def push(self, x):\n        self.all.append(x)\n        return self\n"
            "    def __len__(self):\n        return len(self.all)\n"
            "    def __eq__(self, other):\n        return self.all == other.all"
        ),
        (
            "class Stack{i}:\n    all = []\n    def push(self, x):\n        self.all.append(x)",
            "Stack{i} = list",
            "class Stack{i}:\n    pass",
        ),
        (
            "s = Stack{i}()\ns.push(3)\nassert len(s) == 1",
            "assert Stack{i}().push(1).push(2).all == [1, 2]",
            "assert Stack{i}() == Stack{i}()",
            "assert isinstance(Stack{i}(), Stack{i})",
            "a, b = Stack{i}(), Stack{i}()\na.push(1)\nassert len(b) == 0",
            "assert hasattr(Stack{i}, 'push')",
        ),
    ),
    (
        "log{i} = []",
        "for n in range(3):\n    print(n)\n    log{i}.append(n)",
        ("for n in range(2):\n    log{i}.append(n)", "while len(log{i}) < 3:\n    log{i} += [0]"),
        ("assert log{i} == [0, 1, 2]", "assert n == 2", "assert len(log{i}) == 3"),
    ),
    (
        "import random\nrandom.seed(3)",
        "def count{i}(upto):\n    for n in range(upto):\n        yield n",
        ("def count{i}(upto):\n    return range(upto)", "count{i} = lambda upto: [0, 1, 2]"),
        (
            "assert list(count{i}(3)) == [0, 1, 2]",
            "assert next(iter(count{i}(2))) == 0",
            "assert [a for a in count{i}(2)] == [0, 1]",
            "c = count{i}(1)\nnext(c)\ntry:\n    next(c)\nexcept StopIteration:\n    pass",
        ),
    ),
)


def block(grade_id, *, role, points=None):
    """Return nbgrader's metadata of a cell."""
    grade, solution = role in {"tests", "manual"}, role in {"answer", "manual"}
    block = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
    return {"nbgrader": block if points is None else block | {"points": points}}


def _solved(source):
    return f"### BEGIN SOLUTION\n{source}\n### END SOLUTION"


def _answer(name, solution):
    return new_code_cell(_solved(solution), id=name, metadata=block(name, role="answer"))


def _tests(name, source, *, points):
    metadata = block(name, role="tests", points=points)
    return new_code_cell(source, id=name, metadata=metadata)


POINTS = st.sampled_from([1, 2, 0.5, 3])


@st.composite
def _function_exercise(draw, number):
    """Return the cells of an exercise about a function, and what a learner wrote into them."""
    good = draw(st.sampled_from(RESULTS))
    name = f"f{number}"
    words = {
        "f": name,
        "n": draw(st.sampled_from([1, 2, 3])),
        "good_of": f"(lambda x: {good})",
    }
    words["good"] = f"{words['good_of']}({words['n']})"
    cells = [_answer(f"answer{number}", f"def {name}(x):\n    return {good}")]
    for each in range(draw(st.integers(1, 2))):
        checks = draw(st.lists(st.sampled_from(CHECKS), min_size=1, max_size=3))
        sources = [check.format(**words) for check in checks]
        if draw(st.integers(0, 3)) == 0:
            sources[-1] = HIDDEN.format(sources[-1])
        sources.append(draw(st.sampled_from(ENDS)).format(**words))
        source = "\n".join(each for each in sources if each)
        cells.append(_tests(f"test{number}-{each}", source, points=draw(POINTS)))
    answer = draw(st.sampled_from(["good", "good", "body", "body", "other", "whole", "untouched"]))
    wrong = draw(st.sampled_from(RESULTS))
    before = draw(st.sampled_from(BEFORE))
    written = {
        "good": f"def {name}(x):\n    return {good}",
        "body": f"def {name}(x):\n    {before or 'pass'}\n    return {good}",
        "other": f"def {name}(x):\n    return {wrong}",
        "whole": draw(st.sampled_from(WHOLE)).format(f=name),
        "untouched": None,
    }[answer]
    return cells, {f"answer{number}": (written, None)}


@st.composite
def _state_exercise(draw, number):
    """Return the cells of an exercise about data that an answer changes, and what was written."""
    setup, solution, wrong, tests = (
        [one.format(i=number) for one in part] if isinstance(part, tuple) else part.format(i=number)
        for part in draw(st.sampled_from(STATES))
    )
    locked = draw(st.booleans())
    metadata = block(f"given{number}", role="locked") if locked else {}
    cells = [new_code_cell(setup, id=f"given{number}", metadata=metadata)] if setup else []
    cells.append(_answer(f"answer{number}", solution))
    for each in range(draw(st.integers(1, 3))):
        chosen = draw(st.lists(st.sampled_from(tests), min_size=1, max_size=2))
        if draw(st.integers(0, 4)) == 0:
            chosen[-1] = HIDDEN.format(chosen[-1])
        name = f"test{number}-{each}"
        cells.append(_tests(name, "\n".join(chosen), points=draw(POINTS)))
    answer = draw(st.sampled_from([solution, solution, *wrong, None]))
    own = draw(st.sampled_from([None, None, None, "own = 1", "print('mine')", "1 / 0", solution]))
    return cells, {f"answer{number}": (answer, own)}


@st.composite
def _manual_exercise(draw, number):
    """Return a cell that a person grades, and what a learner wrote into it."""
    name = f"manual{number}"
    make = draw(st.sampled_from([new_code_cell, new_markdown_cell]))
    source = _solved("1 + 1") if make is new_code_cell else "Because it is so."
    cell = make(source, id=name, metadata=block(name, role="manual", points=draw(POINTS)))
    answer = draw(st.sampled_from([None, "own = 5", "own = 1 / 0", "", "Because."]))
    return [cell], {name: (answer, None)}


@st.composite
def notebooks(draw, *, n_exercises=10):
    """Return a source notebook, what was written by cell id, and the number of an exercise.

    What was written is the text of an answer, or None if it was not touched, and a cell of the
    learner's own behind it, or None.
    """
    cells = [new_code_cell(SETUP, id="setup")]
    written = {}
    for number in range(n_exercises):
        kind = draw(
            st.sampled_from([_function_exercise] * 5 + [_state_exercise] * 4 + [_manual_exercise])
        )
        made, answers = draw(kind(number))
        cells += made
        written |= answers
    source = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    return source, written, draw(st.integers(0, n_exercises - 1))
