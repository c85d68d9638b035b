"""Lines that an author meant as a marker of nbgrader and that are none.

nbgrader leaves such a line as it is, and with it the solution or the hidden tests below. The rule:

- The line is a comment, a heading, or begins in capitals.
- Its first word is ``begin`` but for a letter, or ``end``, in any case; in capitals also ``START``.
- The rest of the line is one of `NAMES` but for a letter or two, with its first letter. In capitals
  ``OF`` and ``THE`` are passed over. More words may follow, as they may behind a marker; behind
  "solution" only in capitals.

So "begin marking the rows", "end of the hidden layer" and "begin selection" are none.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

NAMES = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")
"""What nbgrader's markers begin and end."""

_MARKER = re.compile(rf"(BEGIN|END) ({'|'.join(NAMES)})")
_LINE = re.compile(r"(?P<lead>[\s#%/*;<!>-]*)(?P<text>[A-Za-z].*)", re.DOTALL)
_WORDS = re.compile(r"[A-Za-z]+")
_WORDS_ONLY = re.compile(r"[A-Za-z]+([\s:_-]+[A-Za-z]+)*[\s#%/*;>:.!-]*")
_PASSED_OVER = frozenset({"OF", "THE"})
_MIN_LIKENESS = 0.86
"""MARKING SCHEME is like MARK SCHEME (0.87), and HIDDEN TEXT is not like HIDDEN TESTS (0.857)."""
_MIN_VERB_LIKENESS = 0.8


def misspelt_marker(line: str) -> str | None:
    """Return the marker that a line was meant to be, or None if it is one or no such thing.

    Examples
    --------
    >>> misspelt_marker("### BEGIN HIDEN TESTS"), misspelt_marker("# end solution")
    ('BEGIN HIDDEN TESTS', 'END SOLUTION')
    >>> misspelt_marker("### BEGIN SOLUTION"), misspelt_marker("# begin marking the rows")
    (None, None)
    """
    found = _LINE.fullmatch(line)
    if found is None or _MARKER.search(line):
        return None
    words = _WORDS.findall(found["text"])
    is_loud = words[0].isupper() and len(words[0]) > 1
    verb = _verb(words[0].upper(), is_loud=is_loud)
    if verb is None or not (is_loud or found["lead"].strip()):
        return None
    is_whole = _WORDS_ONLY.fullmatch(found["text"]) is not None
    for name in NAMES:
        written = [*_beginnings(words[1:], is_loud=is_loud, n_words=len(name.split()))]
        written += ["".join(words[1:]).upper()] if is_whole else []
        if any(_is_like(one, name.replace(" ", ""), least=_MIN_LIKENESS) for one in written):
            return f"{verb} {name}"
    return None


def _verb(word: str, *, is_loud: bool) -> str | None:
    if word == "END":
        return word
    is_begin = _is_like(word, "BEGIN", least=_MIN_VERB_LIKENESS) or (is_loud and word == "START")
    return "BEGIN" if is_begin else None


def _beginnings(words: Sequence[str], *, is_loud: bool, n_words: int) -> Iterator[str]:
    """Yield what may be a name with more words behind it."""
    if is_loud:
        loud = [word for word in takewhile(str.isupper, words) if word not in _PASSED_OVER]
        yield "".join(loud[:n_words])
    elif n_words > 1:  # "begin solution of the system" is ordinary
        yield "".join(words[:n_words]).upper()


def _is_like(written: str, meant: str, *, least: float) -> bool:
    if written[:1] != meant[0]:
        return False
    return SequenceMatcher(None, written, meant, autojunk=False).ratio() >= least
