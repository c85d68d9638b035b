"""Runs one step of a test cell and says what it found, in the learner's words."""

import ast
import contextlib
import linecache
import time
from collections.abc import Callable, Coroutine

from jupyter_hybrid.grading.worker.asking import Lost, TooLate
from jupyter_hybrid.grading.worker.codec import Unsupported
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.printing import Printing
from jupyter_hybrid.grading.worker.remote_exceptions import is_learners
from jupyter_hybrid.grading.worker.short_repr import cut, number_in, short_repr

FILE = "<tests>"
_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_IS_COROUTINE = 0x80  # inspect.CO_COROUTINE
# What tests raise themselves when a value is not what they expect.
_MISUSE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

Step = dict[str, Foreign]
Result = dict[str, Foreign]


class StepRunner:
    """Runs steps in one namespace.

    Parameters
    ----------
    namespace
        The tests' globals; has ``absent``, the names that the learner does not define.
    run_async
        Runs a coroutine to its end.
    prepare_whole
        Turns a cell that is not plain Python into Python.
    is_inside
        Whether the answers ran in this very process.
    """

    def __init__(
        self,
        namespace: dict[str, Foreign],
        *,
        run_async: Callable[[Coroutine[Foreign, Foreign, Foreign]], Foreign],
        prepare_whole: Callable[[str], str],
        is_inside: bool = False,
    ) -> None:
        self._namespace = namespace
        self._run_async = run_async
        self._prepare_whole = prepare_whole
        self._is_inside = is_inside

    def run(self, step: Step) -> Result:
        """Return the result of a step; nothing that the step does is raised."""
        printing = Printing()
        began = time.monotonic()
        with printing.kept():
            try:
                result = self._act(step)
            except (KeyboardInterrupt, TooLate):
                result = {"status": "timed_out", "message": "it took too long"}
            except Lost as error:
                result = {"status": "lost", "message": f"the answer's process ended: {error}"}
            except Unsupported as problem:
                result = _unsupported(problem)
            except BaseException as error:  # noqa: BLE001  whatever the test or the answer raises
                result = self._raised(error, step)
        stderr = "".join(text for stream, text in printing.texts() if stream == "stderr")
        elapsed_ms = (time.monotonic() - began) * 1000
        return BLANK | {"stderr": cut(stderr, most=4000), "elapsed_ms": elapsed_ms} | result

    def _act(self, step: Step) -> Result:
        if step.get("kind") == "assert":
            return self._assert(step)
        source = str(step["source"])
        if step.get("kind") == "whole":
            source = self._prepare_whole(source)
        value = self._execute(source, wants_value=step.get("wants_value") is True)
        number = number_in(value)
        return {"status": "passed", "value": number, "has_value": number is not None}

    def _assert(self, step: Step) -> Result:
        if step.get("left") is None or step.get("right") is None:
            return self._condition(step)
        got, expected = self._value(step["left"]), self._value(step["right"])
        compared = got == expected
        try:
            has_held = bool(compared)
        except ValueError as error:
            if not _is_many(compared) or _is_many(expected):
                raise
            has_held = False
            del error
        if has_held:
            return {"status": "passed"}
        texts = {"expected": short_repr(expected), "got": short_repr(got)}
        words = f"expected {texts['expected']}, got {texts['got']}"
        said = self._said(step)
        return {"status": "failed", "message": f"{said} ({words})" if said else words, **texts}

    def _condition(self, step: Step) -> Result:
        condition = str(step.get("condition"))
        if self._value(condition):
            return {"status": "passed"}
        said = self._said(step)
        return {
            "status": "failed",
            "message": said or f"`{cut(' '.join(condition.split()))}` is not true",
        }

    def _said(self, step: Step) -> str:
        """Return the author's message."""
        source = step.get("message")
        return "" if source is None else cut(str(self._value(source)).strip())

    def _value(self, source: str) -> Foreign:
        return self._run(compile(f"({source}\n)", FILE, "eval", flags=_FLAGS))

    def _execute(self, source: str, *, wants_value: bool) -> Foreign:
        tree = ast.parse(source, FILE)
        last: ast.Expression | None = None
        if wants_value and tree.body and isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
        linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
        self._run(compile(tree, FILE, "exec", flags=_FLAGS))
        return None if last is None else self._run(compile(last, FILE, "eval", flags=_FLAGS))

    def _run(self, code: Foreign) -> Foreign:
        found = eval(code, self._namespace)  # noqa: S307  the author's tests
        return self._run_async(found) if code.co_flags & _IS_COROUTINE else found

    def _raised(self, error: BaseException, step: Step) -> Result:
        text = ""
        with contextlib.suppress(Exception):
            text = cut(str(error), most=4000)
        name = type(error).__name__
        if isinstance(error, AssertionError):
            found = {
                key: short if isinstance(short := getattr(error, key, None), str) else None
                for key in ("expected", "got")
            }
            message = text or "an assertion of the tests does not hold"
            return {"status": "failed", "message": cut(message), **found}
        return {
            "status": "raised",
            "message": cut(f"{name}: {text}" if text else name),
            "error": {
                "name": name,
                "text": text,
                "is_learners": self._is_learners(error, step),
                "line": _line(error, first=step.get("line")),
            },
        }

    def _is_learners(self, error: BaseException, step: Step) -> bool:
        """Return whether the answer is to blame.

        It raised this, lacks a name, or gave a value that the tests cannot use, for example a
        number where a function is called.
        """
        name = getattr(error, "name", None) if isinstance(error, NameError) else None
        if self._is_inside:
            return name is not None or _last_file(error) != FILE
        if is_learners(error):
            return True
        if isinstance(error, SyntaxError):  # of a text that the tests read
            return error.filename != FILE
        if name is None and not (isinstance(error, _MISUSE) and _is_of_the_step(error)):
            return False
        names = _names_in(step) if name is None else {name}
        return any(map(self._is_of_learner, names))

    def _is_of_learner(self, name: str) -> bool:
        is_learners = getattr(self._namespace, "is_learners", None)
        return is_learners is not None and is_learners(name)


def _names_in(step: Step) -> set[str]:
    """Return the names that a step uses."""
    try:
        tree = ast.parse(str(step["source"]))
    except (SyntaxError, ValueError):
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


BLANK: Result = {
    "status": "failed",
    "message": "",
    "expected": None,
    "got": None,
    "value": None,
    "has_value": False,
    "stderr": "",
    "error": None,
    "unsupported": None,
}


def _unsupported(problem: Unsupported) -> Result:
    told = {"type": problem.type_name, "where": problem.where, "advice": problem.advice}
    return {"status": "unsupported", "message": cut(str(problem)), "unsupported": told}


def _is_many(value: object) -> bool:
    return getattr(value, "size", 1) != 1


def _last_file(error: BaseException) -> str:
    trace, file = error.__traceback__, FILE
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        trace = trace.tb_next
    return file


def _is_of_the_step(error: BaseException) -> bool:
    """Return whether a step raised it itself, or a library for it: no function of the tests."""
    trace, name = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        name = code.co_name if code.co_filename == FILE else name
        trace = trace.tb_next
    return name == "<module>"


def _line(error: BaseException, *, first: object) -> int | None:
    """Return the line of the test cell in which it was raised."""
    line = error.lineno if isinstance(error, SyntaxError) else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    if line is None:
        return None
    return line + (first - 1 if isinstance(first, int) else 0)
