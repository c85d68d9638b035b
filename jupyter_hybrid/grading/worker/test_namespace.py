"""The names that test code sees: its own, the author's modules, and the learner's by asking."""

import builtins
import importlib

from jupyter_hybrid.grading.worker.asking import Asker
from jupyter_hybrid.grading.worker.becoming import is_changeable
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.foreign_code import RUNNERS
from jupyter_hybrid.grading.worker.remote_access import number_of

_MISSING = object()


class TestNamespace(dict[str, Foreign]):
    """Globals of the test cells.

    Parameters
    ----------
    asker
        Asks the learner's process.
    modules
        Author's names of modules, and of what they import from one as ``module:name``: the tests'
        own import answers, whatever the learner bound.
    may_set
        Names that the author's other cells define: binding one reaches the learner's code too.
    own
        Built-in names that the learner defines.

    Attributes
    ----------
    absent
        Names that the learner was asked for and did not have.
    """

    __test__ = False

    def __init__(
        self,
        asker: Asker,
        *,
        modules: dict[str, str],
        may_set: frozenset[str] = frozenset(),
        own: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._asker = asker
        self._modules = modules
        self._may_set = may_set
        self._own = own
        self._cache: dict[str, Foreign] = {}
        self.absent: set[str] = set()
        self.named: set[int] = set()
        asker.rebound = self._forget

    def __missing__(self, name: str) -> Foreign:
        if name in self._cache and self._is_current(self._cache[name]):
            return self._cache[name]
        if name in self._modules:
            found = _imported(self._modules[name])
            if found is not _MISSING:
                self._cache[name] = found
                return found
        if name.startswith("__") or name == "get_ipython":
            raise KeyError(name)
        if name not in self._own and hasattr(builtins, name):
            return RUNNERS.get(name) or getattr(builtins, name)
        return self._ask(name)

    def is_learners(self, name: str) -> bool:
        """Return whether a name that was used is the learner's, or should have been."""
        return name in self.absent or (name in self._cache and name not in self._modules)

    def _ask(self, name: str) -> Foreign:
        value = self._asker.read(name, missing=_MISSING)
        if value is _MISSING:
            self.absent.add(name)
            raise KeyError(name)
        if isinstance(value, type):
            number = number_of(value)
            if number is not None:
                self.named.add(number)
        self._cache[name] = value
        return value

    def _is_current(self, value: Foreign) -> bool:
        """Return whether the learner's code cannot have changed it unnoticed."""
        return not is_changeable(value) or self._asker.is_mirrored(value)

    def __setitem__(self, name: str, value: Foreign) -> None:
        if self._asker.is_learners(value) or (name in self._may_set and not _is_module(value)):
            self._asker.bind(name, value)
            self._cache[name] = value
            if dict.__contains__(self, name):
                super().__delitem__(name)
            return
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        if dict.__contains__(self, name):
            super().__delitem__(name)
            return
        self._cache.pop(name, None)
        if not self._asker.unbind(name):
            raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        try:
            self[name]
        except KeyError:
            return False
        return True

    def get(self, name: str, default: Foreign = None) -> Foreign:
        """Return the value of a name, or `default`."""
        try:
            return self[name]
        except KeyError:
            return default

    def _forget(self, names: list[str]) -> None:
        for name in names:
            if name not in self._modules:
                self._cache.pop(name, None)


def _imported(path: str) -> Foreign:
    """Return a module, or what has a name in one; `_MISSING` if there is no such name here."""
    module, _, name = path.partition(":")
    if not name:
        return importlib.import_module(module)
    try:
        return getattr(importlib.import_module(module), name, _MISSING)
    except ImportError:  # a file of the course's, which the learner's process has
        return _MISSING


def _is_module(value: object) -> bool:
    return type(value).__name__ == "module"
