"""Which system calls a learner's process tries."""

import ctypes
import errno
import mmap
import os
import platform
import resource
import socket
import stat
from pathlib import Path

from security.sandbox.attack import attack, call
from security.sandbox.confining import Place

from jupyter_hybrid.grading.worker.sandbox import Level, libc, seccomp

NUMBERS = seccomp.machine().numbers


@attack(Level.A1)
def make_a_tcp_socket(_: Place) -> None:
    socket.socket()


@attack(Level.A1)
def make_a_udp_socket(_: Place) -> None:
    socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)


@attack(Level.A1)
def make_a_unix_socket(_: Place) -> None:
    socket.socket(socket.AF_UNIX)


@attack(Level.A1)
def make_a_netlink_socket(_: Place) -> None:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)


@attack(Level.A1)
def send_to_a_path_from_a_pair_of_datagram_sockets(_: Place) -> None:
    left, _right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        left.sendto(b"x", "/nowhere")
    except FileNotFoundError:
        return


@attack(Level.A1)
def send_to_an_address(_: Place) -> None:
    left, _right = socket.socketpair()
    address = ctypes.create_string_buffer(16)
    try:
        call("sendto", left.fileno(), b"x", 1, 0, address, 16)
    except OSError as error:
        if error.errno == errno.EPERM:
            raise


@attack(Level.A1)
def fork(_: Place) -> None:
    if os.fork() == 0:
        os._exit(0)


@attack(Level.A1)
def vfork(_: Place) -> None:
    os.posix_spawn("/bin/true", ["true"], {})


@attack(Level.A1)
def clone_into_a_namespace(_: Place) -> None:
    child = libc.call("syscall", NUMBERS["clone"], 0x10000000 | 17, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)


@attack(Level.A1)
def clone_with_flags_in_memory(_: Place) -> None:
    call("clone3", None, 0, harmless=(errno.EINVAL,))


@attack(Level.A1)
def execute_a_program(_: Place) -> None:
    try:
        os.execv("/nowhere", ["nowhere"])
    except FileNotFoundError:
        return


@attack(Level.A1)
def execute_a_descriptor(_: Place) -> None:
    call("execveat", -1, b"x", None, None, 0, harmless=(errno.EBADF, errno.EFAULT))


@attack(Level.A1)
def make_namespaces(_: Place) -> None:
    libc.call("unshare", 0x10000000)


@attack(Level.A1)
def enter_a_namespace(_: Place) -> None:
    call("setns", -1, 0, harmless=(errno.EBADF,))


@attack(Level.A1)
def ask_for_io_uring(_: Place) -> None:
    call("io_uring_setup", 0, None, harmless=(errno.EINVAL, errno.EFAULT))


@attack(Level.A1)
def ask_for_userfaultfd(_: Place) -> None:
    call("userfaultfd", 1)


@attack(Level.A1)
def ask_for_performance_events(_: Place) -> None:
    call("perf_event_open", None, 0, -1, -1, 0, harmless=(errno.EFAULT, errno.EINVAL))


@attack(Level.A1)
def ask_for_a_keyring(_: Place) -> None:
    call("keyctl", 0, -3, 1, 0, 0)


@attack(Level.A1)
def make_memory_that_nobody_counts(_: Place) -> None:
    os.memfd_create("x")


@attack(Level.A1)
def watch_files(_: Place) -> None:
    call("inotify_init1", 0)


@attack(Level.A1)
def share_memory_by_key(_: Place) -> None:
    call("shmget", 0, 0, 0o600, harmless=(errno.EINVAL,))


@attack(Level.A1)
def open_a_message_queue(_: Place) -> None:
    call("mq_open", None, 0, 0, None, harmless=(errno.EFAULT,))


@attack(Level.A1)
def change_personality(_: Place) -> None:
    call("personality", 0xFFFFFFFF)


@attack(Level.A1, works_for=("nobody",))
def slow_the_supervisor_down(place: Place) -> None:
    os.setpriority(os.PRIO_PROCESS, place.supervisor, 0)


@attack(Level.A1, works_for=("nobody",))
def bind_the_supervisor_to_a_processor(place: Place) -> None:
    os.sched_setaffinity(place.supervisor, os.sched_getaffinity(0))


@attack(Level.A1, works_for=("nobody",))
def limit_the_supervisor(place: Place) -> None:
    resource.prlimit(place.supervisor, resource.RLIMIT_NOFILE)


@attack(Level.A1)
def make_an_unknown_call(_: Place) -> None:
    try:
        call(463, -1, None, 0, None, None, 0)
    except OSError as error:
        if error.errno == errno.ENOSYS:
            raise


@attack(Level.A1)
def make_a_call_of_another_interface(_: Place) -> None:
    try:
        call(0x40000000 + 39)
    except OSError as error:
        if error.errno == errno.EPERM:
            raise


@attack(Level.A1)
def make_a_32_bit_call(_: Place) -> None:
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # getpid by interrupt 0x80
    if platform.machine() == "x86_64":
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()


@attack(Level.A0, works_for=("root",))
def change_the_root(_: Place) -> None:
    os.chroot("/")


@attack(Level.A0, works_for=("root",))
def make_a_device(place: Place) -> None:
    os.mknod(place.work / "device", 0o666 | stat.S_IFCHR, os.makedev(1, 3))


@attack(Level.A0, works_for=("root",))
def mount_something(place: Place) -> None:
    libc.call("mount", os.fsencode(place.work), os.fsencode(place.work), None, 4096, None)
    libc.call("umount2", os.fsencode(place.work), 2)


@attack(Level.A0, works_for=("root",))
def become_somebody_else(_: Place) -> None:
    os.setresuid(12345, 12345, 12345)


@attack(Level.A0, works_for=("nobody",))
def read_the_testers_memory(place: Place) -> None:
    Path(f"/proc/{place.tester}/mem").open("rb").close()
