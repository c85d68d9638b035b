"""Frames on the wire: the y-protocol's sync and awareness, and JSON messages beside them.

::

    0  sync       0 step 1: state vector | 1 step 2: update | 2 update     as a chunk
    1  awareness  entries                                                  as a chunk
    100 message   JSON object in UTF-8, up to the end of the frame

Every frame is checked here before anything else reads it: pycrdt allocates what a length says.
"""

from dataclasses import dataclass
from enum import IntEnum

from jupyter_hybrid.live.encoding import MalformedFrame, Reader, write_chunk

EMPTY_UPDATE = b"\x00\x00"
"""No structs and no deletions."""
_MAX_CLOCK = 2**32 - 1


class FrameType(IntEnum):
    """First number of a frame."""

    SYNC = 0
    AWARENESS = 1
    MESSAGE = 100


class SyncStep(IntEnum):
    """Second number of a sync frame."""

    STEP1 = 0
    STEP2 = 1
    UPDATE = 2


@dataclass(frozen=True, slots=True)
class SyncFrame:
    """A state vector (step 1) or an update (step 2, update)."""

    step: SyncStep
    payload: bytes


@dataclass(frozen=True, slots=True)
class AwarenessFrame:
    """Encoded awareness entries."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class MessageFrame:
    """A JSON object in UTF-8."""

    payload: bytes


Frame = SyncFrame | AwarenessFrame | MessageFrame


def parse(raw: bytes) -> Frame | None:
    """Return what a frame says, or None if its type is unknown.

    A state vector has been checked entry by entry; an update has not.

    Raises
    ------
    MalformedFrame
        If it is empty, cut off, too long or of an unknown sync step.
    """
    reader = Reader(raw)
    match reader.number():
        case FrameType.SYNC:
            return _sync(reader)
        case FrameType.AWARENESS:
            return AwarenessFrame(_last_chunk(reader))
        case FrameType.MESSAGE:
            return MessageFrame(reader.rest())
        case _:
            return None


def is_heartbeat(raw: bytes) -> bool:
    """Whether a frame is awareness, which clients repeat while nobody does anything."""
    return raw[:1] == bytes([FrameType.AWARENESS])


def step1_frame(state: bytes) -> bytes:
    """Return the question what a document with the state vector `state` lacks."""
    return bytes([FrameType.SYNC, SyncStep.STEP1]) + write_chunk(state)


def step2_frame(update: bytes) -> bytes:
    """Return the answer to a step 1."""
    return bytes([FrameType.SYNC, SyncStep.STEP2]) + write_chunk(update)


def update_frame(update: bytes) -> bytes:
    """Return a change of a document."""
    return bytes([FrameType.SYNC, SyncStep.UPDATE]) + write_chunk(update)


def awareness_frame(payload: bytes) -> bytes:
    """Return encoded awareness entries as a frame."""
    return bytes([FrameType.AWARENESS]) + write_chunk(payload)


def message_frame(payload: bytes) -> bytes:
    """Return a JSON object as a frame."""
    return bytes([FrameType.MESSAGE]) + payload


def _sync(reader: Reader) -> SyncFrame:
    step = reader.number()
    if step > max(SyncStep):
        raise MalformedFrame(f"there is no sync step {step}")
    frame = SyncFrame(SyncStep(step), _last_chunk(reader))
    if frame.step is SyncStep.STEP1:
        _check_state_vector(frame.payload)
    return frame


def _last_chunk(reader: Reader) -> bytes:
    chunk = reader.chunk()
    reader.end()
    return chunk


def _check_state_vector(state: bytes) -> None:
    reader = Reader(state)
    n_clients = reader.number()
    if n_clients > reader.n_left // 2:
        raise MalformedFrame(f"a state vector announces {n_clients} clients")
    for _ in range(n_clients):
        reader.number()
        if reader.number() > _MAX_CLOCK:
            raise MalformedFrame("a state vector has a clock above 2**32 - 1")
    reader.end()
