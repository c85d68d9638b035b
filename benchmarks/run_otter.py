"""Grades a class with otter-grader in one process; runs in otter-grader's own environment.

``python run_otter.py AUTOGRADER.ZIP NOTEBOOK...`` prints JSON: milliseconds and points of each.
"""

import contextlib
import io
import json
import sys
import tempfile
import time


def main() -> None:
    """Run as a program."""
    started = time.perf_counter()
    from otter.run import main as run  # noqa: PLC0415  its own environment has it

    start_s = time.perf_counter() - started
    times, points = [], []
    for notebook in sys.argv[2:]:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()):
            results = run(notebook, autograder=sys.argv[1], output_dir=out, no_logo=True)
        times.append(1000 * (time.perf_counter() - began))
        points.append(float(results.total))
    print(json.dumps({"start_s": start_s, "ms": times, "points": points}))


if __name__ == "__main__":
    main()
