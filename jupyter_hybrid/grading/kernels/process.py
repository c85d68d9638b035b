"""A kernel's process: started within limits, ended with everything that descends from it."""

import asyncio
import logging
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.grading.kernels.scratch import Scratch
from jupyter_hybrid.grading.limits import Limits

log = logging.getLogger(__name__)

END_WITHIN_S = 3.0
POLL_S = 0.005
LONGEST_SOCKET_PATH = 90
"""A Unix socket's path may have 104 bytes on some systems; jupyter_client appends a few."""


class ConfinedKernelManager(AsyncKernelManager):
    """Jupyter's manager, with every command led by the confining script."""

    def __init__(self, *, kernel_name: str, scratch: Scratch, limits: Limits) -> None:
        connection_file = str(scratch.connection_file)
        has_sockets = os.name != "nt" and len(connection_file) < LONGEST_SOCKET_PATH
        super().__init__(
            kernel_name=kernel_name,
            connection_file=connection_file,
            transport="ipc" if has_sockets else "tcp",
        )
        self._scratch_folder = str(scratch.path)
        self._rlimits = [f"{name}={value}" for name, value in limits.rlimits().items()]

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """Return the command that starts the kernel within its limits."""
        command = super().format_kernel_cmd(extra_arguments)
        if os.name == "nt":  # neither resource limits nor fork: only deadlines hold there
            return command
        script = Path(__file__).with_name("confined.py")
        confined = [sys.executable, "-I", "-S", str(script), self._scratch_folder]
        return [*confined, *self._rlimits, "--", *command]


class KernelProcess:
    """The process of one kernel and the lifeline to the script that watches over it.

    Parameters
    ----------
    kernel_name
        The kernelspec.
    """

    def __init__(self, *, kernel_name: str, scratch: Scratch, limits: Limits) -> None:
        try:
            language = KernelSpecManager().get_kernel_spec(kernel_name).language
        except NoSuchKernel as error:
            raise Unavailable(f"there is no Jupyter kernel {kernel_name!r} here") from error
        self._is_python = language == "python"
        self._scratch = scratch
        self._lifeline: int | None = None
        self.manager = ConfinedKernelManager(
            kernel_name=kernel_name, scratch=scratch, limits=limits
        )

    async def start(self, *, folder: Path) -> None:
        """Launch the kernel in `folder`; it is not ready yet when this returns.

        Raises
        ------
        Unavailable
            If it cannot be launched.
        """
        # A history file costs time and would outlive the request that is graded.
        arguments = ["--HistoryManager.hist_file=:memory:"] if self._is_python else []
        watched, self._lifeline = os.pipe()
        try:
            await self.manager.start_kernel(
                cwd=str(folder),
                env=self._scratch.environment(),
                extra_arguments=arguments,
                stdin=watched,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, RuntimeError) as error:
            log.warning("kernel %s cannot be launched", self.manager.kernel_name, exc_info=True)
            name = self.manager.kernel_name
            raise Unavailable(f"the kernel {name!r} cannot be started here") from error
        finally:
            os.close(watched)

    def status(self) -> int | None:
        """Return the exit status, or None while it runs; 128 and more means a signal."""
        process = self._popen()
        status = process.poll() if process is not None else 0
        return 128 - status if status is not None and status < 0 else status

    def _popen(self) -> "subprocess.Popen[bytes] | None":
        provisioner = self.manager.provisioner
        if isinstance(provisioner, LocalProvisioner):
            return provisioner.process
        return None

    async def end(self) -> None:
        """Kill the kernel and whatever descends from it, and remove the scratch folder."""
        process = self._popen()
        self._let_go()
        if process is not None:
            if os.name == "nt" or not await self.ends_within(END_WITHIN_S):
                process.kill()
            await self.ends_within(END_WITHIN_S)
            if not self._ended_by_itself(process):
                await asyncio.to_thread(_sweep, str(self._scratch.path))
            await self.manager.cleanup_resources()
        await asyncio.to_thread(self._scratch.remove)

    def _let_go(self) -> None:
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None

    async def ends_within(self, timeout_s: float) -> bool:
        """Return whether the process ends, by itself or because it was told to, in that time."""
        deadline = time.monotonic() + timeout_s
        while True:
            if self.status() is not None:
                return True
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(POLL_S)

    def _ended_by_itself(self, process: "subprocess.Popen[bytes]") -> bool:
        """Return whether the confining script had its way, so that nothing can be left."""
        return sys.platform == "linux" and process.poll() in range(256)


def _sweep(folder: str) -> None:
    """Kill what still has the scratch folder as its home or place.

    Needed where orphans cannot be adopted, or where the learner's code killed the script.
    """
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get("HOME", "").startswith(folder) or process.cwd().startswith(
                folder
            ):
                process.kill()
