"""What the tester's results mean for the learner."""

from collections.abc import Mapping
from typing import Any

from jupyter_hybrid.grading import words
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.outcomes import MUCH_TEXT, Ending, Raised
from jupyter_hybrid.grading.record import Finding
from jupyter_hybrid.grading.split.telling import mapping_of, number_of, text_of
from jupyter_hybrid.grading.statements import Step

_SYNTAX_ERRORS = frozenset({"SyntaxError", "IndentationError", "TabError"})
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})


def ending_of(result: Mapping[str, Any]) -> Ending:
    """Return how running a step ended."""
    status = result.get("status")
    if status == "timed_out":
        return Ending.TIMED_OUT
    return Ending.DIED if status == "lost" else Ending.DONE


def finding_of(
    step: Step, result: Mapping[str, Any], *, limits: Limits, killed: str | None = None
) -> Finding:
    """Return what a step found.

    Parameters
    ----------
    result
        As a worker sent it: nothing in it is believed to be of the right type.
    killed
        Why the processes were killed, in words; None if they were not.
    """
    ending = ending_of(result)
    if ending is not Ending.DONE:
        used = f"was stopped because it used {killed}" if killed else None
        why = used or words.stopped(ending, limits=limits)
        return Finding(passed=False, message=f"it {why}", is_last=True)
    match result.get("status"):
        case "passed":
            return _passed(step, result)
        case "failed":
            return Finding(
                passed=False,
                message=words.cut(text_of(result.get("message"))) or words.NOT_HELD,
                expected=_text(result.get("expected")),
                got=_text(result.get("got")),
                is_last=not step.is_test,
            )
        case "unsupported":
            message = words.unsupported(mapping_of(result.get("unsupported")))
            return Finding(passed=False, message=message, is_last=not step.is_test)
        case "raised":
            return _raised(step, mapping_of(result.get("error")))
    return Finding(passed=False, message=words.NOT_HELD, is_last=True)


def _passed(step: Step, result: Mapping[str, Any]) -> Finding:
    stderr = text_of(result.get("stderr")).strip()
    if stderr:  # nbgrader's rule
        message = f"it wrote to stderr, which counts as failed: {stderr}"
        return Finding(passed=False, message=words.cut(message))
    value = number_of(result.get("value")) if not step.is_test else None
    return Finding(passed=True, value=value)


def _raised(step: Step, error: Mapping[str, Any]) -> Finding:
    raised = Raised(text_of(error.get("name"))[:80], text_of(error.get("text"))[:MUCH_TEXT])
    fault = None if error.get("is_learners") is True else _fault(raised)
    return Finding(
        passed=False,
        message=words.exception(raised),
        is_last=not step.is_test,
        raised=raised,
        fault=fault,
    )


def _fault(raised: Raised) -> str | None:
    """Return why tests that raise this cannot be run, whatever the answer is; None if they can."""
    if raised.name in _SYNTAX_ERRORS:
        return "the tests of this exercise are not valid Python"
    if raised.name in _IMPORT_ERRORS:
        return "the tests of this exercise need a module that is not installed where it is checked"
    return None


def _text(value: object) -> str | None:
    return words.cut(text_of(value)) if isinstance(value, str) else None
