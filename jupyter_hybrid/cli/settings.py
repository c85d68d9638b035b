"""Which database and courses a command works on: those of the server, unless it is told others."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_core.application import JupyterApp
from traitlets.config import Config

from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.services.program import Program

OPERATOR = Person("operator", "Operator", frozenset({Role.TRAINER}))
"""Who types a command: somebody with the server's files in their hands."""


class _ServerConfig(JupyterApp):
    """Reads the same files as a Jupyter server does."""

    name = "jupyter-server"
    config_file_name = "jupyter_server_config"


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which program is meant."""
    group = parser.add_argument_group(
        "server", "Without these the settings of jupyter_server_config are used."
    )
    group.add_argument("--data-dir", type=Path, help="the server's HybridApp.data_dir")
    group.add_argument("--database-url", help="the server's HybridApp.database_url")
    group.add_argument(
        "--course-dir", type=Path, action="append", help="one of its course_dirs; may be repeated"
    )


@contextmanager
def opened_program(arguments: argparse.Namespace) -> Iterator[Program]:
    """Yield the program that a server with these settings runs; nothing of it is started.

    Raises
    ------
    Unavailable
        If data folder or database cannot be used.
    """
    # They bring Jupyter's server along; other commands do without.
    from jupyter_hybrid.app import HybridApp  # noqa: PLC0415
    from jupyter_hybrid.bootstrap import Settings, build_program  # noqa: PLC0415

    configured = HybridApp(config=_server_config())
    data_dir = arguments.data_dir or Path(configured.data_dir)
    program = build_program(
        Settings(
            course_dirs=arguments.course_dir or [Path(folder) for folder in configured.course_dirs],
            data_dir=data_dir.expanduser(),
            root_dir=Path.cwd(),
            database_url=arguments.database_url or configured.database_url or None,
        )
    )
    yield program


def _server_config() -> Config:
    reader = _ServerConfig()
    reader.load_config_file()
    return reader.config
