"""Limits of one process: processor time, memory, files."""

import os
import sys
from collections.abc import Mapping

CPU_GRACE_S = 1
ALWAYS = {"CORE": 0, "MEMLOCK": 0, "MSGQUEUE": 0}


def set_limits(limits: Mapping[str, int]) -> None:
    """Limit this process and its future children for good.

    Parameters
    ----------
    limits
        by names of ``resource.RLIMIT_*`` without the prefix: CPU in seconds; DATA, AS and FSIZE in
        bytes; NOFILE and NPROC as numbers. A name that the system does not know is left out, a
        limit that is already lower stays. NPROC counts every thread of the user and nothing for
        root, who is not given one.

    Raises
    ------
    OSError
        if the kernel refuses.
    """
    import resource  # noqa: PLC0415  not on Windows

    for name, value in {**ALWAYS, **limits}.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is None or (name == "NPROC" and os.geteuid() == 0):
            continue
        if name == "AS" and sys.platform == "darwin":
            continue  # always refused there
        ceiling = resource.getrlimit(number)[1]
        # SIGXCPU first, so that the reason is known; SIGKILL for who ignores it.
        hard = value + CPU_GRACE_S if name == "CPU" else value
        if ceiling != resource.RLIM_INFINITY:
            hard = min(hard, ceiling)
        resource.setrlimit(number, (min(value, hard), hard))
