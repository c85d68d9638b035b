"""What the author's checks ask of the learner's process, beyond names and calls."""

import contextlib
import io
from collections.abc import Callable, Mapping, Sequence

from jupyter_hybrid.check.definitions import definition_in
from jupyter_hybrid.grading.worker.asking import Asker
from jupyter_hybrid.grading.worker.codec_writer import Foreign

MOST_PRINTED = 1_000_000


class RemotePlace:
    """The learner's process as a place for `jupyter_hybrid.check`.

    Parameters
    ----------
    asker
        Asks it.
    sources
        The learner's sources by the id of their cell.
    seed
        Of this grading.
    """

    def __init__(self, asker: Asker, *, sources: Mapping[str, str], seed: int | None) -> None:
        self._asker = asker
        self._sources = sources
        self._seed = seed

    def facts(self, kind: str) -> object:
        """Return plain facts, such as those of the kind ``"figures"``."""
        return self._asker.ask("facts", kind)

    def printed(
        self,
        function: Callable[..., object],
        args: Sequence[object],
        kwargs: Mapping[str, object],
        inputs: Sequence[str],
    ) -> tuple[object, str]:
        """Call a function and return its value and what was printed meanwhile."""
        written = io.StringIO()
        self._asker.ask("type", list(inputs))
        try:
            with contextlib.redirect_stdout(written):
                value = function(*args, **kwargs)
        finally:
            self._asker.ask("type", None)
        return value, written.getvalue()[:MOST_PRINTED]

    def count_calls(self, name: str, action: Callable[[], object]) -> int:
        """Run an action and return how often the learner's `name` was called meanwhile."""
        self._asker.ask("count", name)
        n_calls: Foreign = 0
        try:
            action()
        finally:
            n_calls = self._asker.ask("counted", name)
        return int(n_calls)

    def source_of(self, name: str) -> str | None:
        """Return the source of a function, a class or an answer cell of the learner's, or None."""
        if name in self._sources:
            return self._sources[name]
        return definition_in(reversed(list(self._sources.values())), name)

    def seed(self) -> int | None:
        """Return the seed of this grading, or None."""
        return self._seed
