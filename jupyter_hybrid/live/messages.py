"""JSON messages beside the y-protocol; ``t`` says which one."""

import json
from dataclasses import dataclass

from jupyter_hybrid.domain.sessions import SessionRole
from jupyter_hybrid.live.encoding import MalformedFrame
from jupyter_hybrid.live.frames import message_frame

MAX_MESSAGE_BYTES = 4096
MAX_EPOCH_LENGTH = 64
MAX_CELL_ID_LENGTH = 128
MAX_POSITION = 10_000_000


@dataclass(frozen=True, slots=True)
class Hello:
    """A client that knows epochs.

    Parameters
    ----------
    epoch
        Name of the history of the presenter's document; None from an observer.
    """

    epoch: str | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the presenter is.

    Parameters
    ----------
    cell
        Id of the active cell.
    line, column
        Cursor inside it, from 0; None if there is none.
    """

    cell: str
    line: int | None
    column: int | None


def parse_message(payload: bytes) -> Hello | Pointer | None:
    """Return what a client says, or None if it is nothing that a room knows.

    Raises
    ------
    MalformedFrame
        If it is not a JSON object or has more than `MAX_MESSAGE_BYTES`.
    """
    message = _object(payload)
    match message.get("t"):
        case "hello":
            return Hello(_text(message.get("epoch"), max_length=MAX_EPOCH_LENGTH))
        case "ptr":
            return _pointer(message)
        case _:
            return None


def epoch_frame(epoch: str | None, *, role: SessionRole, n_present: int) -> bytes:
    """Return which history the room has now; None if nobody has presented yet."""
    return _frame({"t": "epoch", "epoch": epoch, "role": role.value, "n": n_present})


def welcome_frame(epoch: str) -> bytes:
    """Return the permission to write to the history `epoch`."""
    return _frame({"t": "welcome", "epoch": epoch})


def pointer_frame(pointer: Pointer) -> bytes:
    """Return where the presenter is."""
    return _frame({"t": "ptr", "cell": pointer.cell, "line": pointer.line, "col": pointer.column})


def present_frame(n_present: int) -> bytes:
    """Return how many observers are there."""
    return _frame({"t": "present", "n": n_present})


def notice_frame(kind: str) -> bytes:
    """Return a message that has nothing but its kind."""
    return _frame({"t": kind})


def _frame(message: dict[str, str | int | None]) -> bytes:
    return message_frame(json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode())


DENIED = notice_frame("denied")
"""What you wrote was refused: throw the document away and ask for it anew."""
TAKEN = notice_frame("taken")
"""The presenter presents from another place now."""
LEFT = notice_frame("left")
"""The presenter's last connection is gone."""
ENDED = notice_frame("ended")
"""The session is over."""


def _object(payload: bytes) -> dict[str, object]:
    if len(payload) > MAX_MESSAGE_BYTES:
        raise MalformedFrame(f"a message of {len(payload)} bytes is too long")
    try:
        message = json.loads(payload.decode())
    except (ValueError, RecursionError) as error:
        raise MalformedFrame("a message is not JSON") from error
    if not isinstance(message, dict):
        raise MalformedFrame("a message is not a JSON object")
    return message


def _pointer(message: dict[str, object]) -> Pointer | None:
    cell = _text(message.get("cell"), max_length=MAX_CELL_ID_LENGTH)
    positions = message.get("line"), message.get("col")
    if cell is None or not all(map(_is_position, positions)):
        return None
    line, column = (one if isinstance(one, int) else None for one in positions)
    return Pointer(cell, line, column)


def _text(value: object, *, max_length: int) -> str | None:
    if isinstance(value, str) and 0 < len(value) <= max_length and _is_encodable(value):
        return value
    return None


def _is_encodable(text: str) -> bool:
    # JSON can spell half of a surrogate pair, which UTF-8 cannot.
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _is_position(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_POSITION
