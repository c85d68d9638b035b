"""A pair works at every level of isolation that this machine has."""

import os
import sys
from pathlib import Path

import pytest

from jupyter_hybrid.grading.split.confining import Permissions, confinement
from jupyter_hybrid.grading.worker.sandbox import probe

LEVELS = range(int(probe().level) + 1) if sys.platform == "linux" else ()


def rules(zygote, level, **may):
    return confinement(
        Permissions(**may),
        level=level,
        number=level,
        is_root=os.geteuid() == 0,
        about=zygote.ready,
        hidden=[],
    )


@pytest.mark.parametrize("level", LEVELS)
def test_cells_run_at_every_level(start, zygote, level):
    pair = start(**rules(zygote, level))

    written = pair.run("open('mine.txt', 'w').write('abc'); 1 + 1")
    error = pair.run("raise KeyError('x')")
    threads = pair.run("import threading; threading.Thread(target=lambda: print('t')).start()")

    assert pair.wait_for("ready")["ready"] == level
    assert written["status"] == "ok", written["error"]
    assert error["error"]["name"] == "KeyError"
    assert threads["status"] == "ok", threads["error"]


def is_for_everybody(path):
    """Return whether every user may pass down to `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents])


@pytest.mark.parametrize("level", LEVELS)
def test_modules_can_still_be_imported_at_every_level(start, zygote, level):
    if os.geteuid() == 0 and level < 3 and not is_for_everybody(Path(sys.base_prefix)):
        pytest.skip("this interpreter lies where another user may not look")

    reply = start(**rules(zygote, level)).run("import sqlite3, xml.dom.minidom")

    assert reply["status"] == "ok", reply["error"]


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_is_left_at_any_level(start, zygote, level):
    pair = start(**rules(zygote, level, may_fork=True, may_exec=True))
    reply = pair.run(
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n"
        "    if os.fork() == 0: time.sleep(600)\n    os._exit(0)\nos.wait()[1]"
    )
    assert reply["status"] == "ok", reply["error"]

    pair.close()

    assert zygote.wait_for(ended=pair.number)["status"] == 0
    assert list(zygote.scratch_root.glob("pair-*")) == []
    children = Path(f"/proc/{zygote.process.pid}/task/{zygote.process.pid}/children")
    assert children.read_text() == ""


@pytest.mark.parametrize("level", LEVELS)
def test_an_interrupt_arrives_at_every_level(start, zygote, level):
    pair = start(**rules(zygote, level))
    pair.learner.send({"id": 3, "op": "run", "cell": "a", "source": "print(1)\nwhile True: pass"})

    reply = None
    while reply is None:
        pair.tell(op="interrupt", who="learner")
        try:
            reply = pair.learner.receive(0.2)
        except TimeoutError:
            continue

    assert reply["error"]["name"] == "KeyboardInterrupt"


@pytest.mark.parametrize("level", LEVELS)
def test_memory_is_watched_at_every_level(start, zygote, level):
    pair = start(**rules(zygote, level))
    pair.tell(op="watch", memory_bytes=60 << 20, scratch_bytes=64 << 20)
    source = "kept = []\nwhile True: kept.append(bytearray(b'x') * (1 << 20))"
    pair.learner.send({"id": 3, "op": "run", "cell": "a", "source": source})

    assert pair.wait_for("killed")["killed"] == "memory"
    assert pair.wait_for("ended")["ended"] == "learner"
