"""How much time, memory and output grading one notebook may take."""

from dataclasses import dataclass

MIB = 1024 * 1024


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
