"""A real Jupyter server with the extension and named learners, and checks sent to it."""

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from benchmarks.courses import REVENUE, write_check_course
from benchmarks.measuring import memory_of, tree_of

_START_WITHIN_S = 120
_CONFIG = '''\
from jupyter_server.auth import IdentityProvider, User


class Named(IdentityProvider):
    """Believes a header: this server listens to this machine only, and for minutes."""

    def get_user(self, handler):
        name = handler.request.headers.get("X-Bench-User")
        return User(name) if name else None

    def is_token_authenticated(self, handler):
        return True


c.ServerApp.identity_provider_class = Named
'''


class Server:
    """A Jupyter server of its own; what it writes goes to `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.chmod(0o755)  # where the server is root, graders' processes are others
        write_check_course(home / "courses" / "bench")
        for folder in ("work", "config"):
            (home / folder).mkdir()
        (home / "config" / "jupyter_server_config.py").write_text(_CONFIG)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        AsyncHTTPClient.configure(SimpleAsyncHTTPClient, max_clients=100)
        self._client = AsyncHTTPClient()
        self._releases: dict[str, str] = {}

    async def start(self) -> None:
        """Start it and wait until it answers.

        Raises
        ------
        RuntimeError
            If it does not.
        """
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JPY", "PYTHONPATH"))
        }
        places = {
            "HOME": self.home,
            "JUPYTER_CONFIG_DIR": self.home / "config",
            "JUPYTER_DATA_DIR": self.home / "data",
            "JUPYTER_RUNTIME_DIR": self.home / "runtime",
        }
        options = {
            "ServerApp.port": self._port,
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.root_dir": self.home / "work",
            "HybridApp.course_dirs": self.home / "courses",
            "HybridApp.data_dir": self.home / "hybrid",
        }
        settings = [f"--{name}={value}" for name, value in options.items()]
        with (self.home / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyter", "server", "--allow-root", *settings],
                cwd=self.home / "work",
                env=inherited | {name: str(folder) for name, folder in places.items()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + _START_WITHIN_S
        while time.monotonic() < until:
            try:
                if (await self.call("GET", "/me"))[0] == 200:
                    return
            except OSError:
                await asyncio.sleep(0.05)
        raise RuntimeError(f"the server does not answer:\n{self.log()}")

    def log(self) -> str:
        """Return the end of what it logged."""
        return (self.home / "server.log").read_text(errors="replace")[-3000:]

    async def call(
        self, method: str, path: str, body: Any = None, *, person: str = "ada"
    ) -> tuple[int, Any]:
        """Return status and JSON of a request."""
        request = HTTPRequest(
            f"http://127.0.0.1:{self._port}/hybrid/api{path}",
            method=method,
            headers={"X-Bench-User": person, "Content-Type": "application/json"},
            body=None if body is None else json.dumps(body),
            request_timeout=120,
            connect_timeout=20,
        )
        response = await self._client.fetch(request, raise_error=False)
        if response.code >= 599:
            raise OSError("no answer")
        try:
            return response.code, json.loads(response.body or b"{}")
        except ValueError as error:
            raise RuntimeError(f"{path}: no JSON; is the extension installed here?") from error

    async def enrol(self, people: Iterable[str], *, step: str) -> None:
        """Have people take part and find the release."""
        for person in people:
            await self.call("POST", "/courses/bench/enrolment", {}, person=person)
        status, bundle = await self.call("GET", f"{_step(step)}/bundle")
        if "release" not in bundle:
            raise RuntimeError(f"no release: {status} {bundle}")
        self._releases[step] = bundle["release"]

    async def check(self, person: str, *, step: str, mark: str) -> float:
        """Check a right answer and return the milliseconds until its grade is here.

        Parameters
        ----------
        mark
            Makes the answer different from others; the same one is a grade that is known already.

        Raises
        ------
        RuntimeError
            If it is not graded with full points.
        """
        body = {
            "id": str(uuid.uuid4()),
            "release": self._releases[step],
            "answers": {"revenue": REVENUE.format(who=mark, how="sum")},
        }
        began = time.perf_counter()
        path = f"{_step(step)}/exercises/revenue/attempts"
        status, attempt = await self.call("POST", path, body, person=person)
        elapsed_ms = 1000 * (time.perf_counter() - began)
        if status != 201 or attempt.get("points") != 3:
            raise RuntimeError(f"{status} {str(attempt)[:800]}\n{self.log()}")
        return elapsed_ms

    def idle_environment_mib(self) -> float:
        """Return MiB of all that the server started, which is its grading processes."""
        if self._process is None:
            return 0.0
        return memory_of(tree_of(self._process.pid)[1:])

    def stop(self) -> None:
        """End it and all it started."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


def _step(step: str) -> str:
    return f"/courses/bench/modules/week/steps/{step}"


async def steadily(
    check: Callable[[int, int], Awaitable[float]], *, n: int, every_s: float, rounds: int
) -> list[float]:
    """Return the milliseconds of the checks of `n` learners, each checking every so many seconds.

    They begin at times of their own, as people do, and wait for a result before they go on.
    """
    chance = random.Random(1)  # noqa: S311  the same in each run
    times: list[float] = []

    async def learn(number: int) -> None:
        began = time.monotonic() + chance.random() * every_s
        for turn in range(rounds):
            await asyncio.sleep(max(0.0, began + turn * every_s - time.monotonic()))
            times.append(await check(number, turn))

    await asyncio.gather(*map(learn, range(n)))
    return times
