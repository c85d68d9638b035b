"""JupyterLab for one person on this machine: start it, wait, print links, stop it."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import quote, urlencode

from jupyter_hybrid.domain.errors import Unavailable

PERSONA = "learner"
_START_TIMEOUT_S = 60
_STOP_TIMEOUT_S = 10
_NBGRADER_EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")


@dataclass(frozen=True, slots=True)
class Lab:
    """A JupyterLab to be started.

    Parameters
    ----------
    folder
        Where its settings, database and log are kept.
    root
        What its file browser shows.
    course_dirs
        Course folders, or a folder of them.
    port
        Port of this machine; 0 for a free one.
    """

    folder: Path
    root: Path
    course_dirs: Path
    port: int = 0


@dataclass(frozen=True, slots=True)
class Running:
    """A JupyterLab that answers.

    Parameters
    ----------
    base
        Its address.
    token
        What its owner shows it.
    persona
        The pass of a learner's window.
    """

    base: str
    token: str
    persona: str

    def links(self, *, course: str | None, tree: str = "") -> str:
        """Return the two links, in words.

        Parameters
        ----------
        course
            Key of the course to show, or None.
        tree
            Folder that the author's file browser shows, below the root.
        """
        shown = {} if course is None else {"hybrid-course": course}
        mine = urlencode({"token": self.token, **shown})
        theirs = urlencode({"token": self.token, "hybrid-persona": self.persona, **shown})
        place = f"/tree/{quote(tree)}" if tree else ""
        return (
            f"\n  You (trainer and owner):\n"
            f"  {self.base}/lab/workspaces/hybrid-trainer{place}?{mine}\n"
            f"\n  A learner, as you would see it through their eyes:\n"
            f"  {self.base}/lab/workspaces/hybrid-{PERSONA}?{theirs}\n"
            f"\nBoth links carry your own rights on this machine: do not give them to others.\n"
        )


def serve(lab: Lab, *, words: Callable[[Running], str]) -> int:
    """Start it, print `words` once it answers, wait for Ctrl-C, and return the exit status.

    Raises
    ------
    Unavailable
        If its folder cannot be written, or it does not start.
    """
    try:
        _write_configuration(lab.folder)
    except OSError as error:
        raise Unavailable(
            f"{lab.folder} cannot be written: {error.strerror}; choose another with --dir"
        ) from error
    port = lab.port or free_port()
    token = secrets.token_urlsafe(24)
    base = f"http://127.0.0.1:{port}"
    log_path = lab.folder / "server.log"
    with log_path.open("wb") as log:
        server = subprocess.Popen(
            command(lab, port=port),
            env={
                **os.environ,
                "JUPYTER_TOKEN": token,
                "JUPYTER_CONFIG_PATH": str(lab.folder / "config"),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), _interrupt)
    try:
        print("Starting JupyterLab ...", flush=True)
        persona = persona_when_up(base, token=token, server=server, log_path=log_path)
        print(words(Running(base, token, persona)), flush=True)
        server.wait()
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        stop(server)
    print(f"JupyterLab ended by itself; see {log_path}", file=sys.stderr)
    return 1


def command(lab: Lab, *, port: int) -> list[str]:
    """Return the command line of the server."""
    return [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.answer_yes=True",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={lab.root}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--LabApp.workspaces_dir={lab.folder / 'workspaces'}",
        f"--LabApp.user_settings_dir={lab.folder / 'settings'}",
        f"--HybridApp.course_dirs={lab.course_dirs}",
        f"--HybridApp.data_dir={lab.folder / 'data'}",
    ]


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Stop the server and everything that it started."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def persona_when_up(
    base: str, *, token: str, server: "subprocess.Popen[bytes]", log_path: Path
) -> str:
    """Return the learner's pass as soon as the server answers.

    Raises
    ------
    Unavailable
        If the server ends, does not answer in time, or answers that there is no training.
    """
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Unavailable(f"JupyterLab did not start; its last words are in {log_path}")
        try:
            answer = _post(f"{base}/hybrid/api/personas", token=token, body={"name": PERSONA})
            return str(answer["token"])
        except urllib.error.HTTPError as error:
            raise Unavailable(f"{_words_of(error)}; see {log_path}") from error
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise Unavailable(f"JupyterLab did not answer within {_START_TIMEOUT_S} s; see {log_path}")


def _words_of(error: urllib.error.HTTPError) -> str:
    if error.code == HTTPStatus.NOT_FOUND:
        return (
            "JupyterLab runs without jupyter_hybrid: 'jupyter server extension enable"
            " jupyter_hybrid' switches it on"
        )
    try:
        return str(json.load(error)["message"])
    except (ValueError, LookupError, TypeError):
        return f"JupyterLab answered {error.code} {error.reason}"


def _post(url: str, *, token: str, body: dict[str, str]) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310  our own server
        url,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310  our own server
        answer: dict[str, Any] = json.load(response)
        return answer


def _write_configuration(folder: Path) -> None:
    """Keep what has nothing to do with courses out of it: news, nbgrader's own panels."""
    extensions = {f"nbgrader.server_extensions.{name}": False for name in _NBGRADER_EXTENSIONS}
    _write_json(
        folder / "config" / "jupyter_server_config.json",
        {"ServerApp": {"jpserver_extensions": extensions}},
    )
    _write_json(
        folder / "config" / "labconfig" / "page_config.json",
        {"disabledExtensions": {"@jupyter/nbgrader": True}},
    )
    _write_json(
        folder
        / "settings"
        / "@jupyterlab"
        / "apputils-extension"
        / "notification.jupyterlab-settings",
        {"fetchNews": "false", "checkForUpdates": False},
    )


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
