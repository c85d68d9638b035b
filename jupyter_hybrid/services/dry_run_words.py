"""What dry runs found, in sentences for the author."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jupyter_hybrid.domain.exercises import CellGrade, Grade, TestResult
from jupyter_hybrid.domain.policies import TrustMode

UNTOUCHED = "the untouched notebook"
ONLY_SHARED = "its tests work only beside the answer, where learners can deceive them"
BY_KERNEL = "kernel"
"""`Grade.isolation` of an engine that judges by what a kernel prints: it has no trust modes."""
_LONGEST = 600
"""Characters of a message that are repeated."""
_TELLING = 40
"""Characters at the beginning of a test that tell where it stands."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one exercise was given in one run.

    Parameters
    ----------
    points
        In all of its cells.
    cells, notes
        As in `Grade`; what is wrong with the tests themselves is among the notes.
    is_by_kernel
        Whether the engine knows no trust modes.
    """

    points: float
    cells: tuple[CellGrade, ...]
    notes: tuple[str, ...]
    is_by_kernel: bool = False

    @classmethod
    def of(cls, cells: Iterable[str], grade: Grade) -> "Given":
        """Return the part of a grade that belongs to these cells."""
        wanted = frozenset(cells)
        found = tuple(cell for cell in grade.cells if cell.cell in wanted)
        notes = (*grade.notes, grade.fault) if grade.fault else grade.notes
        points = sum(cell.points or 0.0 for cell in found)
        return cls(points, found, notes, grade.isolation == BY_KERNEL)

    @property
    def failed(self) -> list[TestResult]:
        """Tests that did not hold, those of cells without points too."""
        return [test for cell in self.cells for test in cell.tests if not test.passed]

    @property
    def n_wrong(self) -> int:
        """In how many places it went wrong."""
        return len(self.failed) + len(self.notes)

    def is_full(self, max_points: float) -> bool:
        """Return whether nothing is left to be wanted."""
        return self.points >= max_points and not self.failed


def failures(given: Given, *, max_points: float) -> list[str]:
    """Return what is wrong where the author's own solution does not get all points."""
    words = [
        f"the author's own solution fails {test.name!r}: {_cut(test.message or 'it failed')}"
        for test in given.failed
    ]
    lost = f"the author's own solution gets {given.points:g} of {max_points:g} points"
    return [*(words or [lost]), *map(_cut, given.notes)]


def gifts(given: Given) -> list[str]:
    """Return what is wrong where the untouched notebook gets points."""
    problems = []
    for cell in given.cells:
        if not cell.points:
            continue
        names = [repr(test.name) for test in cell.tests if test.passed] or [repr(cell.cell)]
        problems.append(
            f"{UNTOUCHED} gets {cell.points:g} points: it passes {_cut(', '.join(names))}"
        )
    return problems


def only_shared(reasons: Sequence[str]) -> str:
    """Return what is wrong where tests work in no mode but the one that nobody asked for."""
    return f"{ONLY_SHARED}: {'; '.join(reasons)}"


def reason(mode: TrustMode, given: Given, *, is_full: bool, tests: Mapping[str, str]) -> str:
    """Return why a mode does not do, with the line of the test that says so.

    Parameters
    ----------
    given
        In the run that went wrong.
    is_full
        Whether that is the run of the untouched notebook.
    tests
        Sources of the tests cells of the exercise, by id.
    """
    begin = f"{mode.value} does not do: "
    if is_full:
        return begin + "; ".join(gifts(given))
    if not given.failed:
        return begin + "; ".join([*map(_cut, given.notes)] or ["the solution loses points"])
    test = given.failed[0]
    more = f" (and {len(given.failed) - 1} more)" if len(given.failed) > 1 else ""
    return f"{begin}{_place(test, tests)}`{test.name}`: {_cut(test.message or 'it failed')}{more}"


def _place(test: TestResult, tests: Mapping[str, str]) -> str:
    cell = f" of {test.cell!r}" if len(tests) > 1 else ""
    line = line_of(test.name, source=tests.get(test.cell, ""))
    if line is None:
        return f"in{cell[3:]}, " if cell else ""
    return f"line {line}{cell}, "


def line_of(name: str, *, source: str) -> int | None:
    r"""Return the line in which a test begins, counted from 1, or None.

    Parameters
    ----------
    name
        The test as results call it: its condition in one line, perhaps cut.

    Examples
    --------
    >>> line_of("f( 1 ) == 2", source="x = 1\nassert f(\n    1\n) == 2")
    2
    """
    lines = source.split("\n")
    wanted = " ".join(name.split())[:_TELLING]
    if not wanted:
        return None
    n_behind = [" ".join(" ".join(lines[i:]).split()).count(wanted) for i in range(len(lines) + 1)]
    return next((i + 1 for i in range(len(lines)) if n_behind[i] > n_behind[i + 1]), None)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
