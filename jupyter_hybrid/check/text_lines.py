"""The first line at which two texts differ, with a caret below the first differing character."""

from __future__ import annotations

_WIDEST = 70
_BEFORE = 20
_INVISIBLE = str.maketrans({"\t": "→", "\r": "␍", "\xa0": "⍽"})


def without_line_ends(text: str) -> str:
    """Return a text without spaces at the ends of its lines and empty lines at its end."""
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")


def text_difference(got: str, expected: str) -> str | None:
    """Return in words where a text differs first, or None if it does not.

    Examples
    --------
    >>> print(text_difference("Hello Bob", "Hello Ada"))
    character 7 differs:
    expected: Hello Ada
         got: Hello Bob
                    ^
    """
    if got == expected:
        return None
    lines, wanted = got.split("\n"), expected.split("\n")
    n_same = next(
        (n for n, (one, other) in enumerate(zip(lines, wanted, strict=False)) if one != other),
        min(len(lines), len(wanted)),
    )
    if n_same == len(lines):
        return _too_few(wanted, n_same=n_same)
    if n_same == len(wanted):
        return _too_many(lines, n_same=n_same)
    place = f"line {n_same + 1}, " if len(wanted) > 1 or len(lines) > 1 else ""
    return place + _in_line(lines[n_same], wanted[n_same])


def _too_few(wanted: list[str], *, n_same: int) -> str:
    if wanted[n_same:] == [""]:
        return "the end of the last line is missing"
    return f"line {n_same + 1} is missing: {_shown(wanted[n_same], start=0)}"


def _too_many(lines: list[str], *, n_same: int) -> str:
    if lines[n_same:] == [""]:
        return "there is a line end too much at the end"
    return f"line {n_same + 1} is too much: {_shown(lines[n_same], start=0)}"


def _in_line(got: str, expected: str) -> str:
    column = next(
        (n for n, (one, other) in enumerate(zip(got, expected, strict=False)) if one != other),
        min(len(got), len(expected)),
    )
    start = max(0, column - _BEFORE) if column > _WIDEST - _BEFORE else 0
    hint = _hint(got, expected)
    caret = " " * (len("expected: ") + column - start + (start > 0))
    return (
        f"character {column + 1} differs{hint}:\n"
        f"expected: {_shown(expected, start=start)}\n"
        f"     got: {_shown(got, start=start)}\n"
        f"{caret}^"
    )


def _hint(got: str, expected: str) -> str:
    if got.lower() == expected.lower():
        return " (only capital and small letters)"
    if "".join(got.split()) == "".join(expected.split()):
        return " (only spaces)"
    return ""


def _shown(line: str, *, start: int) -> str:
    part = line[start : start + _WIDEST].translate(_INVISIBLE)
    before = "…" if start else ""
    after = "…" if len(line) > start + _WIDEST else ""
    return before + part + after
