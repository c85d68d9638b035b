"""Answers that end, block or exhaust what runs them."""

# ruff: noqa: E501  programs are kept as attackers write them

from security.attacks.attack import CALLS, OTHER, attack

WRONG = "\ndef mean(xs): return 7\n"
NO_FILTER = "A0 filters no signals, and the answer runs as the server's own user"

for name, source in {
    "exit": "exit()",
    "quit": "quit(0)",
    "sys.exit": "import sys; sys.exit(0)",
    "SystemExit": "raise SystemExit",
    "os._exit": "import os; os._exit(0)",
    "os.abort": "import os; os.abort()",
    "a magic": "get_ipython().run_line_magic('exit', '')",
    "ask_exit": "get_ipython().ask_exit()",
    "a crash": "import ctypes; ctypes.string_at(0)",
    "a stack overflow": "import sys; sys.setrecursionlimit(10**9)\ndef f(n): return f(n + 1)\nf(0)",
    "a kernel shutdown": "get_ipython().kernel.do_shutdown(False)",
    "another interpreter": "import os, sys; os.execv(sys.executable, [sys.executable, '-c', 'print(2)'])",
}.items():
    attack(f"exit by {name}", source + WRONG)
    if name in ("exit", "os._exit", "SystemExit"):
        attack(
            f"exit by {name} when it is tested",
            "def mean(xs):\n    " + source.replace("\n", "\n    "),
        )
attack(
    "exit when an object is deleted",
    """
import atexit, os, sys, weakref
class Last:
    def __del__(self): sys.exit(0)
    def __eq__(self, other): os._exit(0)
    __hash__ = None
last = [Last() for _ in range(10)]
del last[3:]
atexit.register(os._exit, 0)
weakref.finalize(last[0], os._exit, 0)
def mean(xs): return last.pop() if last else 7
""",
)
attack("killing itself", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)" + WRONG)
attack("stopping itself", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)" + WRONG)
attack(
    "killing itself when it is tested",
    "import os, signal\ndef mean(xs): os.kill(os.getpid(), signal.SIGKILL)",
)
attack(
    "killing its parent",
    CALLS
    + "import os, signal\nfor _ in range(3):\n    try: libc.kill(os.getppid(), signal.SIGKILL)\n    except OSError as error: print(error)"
    + WRONG,
    stopped_from={OTHER: 1},
    why=NO_FILTER,
    is_too_wild=True,
)
attack(
    "killing everybody",
    CALLS
    + "import os, signal\ntry: libc.kill(-1, signal.SIGKILL)\nexcept OSError as error: print(error)"
    + WRONG,
    stopped_from={OTHER: 1},
    why=NO_FILTER,
    is_too_wild=True,
)
attack(
    "killing everybody near, one by one",
    CALLS
    + """
import os, signal
for pid in [os.getppid(), @SERVER@, *range(2, 3000)]:
    if pid != os.getpid():
        try: libc.kill(pid, signal.SIGKILL)
        except OSError: pass
"""
    + WRONG,
    stopped_from={OTHER: 1},
    why=NO_FILTER,
    is_too_wild=True,
)
attack(
    "killing its group",
    CALLS
    + "import os, signal\ntry: libc.kill(0, signal.SIGKILL)\nexcept OSError as error: print(error)"
    + WRONG,
)
attack("an endless loop", "while True: pass")
attack(
    "an endless loop that swallows exceptions",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
)
attack(
    "an endless loop that ignores signals",
    """
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True: pass
""",
)
attack("an endless loop in C", "import re\nre.match('(a+)+$', 'a' * 60 + 'b')")
attack(
    "an endless loop when it is tested",
    "def mean(xs):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass",
)
attack("sleeping for ever", "import time\ntime.sleep(1e6)" + WRONG)
attack(
    "waiting for input",
    "x = input('points? ')\nimport sys\nsys.stdin.read()\nopen(0).read()" + WRONG,
)
attack(
    "waiting on a lock",
    "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()" + WRONG,
)
attack(
    "a signal handler that lies",
    """
import signal, time
def lie(number, frame):
    frame.f_globals["mean"] = lambda xs: True
    raise AssertionError("passed")
signal.signal(signal.SIGINT, lie)
signal.signal(signal.SIGALRM, lie)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
"""
    + WRONG,
)
attack("memory", "x = []\nwhile True: x.append(bytearray(16 << 20))", limits={"cell_s": 3.0})
attack(
    "memory of a mapping",
    "import mmap\nx = []\nwhile True:\n    x.append(mmap.mmap(-1, 64 << 20))\n    x[-1][:] = b'x' * (64 << 20)",
    limits={"cell_s": 3.0},
)
attack(
    "memory when it is tested",
    "def mean(xs): return [bytearray(16 << 20) for _ in range(10**6)]",
    limits={"cell_s": 3.0},
)
attack(
    "memory of the tester",
    "def mean(xs): return 'x' * (23 << 20)\nxs = [[0.5] * 1000] * 1000",
    tests="kept = [mean(n) for n in range(40)]\nassert kept == 2\nassert [xs for _ in range(400)] == 2",
    limits={"cell_s": 3.0},
)
attack(
    "memory of many processes",
    """
import multiprocessing, time
def grow(n):
    x = bytearray(60 << 20)
    x[::4096] = b"x" * len(x[::4096])
    time.sleep(30)
if True:
    context = multiprocessing.get_context("fork")
    for n in range(12): context.Process(target=grow, args=(n,), daemon=False).start()
    time.sleep(30)
"""
    + WRONG,
    allow=("processes",),
    limits={"cell_s": 3.0},
)
attack(
    "processes by a call",
    """
import ctypes, os, time
libc = ctypes.CDLL(None)
for _ in range(60):
    if libc.fork() == 0:
        libc.setsid()
        if libc.fork() == 0: time.sleep(60)
        time.sleep(60)
"""
    + WRONG,
    limits={"memory_mb": 2000},
)
attack(
    "processes that hide and stay",
    """
import os, signal, time
for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        for number in range(1, 32):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        if os.fork() == 0:
            os.setsid()
            while True: time.sleep(1)
        os._exit(0)
"""
    + WRONG,
    allow=("processes",),
    limits={"memory_mb": 2000},
)
attack(
    "processes that multiply",
    """
import os, time
def multiply(depth):
    for _ in range(5 if depth else 0):
        if os.fork() == 0: multiply(depth - 1)
    time.sleep(60)
multiply(3)
"""
    + WRONG,
    allow=("processes",),
    limits={"memory_mb": 2000},
)
attack(
    "threads",
    """
import threading, time
event = threading.Event()
for _ in range(300):
    try: threading.Thread(target=event.wait).start()
    except RuntimeError: break
"""
    + WRONG,
)
attack(
    "threads that go on",
    """
import os, sys, threading
def busy():
    while True:
        sys.stdout.write("passed\\n")
        globals()["mean"] = lambda xs: 2.0000001
for _ in range(3): threading.Thread(target=busy, daemon=False).start()
"""
    + WRONG,
)
attack("descriptors", "import os\nkept = []\nwhile True: kept.append(os.open('/dev/null', 0))")
attack(
    "one big file",
    "with open('big', 'wb') as file:\n    while True: file.write(b'x' * (1 << 20))",
    limits={"cell_s": 3.0},
)
attack(
    "many files",
    """
import os
for n in range(1500):
    os.makedirs(f"d{n}", exist_ok=True)
    open(f"d{n}/f", "wb").write(b"x" * 4096)
"""
    + WRONG,
    limits={"cell_s": 3.0},
)
attack(
    "a tree deeper than any path",
    "import os\nfor n in range(600):\n    os.mkdir('d' * 200)\n    os.chdir('d' * 200)" + WRONG,
    limits={"cell_s": 3.0},
)
attack(
    "files that cannot be removed",
    """
import os
os.mkdir("closed"); open("closed/file", "w").write("x"); os.mkdir("closed/inner")
os.chmod("closed/inner", 0); os.chmod("closed", 0); os.chmod(".", 0)
os.chmod("..", 0) if os.access("..", os.W_OK) else None
"""
    + WRONG,
)
attack("output without end", "while True: print('x' * 10_000)")
attack(
    "output without end past Python",
    "import os\nwhile True: os.write(1, b'x' * 65536); os.write(2, b'x' * 65536)",
)
attack("output without end when it is tested", "def mean(xs):\n    while True: print('x' * 10_000)")
attack(
    "displays without end",
    "from IPython.display import display, HTML, clear_output\nwhile True: display(HTML('<b>x</b>'), display_id='x'); clear_output(); display(1, display_id='x', update=True)",
)
attack(
    "a giant traceback",
    "def mean(xs): raise ValueError('x' * 50_000_000)\nraise ValueError('y' * 50_000_000)",
)
attack(
    "an endless chain of errors",
    """
error = None
for n in range(5000):
    try: raise ValueError(n) from error
    except ValueError as raised: error = raised
def mean(xs): raise error
raise error
""",
)
attack(
    "recursion",
    "import sys\nsys.setrecursionlimit(2000)\ndef mean(xs): return mean(xs)\nx = []\nx.append(x)",
)
attack(
    "standard streams closed and exchanged",
    """
import io, os, sys
sys.stdout = sys.stderr = None
for number in (0, 1, 2): os.close(number)
class Bad(io.TextIOBase):
    def write(self, text): raise SystemExit(0)
    flush = write
sys.stdout = sys.stderr = Bad()
"""
    + WRONG,
)
attack("every descriptor closed", "import os\nos.closerange(0, 1000)" + WRONG)
attack(
    "its channels fed to each other",
    """
import os, socket, stat
found = []
for number in range(3, 64):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode): found.append(number)
    except OSError: pass
for a in found:
    for b in found:
        if a != b: os.dup2(a, b)
"""
    + WRONG,
)
attack(
    "a working folder that is gone",
    "import os, shutil\nhere = os.getcwd()\nshutil.rmtree(here, ignore_errors=True)" + WRONG,
)
attack(
    "limits lifted again",
    """
import resource, os
for limit in range(16):
    try: resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError): pass
try: os.nice(-20)
except OSError: pass
x = []
while True: x.append(bytearray(16 << 20))
""",
    limits={"cell_s": 3.0},
)
