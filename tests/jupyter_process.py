"""A Jupyter server in a process of its own, from any environment, with a home of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from socket import socket

TOKEN = "test-token"


def free_port():
    """Return a port of this machine that nobody uses now."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class JupyterProcess:
    """Starts, kills and calls a server.

    Parameters
    ----------
    home
        Folder for everything that the server writes; a second start finds what the first left.
    course_dirs
        Folder of the source courses.
    python
        Interpreter of the environment that the server runs in.
    app
        ``server`` or ``lab``.
    options
        Further command line options.

    Attributes
    ----------
    variables
        What the server's environment has besides, by name.
    """

    def __init__(self, home, *, course_dirs, python=sys.executable, app="server", options=()):
        self.home = Path(home)
        self.root_dir = self.home / "work"
        self.root_dir.mkdir(parents=True, exist_ok=True)
        self.log_path = self.home / "server.log"
        self.variables = {}
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._command = [
            str(python),
            "-m",
            "jupyter",
            app,
            "--no-browser",
            "--allow-root",
            f"--port={self.port}",
            "--ServerApp.port_retries=0",
            "--ServerApp.ip=127.0.0.1",
            f"--IdentityProvider.token={TOKEN}",
            f"--ServerApp.root_dir={self.root_dir}",
            f"--HybridApp.course_dirs={course_dirs}",
            f"--HybridApp.data_dir={self.home / 'hybrid'}",
            *options,
        ]
        self._process = None

    def environment(self):
        """Return a clean environment, so that nothing of this machine's Jupyter is seen."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JPY", "PYTHONPATH", "PYTEST"))
        }
        bin_folder = Path(self._command[0]).parent
        return inherited | {
            "HOME": str(self.home),
            "PATH": f"{bin_folder}{os.pathsep}{inherited['PATH']}",
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            **self.variables,
        }

    def configure(self, name, content):
        """Write a file of Jupyter's configuration folder."""
        path = self.home / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")

    def start(self, *, timeout_s=60):
        """Start the server and wait until it answers."""
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self.root_dir,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self.log()
            try:
                if self.call("GET", "/hybrid/api/me", timeout_s=2)[0] == 200:
                    return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"no answer within {timeout_s} s\n{self.log()}")

    def log(self):
        """Return the end of what the server logged."""
        return self.log_path.read_text(errors="replace")[-6000:]

    def call(self, method, path, body=None, *, headers=None, timeout_s=60):
        """Return status and JSON of a request."""
        request = urllib.request.Request(
            self.base + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
            | (headers or {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout_s) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")

    def kill(self):
        """End the server as a power cut would; its children too."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self):
        """End the server in an orderly way."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
