"""The Jupyter server extension: traits, start, stop. No rule lives here."""

from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.extension.application import ExtensionApp
from traitlets import Enum, Int, List, Unicode, default

from jupyter_hybrid.api.routes import tornado_routes
from jupyter_hybrid.api.static import STATIC, BuiltFileHandler, static_folders
from jupyter_hybrid.bootstrap import Settings, build_program
from jupyter_hybrid.domain.errors import HybridError
from jupyter_hybrid.services.program import Program


class HybridApp(ExtensionApp):
    """Hybrid technical training."""

    name = "jupyter_hybrid"
    load_other_extensions = True

    course_dirs = List(Unicode(), help="Course folders, or folders that hold course folders.").tag(
        config=True
    )
    data_dir = Unicode(
        help="Folder of the database, kept files and the signing key; not for learners' eyes."
    ).tag(config=True)
    database_url = Unicode(
        "", help="SQLAlchemy URL of the database; empty for a SQLite file in data_dir."
    ).tag(config=True)
    trainers = List(
        Unicode(),
        help="Usernames of trainers, where the server knows usernames. "
        "With only a token or a password its owner is the trainer.",
    ).tag(config=True)
    max_observers = Int(300, min=1, help="How many may follow one live session.").tag(config=True)

    min_isolation = Enum(
        ["A0", "A1", "A2", "A3"],
        "A0",
        help="The least isolation with which answers are graded: with less they are not graded at "
        "all. A0: processes of their own; A1: and filtered system calls; A2: and files out of "
        "reach (Landlock); A3: and namespaces.",
    ).tag(config=True)

    program: Program | None = None

    @default("data_dir")
    def _default_data_dir(self) -> str:
        return str(Path(jupyter_data_dir()) / "hybrid")

    def initialize_settings(self) -> None:
        """Build the program and keep tickets and personas out of the server's log."""
        server = self.serverapp
        if server is None:
            raise RuntimeError("the extension needs a Jupyter server")
        settings = Settings(
            course_dirs=[Path(folder).expanduser() for folder in self.course_dirs],
            data_dir=Path(self.data_dir).expanduser(),
            root_dir=Path(server.root_dir),
            database_url=self.database_url or None,
            trainers=frozenset(self.trainers),
            max_observers=self.max_observers,
            min_isolation=self.min_isolation,
        )
        try:
            self.program = self.build(settings)
            self.settings["hybrid_program"] = self.program
        except HybridError as error:
            # JupyterLab starts all the same; our panel says why, and browsers keep their Checks.
            self.log.critical("training is not available: %s", error.message)
            self.settings["hybrid_failure"] = error
        scrubbed = self.settings.get("extra_log_scrub_param_keys", [])
        self.settings["extra_log_scrub_param_keys"] = [*scrubbed, "ticket", "persona"]

    def build(self, settings: Settings) -> Program:
        """Return the program; a subclass may build another."""
        return build_program(settings)

    def initialize_handlers(self) -> None:
        """Register every URL."""
        self.handlers.extend(tornado_routes())
        self.handlers.append((STATIC, BuiltFileHandler, {"path": static_folders()}))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:  # noqa: ANN401
        if self.program is not None:
            await self.program.start()

    async def stop_extension(self) -> None:
        """Stop what runs in the background."""
        if self.program is not None:
            await self.program.stop()
