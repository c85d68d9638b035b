"""What a cell showed, as nbformat keeps it."""

import json

from jupyter_hybrid.grading.worker.frames import Frame

MOST_OUTPUTS = 500
MOST_BYTES = 8 * 1024 * 1024


def outputs_of(messages: object, *, most_bytes: int = MOST_BYTES) -> tuple[Frame, ...]:
    """Return the outputs that a worker's messages come to; anything odd in them is passed over.

    Parameters
    ----------
    most_bytes
        Of all outputs as JSON. A worker cuts what it sends, but who knows who wrote it.

    Examples
    --------
    >>> outputs_of([["stream", {"name": "stdout", "text": "a"}, {}]])
    ({'output_type': 'stream', 'name': 'stdout', 'text': 'a'},)
    """
    shown = _Shown()
    for message in messages if isinstance(messages, list) else []:
        match message:
            case [str() as kind, dict() as content, *_]:
                shown.hear(kind, content)
    return tuple(_kept(shown.outputs[:MOST_OUTPUTS], most_bytes=most_bytes))


def has_stderr(messages: object) -> bool:
    """Return whether a worker's messages say that something was written to standard error."""
    return any(
        output.get("output_type") == "stream" and output.get("name") == "stderr"
        for output in outputs_of(messages)
    )


def _kept(outputs: list[Frame], *, most_bytes: int) -> list[Frame]:
    """Return the first outputs that can be sent on and are not too long together."""
    kept: list[Frame] = []
    for output in outputs:
        try:
            text = json.dumps(output, allow_nan=False)
        except (ValueError, RecursionError):  # NaN, or nested too deep
            continue
        most_bytes -= len(text)
        if most_bytes < 0:
            break
        kept.append(_whole_text(text) if "\\ud" in text else output)
    return kept


def _whole_text(text: str) -> Frame:
    """Return the output that `text` spells without halves of surrogate pairs."""
    spelled = json.dumps(json.loads(text), ensure_ascii=False)
    output: Frame = json.loads(spelled.encode("utf-8", "replace"))
    return output


class _Shown:
    def __init__(self) -> None:
        self.outputs: list[Frame] = []
        self._by_display: dict[str, Frame] = {}
        self._clears_next = False

    def hear(self, kind: str, content: Frame) -> None:
        if kind == "clear_output":
            self._clears_next = True
            if content.get("wait") is not True:
                self._clear()
            return
        if kind == "update_display_data":
            self._update(content)
            return
        output = _output(kind, content)
        if output is None:
            return
        self._clear()
        self._add(output)
        display = _display_id(content)
        if display is not None:
            self._by_display[display] = output

    def _clear(self) -> None:
        if self._clears_next:
            self._clears_next = False
            self.outputs.clear()

    def _add(self, output: Frame) -> None:
        last = self.outputs[-1] if self.outputs else {}
        is_same = output["output_type"] == "stream" and last.get("name") == output["name"]
        if is_same and last.get("output_type") == "stream":
            last["text"] += output["text"]
        else:
            self.outputs.append(output)

    def _update(self, content: Frame) -> None:
        shown = self._by_display.get(_display_id(content) or "")
        if shown is not None and isinstance(content.get("data"), dict):
            shown["data"] = content["data"]


def _display_id(content: Frame) -> str | None:
    transient = content.get("transient")
    found = transient.get("display_id") if isinstance(transient, dict) else None
    return found if isinstance(found, str) else None


def _output(kind: str, content: Frame) -> Frame | None:
    if kind == "stream":
        name, text = content.get("name"), content.get("text")
        if name not in ("stdout", "stderr") or not isinstance(text, str):
            return None
        return {"output_type": "stream", "name": name, "text": text}
    if kind in {"display_data", "execute_result"}:
        return _data(kind, content)
    if kind == "error":
        trace = content.get("traceback")
        lines = trace if isinstance(trace, list) else []
        return {
            "output_type": "error",
            "ename": str(content.get("ename"))[:200],
            "evalue": str(content.get("evalue"))[:10_000],
            "traceback": [line for line in lines if isinstance(line, str)],
        }
    return None


def _data(kind: str, content: Frame) -> Frame | None:
    data, metadata = content.get("data"), content.get("metadata")
    if not isinstance(data, dict):
        return None
    output: Frame = {
        "output_type": kind,
        "data": data,
        "metadata": metadata if isinstance(metadata, dict) else {},
    }
    if kind == "execute_result":
        count = content.get("execution_count")
        output["execution_count"] = count if isinstance(count, int) else None
    return output
