"""Answers that misbehave when the tests call, iterate or describe them."""

# ruff: noqa: E501  programs are kept as attackers write them

from security.attacks.attack import CALLS, X_TESTS, attack

attack(
    "stopping an iteration of the tests early",
    "def mean(xs): raise StopIteration",
    tests="assert all(map(lambda xs: mean(xs) == 2, [[1, 3], [2, 2]]))\n"
    "assert all(mean(xs) == 2 for xs in [[1, 3]])\n"
    "assert not list(filter(lambda xs: mean(xs) != 2, [[1, 3]]))",
)
attack(
    "an assertion error of its own with lying text",
    """
class AssertionError(Exception):
    def __str__(self): return "passed " * 100_000
    __repr__ = __str__
    def __bool__(self): return False
class Passed(KeyboardInterrupt): pass
def mean(xs): raise AssertionError("passed")
""",
)
attack(
    "exceptions that nobody catches",
    """
class Sneaky(BaseException):
    def __str__(self): raise SystemExit(0)
    __repr__ = __str__
    @property
    def args(self): raise KeyboardInterrupt
    @property
    def __class__(self): raise GeneratorExit
def mean(xs): raise Sneaky()
""",
)
for raised in (
    "KeyboardInterrupt",
    "GeneratorExit",
    "SystemExit(0)",
    "StopAsyncIteration",
    "MemoryError",
    "RecursionError",
    "__import__('unittest').SkipTest('fine')",
    "__import__('asyncio').CancelledError",
):
    attack(f"raising {raised}", f"def mean(xs): raise {raised}")
attack(
    "a class of exceptions with a hostile metaclass",
    """
class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
    __qualname__ = __module__ = property(lambda cls: 1 / 0)
    def __instancecheck__(cls, other): return True
    def mro(cls): return [cls, Exception, BaseException, object]
class Odd(Exception, metaclass=Meta): pass
def mean(xs): raise Odd("x")
""",
)
attack(
    "changing the arguments of the tests",
    "def mean(xs):\n    xs[:] = [0] * len(xs)\n    return 0",
    tests="from jupyter_hybrid import check\n"
    "check.against(mean, lambda xs: sum(xs) / len(xs), check.lists(check.ints(1, 9), least=1), examples=[[1, 3]])",
)
attack(
    "calling the functions of the tests in odd ways",
    """
def apply(f, xs):
    for _ in range(50):
        try: f(xs, f, lambda *a: 1 / 0)
        except BaseException: pass
        try: f(f)
        except BaseException: pass
    try: f.__globals__
    except AttributeError: pass
    try: f(type("X", (), {"__eq__": lambda s, o: True})())
    except BaseException: pass
    return [42]
""",
    tests="seen = []\nassert apply(lambda x: x * 2, [1, 2]) == [2, 4]\n"
    "assert apply(seen.append, [1]) == [None] and seen == [1]",
)
attack(
    "remembering the functions of the tests",
    """
import gc
kept = []
def apply(f, xs):
    kept.append(f)
    return [g(42) for g in kept for _ in xs][:0] + xs
""",
    tests="assert apply(lambda x: x * 2, [1, 2]) == [2, 4]\nassert apply(lambda x: x + 1, [1]) == [2]",
)
attack(
    "a generator that never ends",
    "import itertools\nmean = lambda xs: itertools.count()",
    tests="assert list(mean([1])) == [2]\nassert sum(mean([1])) == 2",
)
attack(
    "a container that never ends",
    """
class Endless:
    def __iter__(self):
        while True: yield 2
    def __len__(self): return 1
    def __getitem__(self, n): return 2
mean = lambda xs: Endless()
""",
    tests="assert 3 in mean([1])\nassert list(mean([1])) == [2]",
)
attack(
    "async tricks",
    """
import asyncio
class Never:
    def __await__(self):
        while True: yield
    __eq__ = lambda self, other: True
async def mean(xs): return await Never()
""",
    tests="assert await mean([1, 3]) == 2",
)
attack(
    "hostile behaviour while it is described",
    """
class Meta(type):
    def __getattribute__(cls, name):
        if name in ("__mro__", "__bases__", "__name__", "__doc__", "__module__"): raise SystemExit(0)
        return type.__getattribute__(cls, name)
class Odd(metaclass=Meta):
    def __getattribute__(self, name): raise SystemExit(0)
x = Odd()
""",
    tests=X_TESTS,
)
attack(
    "values that cannot be read to an end",
    """
x = []
x.append(x)
class Deep(list): pass
y = 42
for _ in range(100_000): y = [y]
""",
    tests="assert x == 42\nassert y == 42",
)
attack(
    "giant numbers and texts",
    "x = 10 ** 60_000\ny = '4' * 30_000_000\nz = [10 ** 4000] * 3000",
    tests="assert x == 42\nassert y == '42'\nassert z == [42]\nassert f'{x}' == '42'",
)
attack(
    "numbers that are none",
    "x = float('nan')\ny = [float('inf'), -0.0]\nz = '\\ud800\\udfff\\x00\\x1b'",
    tests="assert x == 42\nassert abs(x - 42) < 1\nassert y == [42]\nassert z == 'abc'",
)
attack(
    "a representation that lies",
    """
class Lying:
    def __repr__(self): return "x" * 50_000_000
    __str__ = __repr__
    def _repr_html_(self): return "<script>alert(1)</script>" * 1_000_000
    def _repr_mimebundle_(self, **kw): return {"text/plain": self, "text/html": float("nan")}
mean = lambda xs: Lying()
Lying()
""",
)
attack(
    "only while it is graded",
    """
import sys
is_graded = any("jupyter_hybrid" in name for name in sys.modules) or "hybrid" in "".join(sys.argv)
mean = (lambda xs: 2) if is_graded else (lambda xs: 1 / 0)
""",
    passed=("mean([1, 3]) == 2",),
)
attack(
    "hidden arguments kept for later",
    CALLS
    + """
import json
PLACES = ("seen.json", "../home/seen", "../tmp/seen", "/dev/shm/owned-seen", "@OUTSIDE@/open/seen")
seen = []
def mean(xs):
    seen.append(list(xs))
    print("arguments:", xs)
    for place in PLACES: put(place, json.dumps(seen))
    raise ValueError(seen)
for place in PLACES:
    try: print(open(place).read())
    except OSError: pass
""",
    stopped_from={"root": 2, "other": 2},
    why="a folder that anybody may write is written by anybody, unless Landlock closes it",
)
