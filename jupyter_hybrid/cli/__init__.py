"""``jupyter hybrid ...``: one command per file."""

import argparse
import sys
from collections.abc import Sequence

from jupyter_hybrid import __version__
from jupyter_hybrid.cli import (
    cohort,
    demo,
    export_nbgrader,
    grade,
    import_nbgrader,
    lint,
    new,
    person,
    preview,
    regrade,
    release,
)
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.domain.errors import HybridError

_COMMANDS = (
    demo,
    new,
    lint,
    preview,
    release,
    import_nbgrader,
    export_nbgrader,
    cohort,
    grade,
    regrade,
    person,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 2 cannot be done as asked."""
    parser = argparse.ArgumentParser(
        prog="jupyter hybrid", description="Hybrid technical training in JupyterLab."
    )
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add_parser(subparsers)
    chosen = parser.parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
    except HybridError as error:
        print(printable(f"jupyter hybrid: {error.message}"), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status
