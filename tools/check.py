"""Runs every check of the project, sums what they ran, and ends with `N passed, N failed`.

    python tools/check.py              all
    python tools/check.py mypy pytest  some

A linter counts as one check, a test runner with what it says that it ran. A runner that ran nothing
has failed. The browser tests, which wait more than they compute, run beside all others.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Check:
    """One runner.

    Parameters
    ----------
    command
        Without the folder of this environment's programs.
    folder
        Where it runs, relative to the project.
    counts
        Whether it prints how many tests passed and failed.
    is_beside
        Whether it runs beside the others; what it prints is shown when it is done.
    """

    command: tuple[str, ...]
    folder: str = "."
    counts: bool = False
    is_beside: bool = False


CHECKS = {
    "ruff": Check(("ruff", "check", ".")),
    "format": Check(("ruff", "format", "--check", ".")),
    "mypy": Check(("mypy",)),
    "imports": Check(("lint-imports",)),
    "eslint": Check(("jlpm", "eslint", "src", "--max-warnings=0"), "labextension"),
    "prettier": Check(("jlpm", "prettier", "--check", "src", "style"), "labextension"),
    "tsc": Check(("jlpm", "tsc", "-p", "tsconfig.json", "--noEmit"), "labextension"),
    "depcruise": Check(("jlpm", "depcruise", "src"), "labextension"),
    "vitest": Check(("jlpm", "vitest", "run"), "labextension", counts=True),
    "pytest": Check(("pytest", "--color=no", "--ignore=tests/ui"), counts=True),
    "browsers": Check(
        ("pytest", "--color=no", "-o", "timeout=400", "tests/ui"), counts=True, is_beside=True
    ),
}


def run(name: str, check: Check) -> tuple[int, int]:
    """Run one check, showing its output, and return how much passed and failed."""
    heading = f"\n=== {name}: {' '.join(check.command)}"
    if not check.is_beside:
        print(heading, flush=True)
    began = time.monotonic()
    process = subprocess.Popen(
        [str(BIN / check.command[0]), *check.command[1:]],
        cwd=ROOT / check.folder,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    lines = []
    for line in process.stdout or ():
        if not check.is_beside:
            print(line, end="", flush=True)
        lines.append(_ANSI.sub("", line))
    status = process.wait()
    if check.is_beside:
        print(f"{heading}\n{''.join(lines)}", flush=True)
    passed, failed = count("".join(lines[-60:])) if check.counts else (1, 0)
    if status != 0 and failed == 0:
        failed, passed = 1, passed if check.counts else 0
    if passed + failed == 0:
        print(f"{name} ran nothing")
        failed = 1
    print(f"--- {name}: {passed} ok, {failed} not, {time.monotonic() - began:.0f} s", flush=True)
    return passed, failed


def count(output: str) -> tuple[int, int]:
    r"""Return how many tests passed and failed, from the end of what a test runner printed.

    Examples
    --------
    >>> count("== 2 failed, 31 passed, 1 error in 3.10s ==")
    (31, 3)
    >>> count(" Test Files  2 passed (2)\n      Tests  1 failed | 41 passed (42)\n")
    (41, 1)
    """
    summary = [
        line for line in output.splitlines() if re.search(r"\d+ (passed|failed|error)", line)
    ]
    last = summary[-1] if summary else ""
    passed = sum(int(n) for n in re.findall(r"(\d+) passed", last))
    failed = sum(int(n) for n in re.findall(r"(\d+) (?:failed|errors?)", last))
    return passed, failed


def main(names: list[str]) -> int:
    """Run the named checks, or all."""
    unknown = set(names) - CHECKS.keys()
    if unknown:
        print(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
        return 2
    chosen = names or list(CHECKS)
    beside = [name for name in chosen if CHECKS[name].is_beside]
    with ThreadPoolExecutor() as pool:
        running = {name: pool.submit(run, name, CHECKS[name]) for name in beside}
        results = {name: run(name, CHECKS[name]) for name in chosen if name not in running}
        results |= {name: waiting.result() for name, waiting in running.items()}
    passed = sum(result[0] for result in results.values())
    failed = sum(result[1] for result in results.values())
    bad = [name for name, result in results.items() if result[1]]
    print(f"\nnot green: {', '.join(bad)}" if bad else "\nall green")
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
