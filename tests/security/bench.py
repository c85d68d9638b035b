"""Grades hostile submissions in one engine and says what they got, left or learned.

Run as a program of its own: it may be any user's, and what an attack breaks is not the test's.
"""

import asyncio
import contextlib
import dataclasses
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from security.attacks import ALL
from security.attacks.attack import ROOT, Attack
from security.outside import Outside, Secrets

from jupyter_hybrid.content.submission import read_submission
from jupyter_hybrid.domain.exercises import Grade, check_answers, rebuild
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.policies import Limits, Permission
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import MOST
from jupyter_hybrid.grading.options import EngineOptions
from jupyter_hybrid.grading.split import environments
from jupyter_hybrid.services.ports import GradingTask

CASE_S = 30.0
N_TOGETHER = 10
N_WORKERS = 4
SETTLED_WITHIN_S = 3.0
RIGHT = "def mean(xs):\n    return sum(xs) / len(xs)"
VISIBLE = "assert mean([1, 3]) == 2\nassert mean([4]) == 4"
STUB = "# your code"
TIGHT = {"cell_s": 0.6, "exercise_s": 4.0, "memory_mb": 192, "output_kb": 64, "scratch_mb": 2}
PATIENT = {"cell_s": 10.0, "exercise_s": 15.0}
OTHER_ID = 64_321
IS_ALONE = os.getppid() == 1
"""Whether all processes here are ours: we are in a namespace."""


class Log(logging.Handler):
    """Everything that the engine writes into its log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter().format(record))


class Bench:
    """One engine at one level."""

    def __init__(self, folder: Path, *, level: int, user: str) -> None:
        self.secrets = Secrets()
        self.outside = Outside(folder, self.secrets)
        self.log = Log()
        self._scratch = folder / "scratch"
        self._user, self._level = user, level
        self._usual: tuple[int, int] | None = None
        limits = dataclasses.replace(MOST, interrupt_s=0.2)
        environments.ALWAYS_LOADED = ("numpy",)  # forks are the faster
        hidden = (self.outside.folder / "course", self.outside.folder / "data")
        self.engine = GradingEngine(
            EngineOptions(limits=limits, max_level=level, n_workers=N_WORKERS, hidden=hidden)
        )

    async def start(self) -> None:
        logging.getLogger().addHandler(self.log)
        logging.getLogger().setLevel(logging.DEBUG)
        self.outside.plant()
        await self.outside.listen()
        neighbour = await self._grade(Attack(RIGHT, tests=VISIBLE, limits=PATIENT))
        if neighbour.isolation != f"A{self._level}" or neighbour.points != 2:
            raise SystemExit(f"the bench does not work: {neighbour}")
        self._usual = await asyncio.to_thread(self._settle, None)

    async def run(self, names: Sequence[str]) -> dict[str, list[str]]:
        """Return what is wrong after attacks at the same time; nothing for those without harm."""
        self.outside.plant()
        self.outside.heard.clear()
        self.log.lines.clear()
        attacks = {name: ALL[name] for name in names}
        honest = Attack(
            RIGHT, tests=VISIBLE, allow=next(iter(attacks.values())).allow, limits=PATIENT
        )
        *about, beside = await asyncio.gather(
            *(self._attacked(attack) for attack in attacks.values()), self._neighbour(honest)
        )
        after = await self._neighbour(Attack(RIGHT, tests=VISIBLE, limits=PATIENT))
        shared = [*beside, *after, *await self._left()]
        if shared and len(names) > 1:  # who was it?
            return {name: (await self.run([name]))[name] for name in names}
        return {name: [*own, *shared] for name, own in zip(attacks, about, strict=True)}

    async def _attacked(self, attack: Attack) -> list[str]:
        try:
            return self._about(await asyncio.wait_for(self._grade(attack), CASE_S), attack)
        except Exception as error:  # noqa: BLE001
            return [f"the engine failed: {error!r}"]

    async def _neighbour(self, honest: Attack) -> list[str]:
        try:
            return self._about_neighbour(await asyncio.wait_for(self._grade(honest), CASE_S))
        except Exception as error:  # noqa: BLE001
            return [f"a neighbour: {error!r}"]

    async def _grade(self, attack: Attack) -> Grade:
        return await self.engine.grade(self._task(attack))

    def _task(self, attack: Attack) -> GradingTask:
        notebook = self._released(attack)
        handed_in = _as_json(notebook, answer=self._filled(attack.answer))
        if attack.tamper is not None:
            attack.tamper(handed_in)
        read = read_submission(json.dumps(handed_in).encode(), notebook=notebook, file="x.ipynb")
        check_answers(notebook, answers=read.answers, free=read.free)
        return GradingTask(
            rebuild(notebook, answers=read.answers, free=read.free),
            frozenset({"test-it"}),
            files={"data.csv": b"a,b\n1,2\n"},
            limits=Limits(**{**TIGHT, **attack.limits}),
            reference={"it": f"solution = {self.secrets.texts['SOLUTION']!r}"},
            allow=frozenset(map(Permission, attack.allow)),
        )

    def _released(self, attack: Attack) -> Notebook:
        tests = self.secrets.fill(attack.tests)
        solution = f"solution = {self.secrets.texts['SOLUTION']!r}"
        return Notebook(
            (
                Cell("setup", "code", attack.setup or "import math", attack.setup or "import math"),
                Cell("it", "code", solution, STUB, CellRole.ANSWER),
                Cell("test-it", "code", tests, "# tests", CellRole.TESTS, 2.0),
            )
        )

    def _filled(self, source: str) -> str:
        for name, place in self.outside.places.items():
            source = source.replace(f"@{name}@", place)
        return source

    def _about(self, grade: Grade, attack: Attack) -> list[str]:
        complaints = []
        if abs(grade.points - attack.points) > 1e-12:
            complaints.append(f"points: {grade.points}")
        if not attack.points:
            passed = [t.name for cell in grade.cells for t in cell.tests if t.passed]
            wrong = [name for name in passed if name not in attack.passed]
            complaints += [f"passed: {name}" for name in wrong]
        complaints += [f"reply: {name}" for name in self.secrets.found_in(repr(grade))]
        complaints += _odd(grade, most=8 * 1024 * (attack.limits.get("output_kb") or 64))
        if attack.shown is not None and not attack.shown([*grade.outputs.get("it", ())]):
            complaints.append(f"not shown as data: {grade.outputs.get('it')}")
        return complaints

    def _about_neighbour(self, grade: Grade) -> list[str]:
        complaints = [] if grade.points == 2 else [f"neighbour: {grade}"]
        return complaints + [f"neighbour: {n}" for n in self.secrets.found_in(repr(grade))]

    async def _left(self) -> list[str]:
        left = await asyncio.to_thread(self._settle, self._usual)
        if left != self._usual:  # pairs that may do more can still wait for a task like the last
            await self._grade(Attack(RIGHT, tests=VISIBLE, limits=PATIENT))
            left = await asyncio.to_thread(self._settle, self._usual)
        complaints = [f"heard: {kind}" for kind in self.outside.heard]
        if left != self._usual:
            complaints.append(f"left: (processes, folders) {left}, not {self._usual}")
        complaints += self.outside.changes()
        log = "\n".join(self.log.lines)
        return complaints + [f"log: {name}" for name in self.secrets.found_in(log)]

    def _settle(self, wanted: tuple[int, int] | None) -> tuple[int, int]:
        """Wait until processes and folders are as many as wanted, or stay as many as they are."""
        until = time.monotonic() + SETTLED_WITHIN_S
        still_since, seen = time.monotonic(), (-1, -1)
        while time.monotonic() < until:
            n_now = sum(1 for _ in self._processes())
            if (n_now, self._n_scratch()) != seen:
                still_since, seen = time.monotonic(), (n_now, self._n_scratch())
            still_s = time.monotonic() - still_since
            if still_s > (0.5 if wanted is None else 0.02) and wanted in (None, seen):
                break
            time.sleep(0.005)
        return seen

    def _n_scratch(self) -> int:
        return sum(len([*one.iterdir()]) for one in self._scratch.iterdir() if one.is_dir())

    def _processes(self) -> Iterator[int]:
        """Yield every process of ours; where we are alone, every process there is."""
        for name in os.listdir("/proc"):  # noqa: PTH208
            if name.isdigit() and (IS_ALONE or self._is_ours(name)):
                yield int(name)

    def _is_ours(self, process: str) -> bool:
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{process}/cmdline").read_text(errors="replace")
            home = Path(f"/proc/{process}/environ").read_text(errors="replace")
            return str(self._scratch) in command + home
        return False


def _odd(grade: Grade, *, most: int) -> list[str]:
    """Return why a grade could not be kept or sent."""
    try:
        fields = dataclasses.asdict(grade)
        sent = json.dumps(fields, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        return [f"a grade that cannot be kept: {error!r}"[:300]]
    return [f"a grade of {len(sent)} bytes"] if len(sent) > most + 100_000 else []


def _as_json(notebook: Notebook, *, answer: str) -> dict[str, Any]:
    """Return what the learner was given, with an answer in it."""
    cells = []
    for cell in notebook.cells:
        marks: dict[str, Any] = {}
        if cell.role is not CellRole.FREE:
            marks["nbgrader"] = {
                "grade_id": cell.id,
                "schema_version": 3,
                "solution": cell.role is CellRole.ANSWER,
                "grade": cell.is_graded,
                "locked": cell.is_graded,
                "points": cell.points,
                "cell_type": "code",
            }
        cells.append(
            {
                "id": cell.id,
                "cell_type": "code",
                "source": answer if cell.is_answer else cell.stub,
                "metadata": marks,
                "outputs": [],
                "execution_count": None,
            }
        )
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def together(names: Sequence[str]) -> list[list[str]]:
    """Return `names` in groups to grade at the same time; what may do harm here stays alone."""
    alone = [name for name in names if ALL[name].stopped_from or ALL[name].allow]
    others = [name for name in names if name not in alone]
    groups = [others[at : at + N_TOGETHER] for at in range(0, len(others), N_TOGETHER)]
    return [*groups, *([name] for name in alone)]


async def main(config: dict[str, Any]) -> None:
    folder, user = Path(config["folder"]), str(config["user"])
    bench = Bench(folder, level=int(config["level"]), user=user)
    await bench.start()
    said = sys.stdout
    for names in together(config["names"]):
        started = time.monotonic()
        for name, complaints in (await bench.run(names)).items():
            took_s = round(time.monotonic() - started, 3)
            line = {"name": name, "complaints": complaints, "took_s": took_s, "n": len(names)}
            said.write(json.dumps(line) + "\n")
        said.flush()
    await bench.engine.close()
    left = os.listdir(folder / "scratch")  # noqa: PTH208
    said.write(json.dumps({"name": "", "complaints": left}) + "\n")


def become(user: str, folder: Path) -> None:
    """Make the folders and become the user who runs the server."""
    for name in ("outside", "scratch"):
        (folder / name).mkdir()
    folder.chmod(0o711)
    if os.getuid() == 0:
        from security.sandbox import confining  # noqa: PLC0415  only here

        if not all(parent.stat().st_mode & 1 for parent in Path(sys.base_prefix).parents):
            confining._open_the_way(Path(sys.base_prefix))
        if user != ROOT:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, OTHER_ID, OTHER_ID)
            os.setgroups([])
            os.setresgid(OTHER_ID, OTHER_ID, OTHER_ID)
            os.setresuid(OTHER_ID, OTHER_ID, OTHER_ID)
            confining.libc.control(confining.libc.PR_SET_DUMPABLE, 1)
    os.environ["HOME"] = str(folder / "outside" / "home")
    tempfile.tempdir = str(folder / "scratch")


if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    become(told["user"], Path(told["folder"]))
    asyncio.run(main(told))
