"""Kernels that were started before anybody asked, so that a check need not wait for one."""

import asyncio
import logging

from jupyter_hybrid.domain.errors import HybridError
from jupyter_hybrid.grading.kernels.kernel import Kernel
from jupyter_hybrid.grading.limits import Limits

log = logging.getLogger(__name__)


class SpareKernels:
    """Idle kernels, each given away once and never taken back.

    Parameters
    ----------
    n_spare
        How many to keep of the kernel that was asked for last, in the folder and with the memory
        that were asked for last; 0 for none. Whoever takes the next step of a course finds one.
    """

    def __init__(self, n_spare: int) -> None:
        self._n_spare = n_spare
        self._idle: list[Kernel] = []
        self._starting: dict[asyncio.Task[None], tuple[str, str, dict[str, int]]] = {}
        self._is_closed = False

    async def take(self, kernel_name: str, *, folder: str, limits: Limits) -> Kernel | None:
        """Return a ready kernel that nobody has used, or None; it is the caller's to end.

        Those that died in the meantime, are of another kernelspec, or were started in another
        folder or with other resource limits than those of `limits`, are dropped. One that is just
        starting and fits is waited for: a second one beside it would not be there sooner.
        """
        wanted = (kernel_name, folder, limits.rlimits())
        coming = [task for task, kind in self._starting.items() if kind == wanted]
        if not self._idle and coming:
            await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED)
        while self._idle:
            kernel = self._idle.pop(0)
            if (kernel.kernel_name, kernel.folder, kernel.rlimits) == wanted and kernel.is_alive:
                return kernel
            await kernel.end()
        return None

    def refill(self, kernel_name: str, *, folder: str, limits: Limits) -> None:
        """Start what is missing, in the background."""
        n_missing = self._n_spare - len(self._idle) - len(self._starting)
        if self._is_closed:
            return
        for _ in range(n_missing):
            task = asyncio.create_task(self._add(kernel_name, folder=folder, limits=limits))
            self._starting[task] = (kernel_name, folder, limits.rlimits())
            task.add_done_callback(self._starting.pop)

    async def _add(self, kernel_name: str, *, folder: str, limits: Limits) -> None:
        kernel = None
        try:
            kernel = Kernel(kernel_name, limits=limits)
            await kernel.start(files={}, folder=folder)
            self._idle.append(kernel)
        except Exception as error:
            # Nobody waits for this task. A full disk, for one, is no error of the domain.
            log.warning("no spare kernel: %s", error, exc_info=not isinstance(error, HybridError))
        finally:
            if kernel is not None and kernel not in self._idle:
                await kernel.end()

    async def close(self) -> None:
        """End them all; idempotent."""
        self._is_closed = True
        starting = tuple(self._starting)
        for task in starting:
            task.cancel()
        await asyncio.gather(*starting, return_exceptions=True)
        while self._idle:
            await self._idle.pop().end()
