"""Rules for what an author allows at exercises, and for the points of single tests."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from jupyter_hybrid.content.lint_codes import Place, fault
from jupyter_hybrid.domain.lint import LintMessage
from jupyter_hybrid.domain.policies import MOST
from jupyter_hybrid.domain.test_points import marked_points, stray_marks

_SMALLEST = 1e-9
"""Points that differ by less are the same: a third three times is 1."""


def lint_limits(limits: Mapping[str, float], *, place: Place) -> Iterator[LintMessage]:
    """Yield each limit that asks for more than anybody gets.

    Parameters
    ----------
    limits
        By field of `Limits`.
    """
    most = asdict(MOST)
    for name, asked in limits.items():
        if asked > most[name]:
            yield fault(
                "limit-too-high",
                place,
                f"the limit {name!r} asks for {asked:g}, and an exercise gets at most"
                f" {most[name]:g}",
                f"lower it to {most[name]:g}, and see that the exercise can do with it",
            )


def lint_test_points(source: str, *, points: float, place: Place) -> Iterator[LintMessage]:
    """Yield what is wrong with the points that stand behind single tests of a cell.

    Parameters
    ----------
    source
        The tests cell.
    points
        Those of the whole cell.
    """
    for line in stray_marks(source):
        yield fault(
            "points-do-not-add-up",
            place,
            f"the points in line {line} count for nothing: no whole statement of the cell ends"
            " there",
            "write the tests out, each with its points, instead of putting them into a loop or"
            " function",
        )
    marked = marked_points(source)
    total = sum(marked.values())
    if marked and abs(total - points) > _SMALLEST:
        yield fault(
            "points-do-not-add-up",
            place,
            f"the points behind the tests are {total:g} together, and the cell has {points:g}",
            f"change them, or give the cell {total:g} points",
        )
