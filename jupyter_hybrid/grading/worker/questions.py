"""The learner's end of the tester's questions: names, calls and values, answered as data."""

import builtins
import contextlib
import importlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Protocol

from jupyter_hybrid.grading.worker.becoming import become, is_changeable, is_small
from jupyter_hybrid.grading.worker.callbacks import Callback
from jupyter_hybrid.grading.worker.codec import Malformed, Unsupported, decode, encode
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.counting import Counting, typed
from jupyter_hybrid.grading.worker.describing import OWN, describe, describe_raised
from jupyter_hybrid.grading.worker.frames import Frame
from jupyter_hybrid.grading.worker.handles import Handles
from jupyter_hybrid.grading.worker.operations import MISSING, OPERATIONS, is_method_of
from jupyter_hybrid.grading.worker.printing import Printing

MOST_KEPT = 32


class Line(Protocol):
    """What the server needs of a channel."""

    def send(self, message: Frame) -> None:
        """Send one frame."""

    def receive(self, timeout_s: float | None = None) -> Frame:
        """Return the next frame."""


class QuestionServer:
    """Answers the tester's questions about one namespace.

    Parameters
    ----------
    namespace
        Returns the dict that the learner's cells run in.
    channel
        Where the questions come from; the tester's own functions are called through it.
    run_async
        Runs an awaitable to its end and returns its result.
    """

    def __init__(
        self,
        namespace: Callable[[], dict[str, Foreign]],
        *,
        channel: Line,
        run_async: Callable[[Awaitable[Foreign]], Foreign],
    ) -> None:
        self._namespace = namespace
        self._channel = channel
        self._handles = Handles()
        self._run_async = run_async
        self._given: dict[str, Foreign] = {}
        self._kept: dict[int, Foreign] = {}
        self._n_callbacks = 0
        self._typed: list[str] | None = None
        self.counting = Counting()

    def answer(self, frame: Frame) -> Frame:
        """Return the answer to one question; whatever the learner's code raises is in it."""
        reply: Frame = {"a": frame.get("q")}
        printing = Printing()
        try:
            self._prepare(frame)
            with printing.kept(), typed(self._typed):
                reply |= self._act(frame, reply)
        except Unsupported as problem:
            reply["unsupported"] = [problem.type_name, problem.where, problem.advice]
        except Malformed as problem:
            reply["raised"] = {"classes": ["RuntimeError"], "text": str(problem)}
        except BaseException as raised:  # noqa: BLE001  learners' code may raise anything
            reply["raised"] = self._raised(raised)
        reply |= self._aside(printing)
        return reply

    def call_back(
        self, number: int, args: tuple[Foreign, ...], kwargs: dict[str, Foreign]
    ) -> Foreign:
        """Call a function of the tester's, answering its questions meanwhile."""
        self._n_callbacks += 1
        mine = self._n_callbacks
        self._channel.send(
            {
                "cb": mine,
                "fn": number,
                "args": [self.out(each) for each in args],
                "kwargs": {name: self.out(each) for name, each in kwargs.items()},
                "new": self._new(),
            }
        )
        while True:
            frame = self._channel.receive(None)
            if "q" in frame:
                self._channel.send(self.answer(frame))
            elif frame.get("cba") == mine:
                return self._called_back(frame)

    def out(self, value: Foreign) -> Foreign:
        """Return `value` as it crosses."""
        return encode(value, handles=self._handles)

    def into(self, value: Foreign) -> Foreign:
        """Return what the tester sent."""
        return decode(value, resolve=self._resolve)

    def _called_back(self, frame: Frame) -> Foreign:
        raised = frame.get("raised")
        if raised is None:
            return self.into(frame.get("v"))
        if isinstance(raised.get("h"), int):
            raise self._handles.get(raised["h"])
        raise _exception(raised)

    def _resolve(self, mark: dict[str, Foreign]) -> Foreign:
        if "m" in mark:
            return importlib.import_module(mark["m"])
        number = mark["h"][0]
        return Callback(number, self) if number < 0 else self._handles.get(number)

    def _act(self, frame: Frame, reply: Frame) -> Frame:
        op = frame["op"]
        if op == "get":
            return self._get(frame["name"])
        if op == "del":
            return {"v": self._namespace().pop(frame["name"], MISSING) is not MISSING}
        return self._do(frame, reply)

    def _prepare(self, frame: Frame) -> None:
        """Bind and forget what the tester has done so to since its last question."""
        for name, value in frame.get("bind", ()):
            self._given[name] = self._namespace()[name] = self._argument(value)[0]
        for number, now in frame.get("kept", ()):
            if become(self._handles.get(number), self.into(now)) and number in self._kept:
                self._kept[number] = now
        for number in frame.get("drop", ()):
            self._handles.drop(number)
            self._kept.pop(number, None)

    def _get(self, name: str) -> Frame:
        value = self._namespace().get(name, MISSING)
        if value is MISSING:
            return {"missing": True}
        self._given[name] = value
        return self._result(value)

    def _do(self, frame: Frame, reply: Frame) -> Frame:
        """Return the result; arguments that were changed go into `reply`, whatever is raised."""
        sent = [self._argument(each) for each in frame.get("args", ())]
        named = {name: self._argument(each) for name, each in frame.get("kwargs", {}).items()}
        args = [value for value, _ in sent]
        act = OPERATIONS.get(frame["op"])
        if act is None:
            raise Malformed(f"no question is called {frame['op']!r}")
        sent_by_place = [*enumerate(sent), *named.items()]
        try:
            value = act(self, args, {name: each for name, (each, _) in named.items()})
        except BaseException:
            with contextlib.suppress(Unsupported):
                reply |= self._changed(sent_by_place)
            raise
        if frame["op"] == "attr" and is_method_of(value, args[0], args[1]):
            return {"method": args[1]}
        result = self._result(value) | self._changed(sent_by_place)
        for place, (each, _) in enumerate(sent):
            if each is value and is_changeable(value):
                result["same"] = place
        return result

    def _changed(self, sent: Sequence[tuple[int | str, tuple[Foreign, Foreign]]]) -> Frame:
        changed = [
            [place, now]
            for place, (each, before) in sent
            if before is not None and (now := self.out(each)) != before
        ]
        return {"changed": changed} if changed else {}

    def _argument(self, sent: Foreign) -> tuple[Foreign, Foreign]:
        """Return an argument, and how it crossed if it can be changed (else None)."""
        if isinstance(sent, dict) and "own" in sent:
            return self._handles.get(sent["own"]), None
        value = self.into(sent)
        return value, self.out(value) if is_changeable(value) else None

    def _result(self, value: Foreign) -> Frame:
        reply: Frame = {"v": self.out(value)}
        if is_changeable(value):
            number = self._handles.number(value, is_described=False)
            reply["at"] = number
            if is_small(value):
                self._kept[number] = reply["v"]
                while len(self._kept) > MOST_KEPT:
                    self._kept.pop(next(iter(self._kept)))
        return reply

    def _aside(self, printing: Printing) -> Frame:
        """Return what happened besides: text, names bound anew, values that changed."""
        aside: Frame = {}
        try:
            names = self._namespace()
            rebound = [n for n, was in self._given.items() if names.get(n, MISSING) is not was]
            for name in rebound:
                del self._given[name]
            kept = list(self._changes())
        except BaseException as raised:  # noqa: BLE001  a learner's own __len__ or __eq__
            return {"raised": self._raised(raised), "out": printing.texts()}
        found = {"rebound": rebound, "kept": kept, "out": printing.texts(), "new": self._new()}
        aside.update({key: each for key, each in found.items() if each})
        return aside

    def _changes(self) -> Iterator[list[Foreign]]:
        for number, before in list(self._kept.items()):
            try:
                after = self.out(self._handles.get(number))
            except (Unsupported, Malformed):
                del self._kept[number]
                continue
            if after != before:
                self._kept[number] = after
                yield [number, after]

    def _new(self) -> dict[str, Foreign]:
        found: dict[str, Foreign] = {}
        while fresh := self._handles.fresh():
            for number in fresh:
                found[str(number)] = describe(self._handles.get(number), handles=self._handles)
        return found

    def _raised(self, raised: BaseException) -> Frame:
        return describe_raised(raised, handles=self._handles)

    def namespace(self) -> dict[str, Foreign]:
        """Return what the learner's cells define."""
        return self._namespace()

    def type_from(self, lines: list[str] | None) -> None:
        """Answer `input` with these lines from the next question on."""
        self._typed = lines

    def run_async(self, awaitable: Awaitable[Foreign]) -> Foreign:
        """Run an awaitable to its end."""
        return self._run_async(awaitable)


def _exception(raised: Frame) -> BaseException:
    """Return the exception that a function of the tests raised, as far as it can be known here."""
    kind = getattr(builtins, str(raised.get("name")), Exception)
    if not isinstance(kind, type) or not issubclass(kind, BaseException):
        kind = Exception
    try:
        error = kind(str(raised.get("text")))
    except TypeError:  # such as a UnicodeDecodeError, which wants more
        error = Exception(str(raised.get("text")))
    setattr(error, OWN, raised.get("own"))
    return error
