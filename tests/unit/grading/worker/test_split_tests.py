"""Tests of an author's, run against a learner's code in another process: what crosses, and how."""

import pytest

from fakes.split_pair import SplitPair, run, summary

CLASSES = """
import enum
from dataclasses import dataclass

class OutOfStock(ValueError):
    def __init__(self, text, item):
        super().__init__(text)
        self.item = item

class Animal:
    legs = 4
    def __init__(self, name):
        self.name, self.tags = name, []
    def speak(self, times=1):
        return self.name * times
    def sell(self):
        raise OutOfStock("none left", "food")
    def __repr__(self):
        return f"Animal({self.name!r})"

class Dog(Animal):
    pass

@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0
    def __mul__(self, by):
        return Point(self.x * by, self.y * by)
    __rmul__ = __mul__

class Color(enum.Enum):
    RED = 1

class Log:
    def __init__(self):
        self.said = []
    def __enter__(self):
        self.said.append("in")
        return self
    def __exit__(self, kind, error, trace):
        self.said.append(kind.__name__)
        return True
"""

FUNCTIONS = """
import asyncio, collections
cart, counter = [], 0
Pair = collections.namedtuple("Pair", "x y")
def squares(n):
    if n < 1:
        raise ValueError("n must be at least 1")
    return [i * i for i in range(1, n + 1)]
def sum_of_squares(n):
    return sum(squares(n))
def add(items, item):
    items.append(item)
def count():
    global counter
    counter += 1
def naturals():
    n = 0
    while True:
        yield n
        n += 1
def apply(function, *args):
    return function(*args)
def same(value):
    return value
def hello():
    print("hello")
async def later(x):
    await asyncio.sleep(0)
    return x + 1
def read_json(text):
    import json
    return json.loads(text)
def grid():
    return [[0, 0], [0, 0]]
def mark(grid):
    grid[0][0] = 9
def compose(f, g):
    return lambda x: f(g(x))
"""

HOLD = {
    "an instance of the learner's class": (CLASSES, "assert isinstance(Dog('rex'), Animal)"),
    "the very class": (CLASSES, "assert type(Dog('rex')) is Dog"),
    "the class's name": (CLASSES, "assert type(Dog('rex')).__name__ == 'Dog'"),
    "a subclass": (CLASSES, "assert issubclass(Dog, Animal)"),
    "an attribute that is set": (CLASSES, "d = Dog('a')\nd.name = 'b'\nassert d.speak(2) == 'bb'"),
    "a list in an object": (
        CLASSES,
        "d = Dog('a')\nd.tags.append(1)\nassert d.tags == [1]",
    ),
    "a learner's exception": (
        CLASSES,
        "try:\n    Dog('a').sell()\nexcept OutOfStock as e:\n    assert e.item == 'food'",
    ),
    "its base class": (CLASSES, "try:\n    Dog('a').sell()\nexcept ValueError as e:\n    pass"),
    "equal objects": (CLASSES, "assert Point(1, 2) == Point(1, 2)"),
    "unequal objects": (CLASSES, "assert Point(1, 2) != Point(1, 3)"),
    "an operator of a class that the test names": (
        CLASSES,
        "assert 2 * Point(1, 2) * 3 == Point(6, 12)",
    ),
    "hashes": (CLASSES, "assert len({Point(1), Point(1)}) == 1"),
    "an enumeration": (CLASSES, "assert Color(1) is Color.RED and list(Color) == [Color.RED]"),
    "a context manager": (
        CLASSES,
        "with Log() as log:\n    raise KeyError(1)\nassert log.said == ['in', 'KeyError']",
    ),
    "a copy": (CLASSES, "import copy\nd = Dog('a')\nassert copy.deepcopy(d) is not d"),
    "a signature": (
        CLASSES,
        (
            "import inspect\ns = inspect.signature(Animal.speak)\n"
            "assert list(s.parameters) == ['self', 'times']"
        ),
    ),
    "nbgrader's own idiom": (
        FUNCTIONS,
        """orig = squares
del squares
try:
    sum_of_squares(1)
except NameError:
    pass
else:
    raise AssertionError("sum_of_squares does not use squares")
finally:
    squares = orig
assert sum_of_squares(3) == 14""",
    ),
    "a variable that a function changes": (FUNCTIONS, "add(cart, 1)\nassert cart == [1]"),
    "a variable that a function binds": (
        FUNCTIONS,
        "assert counter == 0\ncount()\nassert counter == 1",
    ),
    "an argument that is changed": (FUNCTIONS, "mine = []\nadd(mine, 1)\nassert mine == [1]"),
    "a row of a table that is changed": (
        FUNCTIONS,
        "g = grid()\nrow = g[0]\nmark(g)\nassert g == [[9, 0], [0, 0]]\nassert row == [9, 0]",
    ),
    "identity of an argument": (FUNCTIONS, "mine = [1]\nassert same(mine) is mine"),
    "an endless generator": (
        FUNCTIONS,
        "from itertools import islice\nassert list(islice(naturals(), 100)) == list(range(100))",
    ),
    "a generator that goes on": (
        FUNCTIONS,
        "g = naturals()\nassert [next(g), next(g)] == [0, 1]\nassert next(iter(g)) == 2",
    ),
    "a function of the test": (FUNCTIONS, "assert apply(lambda x: 2 * x, 4) == 8"),
    "a function that calls back twice": (FUNCTIONS, "assert apply(apply, lambda: 5) == 5"),
    "a mock": (
        FUNCTIONS,
        (
            "from unittest.mock import Mock\nm = Mock(return_value=1)\napply(m, 2)\n"
            "m.assert_called_once_with(2)"
        ),
    ),
    "a closure": (FUNCTIONS, "assert compose(lambda x: x + 1, lambda x: 2 * x)(3) == 7"),
    "printed text": (
        FUNCTIONS,
        (
            "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n"
            "    hello()\nassert out.getvalue() == 'hello\\n'"
        ),
    ),
    "await": (FUNCTIONS, "assert await later(1) == 2"),
    "gather": (
        FUNCTIONS,
        "import asyncio\nassert await asyncio.gather(later(1), later(2)) == [2, 3]",
    ),
    "asyncio.run": (
        FUNCTIONS,
        "import asyncio\nassert asyncio.run(later(1)) == 2",
    ),
    "a library's exception": (
        FUNCTIONS,
        "import json\ntry:\n    read_json('{')\nexcept json.JSONDecodeError:\n    pass",
    ),
    "unittest": (
        FUNCTIONS,
        "import unittest\nwith unittest.TestCase().assertRaises(ValueError):\n    squares(0)",
    ),
    "a named tuple": (FUNCTIONS, "assert Pair(1, 2) == (1, 2) and Pair(1, 2).y == 2"),
}


@pytest.mark.parametrize("case", HOLD)
def test_what_holds_in_one_process_holds_in_two(case):
    answer, tests = HOLD[case]

    results = run(answer, tests)

    assert summary(results) == ["passed"] * len(results)


def test_a_failed_assert_says_expected_and_got_behind_the_authors_words():
    (result,) = run(FUNCTIONS, "assert squares(2) == [1, 5], 'not ' + 'squares'")

    assert result["status"] == "failed"
    assert result["message"] == "not squares (expected [1, 5], got [1, 4])"
    assert (result["expected"], result["got"]) == ("[1, 5]", "[1, 4]")


def test_the_authors_words_are_made_only_for_a_failure():
    (result,) = run(FUNCTIONS, "assert squares(2) == [1, 4], 1 / 0")

    assert result["status"] == "passed"


def test_a_name_that_the_learner_lacks_is_the_learners_fault():
    (result,) = run(FUNCTIONS, "assert cubes(1) == [1]")

    assert result["error"]["name"] == "NameError"
    assert result["error"]["is_learners"] is True


def test_a_mistake_in_the_tests_is_not_the_learners_fault():
    (result,) = run(FUNCTIONS, "x = 1\ny = x.wrong")

    assert result["status"] == "raised"
    assert result["error"]["is_learners"] is False
    assert result["error"]["line"] == 2


def test_what_the_learners_code_raises_is_the_learners():
    (result,) = run(FUNCTIONS, "squares(0)")

    assert result["error"] == {
        "name": "ValueError",
        "text": "n must be at least 1",
        "is_learners": True,
        "line": 1,
    }


def test_an_exception_of_the_tests_own_function_stays_the_tests():
    (result,) = run(FUNCTIONS, "def wrong():\n    raise IndexError('mine')\napply(wrong)")

    assert result["error"]["name"] == "IndexError"
    assert result["error"]["is_learners"] is False


def test_built_in_names_win_over_the_learners():
    answer = "def sum(x): return 99\ndef len(x): return 99"

    results = run(answer, "assert sum([1, 2]) == 3\nassert len([1]) == 1")

    assert summary(results) == ["passed", "passed"]


def test_the_authors_modules_win_over_the_learners():
    answer = "class math:\n    pi = 3"

    results = run(answer, "assert math.pi > 3.1", modules={"math": "math"})

    assert summary(results) == ["passed"]


def test_the_tests_own_names_never_reach_the_learners_code():
    pair = SplitPair("def f(): return 1")

    pair.steps("expected = 'secret'\nassert f() == 1")
    names = set(pair.learner_ns)
    pair.close()

    assert "expected" not in names


def test_a_name_that_the_author_defines_reaches_the_learners_code():
    answer = "rate = 1\ndef cost(n): return n * rate"

    results = run(answer, "rate = 5\nassert cost(2) == 10", may_set=["rate"])

    assert summary(results) == ["passed", "passed"]


def test_the_last_value_is_partial_credit():
    (result,) = run("", "0.5 if True else 1")

    assert (result["value"], result["has_value"]) == (0.5, True)


def test_text_on_stderr_is_told():
    (result,) = run("import sys\ndef f(): sys.stderr.write('oh')", "f()")

    assert result["stderr"] == "oh"


def test_a_value_that_cannot_cross_is_named_with_its_place():
    (result,) = run("def f(): \n    a = [1]\n    a.append(a)\n    return [a]", "f()")

    assert result["status"] == "unsupported"
    assert result["unsupported"]["type"] == "list"
    assert result["unsupported"]["advice"]


def test_checks_ask_the_learners_process():
    answer = (
        "def greet():\n    name = input('name? ')\n    print('hi', name)\n    return name\n"
        "def fact(n): return 1 if n < 2 else n * fact(n - 1)\n"
    )
    tests = """
from jupyter_hybrid.check import place
p = place.current()
assert p.printed(greet, (), {}, ["Bo"]) == ("Bo", "name? hi Bo\\n")
assert p.count_calls("fact", lambda: fact(4)) == 4
assert fact(3) == 6
assert "fact(n - 1)" in p.source_of("fact")
assert p.facts("figures") == []
assert p.seed() == 7
"""

    results = run(answer, tests, sources={"cell": answer}, seed=7)

    assert summary(results) == ["passed"] * len(results)


def test_arrays_and_tables_are_changed_in_place():
    pytest.importorskip("pandas")
    answer = (
        "def double(a): a *= 2\ndef add(t): t['b'] = t['a'] * 2\n"
        "import numpy as np\ndef half(): return np.array([1.0, 2.0])"
    )
    tests = """
a = np.array([1, 2]); double(a)
assert a.tolist() == [2, 4]
t = pd.DataFrame({"a": [1, 2]}); add(t)
assert t["b"].tolist() == [2, 4]
assert np.allclose(half(), [1, 2])
assert half() == 3
"""

    results = run(answer, tests, modules={"np": "numpy", "pd": "pandas"})

    assert summary(results)[:-1] == ["passed"] * (len(results) - 1)
    assert results[-1]["message"] == "expected 3, got array([1., 2.])"


def test_a_function_with_a_cache_is_a_function():
    answer = "import functools\n@functools.lru_cache\ndef f(n):\n    'Doc.'\n    return n"
    tests = "assert f(1) == f(1) == 1\nassert (f.__name__, f.__doc__) == ('f', 'Doc.')"

    results = run(answer, f"{tests}\nassert f.cache_info().hits == 1")

    assert summary(results) == ["passed"] * 3
