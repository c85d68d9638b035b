"""What lies around an engine, and what nobody may learn of it."""

import asyncio
import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

ANYWHERE = ("/tmp", "/dev/shm", "/var/tmp", "/run/lock")


class Secrets:
    """What nobody may learn, made at run time: a test that reads itself finds nothing."""

    def __init__(self) -> None:
        self.texts = {
            name: f"{name.lower()}-{secrets.token_hex(12)}"
            for name in ("HIDDEN", "SOLUTION", "COURSE", "DATABASE", "KEY")
        }
        # In the environment from the start: only that is seen from other processes.
        self.texts["TOKEN"] = os.environ["JUPYTERHUB_API_TOKEN"]
        self.texts["NUMBER"] = str(10**11 + secrets.randbelow(10**11))

    def found_in(self, text: str) -> list[str]:
        return [name for name, each in self.texts.items() if each in text]

    def fill(self, source: str) -> str:
        for name, text in self.texts.items():
            source = source.replace(f"@{name}@", text)
        return source


class Outside:
    """What lies around the engine: a course, a database, a key, services that listen."""

    def __init__(self, folder: Path, known: Secrets) -> None:
        self.folder = folder / "outside"
        self._secrets = known
        self.heard: list[str] = []
        self.places: dict[str, str] = {}
        self._servers: list[Any] = []
        self._before: dict[str, object] = {}

    def plant(self) -> None:
        text = self._secrets.texts
        self._put("course/source.ipynb", text["COURSE"], mode=0o644)
        self._put("data/hybrid.sqlite", text["DATABASE"], mode=0o600)
        self._put("data/signing.key", text["KEY"], mode=0o600)
        (self.folder / "open").mkdir(exist_ok=True)
        (self.folder / "open").chmod(0o777)
        (self.folder / "home").mkdir(exist_ok=True)
        self._before = self.state()

    def _put(self, name: str, text: str, *, mode: int) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            path.chmod(mode)

    def state(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for path in sorted(self.folder.rglob("*")):
            status = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            found[str(path)] = (oct(status.st_mode), content)
        for folder in (*ANYWHERE, self.folder.parent, self.folder.parent / "scratch"):
            with contextlib.suppress(OSError):
                found |= dict.fromkeys(map(str, Path(folder).glob("*owned*")))
        return found

    def changes(self) -> list[str]:
        now = self.state()
        changed = [k for k in {*now, *self._before} if now.get(k, 0) != self._before.get(k, 0)]
        for path in map(Path, changed):
            if "owned" in path.name:
                path.unlink(missing_ok=True)
        return [f"changed: {path}" for path in sorted(changed)]

    async def listen(self) -> None:
        loop = asyncio.get_running_loop()
        service, name = self.folder / "service", f"hybrid-{secrets.token_hex(6)}"
        tcp = await asyncio.start_server(self._hears("tcp"), "127.0.0.1", 0)
        unix = await asyncio.start_unix_server(self._hears("unix"), service)
        abstract = await asyncio.start_unix_server(self._hears("abstract"), f"\0{name}")
        udp, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self.heard), local_addr=("127.0.0.1", 0)
        )
        service.chmod(0o777)
        self._servers = [tcp, unix, abstract, udp]
        self.places = {
            "TCP": str(tcp.sockets[0].getsockname()[1]),
            "UDP": str(udp.get_extra_info("sockname")[1]),
            "SERVICE": str(service),
            "ABSTRACT": name,
            "OUTSIDE": str(self.folder),
            "SERVER": str(os.getpid()),
        }

    def _hears(self, kind: str) -> Any:
        async def hear(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.heard.append(kind)
            writer.close()

        return hear


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, heard: list[str]) -> None:
        self._heard = heard

    def datagram_received(self, _data: bytes, _address: object) -> None:
        self._heard.append("udp")
