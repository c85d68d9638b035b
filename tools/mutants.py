"""Changes the codec and the scoring rules a little, again and again, and counts what tests notice.

    make mutants                                          all of them, about an hour on two cores
    python tools/mutants.py grading/scoring.py            some files

Works in a folder of its own, so that nothing here changes; fails below 85 %.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOWEST = 0.85
FILES = ("grading/worker/codec*.py", "grading/scoring.py")
TESTS = ("tests/unit/grading/worker/test_codec*.py", "tests/unit/grading/test_scoring*.py")
_SETTINGS = """
[tool.mutmut]
source_paths = ["jupyter_hybrid"]
only_mutate = {files}
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-p", "no:cacheprovider"]
also_copy = ["tests", "conftest.py"]
use_git_change_detection = false

[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]
pythonpath = ["tests", "."]
"""
# Nobody reads the smallest example of a mutant.
_CONFTEST = """
from hypothesis import Phase, settings

settings.register_profile(
    "mutants", phases=[Phase.explicit, Phase.generate], derandomize=True, database=None
)
settings.load_profile("mutants")
"""
_NOTICED = {"killed", "timeout", "segfault", "caught_by_type_check"}
_NOT_COUNTED = {"skipped", "not_checked", "suspicious"}
SHOWN = 50  # each takes a second


def _found(patterns: tuple[str, ...], *, below: Path) -> list[str]:
    return sorted(
        str(path.relative_to(ROOT)) for pattern in patterns for path in below.glob(pattern)
    )


def prepare(folder: Path, *, files: tuple[str, ...]) -> None:
    """Copy what the mutants need into an empty folder."""
    ignored = shutil.ignore_patterns("labextension", "__pycache__")
    shutil.copytree(ROOT / "jupyter_hybrid", folder / "jupyter_hybrid", ignore=ignored)
    tests = _found(TESTS, below=ROOT)
    for test in tests:
        (folder / test).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / test, folder / test)
    (folder / "conftest.py").write_text(_CONFTEST)
    mutated = _found(files, below=ROOT / "jupyter_hybrid")
    settings = _SETTINGS.format(files=json.dumps(mutated), tests=json.dumps(tests))
    (folder / "pyproject.toml").write_text(settings)


def main() -> int:
    """Run the mutants, print those that nobody noticed, and return whether there are too many."""
    files = tuple(sys.argv[1:]) or FILES
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        prepare(folder, files=files)
        mutmut = (sys.executable, "-m", "mutmut")
        environment = {**os.environ, "PYTHONPATH": ""}
        subprocess.run([*mutmut, "run"], cwd=folder, env=environment, check=False)
        shown = subprocess.run(
            [*mutmut, "results", "--all", "true"],
            cwd=folder, env=environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        fates = dict(line.strip().rsplit(": ", 1) for line in shown.splitlines() if ": " in line)
        fates = {mutant: fate.replace(" ", "_") for mutant, fate in fates.items()}
        missed = [mutant for mutant, fate in fates.items() if fate not in _NOTICED | _NOT_COUNTED]
        for mutant in missed[:SHOWN]:
            subprocess.run([*mutmut, "show", mutant], cwd=folder, env=environment, check=False)
    counts = Counter(fates.values())
    noticed = sum(counts[fate] for fate in _NOTICED)
    score = noticed / max(1, noticed + len(missed))
    print(f"\n{dict(counts)}\nnoticed {score:.1%}, at least {LOWEST:.0%} wanted")
    return int(score < LOWEST)


if __name__ == "__main__":
    sys.exit(main())
