"""The tester's end of the questions: asks the learner's process, believes nothing but data."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from jupyter_hybrid.grading.worker.becoming import become, is_changeable, is_small
from jupyter_hybrid.grading.worker.codec import Malformed, Unsupported, decode, encode
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.frames import ChannelClosed, Frame
from jupyter_hybrid.grading.worker.method_name import MethodName
from jupyter_hybrid.grading.worker.own_objects import OwnObjects
from jupyter_hybrid.grading.worker.remote_exceptions import without_stop

# A learner who binds a name to another module would have the tests call into it.
SAFE_MODULES = frozenset(
    [
        "math",
        "cmath",
        "random",
        "itertools",
        "functools",
        "collections",
        "statistics",
        "re",
        "string",
        "json",
        "datetime",
        "decimal",
        "fractions",
        "copy",
        "time",
        "numpy",
        "pandas",
        "matplotlib",
        "scipy",
        "sklearn",
    ]
)
TOO_LARGE = "use a smaller value in the tests"
MOST_CALLBACKS = 100_000
DEEPEST = 64
PAIR = 2
MOST_TRACKED = 32

_ALONE: dict[int, tuple[int, list[int], None]] = {0: (0, [], None)}
ONLY_TRACKED = sys.getrefcount(_ALONE[0][1])  # what holds a value that is tracked and no more


class Lost(Exception):  # noqa: N818  reads better than LostError
    """The learner's process is gone, or what it sends is no answer."""


class TooLate(Exception):  # noqa: N818  reads better than TooLateError
    """The learner's process did not answer in time."""


class Line(Protocol):
    """What asking needs of a channel."""

    def send(self, message: Frame) -> None:
        """Send one frame."""

    def receive(self, timeout_s: float | None = None) -> Frame:
        """Return the next frame."""


class Objects(Protocol):
    """Stand-ins for the learner's objects."""

    def learn(self, described: dict[int, dict[str, Foreign]]) -> None:
        """Take descriptions."""

    def stand_in(self, number: int) -> Foreign:
        """Return the stand-in for an object of the learner's."""

    def number_of(self, value: object) -> int | None:
        """Return the number of the object that `value` stands for, or None."""

    def dropped(self) -> list[int]:
        """Return numbers that nobody needs any more."""

    def exception(self, raised: dict[str, Foreign]) -> BaseException:
        """Return what to raise."""


class Asker:
    """Asks one question after the other.

    Attributes
    ----------
    deadline
        On the monotonic clock.
    n_asked
        How many questions have been asked.
    rebound
        Told which names of the learner's are bound to something else than before.
    """

    def __init__(self, channel: Line, *, objects: Callable[["Asker"], Objects]) -> None:
        self._channel = channel
        self._objects = objects(self)
        self._own = OwnObjects()
        self._tracked: dict[int, tuple[int, Foreign, Foreign]] = {}
        self._n_callbacks = 0
        self._depth = 0
        self._late: list[int] = []
        self._raised: list[BaseException] = []
        self.deadline = float("inf")
        self.n_asked = 0
        self.rebound: Callable[[list[str]], None] = lambda _: None
        self._refused: Unsupported | None = None
        self._forgotten: list[int] = []
        self._bindings: list[list[Foreign]] = []
        self.is_lost = False

    def ask(self, op: str, *args: Foreign, **kwargs: Foreign) -> Foreign:
        """Have the learner's process do something with values; return what came of it.

        Raises
        ------
        Exception
            What the learner's code raised.
        Unsupported
            A value cannot cross.
        Lost, TooLate
            There is no answer.
        """
        sent = {
            "op": op,
            "args": [self._out(each) for each in args],
            "kwargs": {name: self._out(each) for name, each in kwargs.items()},
        }
        reply, problem = self._exchange(sent)
        with self._careful():
            for place, now in self._items(reply, "changed"):
                target = kwargs.get(place) if isinstance(place, str) else args[place]
                become(target, self._into(now))
        if problem is not None:
            raise problem
        with self._careful():
            if op == "attr" and isinstance(reply.get("method"), str):
                return MethodName(reply["method"])
            same = reply.get("same")
            if type(same) is int and 0 <= same < len(args) and is_changeable(args[same]):
                return args[same]
            return self._result(reply)

    def read(self, name: str, *, missing: object) -> Foreign:
        """Return the learner's value of a name, or `missing`."""
        reply = self.exchange({"op": "get", "name": name})
        with self._careful():
            return missing if reply.get("missing") is True else self._result(reply)

    def bind(self, name: str, value: Foreign) -> None:
        """Bind a name in the learner's namespace before the next question."""
        self._bindings.append([name, self._out(value)])

    def unbind(self, name: str) -> bool:
        """Delete a name in the learner's namespace; return whether there was one."""
        return self._result(self.exchange({"op": "del", "name": name})) is True

    def is_learners(self, value: object) -> bool:
        """Return whether `value` is or mirrors an object of the learner's."""
        return self._objects.number_of(value) is not None or self._origin(value) is not None

    def is_mirrored(self, value: object) -> bool:
        """Return whether every change of it on either side is seen on the other one."""
        found = self._tracked.get(id(value))
        return found is not None and found[1] is value and found[2] is not None

    def exchange(self, question: Frame) -> Frame:
        """Send a question, answer what the learner's code calls meanwhile, return the reply."""
        reply, problem = self._exchange(question)
        if problem is not None:
            raise problem
        return reply

    def _exchange(self, question: Frame) -> tuple[Frame, BaseException | None]:
        if self.is_lost:
            raise Lost("the learner's process is gone")
        self.n_asked += 1
        number = self.n_asked
        changed = self._changed_here()
        self._forget_unheld()
        if changed:
            question["kept"] = changed
        dropped = [*self._objects.dropped(), *self._forgotten]
        if dropped:
            question["drop"] = dropped
            self._forgotten = []
        if self._bindings:
            question["bind"] = self._bindings
            self._bindings = []
        try:
            self._channel.send({"q": number, **question})
            reply = self._reply(number)
        except (TooLate, KeyboardInterrupt):
            self._late.append(number)
            raise
        except ChannelClosed as error:
            self.is_lost = True
            raise Lost(str(error)) from error
        except ValueError as error:
            raise Unsupported("value", "", TOO_LARGE) from error
        with self._careful():
            self._take_aside(reply)
            return reply, without_stop(self._problem(reply), question=question)

    @contextlib.contextmanager
    def _careful(self) -> Iterator[None]:
        """Take whatever goes wrong with an answer for garbage, never for the author's fault."""
        try:
            yield
        except (Lost, Unsupported):
            raise
        except Exception as error:
            raise self._lost(f"an answer is garbage: {error}") from error

    def _reply(self, number: int) -> Frame:
        while True:
            left = self.deadline - time.monotonic()
            try:
                if left <= 0:
                    raise TimeoutError  # noqa: TRY301  callbacks without end
                reply = self._channel.receive(None if left == float("inf") else left)
            except TimeoutError as error:
                raise TooLate("no answer in time") from error
            if "cb" in reply:
                self._call_back(reply)
            elif reply.get("a") == number:
                return reply
            elif reply.get("a") in self._late:  # interrupted meanwhile; nobody waits for it
                with self._careful():
                    self._take_aside(reply)
            else:
                raise ChannelClosed("an answer to another question")

    def _take_aside(self, reply: Frame) -> None:
        self._learn(reply)
        for name, text in self._items(reply, "out"):
            stream = {"stdout": sys.stdout, "stderr": sys.stderr}.get(name)
            if stream is not None and isinstance(text, str):
                stream.write(text)
        names = reply.get("rebound", [])
        if names and isinstance(names, list):
            self.rebound([name for name in names if isinstance(name, str)])
        for number, now in self._items(reply, "kept"):
            for key, (known, value, _) in list(self._tracked.items()):
                if known == number and become(value, self._into(now)):
                    self._tracked[key] = (known, value, self._plain(value))

    def _learn(self, reply: Frame) -> None:
        described = reply.get("new")
        if described is not None:
            with self._careful():
                found = {int(number): dict(about) for number, about in described.items()}
                self._objects.learn(found)

    def _problem(self, reply: Frame) -> BaseException | None:
        """Return what to raise instead of giving a value, if anything."""
        if "unsupported" in reply:
            type_name, where, advice = (str(each)[:500] for each in reply["unsupported"])
            return Unsupported(type_name, where, advice)
        if "raised" not in reply:
            return None
        own = reply["raised"].get("own")
        if type(own) is int and 0 <= own < len(self._raised):
            return self._raised[own]
        return self._objects.exception(dict(reply["raised"]))

    def _result(self, reply: Frame) -> Foreign:
        number = reply.get("at")
        value = self._into(reply.get("v"))
        if not isinstance(number, int) or not is_changeable(value):
            return value
        for known, mirror, _ in self._tracked.values():
            if known == number and become(mirror, value):
                return mirror
        self._track(number, value)
        return value

    def _track(self, number: int, value: Foreign) -> None:
        self._tracked[id(value)] = (number, value, self._plain(value))
        while len(self._tracked) > MOST_TRACKED:
            gone, *_ = self._tracked.pop(next(iter(self._tracked)))
            self._forgotten.append(gone)

    def _plain(self, value: Foreign) -> Foreign:
        if not is_small(value):
            return None
        try:
            return self._encode(value)
        except Unsupported:
            return None

    def _origin(self, value: object) -> int | None:
        found = self._tracked.get(id(value))
        return found[0] if found is not None and found[1] is value else None

    def _changed_here(self) -> list[list[Foreign]]:
        changed = []
        for key, (number, value, before) in list(self._tracked.items()):
            after = None if before is None else self._plain(value)
            if after is not None and after != before:
                self._tracked[key] = (number, value, after)
                changed.append([number, after])
        return changed

    def _forget_unheld(self) -> None:
        """Give up values that no test holds any more."""
        for key in list(self._tracked):
            if sys.getrefcount(self._tracked[key][1]) <= ONLY_TRACKED:
                self._forgotten.append(self._tracked.pop(key)[0])

    def _out(self, value: Foreign) -> Foreign:
        origin = self._origin(value)
        return {"own": origin} if origin is not None else self._encode(value)

    def _encode(self, value: Foreign) -> Foreign:
        return encode(value, handles=self)

    def give(self, value: Foreign) -> list[Foreign]:
        """Return what stands for an object in a message: the learner's number or one of ours."""
        number = self._objects.number_of(value)
        return [self._own.number(value) if number is None else number, "", 0]

    def _into(self, sent: Foreign) -> Foreign:
        try:
            return decode(sent, resolve=self._resolve)
        except Malformed as error:
            refused, self._refused = self._refused, None
            if refused is not None:
                raise refused from None
            raise self._lost(f"a value is garbage: {error}") from error

    def _resolve(self, mark: dict[str, Foreign]) -> Foreign:
        if "m" in mark:
            return self._module(mark["m"])
        number = mark["h"][0]
        if not isinstance(number, int):
            raise Malformed("a handle is no number")
        return self._own.get(number) if number < 0 else self._objects.stand_in(number)

    def _module(self, name: Foreign) -> Foreign:
        module = sys.modules.get(name) if isinstance(name, str) else None
        if module is None or name.partition(".")[0] not in SAFE_MODULES:
            advice = "tests that need a module import it themselves"
            self._refused = Unsupported(f"module {str(name)[:80]}", "", advice)
            raise self._refused
        return module

    def _call_back(self, frame: Frame) -> None:
        self._n_callbacks += 1
        self._depth += 1
        try:
            if self._n_callbacks > MOST_CALLBACKS:
                raise self._lost("the tests' functions were called too often")
            self._learn(frame)
            self._channel.send({"cba": frame["cb"], **self._called(frame)})
        finally:
            self._depth -= 1

    def _called(self, frame: Frame) -> Frame:
        try:
            if self._depth > DEEPEST:
                raise RecursionError("the tests' functions call the answer too deep")  # noqa: TRY301
            call = self._own.get(frame.get("fn"))
            args = [self._into(each) for each in frame.get("args", [])]
            kwargs = {str(k): self._into(each) for k, each in frame.get("kwargs", {}).items()}
            return {"v": self._encode(call(*args, **kwargs))}
        except (Lost, TooLate, KeyboardInterrupt):
            raise
        except BaseException as raised:  # noqa: BLE001  travels on to the learner's code
            number = raised.__dict__.get("_jh_number")
            if number is not None:
                return {"raised": {"h": number}}
            self._raised.append(raised)
            told = {"name": type(raised).__name__, "text": str(raised)[:500]}
            return {"raised": {**told, "own": len(self._raised) - 1}}

    def _items(self, reply: Frame, name: str) -> list[Foreign]:
        items = reply.get(name, [])
        if not isinstance(items, list) or any(
            not isinstance(each, list) or len(each) != PAIR for each in items
        ):
            raise self._lost(f"{name!r} is garbage")
        return items

    def _lost(self, why: str) -> Lost:
        self.is_lost = True
        return Lost(why)
