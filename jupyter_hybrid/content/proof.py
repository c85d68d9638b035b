"""Proof that nothing an author took out of a notebook is in what learners get of it.

The rule. What is taken out is what stands between ``BEGIN`` and ``END`` of a solution, hidden test
or mark scheme, and the whole of an answer that has no such region. It is searched for in every
string of the learner's copy (text, metadata, names and content of attachments, outputs) and in
every text file that goes with it (of JSON, in its strings as well), in two shapes:

- a *line*, without the white space around it, of at least `MIN_LINE` characters other than spaces.
  Shorter ones (``return x``) turn up by chance; imports, comments, the heads of functions and
  classes and what is in `COMMON` are what a text names in passing;
- a *block*: two lines in a row of at least `MIN_PAIR` characters together, or all lines of one
  region of at least `MIN_LINE`, however short each line is.

What also stands in code that is handed out on purpose (a stub, a visible test, a cell of code
without a role) is no secret. Text and data files are no such purpose: a solution that is explained
above its exercise is given away. Files that are no text (pictures, films, archives) are not
searched. `course_proof` searches the files of all steps for what all notebooks take out.
"""

import base64
import binascii
import codecs
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
_WORD = re.compile(r"\w+")
_INNER_WORD = re.compile(r"(?<=\W)\w+(?=\W)")
_N_BYTES_PROBED = 8192
_N_CHARACTERS_AT_ONCE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Secret:
    """What was taken out of a notebook: a line, or lines in a row.

    Parameters
    ----------
    text
        Without the white space around its lines.
    path
        Of the notebook.
    cell, cell_id
        Where it was: the cell's number, counted from 1, and id.
    line
        Its first line in the cell, counted from 1.
    words
        Those with another character of the text on both sides: a text without them has no `text`.
    """

    text: str
    path: str
    cell: int
    cell_id: str
    line: int
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the words."""
        object.__setattr__(self, "words", frozenset(_INNER_WORD.findall(self.text)))


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
    secrets = secrets_of(notebook, path=path)
    if not secrets:
        return
    for place, text in _texts(copy):
        _check(text, secrets, place=f"{path}{place}")
    prove_files_give_nothing_away(files, secrets)


def prove_files_give_nothing_away(files: Mapping[str, bytes], secrets: Sequence[Secret]) -> None:
    """Raise if a text file holds one of `secrets`.

    Parameters
    ----------
    files
        Content by path.

    Raises
    ------
    Invalid
        As of `prove_nothing_is_given_away`.
    """
    if not secrets:
        return
    for name, content in files.items():
        for text in _file_texts(content):
            _check(text, secrets, place=name)


def secrets_of(notebook: Notebook, *, path: str) -> tuple[Secret, ...]:
    """Return what is taken out of a notebook and not in code that it hands out on purpose."""
    taken = dict.fromkeys(
        secret
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.source != cell.stub
        for secret in _taken_out(cell, number=number, path=path)
    )
    return not_in(shown_code(notebook), [*taken])


def shown_code(notebook: Notebook) -> str:
    """Return the code that a notebook hands out on purpose."""
    return "\n".join(
        _plain(cell.stub.splitlines()) for cell in notebook.cells if cell.cell_type == "code"
    )


def not_in(plain: str, secrets: Sequence[Secret]) -> tuple[Secret, ...]:
    """Return the secrets that are not in a text whose lines have no white space around them."""
    held = {*_held(plain, secrets)}
    return tuple(secret for secret in secrets if secret not in held)


def _check(text: str, secrets: Sequence[Secret], *, place: str) -> None:
    found = next(_held(_plain(text.splitlines()), secrets), None)
    if found is not None:
        raise Invalid(
            f"{place} shows learners line {found.line} of what is taken out of cell {found.cell}"
            f" ({found.cell_id!r}) of {found.path}; take it out there too, or change it",
            field="notebook",
        )


def _held(plain: str, secrets: Sequence[Secret]) -> Iterator[Secret]:
    # To look a thousand secrets up in megabytes one by one takes a minute; few share their words.
    words = _words(plain, wanted={word for secret in secrets for word in secret.words})
    return (secret for secret in secrets if secret.words <= words and secret.text in plain)


def _words(plain: str, *, wanted: set[str]) -> set[str]:
    """Return those of `wanted` that are words of a text."""
    words: set[str] = set()
    start = 0
    while start < len(plain):  # in parts: other threads wait for as long as one search takes
        end = plain.find("\n", start + _N_CHARACTERS_AT_ONCE)
        end = len(plain) if end < 0 else end
        words |= wanted.intersection(_WORD.findall(plain, start, end))
        start = end
    return words


def _taken_out(cell: Cell, *, number: int, path: str) -> Iterator[Secret]:
    for run in _runs(cell):
        for index, line in run:
            if _n_characters(line) >= MIN_LINE and _tells(line):
                yield Secret(line, path, number, cell.id, index)
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
                yield Secret(text, path, number, cell.id, block[0][0])


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


def _file_texts(content: bytes) -> Iterator[str]:
    """Yield the text of a file and, if it is JSON, its strings; nothing if it is no text."""
    decoded = _decoded(content)
    if decoded is None:
        return
    yield decoded
    if decoded.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        try:
            data = json.loads(decoded.removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            return
        yield "\n\0\n".join(_strings(data))  # no lines in a row across two strings


def _strings(value: object) -> Iterator[str]:
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            yield one
            yield from _unpacked(one)
        elif isinstance(one, dict):
            yield from map(str, one)
            pending += one.values()
        elif isinstance(one, list):
            is_text = all(isinstance(part, str) for part in one)
            pending += ["".join(one)] if is_text else one


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
