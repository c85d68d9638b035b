"""The engine's side of the worker processes, as small as tests need it."""

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_hybrid.grading import worker
from jupyter_hybrid.grading.worker.frames import Channel

WORKER = Path(worker.__file__).parent
DEADLINE_S = 30.0
OPEN = {"level": 0, "readable": [], "may_fork": True, "may_exec": True, "may_connect": True}


@dataclass
class Pair:
    number: int
    learner: Channel
    tester: Channel
    line: socket.socket
    events: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, **message: Any) -> dict[str, Any]:
        self.learner.send({"id": 1, **message})
        return self.learner.receive(DEADLINE_S)

    def begin(self, **more: Any) -> dict[str, Any]:
        return self.ask(**{"op": "begin", "files": {}, "folder": ".", "seed": None, **more})

    def run(self, source: str, *, cell: str = "a") -> dict[str, Any]:
        return self.ask(op="run", cell=cell, source=source)

    def tell(self, **order: Any) -> None:
        self.line.send(json.dumps(order).encode())

    def wait_for(self, key: str) -> dict[str, Any]:
        """Return the first event of the supervisor that has `key`."""
        until = time.monotonic() + DEADLINE_S
        while time.monotonic() < until:
            for event in self.events:
                if key in event:
                    return event
            self.line.settimeout(max(until - time.monotonic(), 0.01))
            data = self.line.recv(1 << 16)
            assert data, f"the supervisor ended before {key!r}: {self.events}"
            self.events.append(json.loads(data))
        raise TimeoutError(key)

    def close(self) -> None:
        for end in (self.learner, self.tester, self.line):
            end.close()


class Zygote:
    """One zygote, started as the engine starts it."""

    def __init__(self, scratch_root: Path, *, imports: tuple[str, ...] = (), **config: Any) -> None:
        self.scratch_root = scratch_root
        self.events: list[dict[str, Any]] = []
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        config = {"imports": list(imports), "scratch_root": str(scratch_root), **config}
        config.setdefault("confinement", OPEN)
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                str(WORKER),
                "zygote",
                str(theirs.fileno()),
                json.dumps(config),
            ],
            pass_fds=[theirs.fileno()],
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self.n_pairs = 0
        self.ready = self.wait_for(ready=None)

    def wait_for(self, **wanted: Any) -> dict[str, Any]:
        """Return the event with these values (`None`: any)."""
        until = time.monotonic() + DEADLINE_S
        while time.monotonic() < until:
            for event in self.events:
                if all(k in event and v in (None, event[k]) for k, v in wanted.items()):
                    return event
            self.control.settimeout(max(until - time.monotonic(), 0.01))
            data = self.control.recv(1 << 16)
            assert data, "the zygote has ended"
            self.events.append(json.loads(data))
        raise TimeoutError(str(wanted))

    def pair(self, **confinement: Any) -> Pair:
        self.n_pairs += 1
        ends = [socket.socketpair() for _ in range(2)]
        ends.append(socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
        request = {"pair": self.n_pairs, "confinement": OPEN | confinement}
        socket.send_fds(
            self.control, [json.dumps(request).encode()], [theirs.fileno() for _, theirs in ends]
        )
        for _, theirs in ends:
            theirs.close()
        (learner, _), (tester, _), (line, _) = ends
        return Pair(self.n_pairs, Channel(learner), Channel(tester), line)

    def close(self) -> int:
        self.control.close()
        return self.process.wait(DEADLINE_S)
