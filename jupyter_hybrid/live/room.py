"""A room: one document, those who write it, those who watch.

It knows no socket and no ticket, and leaves to `connection` who may do what.
"""

import logging
from collections.abc import Collection, Iterable
from uuid import uuid4

from jupyter_hybrid.domain.sessions import SessionRole
from jupyter_hybrid.live import frames, messages
from jupyter_hybrid.live.awareness import Entry, encode_entries
from jupyter_hybrid.live.close_codes import CloseCode
from jupyter_hybrid.live.document import BadUpdate, Roots, SharedDocument, merged
from jupyter_hybrid.live.messages import Pointer
from jupyter_hybrid.live.pace import Loop, Throttle
from jupyter_hybrid.live.peer import Peer

TICK_S = 0.05
"""Changes are sent at most this often, merged: 20 frames a second."""
PRESENCE_TICK_S = 0.5
COUNT_TICK_S = 1.0

logger = logging.getLogger(__name__)


class Room:
    """One live document of a session.

    Parameters
    ----------
    roots
        Shared types of the document, by name.
    loop
        Time; every method is called from it.
    """

    def __init__(self, roots: Roots, *, loop: Loop) -> None:
        self._roots = roots
        self._document = SharedDocument(roots)
        self._whole_frame: bytes | None = None
        self._epoch: str | None = None
        self._pointer: Pointer | None = None
        self._pointed_by: Peer | None = None
        self._peers: dict[Peer, None] = {}
        self._pending: list[tuple[Peer, bytes]] = []
        self._n_observers = 0
        self._n_presenters = 0
        self._n_told = 0
        self._tick = Throttle(loop, self._flush, interval_s=TICK_S)
        self._presence_tick = Throttle(loop, self._tell_presence, interval_s=PRESENCE_TICK_S)
        self._count_tick = Throttle(loop, self._tell_count, interval_s=COUNT_TICK_S)

    @property
    def n_observers(self) -> int:
        """How many observers are connected."""
        return self._n_observers

    @property
    def has_presenter(self) -> bool:
        """Whether a presenter is connected."""
        return self._n_presenters > 0

    @property
    def document(self) -> SharedDocument:
        """The present history."""
        return self._document

    @property
    def epoch(self) -> str | None:
        """Name of the present history; None if nobody has presented yet."""
        return self._epoch

    def enter(self, peer: Peer) -> None:
        """Let a peer in and tell it where it is; it gets changes once it has asked for them."""
        self._peers[peer] = None
        self._n_observers += not peer.is_presenter
        peer.send(self._epoch_frame(peer))
        if peer.is_presenter:
            self._n_presenters += 1
            return
        if self._epoch is not None and not self._has_writer():
            peer.send(messages.LEFT)
        self._count_tick.request()

    def leave(self, peer: Peer) -> None:
        """Forget a peer; idempotent."""
        if peer not in self._peers:
            return
        del self._peers[peer]
        peer.is_gone = True
        if not peer.is_presenter:
            self._n_observers -= 1
            self._count_tick.request()
            return
        self._n_presenters -= 1
        if peer.presence is not None and not peer.presence.is_gone:
            self._broadcast(_awareness(peer.presence.farewell()))
        if peer.is_writing and not self._has_writer():
            self._tell(messages.LEFT)

    def drop(self, peer: Peer, code: CloseCode, reason: str) -> None:
        """Close a peer's connection and forget it."""
        peer.close(code, reason)
        self.leave(peer)

    def end(self) -> None:
        """Send everybody home."""
        for throttle in (self._tick, self._presence_tick, self._count_tick):
            throttle.cancel()
        for peer in tuple(self._peers):
            peer.send(messages.ENDED)
            peer.close(CloseCode.NOT_FOUND, "the session has ended")
        self._peers.clear()
        self._n_observers = 0
        self._n_presenters = 0
        self._document.close()

    def present(self, peer: Peer, epoch: str) -> None:
        """Let a presenter write to the history `epoch`; every other presenter goes.

        If the room has another history it begins anew: two histories are never merged, for that
        is how every cell appears twice.
        """
        for other in [one for one in self._peers if one.is_writing and one is not peer]:
            other.send(messages.TAKEN)
            other.is_writing = False
            self.drop(other, CloseCode.TAKEN, "presented from another place")
        if self._epoch not in (None, epoch):
            self._forget_document()
        self._begin_writing(peer, epoch)
        peer.send(messages.welcome_frame(epoch))
        peer.send(frames.step1_frame(self._document.state))

    def present_plainly(self, peer: Peer) -> None:
        """Let a presenter that knows no epochs write to the present history."""
        self._begin_writing(peer, self._epoch or uuid4().hex)
        peer.send(frames.step1_frame(self._document.state))

    def answer(self, peer: Peer, state: bytes) -> None:
        """Send what a document with the state vector `state` lacks; changes follow from now on."""
        if peer.is_behind:
            self.drop(peer, CloseCode.TOO_SLOW, "the connection is too slow")
            return
        peer.send(self._missing_frame(state))
        if not peer.is_presenter and self._pointer is not None:
            peer.send(messages.pointer_frame(self._pointer))
        present = self._presences(apart_from=peer)
        if present:
            peer.send(_awareness(*present))
        peer.is_synced = True

    def write(self, peer: Peer, update: bytes) -> None:
        """Apply a presenter's update; everybody else gets what changed by it.

        Raises
        ------
        BadUpdate
            If it cannot be applied.
        """
        try:
            self._document.apply(update)
        finally:
            self._whole_frame = None
            self._pending.extend((peer, change) for change in self._document.take_changes())
            self._tick.request()

    def point(self, peer: Peer, pointer: Pointer) -> None:
        """Remember where the presenter is and tell it with the next changes."""
        self._pointer = pointer
        self._pointed_by = peer
        self._tick.request()

    def show_presence(self, peer: Peer, entry: Entry) -> None:
        """Remember a presenter's awareness entry and tell it soon.

        An id that another presenter has is not taken: one could speak for the other.
        """
        others = (one for one in self._peers if one.is_presenter and one is not peer)
        if all(one.client_id != entry.client for one in others):
            peer.client_id = entry.client
            peer.presence = entry
            self._presence_tick.request()

    def _begin_writing(self, peer: Peer, epoch: str) -> None:
        is_news = self._epoch != epoch or not self._has_writer()
        self._epoch = epoch
        peer.is_writing = True
        if is_news:
            self._announce_epoch()

    def _announce_epoch(self) -> None:
        for peer in tuple(self._peers):
            if not peer.is_presenter:
                peer.send(self._epoch_frame(peer))

    def _forget_document(self) -> None:
        self._document.close()
        self._document = SharedDocument(self._roots)
        self._whole_frame = None
        self._pointer = self._pointed_by = None
        self._pending.clear()
        for peer in tuple(self._peers):
            peer.is_synced = False
            if not peer.is_presenter and not peer.knows_epochs:
                self.drop(peer, CloseCode.OUTDATED, "the document was replaced")

    def _missing_frame(self, state: bytes) -> bytes:
        if state != _NOTHING:
            return frames.step2_frame(self._document.missing(state))
        # Hundreds who join at once share one frame: it is encoded and kept in memory once.
        if self._whole_frame is None:
            self._whole_frame = frames.step2_frame(self._document.whole())
        return self._whole_frame

    def _epoch_frame(self, peer: Peer) -> bytes:
        role = SessionRole.PRESENTER if peer.is_presenter else SessionRole.OBSERVER
        return messages.epoch_frame(self._epoch, role=role, n_present=self.n_observers)

    def _has_writer(self) -> bool:
        return any(peer.is_writing for peer in self._peers)

    def _presences(self, *, apart_from: Peer | None = None) -> list[Entry]:
        return [
            peer.presence
            for peer in self._peers
            if peer.is_presenter and peer is not apart_from and peer.presence is not None
        ]

    def _flush(self) -> None:
        pending, self._pending = self._pending, []
        writers = {writer for writer, _ in pending}
        for frame in _update_frames(update for _, update in pending):
            self._broadcast(frame, apart_from=writers)
        if len(writers) > 1:
            for reader in writers:
                of_others = (update for writer, update in pending if writer is not reader)
                for frame in _update_frames(of_others):
                    reader.send(frame)
        if self._pointer is not None and self._pointed_by is not None:
            frame = messages.pointer_frame(self._pointer)
            self._broadcast(frame, apart_from={self._pointed_by})
            self._pointed_by = None

    def _tell_presence(self) -> None:
        for peer in tuple(self._peers):
            entries = self._presences(apart_from=peer)
            if entries and peer.is_synced:
                peer.send(_awareness(*entries))

    def _tell_count(self) -> None:
        n_present = self.n_observers
        if n_present != self._n_told:
            self._n_told = n_present
            self._tell(messages.present_frame(n_present))

    def _tell(self, frame: bytes) -> None:
        for peer in tuple(self._peers):
            peer.send(frame)

    def _broadcast(self, frame: bytes, *, apart_from: Collection[Peer] = ()) -> None:
        for peer in tuple(self._peers):
            if not peer.is_synced or peer in apart_from:
                continue
            if peer.is_behind:
                self.drop(peer, CloseCode.TOO_SLOW, "the connection is too slow")
            else:
                peer.send(frame)


_NOTHING = b"\x00"
"""State vector of an empty document."""


def _awareness(*entries: Entry) -> bytes:
    return frames.awareness_frame(encode_entries(entries))


def _update_frames(updates: Iterable[bytes]) -> list[bytes]:
    changes = list(updates)
    if not changes:
        return []
    try:
        return [frames.update_frame(merged(changes))]
    except BadUpdate:
        # A client that misses a change misses everything that builds on it.
        logger.warning("%d updates are sent one by one", len(changes), exc_info=True)
        return [frames.update_frame(change) for change in changes]
