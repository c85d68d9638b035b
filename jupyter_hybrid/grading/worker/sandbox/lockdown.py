"""The two steps into the sandbox: the supervisor's, and each of its children's."""

import errno
import os
from pathlib import Path

from jupyter_hybrid.grading.worker.sandbox import (
    credentials,
    landlock,
    namespaces,
    private_root,
    seccomp,
)
from jupyter_hybrid.grading.worker.sandbox.confinement import Confinement, Level


def warm_up(confinement: Confinement) -> None:
    """Work out once, in a zygote, what every later fork would work out again."""
    if credentials.IS_LINUX:
        credentials.warm_up()
    if confinement.level >= Level.A1:
        seccomp.program(seccomp.permissions_of(confinement), pid=os.getpid())
    if confinement.level >= Level.A2:
        landlock.warm_up(confinement)


def supervise(confinement: Confinement, scratch: Path) -> None:
    """Prepare a supervisor, before it makes folders in `scratch` and forks.

    At A3 it moves into namespaces and `scratch` becomes an empty file system of limited size. Fork
    the tester first: the first child is number 1 of the namespace, whom no signal from inside ends
    and with whom all others end. Below A3 nothing happens.

    Raises
    ------
    OSError
        if the kernel refuses.
    """
    if confinement.level >= Level.A3:
        namespaces.isolate(confinement, scratch=scratch)


def lock_down(confinement: Confinement, *, scratch: Path, role: str) -> None:
    """Lock this process in, for good, at the level of `confinement`.

    Called in a freshly forked child with one thread, after `supervise` in its parent and after
    the folders of `scratch` were made. The working folder is undefined afterwards.

    Parameters
    ----------
    role
        ``"learner"`` writes its own folders of `scratch`; ``"tester"`` reads those and writes its
        own.

    Raises
    ------
    OSError
        if the kernel refuses any part: there is no lower level that was not asked for.
    """
    level = confinement.level
    if level >= Level.A1:
        _refuse_threads()
    if level >= Level.A3:
        private_root.enter(confinement, scratch=scratch, role=role)
    rules = None
    if level >= Level.A2:
        rules = landlock.prepare(confinement, scratch=scratch, role=role)
    credentials.become(confinement, role=role)
    if level >= Level.A1:
        credentials.gain_no_privileges()
    if rules is not None:
        landlock.enforce(rules)
    if level >= Level.A1:
        permissions = seccomp.permissions_of(confinement)
        seccomp.install(seccomp.program(permissions, pid=os.getpid()))


def _refuse_threads() -> None:
    """Landlock binds one thread only: another one would stay free."""
    if sum(1 for _ in os.scandir("/proc/self/task")) > 1:
        raise OSError(errno.EBUSY, "a process with several threads cannot be locked down")
