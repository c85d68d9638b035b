"""Pictures and links in prose."""

import time

import pytest

from jupyter_hybrid.content.lint_codes import Place
from jupyter_hybrid.content.lint_text import LinkTargets, lint_code, lint_markdown

TARGETS = LinkTargets("m", frozenset({"m/a.md", "m/p.svg", "top.csv", "n/next.ipynb", "m/a b.csv"}))


def found(text):
    return [
        (one.code, one.line) for one in lint_markdown(text, place=Place("m/a.md"), targets=TARGETS)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "![A picture](p.svg)",
        "![A [bracketed] picture](p.svg 'title')",
        "[![A picture](p.svg)](../n/next.ipynb)",
        "[up](../top.csv) and [space](a%20b.csv) and [angle](<a b.csv>)",
        "[out](https://example.org/x) [mail](mailto:a@b.c) [here](#part) [x](//example.org)",
        "![A picture](attachment:p.png)",
        "<img src='p.svg' alt='A picture'>",
        "`![](p.svg)` and\n```\n![](missing.svg)\n[x](missing)\n```\n",
        "<!-- ![](missing.svg) -->",
        "- [ ] to do, `a[0](1)`, x[1]",
        "A note.[^1]\n\n[^1]: that is all",
        "[label]: p.svg",
    ],
)
def test_good_prose_gives_no_message(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "![](p.svg)",
        "![  ](p.svg)",
        "[![](p.svg)](../n/next.ipynb)",
        "<img src='p.svg'>",
        '<img src="p.svg" alt="">',
        "<IMG\nSRC=p.svg ALT=''/>",
        "![][label]\n\n[label]: p.svg",
    ],
)
def test_a_picture_without_words_is_told(text):
    assert found(text) == [("image-without-text", 1)]


@pytest.mark.parametrize(
    "target", ["/home/me/x.csv", "C:\\data\\x.csv", "c:/x.csv", "file:///x.csv", "~/x.csv"]
)
def test_a_link_to_the_authors_machine_is_told(target):
    assert found(f"\n[x](<{target}>)") == [("absolute-path", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "[x](missing.csv)",
        "[x](../../outside.csv)",
        "[x](p.svg/../missing.csv?a=1#b)",
        "<a href='missing.csv'>x</a>",
        "[label]: missing.csv",
        "![A picture](missing.svg)",
    ],
)
def test_a_link_to_what_nobody_gets_is_told(text):
    assert found(f"# Title\n\n{text}\n") == [("link-not-handed-out", 3)]


@pytest.mark.parametrize(
    "source",
    [
        "pd.read_csv('/home/me/data.csv')",
        'open("C:\\\\data\\\\x.csv")',
        "open(r'D:\\x.csv')",
        "Path('~/data.csv')",
        "x = '/Users/me/data.csv'",
    ],
)
def test_a_path_of_the_authors_machine_in_code_is_told(source):
    messages = list(lint_code(source, place=Place("a.ipynb", cell=1)))

    assert [one.code for one in messages] == ["absolute-path"]


@pytest.mark.parametrize(
    "source", ["open('data.csv')", "'https://example.org/home/'", "'/'", "a = b / home / c"]
)
def test_other_code_gives_no_message(source):
    assert list(lint_code(source, place=Place("a.ipynb", cell=1))) == []


@pytest.mark.parametrize(
    "text",
    ["[" * 20_000, "![" * 20_000, "![a]" * 10_000, "<img " * 10_000, "`" * 30_001, "<!--" * 9_000],
)
def test_hostile_prose_takes_no_time(text):
    began = time.monotonic()

    list(lint_markdown(text, place=Place("a.md"), targets=TARGETS))

    assert time.monotonic() - began < 3
