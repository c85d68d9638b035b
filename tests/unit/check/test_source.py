"""What learners wrote is looked at without running it."""

import pytest

from jupyter_hybrid import check
from jupyter_hybrid.check import place
from jupyter_hybrid.check.definitions import definition_in
from jupyter_hybrid.check.source import Source

MEAN = '''
def mean(numbers, default=None):
    """Return the mean."""
    # a comment

    if not numbers:
        return default
    total = 0
    for number in numbers:
        total += number
    return total / len(numbers)
'''.strip()


def failure(action, *args, **kwargs):
    with pytest.raises(check.CheckFailed) as caught:
        action(*args, **kwargs)
    return str(caught.value)


@pytest.fixture
def typed():
    """Install a place in which these cells were typed."""
    cells = []
    before = place.current()
    place.install(place.LocalPlace({"In": cells}))
    yield cells
    place.install(before)


def test_what_holds_can_be_chained(typed):
    typed.append(MEAN)

    (
        check.source("mean")
        .uses("len", "/", loop=True, for_loop=True, condition=True, while_loop=False)
        .uses_function("len")
        .does_not_use("sum", "numpy", recursion=True, comprehension=True, function=True)
        .max_lines(7)
        .has_parameters("numbers", "default")
        .has_docstring()
    )


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda s: s.uses("sum"), "`mean` should use `sum`"),
        (lambda s: s.uses(comprehension=True), "`mean` should use a comprehension"),
        (lambda s: s.uses(loop=False), "`mean` should not use a loop"),
        (lambda s: s.does_not_use("len"), "`mean` should not use `len`"),
        (lambda s: s.does_not_use(loop=True), "`mean` should not use a loop"),
        (lambda s: s.uses_function("total"), "`mean` should call `total`"),
        (lambda s: s.uses(recursion=True), "`mean` should use recursion"),
        (lambda s: s.max_lines(6), "`mean` has 7 lines of code; at most 6 are allowed"),
        (
            lambda s: s.has_parameters("numbers"),
            "`mean` has other parameters (expected numbers, got numbers, default)",
        ),
    ],
)
def test_what_does_not_hold_is_told(ask, words):
    assert failure(ask, Source("mean", MEAN)) == words


def test_recursion_and_inner_functions_are_seen():
    Source("f", "def f(n): return n and f(n - 1)").uses(recursion=True).does_not_use(function=True)
    Source("f", "def f(n):\n    def g(): pass\n    return g").uses(function=True)

    assert failure(Source("f", "def f(): pass").has_docstring) == "`f` has no docstring"


def test_the_last_definition_that_was_typed_counts(typed):
    typed += ["def f(): return 1", "def f(): return 2", "f(", "print('def f')"]

    assert check.source("f").text == "def f(): return 2"


def test_cells_with_magics_are_read(typed):
    typed.append("%matplotlib inline\n!ls\nfiles = !ls\nlen?\ndef f():\n    return 1")

    assert check.source("f").text == "def f():\n    return 1"


def test_what_was_never_defined_is_told(typed):
    assert failure(check.source, "f") == "there is no function or class `f`"
    assert failure(check.source, "f", "Write f") == "Write f: there is no function or class `f`"
    assert failure(Source, "f", "def f(:") == "`f` is not valid Python"


def test_functions_of_this_process_are_read():
    before = place.current()
    place.install(place.LocalPlace({"failure": failure}))

    assert check.source("failure").text.startswith("def failure(action")
    place.install(before)


def test_methods_and_decorators_belong_to_a_definition():
    cell = "class Box:\n    @property\n    def size(self):\n        return 1\n\nx = 1"

    assert definition_in([cell], "Box.size") == (
        "    @property\n    def size(self):\n        return 1"
    )
    assert Source("size", definition_in([cell], "Box.size")).has_parameters("self")
    assert definition_in([cell], "Box.x") is None


def test_a_construct_that_does_not_exist_is_the_authors_mistake():
    with pytest.raises(TypeError, match="cannot look for 'loops'"):
        Source("mean", MEAN).uses(loops=True)


def test_a_source_that_is_too_deep_is_no_valid_python():
    assert failure(Source, "f", "(" * 100_000) == "`f` is not valid Python"
