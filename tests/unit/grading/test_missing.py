"""What is read out of an exception, and what is not."""

import time

import pytest

from jupyter_hybrid.domain.exercises import MissingKind
from jupyter_hybrid.grading.missing import (
    MOST_PARSED,
    BoundNames,
    mentions,
    missing_in,
    names_bound,
)
from jupyter_hybrid.grading.outcomes import Raised


@pytest.mark.parametrize(
    ("name", "text", "kind", "missing"),
    [
        ("NameError", "name 'orders' is not defined", "variable", "orders"),
        ("NameError", "name 'größe' is not defined. Did you mean: 'x'?", "variable", "größe"),
        ("ModuleNotFoundError", "No module named 'seaborn'", "import", "seaborn"),
        ("ModuleNotFoundError", "No module named 'a.b'; 'a' is not a package", "import", "a.b"),
        ("ImportError", "cannot import name 'x' from 'a.b' (/x/y.py)", "import", "a.b.x"),
        (
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'my data/o.csv'",
            "file",
            "my data/o.csv",
        ),
        ("FileNotFoundError", '[Errno 2] No such file or directory: "it\'s"', "file", "it's"),
    ],
)
def test_variable_module_and_file_are_named(name, text, kind, missing):
    assert missing_in(Raised(name, text)) == (MissingKind(kind), missing)


FILE = "[Errno 2] No such file or directory: "


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ValueError", "name 'x' is not defined"),
        ("UnboundLocalError", "cannot access local variable 'x'"),
        ("NameError", ""),
        ("NameError", "name '<b>x</b>' is not defined"),
        ("NameError", "name 'a b' is not defined"),
        ("NameError", "name 'class' is not defined"),
        ("NameError", f"name '{'x' * 1_000_000}' is not defined"),
        ("NameError", "name 'x\u202e' is not defined"),
        ("NameError", "name '\ud800' is not defined"),
        ("ImportError", "DLL load failed"),
        ("ModuleNotFoundError", "No module named 'a..b'"),
        ("ModuleNotFoundError", "No module named '../x'"),
        ("FileNotFoundError", "no such thing"),
        ("FileNotFoundError", f"{FILE}'a\\nb'"),
        ("FileNotFoundError", f"{FILE}'\\x1b[31m'"),
        ("FileNotFoundError", f"{FILE}'<img src=x>'"),
        ("FileNotFoundError", f"{FILE}'`x`'"),
        ("FileNotFoundError", f"{FILE}'{'x' * 201}'"),
        ("FileNotFoundError", f"{FILE}''"),
        ("FileNotFoundError", f"{FILE}'a' + open('b')"),
    ],
)
def test_what_cannot_be_a_name_is_not_shown(name, text):
    assert missing_in(Raised(name, text)) is None


def test_only_the_top_level_binds():
    source = "%pylab\nfor i in x:\n    if i:\n        y = [z for z in i]\nclass A:\n    b = 1"

    assert names_bound(source) == {"i", "y", "A"}


@pytest.mark.parametrize("source", ["def", "\0", "(" * 10_000, "x = '\ud800"])
def test_what_is_not_python_binds_nothing(source):
    assert names_bound(source) == frozenset()


@pytest.mark.parametrize("blank", ["\n", " \n", "\t\n", " ", "\r\n"])
def test_a_cell_of_blank_lines_does_not_hold_the_server_up(blank):
    began = time.perf_counter()

    assert names_bound(blank * 100_000) == frozenset()
    assert time.perf_counter() - began < 2


def test_a_magic_may_be_indented():
    assert names_bound("if True:\n    pass\n  \t%matplotlib inline\nx = 1") == {"x"}


def test_a_cell_is_parsed_once_whatever_is_looked_for():
    cell = "x = 1\n" * (MOST_PARSED // 12)
    bound = BoundNames()

    assert [bound.has(cell, name) for name in ("x", "y", "x", "y", "x")] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_only_so_much_is_parsed_and_what_is_not_is_not_claimed():
    bound = BoundNames()

    known = [bound.has(f"x{n} = 1\n" + "x = 1\n" * (MOST_PARSED // 24), "x") for n in range(9)]

    assert known == [True] * 3 + [None] * 6
    assert bound.has("y = 1", "x") is False


def test_a_name_is_mentioned_as_a_whole_word_only():
    assert mentions("print(orders)", "orders")
    assert not mentions("print(orders_2, reorders)", "orders")
