"""One client as its room sees it."""

from dataclasses import dataclass, field

from jupyter_hybrid.live.awareness import Entry
from jupyter_hybrid.live.channel import Channel
from jupyter_hybrid.live.close_codes import CloseCode

MAX_BACKLOG = 1024 * 1024
"""Bytes that may wait for a client beside the largest frame that waits."""


@dataclass(slots=True, eq=False)
class Peer:
    """What a room remembers of a connection.

    Parameters
    ----------
    channel
        The way to it.
    is_presenter
        Whether it may write, once it has said which history it writes to.
    knows_epochs
        Whether it follows to a new history by itself; a stock y-websocket does not.
    is_writing
        Whether a presenter has joined the room's history.
    is_synced
        Whether it has what the document had before, so that changes make sense to it.
    client_id
        Id of its document, bound by its first awareness entry; None before.
    presence
        A presenter's latest awareness entry; an observer's is not kept.
    is_gone
        Whether it left or was closed; nothing is sent any more.
    """

    channel: Channel
    is_presenter: bool
    knows_epochs: bool = False
    is_writing: bool = False
    is_synced: bool = False
    client_id: int | None = None
    presence: Entry | None = None
    is_gone: bool = False
    _largest: int = field(default=0, init=False)

    @property
    def is_behind(self) -> bool:
        """Whether it reads too slowly.

        A whole notebook in one frame takes its time on a thin line, so the largest frame since the
        line was last clear is not counted.
        """
        return self.channel.n_buffered > MAX_BACKLOG + self._largest

    def send(self, frame: bytes) -> None:
        """Queue a frame, unless the peer is gone."""
        if self.is_gone:
            return
        if not self.channel.n_buffered:
            self._largest = 0
        self._largest = max(self._largest, len(frame))
        self.channel.send(frame)

    def close(self, code: CloseCode, reason: str) -> None:
        """Close the connection; idempotent."""
        if not self.is_gone:
            self.is_gone = True
            self.channel.close(code, reason)
