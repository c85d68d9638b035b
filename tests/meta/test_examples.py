"""The examples in docstrings are true."""

import doctest
import importlib
import importlib.util
import pkgutil
from pathlib import Path

import pytest

import jupyter_hybrid.content
import jupyter_hybrid.domain
import jupyter_hybrid.grading
import jupyter_hybrid.services

PACKAGES = (
    jupyter_hybrid.domain,
    jupyter_hybrid.services,
    jupyter_hybrid.content,
    jupyter_hybrid.grading,
)
MODULES = [
    f"{package.__name__}.{module.name}"
    for package in PACKAGES
    for module in pkgutil.iter_modules(package.__path__)
    if module.name != "confined"  # a script of its own process
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    attempted = [doctest.testmod(importlib.import_module(name)).attempted for name in MODULES]

    assert sum(attempted) >= 4


def test_the_runner_of_all_checks_counts_as_its_examples_say():
    path = Path(__file__).parents[2] / "tools" / "check.py"
    spec = importlib.util.spec_from_file_location("check", path)
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)

    results = doctest.testmod(check)

    assert (results.failed, results.attempted) == (0, 2)
