"""How fast grading is, beside nbgrader and otter-grader; prints Markdown.

``python -m benchmarks.grading [--quick] [--only PART ...]``, from the project's folder.
"""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from benchmarks import layers
from benchmarks.contestants import ROOT
from benchmarks.courses import docs_course, plot_course, write_check_course
from benchmarks.findings import Findings
from benchmarks.measuring import cost_of, machine, progress, stolen, ticks
from benchmarks.over_http import over_http
from benchmarks.report import as_markdown, gates_of
from benchmarks.side_by_side import CLI, COMMAND, ENGINE, ENGINES, MEMORY, OTTER, side_by_side

PARTS = ("class", "engine", "http", "endurance")
_OURS = {ENGINE: 30, ENGINES: 30, COMMAND: 30}
_FULL = ({CLI: 30, MEMORY: 3, OTTER: 3, **_OURS}, {CLI: 3, **_OURS})
_HTTP = {"rounds": 3, "n_bursts": 5, "n_rests": 2}
_QUICK_HTTP = {"rounds": 2, "n_bursts": 2, "n_rests": 1}
_QUICK = ({CLI: 5, MEMORY: 2, OTTER: 2, **_OURS},)


def measure(found: Findings, parts: set[str], *, is_quick: bool, folder: Path) -> None:
    """Add to `found` what each part measures.

    Parameters
    ----------
    folder
        For courses and whatever is written.
    """
    found.machine, before = machine(), ticks()
    if "engine" in parts:
        _engine(found, n=18 if is_quick else 60, folder=folder)
    if "http" in parts:
        progress("HTTP")
        found.http = over_http(**(_QUICK_HTTP if is_quick else _HTTP))
    if "class" in parts:
        courses = [docs_course(folder / "docs"), plot_course(folder / "plot")]
        classes = _QUICK if is_quick else _FULL
        side_by_side(courses, classes=classes, into=found)
    if "endurance" in parts:
        n = 300 if is_quick else 10_000
        progress(f"{n} grades")
        cost = cost_of([sys.executable, "-m", "benchmarks.run_endurance", str(n)], folder=ROOT)
        found.endurance = cost.told
    found.machine.append(f"{stolen(before):.0%} of processor time went to other machines")


def _engine(found: Findings, *, n: int, folder: Path) -> None:
    write_check_course(folder / "checks")
    program = [sys.executable, "-m", "benchmarks.run_checks"]
    for level in (0, 1, 2, 3):
        progress(f"engine: level A{level}")
        more = ["--n", str(n if level == 2 else n // 3), "--level", str(level)]
        cost = cost_of([*program, str(folder / "checks/week/open.ipynb"), *more], folder=ROOT)
        found.levels[level] = cost.told
    progress("engine: hidden tests")
    more = ["--n", str(n // 3)]
    cost = cost_of([*program, str(folder / "checks/week/hidden.ipynb"), *more], folder=ROOT)
    found.hidden = cost.told
    progress("engine: layers")
    found.layers = layers.parts(n=n)


def main() -> int:
    """Print the results; return 1 if a gate is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything, two minutes")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    found = Findings()
    try:
        with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as made:
            measure(found, set(chosen.only), is_quick=chosen.quick, folder=Path(made))
    finally:
        print(as_markdown(found))  # also what there is when it is stopped
    return 0 if all(gate.is_met for gate in gates_of(found)) else 1


if __name__ == "__main__":
    sys.exit(main())
