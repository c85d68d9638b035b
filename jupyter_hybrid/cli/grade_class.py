"""The points of a whole class: `jupyter hybrid grade --all DIR --submissions DIR`."""

import asyncio
import hashlib
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_hybrid import __version__
from jupyter_hybrid.cli.grade_handed_in import HandedIn
from jupyter_hybrid.cli.grade_journal import Journal
from jupyter_hybrid.cli.grade_records import (
    NotebookRecord,
    State,
    bare_record,
    not_graded,
    record_of,
)
from jupyter_hybrid.cli.grade_results import Results, as_table, check_free, write_results
from jupyter_hybrid.cli.grade_runs import (
    Trust,
    all_in,
    find_trust,
    grade_submission,
    nothing_handed_in,
)
from jupyter_hybrid.cli.grade_source import Source, read_sources
from jupyter_hybrid.cli.progress_bar import ProgressBar
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.submission import Submission, read_submission
from jupyter_hybrid.domain.errors import HybridError, NotFound
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.services.ports import Grader

_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class ClassOrder:
    """What to grade, and how.

    Parameters
    ----------
    sources
        Folder of the assignment's source notebooks; its name is the assignment's.
    submissions
        Folder that holds a folder for each learner.
    output
        Where results go; None for ``grades-<assignment>`` in the current folder.
    n_workers
        How many are graded at the same time.
    mode
        How tests run; None for the strictest way that works.
    is_again
        Whether to grade what was graded before, too.
    """

    sources: Path
    submissions: Path
    output: Path | None
    n_workers: int
    mode: TrustMode | None
    is_again: bool


def grade_class(order: ClassOrder, *, make_grader: Callable[[], Grader]) -> int:
    """Grade everybody, write the results and return 0, or 1 if not everything could be graded.

    Raises
    ------
    NotFound, Invalid
        If the assignment cannot be used, or nobody handed anything in.
    Conflict, Unavailable
        If the results cannot be written where they should go.
    """
    sources = read_sources(order.sources)
    assignment = order.sources.resolve().name
    output = order.output or Path(f"grades-{assignment}")
    handed_in = HandedIn(order.submissions, assignment=assignment, apart=output)
    for source in sources:
        for note in source.notes:
            print(printable(f"{source.name}: {note}"), file=sys.stderr)
    check_free(output)
    with Journal(output, is_emptied=order.is_again) as journal:
        grading = _ClassGrading(
            order, sources=sources, handed_in=handed_in, journal=journal, make_grader=make_grader
        )
        try:
            records = asyncio.run(grading.run())
        except KeyboardInterrupt:
            _tell_interrupted(grading)
            return _INTERRUPTED
        results = Results(assignment, records)
        write_results(output, results)
    print(as_table(results))
    print(printable(f"written to {output}"))
    return _tell_problems(results)


def _tell_interrupted(grading: "_ClassGrading") -> None:
    print(
        f"stopped: {grading.n_kept} of {_counted(grading.n_total)} graded and kept; the same"
        " command goes on from there",
        file=sys.stderr,
    )


def _tell_problems(results: Results) -> int:
    for notebook, fault in results.faults.items():
        words = f"{notebook}: the author's fault: {fault}"
        print(printable(words), file=sys.stderr)
    if results.not_graded:
        n_left = len(results.not_graded)
        why = "; ".join(dict.fromkeys(note for one in results.not_graded for note in one["notes"]))
        print(
            printable(
                f"{_counted(n_left)} could not be graded; the same command tries again: {why}"
            ),
            file=sys.stderr,
        )
    return 1 if results.faults or results.not_graded else 0


def _counted(n_notebooks: int) -> str:
    return "1 notebook" if n_notebooks == 1 else f"{n_notebooks} notebooks"


class _ClassGrading:
    """One pass over all learners and notebooks."""

    def __init__(
        self,
        order: ClassOrder,
        *,
        sources: tuple[Source, ...],
        handed_in: HandedIn,
        journal: Journal,
        make_grader: Callable[[], Grader],
    ) -> None:
        self._order = order
        self._sources = sources
        self._names = frozenset(source.name for source in sources)
        self._handed_in = handed_in
        self._journal = journal
        self._assignment = order.sources.resolve().name
        self._fixed = {source.name: self._digests(source) for source in sources}
        self._make_grader = make_grader
        self._engine: Grader | None = None
        self._trusts: dict[str, asyncio.Task[Trust]] = {}
        self._records: dict[tuple[str, str], NotebookRecord] = {}
        self.n_total = len(handed_in.learners) * len(sources)
        self._bar = ProgressBar(self.n_total)

    @property
    def n_kept(self) -> int:
        """How many notebooks need not be graded another time."""
        return len(self._records)

    async def run(self) -> list[NotebookRecord]:
        """Grade what the journal does not hold, and return everything in order."""
        jobs = self._jobs()
        try:
            # One more than are graded at the same time: it reads meanwhile.
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._order.n_workers + 1, self.n_total)):
                    group.create_task(self._work(jobs))
        finally:
            self._bar.close()
            await self._close()
        return [
            self._records[learner, source.name]
            for learner in self._handed_in.learners
            for source in self._sources
        ]

    def _jobs(self) -> Iterator[tuple[str, Source]]:
        for learner in self._handed_in.learners:
            for source in self._sources:
                yield learner, source

    async def _work(self, jobs: Iterator[tuple[str, Source]]) -> None:
        for learner, source in jobs:
            record = await self._one(learner, source)
            notes = [*record["notes"], *self._notes(learner, source)]
            self._records[learner, source.name] = {**record, "notes": notes}
            # Also where nothing waits, others and Ctrl-C get their turn.
            await asyncio.sleep(0)

    async def _one(self, learner: str, source: Source) -> NotebookRecord:
        try:
            content = self._handed_in.read(learner, source.name)
            name = f"{learner}/{source.name}"
            known = self._known(learner, source, content)
            if known is not None:
                self._bar.skip()
                return known
            answers = read_submission(content, notebook=source.draft.notebook, file=name)
        except HybridError as error:
            self._bar.skip()
            return self._nothing(learner, source, error=error)
        try:
            record = await self._graded(learner, source, answers=answers)
        except HybridError as error:
            record = not_graded(learner, source, reason=error.message)
        else:
            self._keep(record, content)
        self._bar.done(f"{learner} {source.name}")
        return record

    async def _graded(self, learner: str, source: Source, *, answers: Submission) -> NotebookRecord:
        trust = await self._trust(source)
        seed = f"{learner}/{self._assignment}/{source.name}"
        grade = await grade_submission(
            source, answers, grader=self._grader(), trust=trust, seed=seed
        )
        return record_of(learner, source, grade=grade, trust=trust, notes=answers.notes)

    async def _trust(self, source: Source) -> Trust:
        """Return how the tests of a notebook run, found out once."""
        if self._order.mode is not None:
            return all_in(self._order.mode, source)
        if source.name not in self._trusts:
            finding = asyncio.create_task(find_trust(source, grader=self._grader()))
            self._trusts[source.name] = finding
        return await asyncio.shield(self._trusts[source.name])

    def _grader(self) -> Grader:
        if self._engine is None:
            self._engine = self._make_grader()
        return self._engine

    async def _close(self) -> None:
        for finding in self._trusts.values():
            finding.cancel()
        await asyncio.gather(*self._trusts.values(), return_exceptions=True)
        if self._engine is not None:
            await self._engine.close()

    def _known(self, learner: str, source: Source, content: bytes) -> NotebookRecord | None:
        return self._journal.find(
            learner, source.name, digests=self._with_submission(source, content)
        )

    def _keep(self, record: NotebookRecord, content: bytes) -> None:
        source = next(one for one in self._sources if one.name == record["notebook"])
        # A fault may be one of this machine, such as a module that is missing.
        if record["fault"] is None:
            self._journal.add(record, digests=self._with_submission(source, content))

    def _with_submission(self, source: Source, content: bytes) -> dict[str, str]:
        return {**self._fixed[source.name], "submission": hashlib.sha256(content).hexdigest()}

    def _digests(self, source: Source) -> Mapping[str, str]:
        mode = self._order.mode.value if self._order.mode else "found"
        engine = f"{__version__} {platform.python_version()} {mode}"
        return {**source.digests(), "engine": engine}

    def _notes(self, learner: str, source: Source) -> list[str]:
        if source is not self._sources[0]:  # said once
            return []
        return [
            f"{name!r} is not part of this assignment; it was left out"
            for name in self._handed_in.foreign(learner, names=self._names)
        ]

    def _nothing(self, learner: str, source: Source, *, error: HybridError) -> NotebookRecord:
        state = State.MISSING if isinstance(error, NotFound) else State.UNUSABLE
        return bare_record(
            learner,
            source,
            state=state,
            cells=nothing_handed_in(source),
            notes=[f"{error.message}; it gets no points"],
        )
