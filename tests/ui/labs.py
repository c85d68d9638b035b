"""JupyterLab as the tests start it: in an environment of its own, with chosen neighbours."""

from contextlib import contextmanager

from jupyter_process import JupyterProcess
from ui.environment import OURS, WIDGETS, labextensions, write_json

COLLABORATION_SERVER = ("jupyter_server_ydoc", "jupyter_server_fileid")
NBGRADER = ("assignment_list", "course_list", "formgrader", "validate_assignment")


@contextmanager
def labs(environment, sample_courses, folder):
    """Give a function that starts servers; all of them are stopped afterwards."""
    running = []

    def start_lab(
        *,
        neighbours=(OURS, WIDGETS),
        has_collaboration=False,
        app="lab",
        course_dirs=sample_courses,
        variables=None,
    ):
        server = JupyterProcess(
            folder / "home", course_dirs=course_dirs, python=environment, app=app
        )
        server.variables.update(variables or {})
        extensions = labextensions(environment, folder / "labextensions", neighbours)
        _configure(server, extensions, has_collaboration=has_collaboration)
        running.append(server)
        return server.start()

    try:
        yield start_lab
    finally:
        for server in running:
            server.stop()


def _configure(server, extensions, *, has_collaboration):
    config = server.home / "config"
    off = {f"nbgrader.server_extensions.{name}": False for name in NBGRADER}
    off |= dict.fromkeys(COLLABORATION_SERVER, has_collaboration)
    write_json(
        config / "jupyter_server_config.json",
        {
            "ServerApp": {"jpserver_extensions": off},
            "LabApp": {"labextensions_path": [str(extensions)], "expose_app_in_browser": True},
            "JupyterNotebookApp": {
                "labextensions_path": [str(extensions)],
                "expose_app_in_browser": True,
            },
        },
    )
    write_json(
        config / "labconfig" / "default_setting_overrides.json",
        {
            "@jupyterlab/apputils-extension:notification": {
                "fetchNews": "false",
                "checkForUpdates": False,
            }
        },
    )
