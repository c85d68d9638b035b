"""Which database and courses a command works on: those of the server, unless it is told others."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_core.application import JupyterApp
from traitlets.config import Config

from jupyter_hybrid.domain.errors import NotFound
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
def opened_program(arguments: argparse.Namespace, *, must_exist: bool = False) -> Iterator[Program]:
    """Yield the program that a server with these settings runs; nothing of it is started.

    Parameters
    ----------
    must_exist
        Whether to work on a database that is there only; otherwise a missing one is made.

    Raises
    ------
    NotFound
        If the database must exist and does not.
    Unavailable
        If data folder or database cannot be used.
    """
    # They bring Jupyter's server along; other commands do without.
    from jupyter_hybrid.app import HybridApp  # noqa: PLC0415
    from jupyter_hybrid.bootstrap import Settings, build_program  # noqa: PLC0415

    configured = HybridApp(config=_server_config())
    data_dir = arguments.data_dir or Path(configured.data_dir)
    settings = Settings(
        course_dirs=arguments.course_dir or [Path(folder) for folder in configured.course_dirs],
        data_dir=data_dir.expanduser(),
        root_dir=Path.cwd(),
        database_url=arguments.database_url or configured.database_url or None,
    )
    if must_exist and settings.database_url is None and not settings.database_file.exists():
        raise NotFound(
            f"there is no database in {settings.data_dir}; name the server's HybridApp.data_dir"
            " with --data-dir"
        )
    yield build_program(settings)


def _server_config() -> Config:
    reader = _ServerConfig()
    reader.load_config_file()
    return reader.config
