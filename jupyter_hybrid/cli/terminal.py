"""What may go onto a terminal."""

import json


def printable(text: str) -> str:
    """Return `text` on one line and without what would steer a terminal.

    Whoever wrote the notebook, or the code in it, may have written it.
    """
    return "".join(mark if mark.isprintable() else " " for mark in text)


def printable_json(text: str) -> str:
    r"""Return JSON with escapes for what would steer a terminal; it says the same.

    Learners write what is in it, and other scripts than Latin stay readable.

    Examples
    --------
    >>> print(printable_json('["\x9b"]'))
    ["\u009b"]
    """
    return "".join(
        mark if mark.isprintable() or mark == "\n" else json.dumps(mark)[1:-1] for mark in text
    )
