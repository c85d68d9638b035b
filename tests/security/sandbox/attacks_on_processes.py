"""What a learner's process tries with other processes."""

import ctypes
import errno
import fcntl
import os

from security.sandbox.attack import attack, call, reached
from security.sandbox.confining import Place

from jupyter_hybrid.grading.worker.sandbox import Level, libc, seccomp

NUMBERS = seccomp.machine().numbers


@attack(Level.A1)
def let_itself_be_traced(_: Place) -> None:
    call("ptrace", 0, 0, 0, 0)


@attack(Level.A1, works_for=("nobody",))
def read_the_supervisors_memory_by_call(place: Place) -> None:
    local = ctypes.create_string_buffer(8)
    mine = (ctypes.c_size_t * 2)(ctypes.addressof(local), 8)
    theirs = (ctypes.c_size_t * 2)(id(place.folder), 8)
    vectors = [ctypes.cast(v, ctypes.POINTER(ctypes.c_char)) for v in (mine, theirs)]
    function = ctypes.CDLL(None, use_errno=True).process_vm_readv
    n = function(place.supervisor, vectors[0], 1, vectors[1], 1, 0)
    reached(n == 8)


@attack(Level.A1)
def signal_the_supervisor(place: Place) -> None:
    os.kill(os.getppid(), 0) if os.getppid() else os.kill(place.supervisor, 0)


@attack(Level.A1)
def signal_the_tester(place: Place) -> None:
    os.kill(place.tester, 0)


@attack(Level.A1)
def signal_everybody(_: Place) -> None:
    os.kill(-1, 0)


@attack(Level.A1)
def signal_the_group(_: Place) -> None:
    os.kill(0, 0)


@attack(Level.A1)
def signal_a_thread_of_the_tester(place: Place) -> None:
    call("tgkill", place.tester, place.tester, 0)


@attack(Level.A1)
def signal_by_thread_number(place: Place) -> None:
    call("tkill", place.tester, 0)


@attack(Level.A1)
def queue_a_signal(place: Place) -> None:
    call("rt_sigqueueinfo", place.tester, 0, None, harmless=(errno.EFAULT,))


@attack(Level.A1)
def open_a_handle_of_a_process(place: Place) -> None:
    os.pidfd_open(place.tester)


@attack(Level.A1)
def let_the_kernel_signal_the_tester(place: Place) -> None:
    reading, _writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, place.tester)


@attack(Level.A1)
def become_readable_by_others(_: Place) -> None:
    libc.control(libc.PR_SET_DUMPABLE, 1)


@attack(Level.A1)
def outlive_the_supervisor(_: Place) -> None:
    libc.control(libc.PR_SET_PDEATHSIG, 0)


@attack(Level.A1)
def type_into_a_terminal(_: Place) -> None:
    reading, _writing = os.pipe()
    try:
        fcntl.ioctl(reading, 0x5412, b"x")
    except OSError as error:
        if error.errno != errno.ENOTTY:
            raise
