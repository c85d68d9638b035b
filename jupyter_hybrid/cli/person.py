"""``jupyter hybrid person``: what is stored about somebody."""

import argparse
import json
import os
import sys
from pathlib import Path

from jupyter_hybrid.cli.settings import add_settings, opened_program
from jupyter_hybrid.cli.terminal import printable, printable_json
from jupyter_hybrid.domain.errors import Conflict, NotFound, Unavailable


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser("person", help="show what is stored about somebody")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    exported = actions.add_parser(
        "export",
        help="write everything that is stored about somebody",
        description="Writes JSON: enrolments, steps, attempts with answers and grades, exercises "
        "that were given up, sessions that they presented.",
    )
    exported.add_argument("name", help="the name that they log in with; 'owner' on a server of one")
    exported.add_argument("--out", type=Path, help="a new file (default: print it)")
    add_settings(exported)
    exported.set_defaults(run=export)


def export(arguments: argparse.Namespace) -> int:
    """Write everything that is stored about a person and return 0.

    Raises
    ------
    NotFound
        If nothing is stored under that name.
    Conflict
        If the file is there already.
    """
    from jupyter_hybrid.api.record_views import my_data_view  # noqa: PLC0415  brings Tornado

    with opened_program(arguments, must_exist=True) as program:
        data = program.my_data.of(arguments.name)
    if data.is_empty:
        raise NotFound(f"nothing is stored about {arguments.name!r}; check the name's spelling")
    text = printable_json(json.dumps(my_data_view(data), indent=1, ensure_ascii=False))
    out: Path | None = arguments.out
    if out is None:
        print(text)
        return 0
    try:
        # What is stored about a person is for nobody else on this machine.
        with open(out, "x", encoding="utf-8", opener=_only_mine) as stream:
            stream.write(text)
    except FileExistsError as error:
        raise Conflict(f"{out} is there already; choose another name") from error
    except OSError as error:
        raise Unavailable(f"{out} cannot be written: {error.strerror}") from error
    what = f"{len(data.attempts)} attempts and all else about {arguments.name}"
    print(printable(f"{out}: {what}."), file=sys.stderr)
    return 0


def _only_mine(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
