"""Answers that look for what they should not see, or reach what they should not reach."""

# ruff: noqa: E501  programs are kept as attackers write them

from security.attacks.attack import CALLS, attack

WRONG = "\ndef mean(xs): return 7\n"
FILES_OF_ANYBODY = "what every user of the machine may read is closed by Landlock only"
FILES_OF_ONE = "the answer runs as the server's own user; only Landlock closes that user's files"
SOCKETS = "A0 filters no system calls"

SHOW = """
import os, sys
def show(path, n=200_000):
    try:
        with open(path, "rb") as file: print(path, file.read(n).decode("latin-1"))
    except OSError as error: print(path, error)
"""
attack(
    "the course folder",
    SHOW
    + "show('@OUTSIDE@/course/source.ipynb')\nprint(os.path.exists('@OUTSIDE@/course'))"
    + WRONG,
    stopped_from={"root": 2, "other": 2},
    why=FILES_OF_ANYBODY,
)
attack(
    "the database and the signing key",
    SHOW + "show('@OUTSIDE@/data/hybrid.sqlite')\nshow('@OUTSIDE@/data/signing.key')" + WRONG,
    stopped_from={"other": 2},
    why=FILES_OF_ONE,
)
attack(
    "walking through every folder",
    SHOW
    + """
import itertools
for top in ("@OUTSIDE@", os.path.dirname("@OUTSIDE@"), os.path.expanduser("~"), os.environ.get("HOME", "/"), "/root", "/home", "..", "../..", "../../.."):
    for folder, _, names in itertools.islice(os.walk(top), 200):
        for name in names[:50]: show(os.path.join(folder, name), 2000)
"""
    + WRONG,
    stopped_from={"root": 2, "other": 2},
    why=FILES_OF_ANYBODY,
    limits={"cell_s": 3.0},
)
attack(
    "its own environment",
    SHOW
    + "print(dict(os.environ), os.environb)\nshow('/proc/self/environ')\nshow('/proc/self/cmdline')\nprint(sys.argv, sys.orig_argv)"
    + WRONG,
)
attack(
    "the environment of the server",
    SHOW
    + "show('/proc/@SERVER@/environ')\nfor pid in range(1, 400): show(f'/proc/{pid}/environ')"
    + WRONG,
    stopped_from={"other": 2},
    why=FILES_OF_ONE,
)
attack(
    "memory of its own process",
    SHOW
    + """
import re
def search(pid):
    try: maps = open(f"/proc/{pid}/maps").read()
    except OSError as error: return print(error)
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps.splitlines():
            span = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if not span or "heap" not in line and "[anon" not in line and line.split()[-1] != "0": continue
            start, end = (int(each, 16) for each in span.groups())
            try:
                memory.seek(start)
                for found in re.findall(rb"(?:hidden|solution|course|database|key|token)-[0-9a-f]{24}", memory.read(min(end - start, 64 << 20))): print(found)
            except (OSError, ValueError, OverflowError): pass
def mean(xs):
    try: search("self")
    except OSError: pass
    raise ValueError(xs)
try: search("self")
except OSError as error: print(error)
""",
    limits={"cell_s": 4.0},
)
attack(
    "memory of the server",
    SHOW
    + """
import re
def search(pid):
    try:
        maps = open(f"/proc/{pid}/maps").read()
        memory = open(f"/proc/{pid}/mem", "rb", 0)
    except OSError as error: return print(pid, error)
    for line in maps.splitlines():
        span = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
        if not span: continue
        start, end = (int(each, 16) for each in span.groups())
        try:
            memory.seek(start)
            for found in set(re.findall(rb"(?:hidden|solution|course|database|key|token)-[0-9a-f]{24}", memory.read(min(end - start, 8 << 20)))): print(found)
        except (OSError, ValueError, OverflowError): pass
search(@SERVER@)
search(os.getppid())
"""
    + WRONG,
    stopped_from={"other": 2},
    why=FILES_OF_ONE,
    limits={"cell_s": 4.0},
)
attack(
    "tracing its parents and the tester",
    CALLS
    + """
import time
seen = [os.getppid(), @SERVER@, *range(2, 60)]
for pid in seen:
    if pid != os.getpid() and libc.ptrace(16, pid, 0, 0) == 0:
        print("attached to", pid)
        libc.ptrace(17, pid, 0, 0)
"""
    + WRONG,
    stopped_from={"other": 1},
    why=SOCKETS,
    is_too_wild=True,
)
attack(
    "reading the server's memory by a call",
    CALLS
    + """
local = ctypes.create_string_buffer(8)
class Vector(ctypes.Structure): _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
def steal(pid, address, size):
    data = ctypes.create_string_buffer(size)
    mine, theirs = Vector(ctypes.addressof(data), size), Vector(address, size)
    return data.raw if libc.process_vm_readv(pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0) > 0 else b""
import re
try: maps = open("/proc/@SERVER@/maps").read()
except OSError: maps = ""
for span in re.findall(r"([0-9a-f]+)-([0-9a-f]+) rw", maps):
    start, end = (int(each, 16) for each in span)
    for found in set(re.findall(rb"(?:token|key)-[0-9a-f]{24}", steal(@SERVER@, start, min(end - start, 8 << 20)))): print(found)
"""
    + WRONG,
    stopped_from={"other": 1},
    why=SOCKETS,
    limits={"cell_s": 4.0},
)
attack(
    "writing the database",
    CALLS
    + """
for name in ("data/hybrid.sqlite", "data/signing.key", "course/source.ipynb", "home/.bashrc"):
    put("@OUTSIDE@/" + name, "owned")
print(libc.unlink(b"@OUTSIDE@/data/hybrid.sqlite"))
"""
    + WRONG,
    stopped_from={"other": 2},
    why=FILES_OF_ONE,
)
attack(
    "writing where everybody may write",
    CALLS
    + """
for folder in ("/tmp", "/dev/shm", "/var/tmp", "@OUTSIDE@/open"):
    put(folder + "/owned-by-an-answer", "x")
"""
    + WRONG,
    stopped_from={"root": 2, "other": 2},
    why=FILES_OF_ANYBODY,
)
attack(
    "links and hard links to files outside",
    """
import os
for n, target in enumerate(("@OUTSIDE@/data/signing.key", "@OUTSIDE@/course/source.ipynb", "/proc/@SERVER@/environ", "/proc/self/environ")):
    for make in (os.symlink, os.link):
        try:
            make(target, f"link-{make.__name__}-{n}")
            print(open(f"link-{make.__name__}-{n}").read())
        except OSError as error: print(error)
os.symlink("@OUTSIDE@/data/signing.key", "answer.txt")
os.symlink("/proc/self/environ", "environ.txt")
"""
    + WRONG,
    tests="assert open('answer.txt').read() == 'x'\nassert open('environ.txt').read() == 'x'\n"
    "assert open('link-symlink-2').read() == 'x'",
    stopped_from={"root": 2, "other": 2},
    why=FILES_OF_ANYBODY,
)
attack(
    "changing modes, owners and times outside",
    """
import os
for name in ("", "/data", "/course", "/course/source.ipynb", "/data/signing.key", "/open"):
    for act in (lambda p: os.chmod(p, 0o777), lambda p: os.chown(p, os.getuid(), os.getgid()), lambda p: os.rename(p, p + "-owned"), lambda p: os.truncate(p, 0)):
        try: act("@OUTSIDE@" + name)
        except OSError as error: print(error)
"""
    + WRONG,
    stopped_from={"other": 2},
    why=FILES_OF_ONE,
)
NET = (
    CALLS
    + """
import socket
def address(port): return struct.pack("=HH4s8x", 2, socket.htons(port), socket.inet_aton("127.0.0.1"))
def reach(kind, raw, family=2):
    number = libc.socket(family, kind, 0)
    print("socket", number)
    if number >= 0:
        print(libc.connect(number, raw, len(raw)))
        libc.send(number, b"x", 1, 0)
        os.close(number)
"""
)
attack(
    "TCP",
    NET
    + "try: socket.create_connection(('127.0.0.1', @TCP@), 1)\nexcept OSError as e: print(e)\nreach(1, address(@TCP@))"
    + WRONG,
    stopped_from={"root": 1, "other": 1},
    why=SOCKETS,
)
attack(
    "UDP",
    NET
    + "reach(2, address(@UDP@))\ns = None\ntry:\n    s = socket.socket(2, 2)\n    s.sendto(b'x', ('127.0.0.1', @UDP@))\nexcept OSError as e: print(e)"
    + WRONG,
    stopped_from={"root": 1, "other": 1},
    why=SOCKETS,
)
attack(
    "names asked for",
    NET
    + """
try: print(socket.getaddrinfo("localhost.invalid", 80))
except OSError as error: print(error)
# what a resolver does: a datagram to port 53, here to the one that listens
reach(2, address(@UDP@))
"""
    + WRONG,
    stopped_from={"root": 1, "other": 1},
    why=SOCKETS,
)
attack(
    "an abstract socket",
    NET + "reach(1, struct.pack('=H', 1) + b'\\0@ABSTRACT@', 1)" + WRONG,
    stopped_from={"root": 1, "other": 1},
    why=SOCKETS,
)
attack(
    "a socket with a path",
    NET + "reach(1, struct.pack('=H', 1) + b'@SERVICE@' + b'\\0', 1)" + WRONG,
    stopped_from={"root": 1, "other": 1},
    why=SOCKETS,
)
attack(
    "datagrams through a pair of sockets",
    NET
    + """
pair = (ctypes.c_int * 2)()
if libc.socketpair(1, 2, 0, pair) == 0:
    raw = struct.pack("=H", 1) + b"\\0@ABSTRACT@"
    print(libc.sendto(pair[0], b"x", 1, 0, raw, len(raw)))
"""
    + WRONG,
)
attack(
    "a raw and a netlink socket",
    NET
    + "reach(3, address(0))\nreach(3, struct.pack('=HHII', 16, 0, 0, 0), 16)\nreach(3, b'\\0' * 16, 17)"
    + WRONG,
)
attack(
    "programs started",
    CALLS
    + """
import subprocess
for act in (lambda: os.system("touch @OUTSIDE@/open/owned"), lambda: subprocess.run(["/bin/touch", "@OUTSIDE@/open/owned"]),
            lambda: get_ipython().system("touch @OUTSIDE@/open/owned"), lambda: os.posix_spawn("/bin/touch", ["touch", "@OUTSIDE@/open/owned"], {})):
    try: print(act())
    except (OSError, RuntimeError) as error: print(error)
child = libc.fork()
if child == 0:
    libc.execl(b"/bin/touch", b"touch", b"@OUTSIDE@/open/owned", None)
    os._exit(0)
"""
    + WRONG,
    stopped_from={"root": 1, "other": 1},
    why=SOCKETS,
)
attack(
    "new namespaces and mounts",
    CALLS
    + """
for flags in (0x10000000, 0x10020000, 0x20000, 0x40000000, 0x7e020000):
    print(libc.unshare(flags), ctypes.get_errno())
print(libc.mount(b"none", b"@OUTSIDE@", b"tmpfs", 0, None), libc.chroot(b"/"), libc.umount2(b"/proc", 2))
print(libc.setuid(0), libc.setresuid(0, 0, 0), libc.syscall(425, 8, 0), libc.syscall(321, 0, 0, 0), libc.syscall(323, 0))
"""
    + WRONG,
)
