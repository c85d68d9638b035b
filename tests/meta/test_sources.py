"""What must hold of the sources themselves."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
MAX_FILE_LINES, MAX_MEDIAN_LINES, MAX_FUNCTION_LINES = 400, 150, 40
OUTSIDE_HOSTS = re.compile(r"esm\.sh|unpkg|jsdelivr|cdnjs|skypack", re.IGNORECASE)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|home/[a-z]+|Users/[A-Za-z]+)/")


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        PROJECT / name for name in listed.stdout.split("\n") if name and (PROJECT / name).exists()
    ]


def sources():
    return [path for path in tracked("*.py", "*.ts", "*.tsx") if path.name != "schema.d.ts"]


def shipped():
    return [
        path
        for path in sources()
        if "tests" not in path.relative_to(PROJECT).parts and "__tests__" not in path.parts
    ]


def n_lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_holds_two_ideas():
    sizes = {str(path.relative_to(PROJECT)): n_lines(path) for path in sources()}

    assert {name: size for name, size in sizes.items() if size > MAX_FILE_LINES} == {}
    assert statistics.median(filter(None, map(n_lines, shipped()))) < MAX_MEDIAN_LINES


def test_no_function_holds_two_ideas():
    long = [
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}"
        for path in tracked("jupyter_hybrid/*.py", "tools/*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _body_lines(node) > MAX_FUNCTION_LINES
    ]

    assert long == []


def _body_lines(node):
    """Count the lines of a function behind its docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return node.end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("pattern", [OUTSIDE_HOSTS, MACHINE_PATHS], ids=["hosts", "paths"])
def test_nothing_names_an_outside_host_or_a_machines_path(pattern):
    texts = [*shipped(), *tracked("*.json", "*.yaml", "*.toml", "*.css", "Makefile", ".ci/*")]
    guilty = [
        str(path.relative_to(PROJECT))
        for path in texts
        if path.name != "yarn.lock" and pattern.search(path.read_text(encoding="utf-8"))
    ]

    assert guilty == []


def test_nothing_is_left_to_be_done():
    words = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b", re.IGNORECASE)
    guilty = [str(path) for path in sources() if words.search(path.read_text(encoding="utf-8"))]

    assert guilty == []


def test_every_public_function_of_rules_use_cases_and_ports_says_what_it_does():
    silent = [
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}"
        for path in tracked("jupyter_hybrid/domain/*.py", "jupyter_hybrid/services/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_importing_the_package_stays_cheap():
    code = "import sys, jupyter_hybrid; print(len(sys.modules))"
    bare = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; print(len(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    with_it = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )

    assert int(with_it.stdout) - int(bare.stdout) < 60


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("jupyter_hybrid.app", {"nbgrader"}),
        ("jupyter_hybrid.cli", {"nbgrader", "jupyter_server", "sqlalchemy", "pycrdt", "nbformat"}),
    ],
)
def test_what_takes_long_is_not_imported_before_it_is_needed(module, heavy):
    code = f"import sys, {module}; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )

    assert heavy.isdisjoint(found.stdout.split())
