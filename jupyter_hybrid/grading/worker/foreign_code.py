"""Keeps tests from running text and files of the learner's as code beside themselves."""

import importlib.machinery
import os
import runpy
from collections.abc import Callable
from pathlib import Path

from jupyter_hybrid.grading.worker.codec import Unsupported
from jupyter_hybrid.grading.worker.codec_writer import Foreign

ADVICE = "tests do not run text or files as code, as a learner may have written them"


def refusal(name: str) -> Callable[..., Foreign]:
    """Return what stands where the function `name` was."""

    def refused(*_: Foreign, **__: Foreign) -> Foreign:
        raise Unsupported(f"code ({name})", "", ADVICE)

    return refused


RUNNERS = {name: refusal(name) for name in ("eval", "exec")}
"""What tests get instead of the built-in functions that run text."""


def refuse(folder: str) -> None:
    """Let nothing below `folder` be imported or run in this process."""
    runpy.run_path = refusal("runpy.run_path")
    place = Path(os.path.realpath(folder))

    def check(path: object) -> None:
        if Path(os.path.realpath(str(path))).is_relative_to(place):
            raise Unsupported(f"code ({Path(str(path)).name})", "", ADVICE)

    for loader in (
        importlib.machinery.SourceFileLoader,
        importlib.machinery.SourcelessFileLoader,
        importlib.machinery.ExtensionFileLoader,
    ):
        _check_first(loader, check)


def _check_first(loader: Foreign, check: Callable[[object], None]) -> None:
    create, execute = loader.create_module, loader.exec_module

    def create_module(self: Foreign, spec: Foreign) -> Foreign:
        check(spec.origin)
        return create(self, spec)

    def exec_module(self: Foreign, module: Foreign) -> Foreign:
        check(self.path)
        return execute(self, module)

    loader.create_module, loader.exec_module = create_module, exec_module
