"""What the tests of one graded cell found, step by step, and what that is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jupyter_hybrid.domain.exercises import CellGrade, TestResult
from jupyter_hybrid.domain.notebooks import Cell
from jupyter_hybrid.domain.test_points import marked_points
from jupyter_hybrid.grading import scoring, words
from jupyter_hybrid.grading.outcomes import Raised
from jupyter_hybrid.grading.statements import Step, split

EARLIER_FAILED = "an earlier line of the tests failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a step found.

    Parameters
    ----------
    passed
        Whether it held.
    message, expected, got
        As in a test result.
    is_last
        Whether nothing behind it can be run.
    value
        The number that it ended with, or None.
    raised
        The exception that stopped it, if the answer may have to do with it.
    fault
        Why the test itself cannot be run, whatever the answer is; None if it can.
    """

    passed: bool
    message: str = ""
    expected: str | None = None
    got: str | None = None
    is_last: bool = False
    value: float | None = None
    raised: Raised | None = None
    fault: str | None = None


class TestRecord:
    """The tests of one cell.

    Parameters
    ----------
    is_split
        Whether its parts are run one by one; else it is a single test.

    Attributes
    ----------
    steps
        Its parts in order.
    reason
        Why those without a finding did not run.
    problems
        What went wrong in the answers that it tests; empty if nothing did.
    """

    __test__ = False  # not a test class, whatever pytest thinks of its name

    def __init__(self, cell: Cell, *, is_split: bool = True) -> None:
        last_line = cell.source.count("\n") + 1
        whole = Step(cell.id, cell.source, is_hidden=False, is_whole=True, last_line=last_line)
        self.cell = cell
        self.steps = split(cell.source, name=cell.id) if is_split else (whole,)
        self.reason = ""
        self.problems = ""
        self._findings: dict[int, Finding] = {}
        self._has_tests = any(step.is_test for step in self.steps)
        self._points = self._points_of_steps(marked_points(cell.source) if is_split else {})

    def _points_of_steps(self, marked: Mapping[int, float]) -> Mapping[int, float]:
        return {
            number: marked[step.last_line]
            for number, step in enumerate(self.steps)
            if step.is_test and step.last_line in marked
        }

    @property
    def has_hidden(self) -> bool:
        """Whether a part of it is hidden."""
        return any(step.is_hidden for step in self.steps)

    @property
    def is_begun(self) -> bool:
        """Whether it was its turn before the run was stopped."""
        return self.reason in {"", EARLIER_FAILED}

    @property
    def can_win(self) -> bool:
        """Whether its hidden parts can still give points: what is seen of it has not failed."""
        held = all(finding.passed for finding in self._findings.values())
        return self.has_hidden and self.is_begun and (held or bool(self._points))

    @property
    def hidden_source(self) -> str:
        """Text of its hidden tests."""
        return "\n".join(step.source for step in self.steps if step.is_hidden)

    @property
    def stopped_by(self) -> list[tuple[str, Raised]]:
        """Source of each visible test that an exception stopped, and the exception."""
        return [
            (self.steps[number].source, finding.raised)
            for number, finding in self._findings.items()
            if finding.raised is not None and not self.steps[number].is_hidden
        ]

    @property
    def fault(self) -> str | None:
        """Why a test of it cannot be run, whatever the answer is; None if all can."""
        faults = (self._findings[number].fault for number in sorted(self._findings))
        return next((fault for fault in faults if fault), None)

    def add(self, number: int, finding: Finding) -> None:
        """Take note of what step `number`, counted from 0, found."""
        self._findings[number] = finding
        if finding.is_last and not self.reason:
            self.reason = EARLIER_FAILED

    def complete(self, other: "TestRecord") -> None:
        """Take over what a run with the hidden tests found of them, and the value at the end.

        A value that did not come a second time is worth nothing: it would stand for full points.
        """
        last = len(self.steps) - 1
        for number, finding in other._findings.items():  # noqa: SLF001  its own kind
            if self.steps[number].is_hidden:
                self._findings[number] = replace(finding, message="", raised=None)
        mine, theirs = self._findings.get(last), other._findings.get(last)  # noqa: SLF001
        if self.has_hidden and mine is not None:
            is_lost = theirs is None or not theirs.passed
            lost = None if self.steps[last].is_test else 0.0
            value = lost if is_lost or theirs is None else theirs.value
            self._findings[last] = replace(mine, value=value)

    def grade(self) -> CellGrade:
        """Return what the cell gives."""
        tests = [
            result
            for number in range(len(self.steps))
            if (result := self._result(number, n_hidden=self._n_hidden_before(number)))
        ]
        if not tests and self.reason:
            tests.append(self._failed(self.cell.id, f"did not run: {self.reason}"))
        if self._points:
            return self._graded(tests, points=self._sum_of_marked())
        value = self._value()
        if scoring.partial_credit(value, max_points=self.cell.points) is None:
            tests.append(self._too_much(value))
        points = scoring.points(tests, value=value, max_points=self.cell.points)
        return self._graded(tests, points=points)

    def _graded(self, tests: list[TestResult], *, points: float) -> CellGrade:
        return CellGrade(
            self.cell.id,
            points,
            self.cell.points,
            needs_manual_grade=False,
            tests=tuple(tests),
        )

    def _n_hidden_before(self, number: int) -> int:
        return sum(
            step.is_hidden and self._is_shown(earlier)
            for earlier, step in enumerate(self.steps[:number])
        )

    def _is_shown(self, number: int) -> bool:
        """Return whether a step is told of; set-up between tests only if it failed."""
        if self.steps[number].is_test or not self._has_tests:
            return True
        finding = self._findings.get(number)
        return finding is not None and not finding.passed

    def _result(self, number: int, *, n_hidden: int) -> TestResult | None:
        if not self._is_shown(number):
            return None
        step, finding = self.steps[number], self._findings.get(number)
        if step.is_hidden:
            return self._hidden(finding, number=n_hidden + 1)
        if finding is None:
            return self._failed(step.name, f"did not run: {self.reason}")
        message = finding.message
        if self.problems and not finding.passed:
            message = words.joined(self.problems, message)
        return TestResult(
            self.cell.id,
            step.name,
            passed=finding.passed,
            hidden=False,
            message=message,
            expected=finding.expected,
            got=finding.got,
        )

    def _hidden(self, finding: Finding | None, *, number: int) -> TestResult:
        if finding is None:
            message = words.HIDDEN_DID_NOT_RUN
        else:
            message = "" if finding.passed else words.HIDDEN_FAILED
        return TestResult(
            self.cell.id,
            f"hidden test {number}",
            passed=finding is not None and finding.passed,
            hidden=True,
            message=message,
        )

    def _failed(self, name: str, message: str) -> TestResult:
        return TestResult(self.cell.id, name, passed=False, hidden=False, message=message)

    def _value(self) -> float | None:
        last = self._findings.get(len(self.steps) - 1)
        return None if last is None else last.value

    def _too_much(self, value: float | None) -> TestResult:
        if self.steps[-1].is_hidden:
            n_hidden = self._n_hidden_before(len(self.steps))
            return self._hidden(Finding(passed=False), number=n_hidden + 1)
        return self._failed(
            self.cell.id,
            f"the tests gave {value:g} points where there are {self.cell.points:g}",
        )

    def _sum_of_marked(self) -> float:
        """Return the points of the tests that hold; set-up that fails takes the tests after it."""
        held = (
            points
            for number, points in self._points.items()
            if (finding := self._findings.get(number)) is not None and finding.passed
        )
        return min(sum(held), self.cell.points)
