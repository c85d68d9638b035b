"""What the learner reads about a run."""

import re
from collections.abc import Mapping

from jupyter_hybrid.grading.limits import KIB, MIB, Limits
from jupyter_hybrid.grading.outcomes import LONGEST_TEXT, Ending, Outcome, Raised

NOT_HELD = "it does not hold"
HIDDEN_FAILED = "a hidden test failed"
HIDDEN_DID_NOT_RUN = "a hidden test did not run"
ONLY_OWN_FILES = "only files of the exercise's own folder can be used while it is checked"
NOT_ALLOWED = "this is not allowed while it is checked"
SIGNALLED = 128
CRASHES = frozenset({4, 6, 7, 8, 11})

_SYNTAX_ERRORS = frozenset({"SyntaxError", "IndentationError", "TabError"})
_REFUSED = re.compile(
    r"\[Errno (?:1|13)\] (?:Operation not permitted|Permission denied)(?P<path>: .*)?", re.DOTALL
)
_OF_THE_CELL = re.compile(r"(?P<what>.*) \(\d+\.py, line (?P<line>\d+)\)", re.DOTALL)


def cut(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return `text`, shortened with an ellipsis if it is longer than `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def exception(raised: Raised) -> str:
    """Return an exception in words, for example ``NameError: name 'x' is not defined``."""
    text = raised.text.strip()
    if _asks(raised):
        return "it calls input(), and nobody can answer while it is checked"
    if raised.name == "AssertionError" and text:
        return cut(text)
    return cut(f"{raised.name}: {text}{_refusal(raised)}" if text else raised.name)


def _asks(raised: Raised) -> bool:
    """Return whether `input` found nobody: a cell's raises the first, a function's the second."""
    return raised.name == "StdinNotImplementedError" or (
        raised.name == "EOFError" and raised.text == "EOF when reading a line"
    )


def stopped(ending: Ending, *, limits: Limits) -> str:
    """Return why a request did not run to its end, to follow what was run."""
    if ending is Ending.TIMED_OUT:
        return f"was stopped after {limits.cell_timeout_s:g} s, perhaps in an endless loop"
    if ending is Ending.FLOODED:
        return f"was stopped because it printed more than {_size(limits.output_bytes)}"
    return "ended the process that runs it"


def too_much_output(subject: str, *, limits: Limits) -> str:
    """Return that only the beginning of what a cell printed is kept."""
    most = _size(limits.output_bytes)
    return f"{subject} printed more than {most}; what it printed after that was left out"


def _size(n_bytes: int) -> str:
    return f"{n_bytes / MIB:g} MiB" if n_bytes >= MIB else f"{n_bytes / KIB:g} KiB"


def problem(subject: str, outcome: Outcome, *, limits: Limits) -> str | None:
    """Return what went wrong in a cell that is no test, or None.

    Parameters
    ----------
    subject
        The cell in words, for example ``your answer `mean```.
    """
    if outcome.ending is not Ending.DONE:
        return f"{subject} {stopped(outcome.ending, limits=limits)}"
    raised = outcome.raised
    if raised is None:
        return None
    syntax = _OF_THE_CELL.fullmatch(raised.text) if raised.name in _SYNTAX_ERRORS else None
    if syntax:
        what = f"line {syntax['line']}: {cut(syntax['what'])}"
        return "\n".join(filter(None, (f"{subject} is not valid Python: {what}", raised.at)))
    if _asks(raised):
        return f"{subject} calls input(), and nobody can answer while it is checked"
    if raised.name == "MemoryError" and not raised.text:
        return f"{subject} needs more than {_size(limits.memory_bytes)} of memory"
    told = f"{raised.name}: {raised.text}".removesuffix(": ")
    return f"{subject} raised {cut(told)}{_refusal(raised)}"


def joined(*messages: str) -> str:
    r"""Return messages as one text: what follows one of several lines stands on its own line.

    Examples
    --------
    >>> joined("a", "b\nc", "d")
    'a; b\nc\nd'
    """
    text = ""
    for message in filter(None, messages):
        last = text.rpartition("; ")[2]
        between = "\n" if "\n" in last else "; "
        text = f"{text}{between}{message}" if text else message
    return text


def _refusal(raised: Raised) -> str:
    """Return what an exception means that the kernel made of something forbidden."""
    refused = _REFUSED.fullmatch(raised.text) if raised.name == "PermissionError" else None
    if refused is None:
        return ""
    return f" ({ONLY_OWN_FILES if refused['path'] else NOT_ALLOWED})"


def out_of_time(limits: Limits) -> str:
    """Return that the whole run took too long."""
    return f"checking was stopped after {limits.timeout_s:g} s"


def ended(cell: str, *, status: int, killed: str | None = None) -> str:
    """Return that and why the process that runs the answers ended.

    Parameters
    ----------
    status
        Exit status; more than 128 for a signal.
    killed
        Why we killed it, in words; None if we did not.
    """
    if killed is not None:
        return f"`{cell}` was stopped because it used {killed}"
    if status - SIGNALLED in CRASHES:
        reason = f"it crashed (signal {status - SIGNALLED})"
    elif status > SIGNALLED:
        reason = (
            f"it was killed by signal {status - SIGNALLED}, perhaps for needing too much memory"
        )
    else:
        reason = f"the code made it exit (status {status})"
    return f"Python ended while running `{cell}`: {reason}"


def given_up(cell: str, *, ending: Ending, limits: Limits) -> str:
    """Return that Python had to be ended because a cell did not stop when interrupted."""
    return f"`{cell}` {stopped(ending, limits=limits)}, and Python had to be ended"


def unsupported(what: Mapping[str, object]) -> str:
    """Return that a value cannot be looked at by the tests, where it is, and what would do."""
    name, where, advice = (
        value if isinstance(value := what.get(key), str) else ""
        for key in ("type", "where", "advice")
    )
    place = f" at `{where}`" if where else ""
    message = f"the tests cannot look at a value of type `{name or 'unknown'}`{place}"
    return cut(f"{message}; {advice}" if advice else message)
