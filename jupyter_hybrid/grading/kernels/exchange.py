"""One request to a kernel and what it answered."""

from collections.abc import Mapping

from jupyter_hybrid.grading.outcomes import LONGEST_TEXT, MUCH_TEXT, Ending, Outcome, Raised


class Exchange:
    """Collects a kernel's messages about one request. What the kernel says is not trusted.

    Parameters
    ----------
    request
        The request's message id.
    max_bytes
        How much output is let pass.

    Attributes
    ----------
    has_reply, is_idle
        Whether the reply came, and whether all output did.
    is_cut
        Whether a message was too large to be received; nothing that follows can be relied on.
    asks_to_exit
        Whether the kernel is about to exit by itself.
    """

    def __init__(self, request: str, *, max_bytes: int) -> None:
        self._request = request
        self._max_bytes = max_bytes
        self._n_bytes = 0
        self._raised: Raised | None = None
        self._stderr = ""
        self._result: str | None = None
        self.has_reply = False
        self.is_idle = False
        self.is_cut = False
        self.asks_to_exit = False

    @property
    def has_overflowed(self) -> bool:
        """Whether there was more output than is allowed."""
        return self.is_cut or self._n_bytes > self._max_bytes

    @property
    def is_complete(self) -> bool:
        """Whether the reply and all output are there."""
        return self.has_reply and self.is_idle

    def count(self, n_bytes: int) -> None:
        """Take note of output, whichever request it belongs to."""
        self._n_bytes += n_bytes

    def hear(self, message: Mapping[str, object]) -> None:
        """Take note of a message; those of other requests are passed over."""
        if _mapping(message.get("parent_header")).get("msg_id") != self._request:
            return
        content = _mapping(message.get("content"))
        kind = message.get("msg_type")
        if kind == "execute_reply":
            self._hear_reply(content)
        elif kind == "status":
            self.is_idle = self.is_idle or content.get("execution_state") == "idle"
        elif kind == "error":
            self._hear_error(content)
        elif kind == "stream" and content.get("name") == "stderr":
            self._stderr = (self._stderr + _text(content.get("text")))[:MUCH_TEXT]
        elif kind == "execute_result":
            self._result = _text(_mapping(content.get("data")).get("text/plain"))
        elif kind == "kernel_info_reply":
            self.has_reply = True

    def _hear_reply(self, content: Mapping[str, object]) -> None:
        self.has_reply = True
        if content.get("status") == "error":
            self._hear_error(content)
        payload = content.get("payload")
        entries = payload if isinstance(payload, list) else []
        self.asks_to_exit = any(_mapping(entry).get("source") == "ask_exit" for entry in entries)

    def _hear_error(self, content: Mapping[str, object]) -> None:
        name, text = _text(content.get("ename")), _text(content.get("evalue"))
        self._raised = Raised(name[:LONGEST_TEXT], text[:MUCH_TEXT])

    def outcome(self, ending: Ending) -> Outcome:
        """Return what is known by now."""
        return Outcome(
            ending,
            raised=self._raised,
            stderr=self._stderr,
            result=self._result,
        )


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
