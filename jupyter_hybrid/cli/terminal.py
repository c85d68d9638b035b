"""What may go onto a terminal."""


def printable(text: str) -> str:
    """Return `text` on one line and without what would steer a terminal.

    Whoever wrote the notebook, or the code in it, may have written it.
    """
    return "".join(mark if mark.isprintable() else " " for mark in text)
