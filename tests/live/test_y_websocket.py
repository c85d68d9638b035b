"""Yjs itself, through an unmodified y-websocket under Node: the independent peer of pycrdt."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent / "node"
TIMEOUT_S = 60


def _search_path() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


@pytest.fixture(scope="session")
def node_folder(request: pytest.FixtureRequest) -> Path:
    """Return a folder with y-websocket in it, kept from one run to the next."""
    npm = shutil.which("npm", path=_search_path())
    assert npm, "the tests of live documents need Node and npm"
    folder = Path(request.config.cache.mkdir("y-websocket"))
    lock = (SOURCES / "package-lock.json").read_bytes()
    installed = folder / "installed.json"
    if not installed.exists() or installed.read_bytes() != lock:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCES / name, folder / name)
        environment = {**os.environ, "PATH": _search_path()}
        subprocess.run(
            [npm, "ci", "--silent", "--no-audit", "--no-fund"],
            cwd=folder,
            check=True,
            env=environment,
            timeout=300,
        )
        installed.write_bytes(lock)
    return folder


@pytest.mark.asyncio
async def test_stock_clients_follow_and_cannot_write(server, node_folder):
    shutil.copy(SOURCES / "follow.mjs", node_folder / "follow.mjs")
    node = shutil.which("node", path=_search_path())
    assert node
    tickets = ["presenter-1", "observer-1", "observer-2", "observer-3"]

    process = await asyncio.create_subprocess_exec(
        node,
        "follow.mjs",
        server.url("").partition("/notebook")[0],
        *tickets,
        cwd=node_folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(TIMEOUT_S):
            printed, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()

    assert process.returncode == 0, complaints.decode()
    seen = json.loads(printed)
    ids = seen.pop("ids")
    assert seen == {
        "presenter": True,
        "open": [None] * 4,
        "used": 4401,
        "forged": 4401,
        "comesBack": [False, False],
    }
    assert all(0 < one < 2**32 for one in ids)
