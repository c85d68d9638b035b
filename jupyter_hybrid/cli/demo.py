"""``jupyter hybrid demo``: JupyterLab with the sample course, as trainer and as learner."""

import argparse
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import urlencode

from jupyter_hybrid.content.samples import sample_courses
from jupyter_hybrid.domain.errors import Unavailable

COURSE = "python_for_analysts"
PERSONA = "learner"
_START_TIMEOUT_S = 60
_STOP_TIMEOUT_S = 10
_NBGRADER_EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "demo",
        help="open JupyterLab with the sample course, as trainer and as learner",
        description="Starts JupyterLab on a free port of this machine with the sample course and "
        "prints two links: yours, and a learner's. Ctrl-C stops everything; what you did stays.",
    )
    parser.add_argument(
        "--dir",
        type=Path,
        default=Path("hybrid-demo"),
        help="folder to keep everything in (default: ./hybrid-demo)",
    )
    parser.add_argument("--port", type=int, default=0, help="port (default: a free one)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start the server, print the links, and wait for Ctrl-C."""
    folder: Path = arguments.dir.expanduser().resolve()
    work = prepare(folder)
    port = arguments.port or free_port()
    token = secrets.token_urlsafe(24)
    base = f"http://127.0.0.1:{port}"
    log_path = folder / "server.log"
    with log_path.open("wb") as log:
        server = subprocess.Popen(
            command(folder, work=work, port=port),
            env={
                **os.environ,
                "JUPYTER_TOKEN": token,
                "JUPYTER_CONFIG_PATH": str(folder / "config"),
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
        persona = _persona_when_up(base, token=token, server=server, log_path=log_path)
        print(links(base, token=token, persona=persona, folder=folder), flush=True)
        server.wait()
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        stop(server)
    print(f"JupyterLab ended by itself; see {log_path}", file=sys.stderr)
    return 1


def prepare(folder: Path) -> Path:
    """Return the folder that JupyterLab shows, with a copy of the sample course that can be edited.

    Raises
    ------
    Unavailable
        If it cannot be written.
    """
    work = folder / "work"
    course = work / "authoring" / COURSE
    try:
        work.mkdir(parents=True, exist_ok=True)
        if not course.exists():
            shutil.copytree(sample_courses() / COURSE, course)
        _write_configuration(folder)
    except OSError as error:
        raise Unavailable(
            f"{folder} cannot be written: {error.strerror}; choose another with --dir"
        ) from error
    return work


def command(folder: Path, *, work: Path, port: int) -> list[str]:
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
        f"--ServerApp.root_dir={work}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
        f"--LabApp.user_settings_dir={folder / 'settings'}",
        f"--HybridApp.course_dirs={work / 'authoring'}",
        f"--HybridApp.data_dir={folder / 'data'}",
    ]


def links(base: str, *, token: str, persona: str, folder: Path) -> str:
    """Return what is printed once the server is up."""
    mine = urlencode({"token": token, "hybrid-course": COURSE})
    theirs = urlencode({"token": token, "hybrid-persona": persona, "hybrid-course": COURSE})
    return (
        f"\n  You (trainer and owner):\n  {base}/lab/workspaces/hybrid-trainer?{mine}\n"
        f"\n  A learner, as you would see it through their eyes:\n"
        f"  {base}/lab/workspaces/hybrid-{PERSONA}?{theirs}\n"
        f"\nBoth links carry your own rights on this machine: do not give them to others.\n"
        f"Everything is kept in {folder}. Ctrl-C stops it.\n"
    )


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


def _persona_when_up(
    base: str, *, token: str, server: "subprocess.Popen[bytes]", log_path: Path
) -> str:
    """Return the learner's pass as soon as the server answers.

    Raises
    ------
    Unavailable
        If the server ends or does not answer in time.
    """
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Unavailable(f"JupyterLab did not start; its last words are in {log_path}")
        try:
            answer = _post(f"{base}/hybrid/api/personas", token=token, body={"name": PERSONA})
            return str(answer["token"])
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise Unavailable(f"JupyterLab did not answer within {_START_TIMEOUT_S} s; see {log_path}")


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
    """Keep what has nothing to do with the demo out of it: news, nbgrader's own panels."""
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
