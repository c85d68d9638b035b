"""``jupyter hybrid ...``: one command per file."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType

from jupyter_hybrid import __version__
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.domain.errors import HybridError

_COMMANDS = (
    "demo",
    "new",
    "lint",
    "preview",
    "release",
    "import_nbgrader",
    "export_nbgrader",
    "cohort",
    "grade",
    "regrade",
    "person",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 2 cannot be done as asked."""
    parser = argparse.ArgumentParser(
        prog="jupyter hybrid", description="Hybrid technical training in JupyterLab."
    )
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    words = sys.argv[1:] if arguments is None else arguments
    for command in commands(words):
        command.add_parser(subparsers)
    chosen = parser.parse_args(words)
    try:
        status: int = chosen.run(chosen)
    except HybridError as error:
        print(printable(f"jupyter hybrid: {error.message}"), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def commands(words: Sequence[str] = ()) -> Iterator[ModuleType]:
    """Yield the modules of the commands; of the one alone that `words` begin with.

    All of them together take a good part of a second to load.
    """
    named = words[0].replace("-", "_") if words else ""
    for name in (named,) if named in _COMMANDS else _COMMANDS:
        yield import_module(f"jupyter_hybrid.cli.{name}")
