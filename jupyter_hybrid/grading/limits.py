"""How much time, memory and output grading one notebook may take."""

from dataclasses import dataclass, replace

from jupyter_hybrid.domain import policies

KIB = 1024
MIB = 1024 * KIB

LEAST_MEMORY_BYTES = 192 * MIB
"""What a kernel needs for itself before it runs anything."""
LEAST_OUTPUT_BYTES = 16 * KIB
LEAST_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one grading.

    Parameters
    ----------
    cell_timeout_s
        Seconds for one cell; all tests of a test cell share them.
    timeout_s
        Seconds for the whole notebook, from the moment the kernel is ready.
    start_timeout_s
        Seconds for the kernel to start.
    interrupt_s
        Seconds that interrupted code gets to stop before its kernel is killed.
    memory_bytes
        Private memory of one process. Several processes of one learner add up.
    address_space_bytes
        Address space on top of `memory_bytes`: libraries and shared memory.
    output_bytes
        Output of one request to the kernel, images included.
    file_bytes
        Size of one file in the scratch folder.
    n_files
        Open files of one process.
    """

    cell_timeout_s: float = 10.0
    timeout_s: float = 30.0
    start_timeout_s: float = 30.0
    interrupt_s: float = 2.0
    memory_bytes: int = 1024 * MIB
    address_space_bytes: int = 4096 * MIB
    output_bytes: int = MIB
    file_bytes: int = 64 * MIB
    n_files: int = 1024

    def rlimits(self) -> dict[str, int]:
        """Return the kernel process's resource limits by name without ``RLIMIT_``."""
        return {
            "DATA": self.memory_bytes,
            "AS": self.memory_bytes + self.address_space_bytes,
            "FSIZE": self.file_bytes,
            "NOFILE": self.n_files,
            "CORE": 0,
        }


MOST = Limits(
    cell_timeout_s=policies.MOST.cell_s,
    timeout_s=policies.MOST.exercise_s,
    memory_bytes=policies.MOST.memory_mb * MIB,
    output_bytes=policies.MOST.output_kb * KIB,
    file_bytes=policies.MOST.scratch_mb * MIB,
)
"""What no author can exceed: one check must not take a server from everybody else."""


def limits_of(asked: policies.Limits, *, most: Limits) -> Limits:
    """Return what a task may use: what its author asks for, within bounds.

    Parameters
    ----------
    most
        The engine's bounds. What an author cannot ask for is taken from here.

    Examples
    --------
    >>> found = limits_of(policies.Limits(cell_s=2, memory_mb=10**9), most=MOST)
    >>> found.cell_timeout_s, found.memory_bytes // MIB
    (2, 8192)
    """
    return replace(
        most,
        cell_timeout_s=_within(asked.cell_s, LEAST_SECONDS, most.cell_timeout_s),
        timeout_s=_within(asked.exercise_s, LEAST_SECONDS, most.timeout_s),
        memory_bytes=int(_within(asked.memory_mb * MIB, LEAST_MEMORY_BYTES, most.memory_bytes)),
        output_bytes=int(_within(asked.output_kb * KIB, LEAST_OUTPUT_BYTES, most.output_bytes)),
        file_bytes=int(_within(asked.scratch_mb * MIB, MIB, most.file_bytes)),
    )


def _within(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
