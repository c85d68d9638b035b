"""A learner or a tester in an interpreter of its own, where nothing can be forked ahead.

Frames travel over standard input and output, each wrapped with the name of its channel. This is
isolation level A0: whoever runs it calls the result practice.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from jupyter_hybrid.grading.worker import scratch_files, tester, watching
from jupyter_hybrid.grading.worker.cells import Cells
from jupyter_hybrid.grading.worker.frames import Frame
from jupyter_hybrid.grading.worker.learner import Learner
from jupyter_hybrid.grading.worker.piped import Multiplexer
from jupyter_hybrid.grading.worker.preparing import prepare

ROLES = ("learner", "tester")


def run(arguments: list[str]) -> int:
    """Be the role of the first argument; the second is the configuration.

    The configuration is the zygote's, and ``scratch``: a folder that the engine makes and removes.
    The first frame on the control channel is the same ``ready`` that a zygote sends.
    """
    role, config = arguments[0], json.loads(arguments[1])
    incoming, outgoing = _take_standard_streams()
    lines = Multiplexer(incoming, outgoing)
    control, data = lines.channel("control"), lines.channel("data")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    scratch = Path(config["scratch"])
    scratch_files.furnish(scratch, owners={})
    prepared = prepare(
        list(config.get("imports", ())),
        threads=int(config.get("threads", 1)),
        home=scratch / scratch_files.HOME,
        has_shell=role == "learner",
        may_fork=bool(config.get("confinement", {}).get("may_fork")),
    )
    control.send(prepared.as_frame())
    if prepared.error is not None:
        return 1
    os.environ.update(scratch_files.environment(scratch, role=role))
    os.chdir(scratch / scratch_files.WORK)
    told = _told(config)
    if prepared.cells is not None:
        prepared.cells.start()
        Learner(control, data=data, cells=prepared.cells, config=told).serve(lines.wait_for_any)
    else:
        tester.main(control, data, told, make_shell=lambda: Cells().shell)
    sys.stdout.flush()
    os._exit(0)  # a learner's threads must not keep the process


def _told(config: Frame) -> Frame:
    may = config.get("confinement", {})
    return {
        "scratch": config["scratch"],
        "may_fork": bool(may.get("may_fork")),
        "may_exec": bool(may.get("may_exec")),
        "may_connect": bool(may.get("may_connect")),
        "base": watching.memory_base(),
    }


def _take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the engine's two pipes, and leave none of them where a cell's output would go."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")
