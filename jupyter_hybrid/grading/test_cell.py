"""Runs one test cell, part by part, and says what each test found."""

from dataclasses import dataclass

from jupyter_hybrid.domain.exercises import CellGrade, TestResult
from jupyter_hybrid.domain.notebooks import Cell
from jupyter_hybrid.grading import scoring, words
from jupyter_hybrid.grading.kernels.kernel import Kernel
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.outcomes import LONGEST_TEXT, Ending, Outcome, Raised
from jupyter_hybrid.grading.statements import Condition, Step, split

GOT, EXPECTED, HELD = "_hybrid_got", "_hybrid_expected", "_hybrid_held"


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
    result
        The value that the step ended with, as text, or None.
    """

    passed: bool
    message: str = ""
    expected: str | None = None
    got: str | None = None
    is_last: bool = False
    result: str | None = None


class TestCell:
    """One graded cell of tests.

    Parameters
    ----------
    language
        Of the kernel. Cells in other languages than Python are a single test.

    Attributes
    ----------
    ending
        How the last request ended.
    stopped_by
        Source of each visible test that an exception stopped, and the exception.
    """

    __test__ = False  # not a test class, whatever pytest thinks of its name

    def __init__(self, cell: Cell, *, language: str, limits: Limits) -> None:
        whole = Step(cell.id, cell.source, is_hidden=False)
        self._cell = cell
        self._limits = limits
        self._steps = split(cell.source, name=cell.id) if language == "python" else (whole,)
        self._has_asserts = any(step.condition for step in self._steps)
        self._tests: list[TestResult] = []
        self._result: str | None = None
        self.ending = Ending.DONE
        self.stopped_by: list[tuple[str, Raised]] = []

    @property
    def hidden_source(self) -> str:
        """Text of its hidden tests."""
        return "\n".join(step.source for step in self._steps if step.is_hidden)

    async def run(self, kernel: Kernel, *, deadline: float, problems: str) -> CellGrade:
        """Return the grade.

        Parameters
        ----------
        deadline
            For all of it, on the monotonic clock.
        problems
            What went wrong in the answers that it tests; empty if nothing did.
        """
        reason = ""
        for step in self._steps:
            if reason:
                self._add_not_run(step, reason)
                continue
            finding = await self._find(step, kernel, deadline=deadline)
            self._result = finding.result
            self._add(step, finding, problems=problems)
            if finding.is_last:
                reason = "an earlier line of the tests failed"
        return self._grade()

    def not_run(self, reason: str) -> CellGrade:
        """Return the grade of tests that were never begun."""
        for step in self._steps:
            self._add_not_run(step, reason)
        if not self._tests:
            self._tests.append(self._failed(self._cell.id, f"did not run: {reason}"))
        return self._grade()

    async def _find(self, step: Step, kernel: Kernel, *, deadline: float) -> Finding:
        if step.condition is None or step.is_hidden:
            outcome = await kernel.execute(step.source, deadline=deadline)
            return self._finding(step, outcome, has_held=outcome.is_fine)
        code, expressions = _question(step.condition)
        outcome = await kernel.execute(code, deadline=deadline, expressions=expressions)
        return self._finding(step, outcome, has_held=outcome.values.get("held") == "yes")

    def _finding(self, step: Step, outcome: Outcome, *, has_held: bool) -> Finding:
        is_plain = step.condition is None
        self.ending = outcome.ending
        if outcome.ending is not Ending.DONE:
            message = f"it {words.stopped(outcome.ending, limits=self._limits)}"
            return Finding(passed=False, message=message, is_last=True)
        if outcome.raised is not None:
            if not step.is_hidden:
                self.stopped_by.append((step.source, outcome.raised))
            return Finding(passed=False, message=words.exception(outcome.raised), is_last=is_plain)
        if not has_held and step.condition is not None:
            return _unmet(step.condition, outcome)
        if outcome.stderr:  # nbgrader's rule
            message = f"it wrote to stderr, which counts as failed: {outcome.stderr.strip()}"
            return Finding(passed=False, message=words.cut(message))
        shows_value = is_plain and not step.source.rstrip().endswith(";")
        return Finding(passed=True, result=outcome.result if shows_value else None)

    def _add(self, step: Step, finding: Finding, *, problems: str) -> None:
        if finding.passed and step.condition is None and self._has_asserts:
            return  # set-up between the tests
        if step.is_hidden:
            message = "" if finding.passed else words.HIDDEN_FAILED
            self._add_hidden(passed=finding.passed, message=message)
            return
        message = finding.message
        if problems and not finding.passed:
            message = f"{problems}; {message}"
        self._tests.append(
            TestResult(
                self._cell.id,
                step.name,
                passed=finding.passed,
                hidden=False,
                message=message,
                expected=finding.expected,
                got=finding.got,
            )
        )

    def _add_not_run(self, step: Step, reason: str) -> None:
        if step.condition is None and self._has_asserts:
            return
        if step.is_hidden:
            self._add_hidden(passed=False, message=words.HIDDEN_DID_NOT_RUN)
        else:
            self._tests.append(self._failed(step.name, f"did not run: {reason}"))

    def _add_hidden(self, *, passed: bool, message: str) -> None:
        number = 1 + sum(test.hidden for test in self._tests)
        name = f"hidden test {number}"
        self._tests.append(
            TestResult(self._cell.id, name, passed=passed, hidden=True, message=message)
        )

    def _failed(self, name: str, message: str) -> TestResult:
        return TestResult(self._cell.id, name, passed=False, hidden=False, message=message)

    def _grade(self) -> CellGrade:
        most = self._cell.points
        if scoring.partial_credit(self._result, max_points=most) is None:
            self._add_too_much(most)
        return CellGrade(
            self._cell.id,
            scoring.points(self._tests, result=self._result, max_points=most),
            most,
            needs_manual_grade=False,
            tests=tuple(self._tests),
        )

    def _add_too_much(self, most: float) -> None:
        if self._steps[-1].is_hidden:
            self._add_hidden(passed=False, message=words.HIDDEN_FAILED)
            return
        value = words.cut(self._result or "", longest=40)
        message = f"the tests gave {value} points where there are {most:g}"
        self._tests.append(self._failed(self._cell.id, message))


def _question(condition: Condition) -> tuple[str, dict[str, str]]:
    """Return code that evaluates a condition without raising, and what to ask afterwards."""
    ask = {"held": f"'yes' if {HELD} else 'no'"}
    if condition.message is not None:
        ask["message"] = f"'' if {HELD} else str({condition.message})[:{LONGEST_TEXT + 1}]"
    if condition.left is None:
        return f"{HELD} = bool({condition.source}\n)", ask
    for name in (GOT, EXPECTED):
        ask[name] = f"'' if {HELD} else repr({name})[:{LONGEST_TEXT + 1}]"
    code = (
        f"{GOT} = ({condition.left}\n)\n"
        f"{EXPECTED} = ({condition.right}\n)\n"
        f"{HELD} = bool({GOT} == {EXPECTED})"
    )
    return code, ask


def _unmet(condition: Condition, outcome: Outcome) -> Finding:
    said = outcome.values.get("message", "").strip()
    expected, got = (outcome.values.get(name) for name in (EXPECTED, GOT))
    if expected is None or got is None:
        return Finding(passed=False, message=words.cut(said) or _not_true(condition))
    expected, got = words.cut(expected), words.cut(got)
    compared = f"expected {expected}, got {got}"
    message = f"{words.cut(said)} ({compared})" if said else compared
    return Finding(passed=False, message=message, expected=expected, got=got)


def _not_true(condition: Condition) -> str:
    return f"`{words.cut(' '.join(condition.source.split()))}` is not true"
