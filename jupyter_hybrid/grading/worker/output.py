"""What a cell publishes while it runs, up to a number of bytes."""

import json
from collections.abc import Callable
from typing import Any

PUBLISHED = frozenset(
    {
        "stream",
        "display_data",
        "execute_result",
        "update_display_data",
        "clear_output",
        "error",
        "comm_open",
        "comm_msg",
        "comm_close",
    }
)
DEFAULT_BYTES = 1024 * 1024
FLOOD = 8  # a cell that goes on after this many times its limit is stopped
MESSAGE_BYTES = 64  # what a message costs beside its content, so that empty ones end as well
ERROR_BYTES = 32 * 1024  # an error is told even if nothing else may be said any more
ERROR_LINES = 60

Message = tuple[str, dict[str, Any], dict[str, Any]]


class TooMuchOutput(BaseException):
    """A cell went on printing long after its output was cut."""


class Output:
    """Collects what a kernel would publish; everything after `limit_bytes` is dropped.

    Texts are buffered by stream, as a kernel does it: what was printed between two displays comes
    as one message for standard output, then one for standard error.
    """

    def __init__(self) -> None:
        self._limit_bytes = DEFAULT_BYTES
        self._spent = 0
        self._pending: dict[str, list[str]] = {"stdout": [], "stderr": []}
        self._messages: list[Message] = []
        self.is_truncated = False

    @property
    def is_flooded(self) -> bool:
        """Whether a cell has printed so much that it should be stopped."""
        return self._spent > FLOOD * self._limit_bytes

    def begin(self, *, limit_bytes: int) -> None:
        """Take up to `limit_bytes` from here on; what is still waiting stays."""
        self._limit_bytes, self._spent, self.is_truncated = limit_bytes, 0, False

    def write(self, name: str, text: str) -> None:
        """Buffer `text` of the stream `name`."""
        if text.isascii():
            size = len(text)
        else:  # lone surrogates are no text for anybody who reads it later
            data = text.encode("utf-8", "replace")
            size, text = len(data), data.decode()
        remaining = self._limit_bytes - self._spent
        self._spent += size
        if size > remaining:
            self.is_truncated = True
            text = _cut(text, max(remaining, 0))
        if text:
            self._pending[name].append(text)

    def flush(self, only: str | None = None) -> None:
        """Turn the buffered texts into messages, or those of one stream alone."""
        for name, parts in self._pending.items():
            if parts and only in (None, name):
                text = "".join(parts)
                parts.clear()
                self._messages.append(("stream", {"name": name, "text": text}, {}))

    def publish(self, kind: str, content: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Keep a message that is no stream, as it is at this moment."""
        if kind not in PUBLISHED:
            return
        self.flush()
        if kind == "error":
            self._messages.append((kind, bounded_error(content), {}))
            return
        text = _to_json(content)
        size = len(text) + MESSAGE_BYTES
        remaining = self._limit_bytes - self._spent
        self._spent += size
        if size <= remaining:
            self._messages.append((kind, json.loads(text), json.loads(_to_json(metadata))))
            return
        self.is_truncated = True
        shortened = _shortened(content, max(remaining, 0))
        if shortened is not None:
            self._messages.append((kind, shortened, {}))

    def take(self) -> list[Message]:
        """Return all messages and forget them."""
        self.flush()
        messages, self._messages = self._messages, []
        return _coalesced(messages)


def bounded_error(content: dict[str, Any]) -> dict[str, Any]:
    """Return an ``error`` message whose text and traceback are `ERROR_BYTES` long at most."""
    lines = [str(line) for line in content.get("traceback", ())]
    if len(lines) > ERROR_LINES:
        half = ERROR_LINES // 2
        lines = [*lines[:half], f"... {len(lines) - 2 * half} more ...", *lines[-half:]]
    if sum(map(len, lines)) > ERROR_BYTES:
        lines = [_cut_middle(line, ERROR_BYTES // len(lines)) for line in lines]
    return {
        "ename": _clean(str(content.get("ename", "")))[:200],
        "evalue": _cut_middle(_clean(str(content.get("evalue", ""))), ERROR_BYTES),
        "traceback": [_clean(line) for line in lines],
    }


def _clean(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def _cut_middle(text: str, size: int) -> str:
    if len(text) <= size:
        return text
    return f"{text[: size // 2]} ... {text[len(text) - size // 2 :]}"


def _shortened(content: dict[str, Any], size: int) -> dict[str, Any] | None:
    """Return `content` with the beginning of its plain text alone, `None` if it has none."""
    data = content.get("data")
    text = data.get("text/plain") if isinstance(data, dict) else None
    if not isinstance(text, str) or size <= MESSAGE_BYTES:
        return None
    return {**content, "data": {"text/plain": _cut(_clean(text), size)}, "metadata": {}}


def _coalesced(messages: list[Message]) -> list[Message]:
    joined: list[Message] = []
    for kind, content, metadata in messages:
        last = joined[-1] if joined else None
        if kind == "stream" and last and last[0] == "stream" and last[1]["name"] == content["name"]:
            last[1]["text"] += content["text"]
        else:
            joined.append((kind, content, metadata))
    return joined


def _to_json(content: dict[str, Any], *, clean: Callable[[Any], Any] = str) -> str:
    try:
        return json.dumps(content, default=clean, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        return json.dumps(_plain(content), default=clean)


def _plain(value: object, *, depth: int = 0) -> object:
    """Return `value` with everything that JSON does not know spelled out."""
    if depth > 50:  # noqa: PLR2004  deeper than any display
        return "..."
    if isinstance(value, dict):
        return {str(key): _plain(item, depth=depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, depth=depth + 1) for item in value]
    if isinstance(value, float) and (value - value != 0):
        return str(value)
    return value
