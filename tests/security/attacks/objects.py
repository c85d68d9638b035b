"""Answers that are objects which lie about what they are."""

from security.attacks.attack import X_TESTS, attack

EQUAL_TO_ALL = """
class Everything:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __contains__ = __lt__
    def __bool__(self): return True
    def __hash__(self): return hash(42)
    def __add__(self, other): return self
    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__
    __pow__ = __mod__ = __and__ = __or__ = __xor__ = __getitem__ = __add__
    def __call__(self, *args, **kwargs): return self
    def __abs__(self): return self
    def __getattr__(self, name): return self
"""

attack("an object equal to everything", EQUAL_TO_ALL + "x = Everything()", tests=X_TESTS)
attack(
    "a function that returns an object equal to everything",
    EQUAL_TO_ALL + "mean = lambda xs: Everything()",
)
attack("an object equal to everything is the function", EQUAL_TO_ALL + "mean = Everything()")

LYING = """
class Lying({base}):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return hash(42)
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __sub__(self, other): return 0
    __rsub__ = __sub__
    def __add__(self, other): return 43
    __radd__ = __add__
    def __mul__(self, other): return 84
    def __int__(self): return 42
    def __index__(self): return 42
    def __float__(self): return 42.0
    def __str__(self): return "42"
    __repr__ = __str__
    def __abs__(self): return 0
    def __round__(self, *n): return 42
    def __reduce__(self): return (int, (42,))
    __reduce_ex__ = lambda self, protocol: (int, (42,))
x = Lying({args})
"""
for base, args in (
    ("int", "7"),
    ("float", "7.5"),
    ("complex", "7"),
    ("str", "'7'"),
    ("bytes", "b'7'"),
    ("list", "[7]"),
    ("tuple", "(7,)"),
    ("dict", "{'a': 7}"),
    ("set", "{7}"),
):
    passed = ()
    if base in ("int", "float"):
        passed = ()
    attack(
        f"a subclass of {base} that lies",
        LYING.format(base=base, args=args),
        tests=X_TESTS,
        passed=passed,
    )

attack(
    "an array that lies",
    """
import numpy as np
class Lying(np.ndarray):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs): return True
    def __array_function__(self, func, types, args, kwargs): return True
    def __array__(self, *args, **kwargs): return np.array(42)
    def __sub__(self, other): return 0
    def __bool__(self): return True
    def __reduce__(self): return (int, (42,))
    def all(self, *args, **kwargs): return True
    dtype = np.dtype(int)
    shape = ()
    __array_priority__ = 1e9
x = np.array([7, 8]).view(Lying)
""",
    tests=X_TESTS,
)
attack(
    "an object with every array protocol",
    """
import numpy as np
class Lying:
    __array_priority__ = 1e9
    def __array__(self, *args, **kwargs): return np.array(42)
    def __array_ufunc__(self, *args, **kwargs): return True
    def __array_function__(self, *args, **kwargs): return True
    __array_interface__ = np.array(42).__array_interface__
    __array_struct__ = np.array(42).__array_struct__
    def __eq__(self, other): return True
    __hash__ = None
x = Lying()
""",
    tests=X_TESTS,
)
attack(
    "a series that lies",
    """
import pandas as pd
class Lying(pd.Series):
    _metadata = ["x"]
    def __eq__(self, other): return True
    def equals(self, other): return True
    def tolist(self): return [42]
    @property
    def values(self): return [42]
    @property
    def _constructor(self): return Lying
x = Lying([7])
""",
    tests="import pandas as pd\nassert x.equals(pd.Series([42]))\nassert x.tolist() == [42]\n"
    "assert (x == 42).all()\npd.testing.assert_series_equal(x, pd.Series([42]))",
)
attack(
    "an enumeration that lies",
    """
import enum
class Lying(enum.IntEnum):
    X = 7
    def __eq__(self, other): return True
    __hash__ = int.__hash__
    def __sub__(self, other): return 0
    def __add__(self, other): return 43
    def __mul__(self, other): return 84
    def __gt__(self, other): return True
    def __lt__(self, other): return True
    def __float__(self): return 42.0
x = Lying.X
""",
    passed=("math.isclose(x, 42)",),  # what float() makes of it, and no more
    tests=X_TESTS,
)
attack(
    "operators that give partial credit",
    """
class Half:
    def __eq__(self, other): return 1.999
    def __sub__(self, other): return 0.5
    def __float__(self): return 2.0
    def __bool__(self): return True
mean = lambda xs: Half()
""",
    tests="mean([1, 3]) == 2",
    points=2.0,  # no assert, no number: nbgrader's rule gives full points to any answer
)
attack(
    "objects that give partial credit",
    """
class Half(float):
    def __float__(self): return 1.5
    def __eq__(self, other): return 1.5
    def __mul__(self, other): return 1.5
    def __rmul__(self, other): return 1.5
    def __sub__(self, other): return 1.5
mean = lambda xs: Half(0.0)
""",
    passed=("good = [mean([1, 3]) == 2, mean([4]) == 4]",),
    tests="good = [mean([1, 3]) == 2, mean([4]) == 4]\nsum(good) / len(good) * 2",
)
attack(
    "an object that claims the class of a number",
    """
class Meta(type):
    def __instancecheck__(cls, other): return True
    def __subclasscheck__(cls, other): return True
    def __eq__(cls, other): return True
    __hash__ = type.__hash__
class Lying(metaclass=Meta):
    __class__ = int
    def __eq__(self, other): return True
    def __sub__(self, other): return 0
    def __gt__(self, other): return True
    def __lt__(self, other): return True
x = Lying()
int = float = Lying
isinstance = lambda *args: True
""",
    tests=X_TESTS,
)
attack(
    "a class that everything is an instance of, used by the tests",
    """
class Meta(type):
    def __instancecheck__(cls, other): return True
    def __subclasscheck__(cls, other): return True
    def __call__(cls, *args): return 42
class Account(metaclass=Meta): pass
""",
    tests="account = Account()\nassert isinstance(account, Account)\nassert account.balance == 0\n"
    "assert type(account) is Account",
)
attack(
    "built-in names replaced",
    """
import builtins
mean = lambda xs: 7
x = 7
for name in ("abs", "all", "any", "len", "sum", "round", "isinstance", "sorted", "set", "float"):
    globals()[name] = lambda *args, **kwargs: True
    setattr(builtins, name, lambda *args, **kwargs: True)
""",
    tests="assert all([x == 42])\nassert abs(x - 42) < 1e-9\nassert isinstance(x, str)\n"
    "assert round(x) == 42\nassert len([x]) == 42\nassert sum([x, 1]) == 43\nassert any([x > 42])",
)
attack(
    "modules that the tests use replaced by names",
    """
class Yes:
    def __getattr__(self, name): return Yes()
    def __call__(self, *args, **kwargs): return True
math = np = numpy = npt = unittest = Yes()
x = 7
""",
    tests=X_TESTS,
    passed=(),
)
attack(
    "modules that the tests use bound to other modules",
    "import random as math, random as np, json as npt, statistics as unittest\nx = 7",
    tests=X_TESTS,
)
