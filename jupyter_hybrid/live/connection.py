"""Who may do what: the role filter between a client and its room."""

import logging

from jupyter_hybrid.live import frames, messages
from jupyter_hybrid.live.awareness import encode_entries, parse_entries
from jupyter_hybrid.live.close_codes import CloseCode, Rejected
from jupyter_hybrid.live.document import BadUpdate
from jupyter_hybrid.live.encoding import MalformedFrame
from jupyter_hybrid.live.frames import (
    EMPTY_UPDATE,
    AwarenessFrame,
    Frame,
    MessageFrame,
    SyncFrame,
    SyncStep,
)
from jupyter_hybrid.live.messages import Hello, Pointer
from jupyter_hybrid.live.pace import Loop, TokenBucket
from jupyter_hybrid.live.peer import Peer
from jupyter_hybrid.live.room import Room

MAX_OBSERVER_FRAME = 64 * 1024
MAX_PRESENTER_FRAME = 16 * 1024 * 1024
MAX_STATE_VECTOR = 64 * 1024
MAX_REFUSED = 20
"""Writes of an observer after which it is sent away."""
ECHO_INTERVAL_S = 10.0
_OBSERVER_RATE_PER_S, _OBSERVER_BURST = 30, 200
_PRESENTER_RATE_PER_S, _PRESENTER_BURST = 1000, 5000
_WHOLE_RATE_PER_S, _WHOLE_BURST = 0.5, 10

logger = logging.getLogger(__name__)


class Connection:
    """One client of a room. No method raises for what the client sends.

    Parameters
    ----------
    room
        Where it is.
    peer
        Who it is; enters the room now.
    loop
        Time.
    """

    def __init__(self, room: Room, peer: Peer, *, loop: Loop) -> None:
        self._room = room
        self._peer = peer
        rate, burst = (
            (_PRESENTER_RATE_PER_S, _PRESENTER_BURST)
            if peer.is_presenter
            else (_OBSERVER_RATE_PER_S, _OBSERVER_BURST)
        )
        self._pace = TokenBucket(loop, rate_per_s=rate, burst=burst)
        # Whoever asks for the whole document or begins a new one makes work for everybody.
        self._costly_pace = TokenBucket(loop, rate_per_s=_WHOLE_RATE_PER_S, burst=_WHOLE_BURST)
        self._echo_pace = TokenBucket(loop, rate_per_s=1 / ECHO_INTERVAL_S, burst=1)
        self._n_refused = 0
        room.enter(peer)

    @property
    def max_frame_bytes(self) -> int:
        """Size of the largest frame that is accepted from this client."""
        return MAX_PRESENTER_FRAME if self._peer.is_presenter else MAX_OBSERVER_FRAME

    def receive(self, raw: bytes) -> None:
        """Take one frame; if it must not be, the connection is closed."""
        if self._peer.is_gone:
            return
        try:
            self._take(raw)
        except Rejected as rejected:
            self._room.drop(self._peer, rejected.code, rejected.reason)
        except (MalformedFrame, BadUpdate) as error:
            logger.debug("a connection is closed: %s", error)
            self._room.drop(self._peer, CloseCode.MALFORMED, str(error))
        except Exception:
            # The room goes on for everybody else.
            logger.exception("a frame of %d bytes broke its connection", len(raw))
            self._room.drop(self._peer, CloseCode.BROKEN, "the server made a mistake")

    def leave(self) -> None:
        """Tell the room that the client is gone; idempotent."""
        self._room.leave(self._peer)

    def _take(self, raw: bytes) -> None:
        _require_pace(self._pace)
        if len(raw) > self.max_frame_bytes:
            raise Rejected(CloseCode.TOO_LARGE, f"a frame of {len(raw)} bytes is too large")
        frame = frames.parse(raw)
        if self._peer.is_presenter:
            self._take_from_presenter(frame)
        else:
            self._take_from_observer(frame)

    def _take_from_observer(self, frame: Frame | None) -> None:
        match frame:
            case SyncFrame(step=SyncStep.STEP1, payload=state):
                self._answer(state)
            case SyncFrame(step=SyncStep.STEP2, payload=update) if update == EMPTY_UPDATE:
                pass
            case SyncFrame():
                self._refuse()
            case AwarenessFrame(payload=payload):
                self._take_awareness(payload)
            case MessageFrame(payload=payload):
                if isinstance(messages.parse_message(payload), Hello):
                    self._peer.knows_epochs = True

    def _take_from_presenter(self, frame: Frame | None) -> None:
        match frame:
            case SyncFrame(step=SyncStep.STEP1, payload=state):
                self._take_step1_from_presenter(state)
            case SyncFrame(payload=update):
                if self._peer.is_writing and update != EMPTY_UPDATE:
                    self._room.write(self._peer, update)
            case AwarenessFrame(payload=payload):
                self._take_awareness(payload)
            case MessageFrame(payload=payload):
                self._take_message_from_presenter(payload)

    def _take_step1_from_presenter(self, state: bytes) -> None:
        self._answer(state)
        # One that knows epochs says hello and waits for the welcome; this one just begins.
        if not (self._peer.is_writing or self._peer.is_gone):
            self._room.present_plainly(self._peer)

    def _take_message_from_presenter(self, payload: bytes) -> None:
        match messages.parse_message(payload):
            case Hello(epoch=str(epoch)):
                _require_pace(self._costly_pace)
                self._peer.knows_epochs = True
                self._room.present(self._peer, epoch)
            case Pointer() as pointer if self._peer.is_writing:
                self._room.point(self._peer, pointer)

    def _answer(self, state: bytes) -> None:
        _require_pace(self._costly_pace)
        if len(state) > MAX_STATE_VECTOR:
            raise Rejected(CloseCode.TOO_LARGE, "the state vector is too large")
        self._room.answer(self._peer, state)

    def _refuse(self) -> None:
        self._n_refused += 1
        if self._n_refused >= MAX_REFUSED:
            raise Rejected(CloseCode.READ_ONLY, "observers cannot write")
        self._peer.send(messages.DENIED)

    def _take_awareness(self, payload: bytes) -> None:
        """Take what the client says of itself; what it says of others is not its business.

        A stock client repeats what it heard of the presenter, so that is no reason to close.
        """
        entries = parse_entries(payload)
        bound = self._peer.client_id
        if bound is None and len(entries) != 1:
            return
        own = next((one for one in entries if bound in (None, one.client)), None)
        if own is None:
            return
        if self._peer.is_presenter:
            self._room.show_presence(self._peer, own)
        else:
            self._peer.client_id = own.client
        # y-websocket hangs up after 30 quiet seconds unless it hears itself.
        if not self._peer.knows_epochs and self._echo_pace.take():
            self._peer.send(frames.awareness_frame(encode_entries([own])))


def _require_pace(pace: TokenBucket) -> None:
    if not pace.take():
        raise Rejected(CloseCode.TOO_MANY, "too many frames in a short time")
