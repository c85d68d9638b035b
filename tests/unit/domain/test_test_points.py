"""Points of a single test."""

import pytest

from jupyter_hybrid.domain.test_points import marked_points, stray_marks


@pytest.mark.parametrize(
    "mark", ["# 0.5 points", "#0.5points", "#  .5 point", "# 0.5 points  ", "#\t0.50 points"]
)
def test_a_mark_behind_an_assert_gives_it_points(mark: str) -> None:
    found = marked_points(f"x = 1\nassert x == 1  {mark}\nassert x")

    assert found == {2: 0.5}


def test_the_last_line_of_a_long_statement_is_what_counts() -> None:
    source = (
        "assert f(\n    1,  # 7 points\n) == 2  # 2 points\ncheck.equal(\n    f(1), 2)  # 1 point"
    )

    assert marked_points(source) == {3: 2.0, 5: 1.0}


def test_a_loop_may_carry_a_mark_at_its_end_but_not_inside() -> None:
    source = "for n in (1, 2):\n    assert n  # 1 point\n    assert n > 0  # 2 points\n"

    assert marked_points(source) == {3: 2.0}


@pytest.mark.parametrize(
    "source",
    [
        "assert f('# 1 point')",
        'text = """\nassert f()  # 1 point\n"""',
        "# 1 point\nassert f()",
        "assert f()  # gives 1 point",
        "assert f()  # 1 point, if it is right",
        "assert f()  # -1 points",
        "assert f()  # nan points",
        "def test():\n    assert f()  # 1 point",
        "assert f(  # 1 point",
        "%matplotlib inline\nassert f()  # 1 point",
        "assert f(\x00)  # 1 point",
        "x = '''  # 1 point",
        "if x:\n        a\n    b  # 1 point",
        "",
    ],
)
def test_nothing_else_is_a_mark(source: str) -> None:
    assert marked_points(source) == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("for n in (1, 2):\n    assert n  # 1 point\n    assert n > 0  # 2 points\n", (2,)),
        ("def test():\n    assert f()  # 1 point", (2,)),
        ("%matplotlib inline\nassert f()  # 1 point", (2,)),
        ("assert f()  # 1 point", ()),
        ("assert f('# 1 point')", ()),
        ("# 1 point\nassert f()", ()),
        ("assert f()", ()),
    ],
)
def test_points_that_count_for_nothing_are_found(source: str, lines: tuple[int, ...]) -> None:
    assert stray_marks(source) == lines
