"""A fresh environment with the built wheel, as somebody who installs it gets."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
# Notebook 7 and jupyter-collaboration are neighbours that people have; each server of the tests
# chooses which of them it sees.
NEIGHBOURS = ("notebook>=7.4,<8", "jupyter-collaboration>=4,<6")
OURS = "jupyter-hybrid"
WIDGETS = "@jupyter-widgets/jupyterlab-manager"
COLLABORATION = ("@jupyter/collaboration-extension", "@jupyter/docprovider-extension")


def wheel():
    """Return the wheel that `make wheel` built."""
    found = sorted((PROJECT / "dist").glob("*.whl"))
    assert found, "there is no wheel: run `make wheel`"
    return found[-1]


def make_environment(cache):
    """Return the interpreter of a fresh environment; made once for each wheel."""
    built = wheel()
    content = hashlib.sha256(built.read_bytes() + repr(NEIGHBOURS).encode()).hexdigest()[:16]
    root = Path(cache) / content
    python = root / "bin" / "python"
    if (root / "done").exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", root], check=True)
    install = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*install, f"{built}[author]", *NEIGHBOURS], check=True)
    (root / "done").touch()
    return python


def labextensions(python, folder, names):
    """Return a folder in which JupyterLab finds only the labextensions of these names."""
    installed = python.parent.parent / "share" / "jupyter" / "labextensions"
    for name in names:
        link = folder / name
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.exists():
            link.symlink_to(installed / name, target_is_directory=True)
    return folder


def write_json(path, content):
    """Write a JSON file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
