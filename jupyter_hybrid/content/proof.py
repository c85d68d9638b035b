"""Proof that nothing an author took out of a notebook is in what learners get of it.

The rule. What is taken out is what stands between ``BEGIN`` and ``END`` of a solution, hidden test
or mark scheme, and the whole of an answer that has no such region. It is searched for in every
string of the learner's copy (text, metadata, names and content of attachments, outputs) and in
every text file that goes with it, in two shapes:

- a *line*, without the white space around it, of at least `MIN_LINE` characters other than spaces.
  Shorter ones (``return x``) turn up by chance; imports, comments, the heads of functions and
  classes and what is in `COMMON` are what a text names in passing;
- a *block*: two lines in a row of at least `MIN_PAIR` characters together, or all lines of one
  region of at least `MIN_LINE`, however short each line is.

What also stands in code that is handed out on purpose (a stub, a visible test, a cell of code
without a role) is no secret. Text and data files are no such purpose: a solution that is explained
above its exercise is given away.
"""

import base64
import binascii
import codecs
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.notebooks import Cell, Notebook

MIN_LINE = 16
MIN_PAIR = 24
COMMON = frozenset({'if __name__ == "__main__":', "if __name__ == '__main__':"})
_NAMED_IN_PASSING = re.compile(
    r"(import|from)\s+[\w.]+(\s+(import|as)\s+[\w.,* ]+)?$"
    r"|(async\s+def|def|class)\s.*:$"
    r"|#"
)
_MARK = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
_N_BYTES_PROBED = 8192


@dataclass(frozen=True, slots=True)
class _Secret:
    text: str
    cell: int
    cell_id: str
    line: int


def prove_nothing_is_given_away(
    notebook: Notebook, *, copy: str, path: str, files: Mapping[str, bytes]
) -> None:
    """Raise if a learner's copy, or a text file with it, holds what was taken out.

    Parameters
    ----------
    notebook
        The author's notebook with the stubs of the copy.
    copy
        The copy as JSON text.
    path
        The notebook's path in the course folder, for messages.
    files
        Content of the files that go with it, by path.

    Raises
    ------
    Invalid
        Naming the file, the cell that gives it away, and the cell that it was taken out of. It
        does not repeat the secret: learners may be told, too.
    """
    secrets = _secrets(notebook)
    if not secrets:
        return
    for place, text in _texts(copy):
        _check(text, secrets, place=f"{path}{place}", path=path)
    for name, content in files.items():
        decoded = _decoded(content)
        if decoded is not None:
            _check(decoded, secrets, place=name, path=path)


def _check(text: str, secrets: Sequence[_Secret], *, place: str, path: str) -> None:
    plain = _plain(text.splitlines())
    found = next((secret for secret in secrets if secret.text in plain), None)
    if found is not None:
        raise Invalid(
            f"{place} shows learners line {found.line} of what is taken out of cell {found.cell}"
            f" ({found.cell_id!r}) of {path}; take it out there too, or change it",
            field="notebook",
        )


def _secrets(notebook: Notebook) -> tuple[_Secret, ...]:
    shown = "\n".join(
        _plain(cell.stub.splitlines()) for cell in notebook.cells if cell.cell_type == "code"
    )
    found = dict.fromkeys(
        secret
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.source != cell.stub
        for secret in _taken_out(cell, number=number)
        if secret.text not in shown
    )
    return tuple(found)


def _taken_out(cell: Cell, *, number: int) -> Iterator[_Secret]:
    for run in _runs(cell):
        for index, line in run:
            if _n_characters(line) >= MIN_LINE and _tells(line):
                yield _Secret(line, number, cell.id, index)
        for block, least in [
            *((pair, MIN_PAIR) for pair in itertools.pairwise(run)),
            (run, MIN_LINE),
        ]:
            text = "\n".join(line for _, line in block)
            if (
                len(block) > 1
                and _n_characters(text) >= least
                and any(_tells(line) for _, line in block)
            ):
                yield _Secret(text, number, cell.id, block[0][0])


def _runs(cell: Cell) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines that were taken out, with their numbers, those in a row together."""
    lines = [(index, line.strip()) for index, line in enumerate(cell.source.splitlines(), start=1)]
    if not _MARK.search(cell.source):
        yield [(index, line) for index, line in lines if line]
        return
    run: list[tuple[int, str]] = []
    is_inside = False
    for index, line in lines:
        mark = _MARK.search(line)
        if mark is not None:
            is_inside = mark[1] == "BEGIN"
            if run:
                yield run
            run = []
        elif is_inside and line:
            run.append((index, line))


def _tells(line: str) -> bool:
    return line not in COMMON and _NAMED_IN_PASSING.match(line) is None


def _n_characters(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _plain(lines: Sequence[str]) -> str:
    return "\n".join(stripped for line in lines if (stripped := line.strip()))


def _texts(copy: str) -> Iterator[tuple[str, str]]:
    """Yield every string of a notebook with its place in words."""
    data = json.loads(copy)
    for number, cell in enumerate(data.pop("cells"), start=1):
        for text in _strings(cell):
            yield f", cell {number}", text
    for text in _strings(data):
        yield ", its metadata", text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from _unpacked(value)
    elif isinstance(value, dict):
        for name, below in value.items():
            yield str(name)
            yield from _strings(below)
    elif isinstance(value, list):
        if all(isinstance(part, str) for part in value):
            yield from _strings("".join(value))
        else:
            for part in value:
                yield from _strings(part)


def _unpacked(value: str) -> Iterator[str]:
    """Yield the text in a string of base64, or of an address: attachments have both."""
    if "%" in value:
        yield unquote(value)
    try:
        text = _decoded(base64.b64decode("".join(value.split()), validate=True))
    except (binascii.Error, ValueError):
        return
    if text is not None:
        yield text


def _decoded(content: bytes) -> str | None:
    """Return the text in a file, or None if it is not text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:_N_BYTES_PROBED]:
        return None
    return content.decode("utf-8", errors="replace")
