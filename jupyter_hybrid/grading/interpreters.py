"""Which Python a notebook's kernel runs in."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from jupyter_hybrid.domain.errors import Unavailable

_LAUNCHERS = ("ipykernel_launcher", "ipykernel")
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
"""All that a worker learns of the server's environment."""


@dataclass(frozen=True)
class Interpreter:
    """A Python that has ipykernel.

    Parameters
    ----------
    path
        Its executable.
    variables
        What its kernelspec adds to the environment.
    """

    path: str
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others."""
        return (self.path, *sorted(self.variables.items()))

    def environment(self) -> dict[str, str]:
        """Return the environment of its workers: nothing of the server's but what it needs."""
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        return kept | dict(self.variables)


def interpreter_of(kernel_name: str) -> Interpreter | None:
    """Return the interpreter of a Python kernel; None if it is started in another way.

    Raises
    ------
    Unavailable
        If there is no such kernelspec.
    """
    try:
        spec = KernelSpecManager().get_kernel_spec(kernel_name)
    except NoSuchKernel as error:
        raise Unavailable(f"there is no Jupyter kernel {kernel_name!r} here") from error
    argv = list(spec.argv)
    is_plain = len(argv) > 2 and argv[1] == "-m" and argv[2] in _LAUNCHERS  # noqa: PLR2004
    if "-m" in argv and not is_plain:  # with flags of Python between, such as -Xfrozen_modules=off
        after = argv.index("-m") + 1
        is_plain = after < len(argv) and argv[after] in _LAUNCHERS
        is_plain = is_plain and all(flag.startswith("-") for flag in argv[1 : after - 1])
    if spec.language.lower() != "python" or not is_plain:
        return None
    path = sys.executable if argv[0] in {"python", "python3"} else argv[0]
    return Interpreter(path, dict(spec.env))
