"""Shows where in a line Python stopped understanding it."""

LONGEST_LINE = 80


def place_in_line(error: object, *, name: str) -> str:
    """Return the line of a syntax error with a caret below; empty for other exceptions.

    Parameters
    ----------
    name
        The class that the error is to have: it may be left over from an earlier cell.

    Examples
    --------
    >>> error = SyntaxError("invalid syntax", ("1.py", 2, 5, "x = = 1", 2, 6))
    >>> print(place_in_line(error, name="SyntaxError"))
    x = = 1
        ^
    """
    if not isinstance(error, SyntaxError) or type(error).__name__ != name:
        return ""
    if not isinstance(error.text, str) or type(error.offset) is not int:
        return ""
    line, at = error.text.rstrip(), max(0, error.offset - 1)
    first = max(0, at - LONGEST_LINE // 2)
    shown = line[first : first + LONGEST_LINE]
    blank = "".join(char if char == "\t" else " " for char in line[first:at].ljust(at - first))
    return f"{shown}\n{blank[:LONGEST_LINE]}^"
