"""Everything that happened while a notebook ran, told to the learner afterwards."""

from dataclasses import dataclass

from jupyter_hybrid.domain.exercises import CellGrade, Missing
from jupyter_hybrid.grading import words
from jupyter_hybrid.grading.diagnosis import MOST_TOLD, Diagnosis, Finding
from jupyter_hybrid.grading.record import TestRecord


@dataclass(frozen=True, slots=True)
class NextExercise:
    """The answers of another exercise began."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that the learner reads in any case.

    Parameters
    ----------
    note
        A sentence.
    """

    note: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that is no test went wrong.

    Parameters
    ----------
    text
        What happened, in words.
    is_answer
        Whether it was an answer.
    is_told
        Whether a note speaks of it already.
    """

    text: str
    is_answer: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class Tested:
    """A test cell ran; its record may be completed later."""

    record: TestRecord


@dataclass(frozen=True, slots=True)
class ByHand:
    """A cell that a person has to grade."""

    grade: CellGrade


Event = NextExercise | Noted | Problem | Finding | Tested | ByHand


class Story:
    """What the events of a run come to.

    Attributes
    ----------
    grades
        One per graded cell, in order.
    notes, missing
        As in `Grade`.
    """

    def __init__(self, events: list[Event], *, diagnosis: Diagnosis) -> None:
        self._diagnosis = diagnosis
        self._problems: list[str] = []
        self._untold: list[str] = []
        self._elsewhere: list[str] = []
        self._findings: list[Finding] = []
        self.grades: list[CellGrade] = []
        self.notes: list[str] = []
        self.missing: list[Missing] = []
        for event in events:
            self._hear(event)

    def _hear(self, event: Event) -> None:
        match event:
            case NextExercise():
                for gathered in (self._problems, self._untold, self._findings):
                    gathered.clear()
            case Noted():
                self.notes.append(event.note)
            case Problem():
                self._hear_problem(event)
            case Finding():
                self._find(event)
            case Tested():
                self._hear_tests(event.record)
            case ByHand():
                self.grades.append(event.grade)
                self._tell()
                self._tell_findings()

    def _hear_problem(self, event: Problem) -> None:
        if event.is_answer:
            self._problems.append(event.text)
        if not event.is_told:
            (self._untold if event.is_answer else self._elsewhere).append(event.text)

    def _find(self, finding: Finding | None) -> None:
        if finding is not None and finding not in self._findings:
            self._findings.append(finding)

    def _hear_tests(self, record: TestRecord) -> None:
        record.problems = words.joined(*self._problems)
        grade = record.grade()
        self.grades.append(grade)
        for source, raised in record.stopped_by:
            hidden = record.hidden_source
            self._find(self._diagnosis.of_test(source, raised, hidden=hidden, cell=record.cell))
        is_told = any(not test.passed and not test.hidden for test in grade.tests)
        if record.problems and is_told:
            self._untold.clear()
        elif grade.points != grade.max_points:
            self._tell()
        if grade.points != grade.max_points:
            self._tell_findings()

    def _tell(self) -> None:
        """Put what no test's message says into the notes."""
        self.notes += [*self._elsewhere, *self._untold]
        self._elsewhere.clear()
        self._untold.clear()

    def _tell_findings(self) -> None:
        """Say what was missing, each thing once."""
        for finding in self._findings[:MOST_TOLD]:
            if finding.note not in self.notes:
                self.notes.append(finding.note)
            if finding.missing is not None and finding.missing not in self.missing:
                self.missing.append(finding.missing)
        self._findings.clear()
