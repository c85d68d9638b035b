"""Runs benches as programs of their own, each in a namespace of processes where that is allowed."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

TESTS = Path(__file__).parent.parent
WITHIN_S = 170.0
ALONE = ("--mount", "--pid", "--fork", "--mount-proc", "--kill-child")


def is_alone() -> bool:
    """Return whether a bench sees no process but its own."""
    return os.getuid() == 0 and shutil.which("unshare") is not None


def complaints(names: Iterable[str], *, user: str, level: int) -> Mapping[str, list[str]]:
    """Return what a bench complains of, by attack; what it did not get to is missing."""
    folder = Path(tempfile.mkdtemp(prefix="hybrid-bench-", dir="/tmp"))
    config = {"user": user, "level": level, "folder": str(folder), "names": list(names)}
    command = [sys.executable, "-m", "security.bench", json.dumps(config)]
    if is_alone():  # a shell is process 1, and reaps whom nobody else does
        command = ["unshare", *ALONE, "sh", "-c", '"$@"; exit $?', "sh", *command]
    told = {
        "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "JUPYTERHUB_API_TOKEN": f"token-{secrets.token_hex(12)}",
    }
    try:
        said = subprocess.run(
            command,
            env={**os.environ, **told},
            cwd=TESTS.parent,
            capture_output=True,
            text=True,
            timeout=WITHIN_S,
            check=False,
        )
        out, log = said.stdout, said.stderr
    except subprocess.TimeoutExpired as error:
        out, log = (bytes(each or b"").decode() for each in (error.stdout, error.stderr))
        log += f"\nstopped after {WITHIN_S} s"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    lines = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    found = {line["name"]: line["complaints"] for line in lines}
    return found | {"log": [log[-4000:]]}
