"""Nothing that an author took out of a notebook is handed out with it."""

import base64
import json
from urllib.parse import quote

import pytest

from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.proof import prove_nothing_is_given_away
from jupyter_hybrid.content.release import make_release
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid

STEP = StepKey("sums", "basics", "doubling")
LINE = "return sorted(words, key=len)[-1]"
SOLUTION = (
    f"def longest(words):\n    ### BEGIN SOLUTION\n    a = 1\n    b = 2\n    {LINE}\n"
    "    ### END SOLUTION"
)
QUOTED = 'return ["the longest", "of all words"]'
HIDDEN = "assert longest(['abcd', 'ab']) == 'abcd'"
TESTS = (
    "import math\nassert longest(['a']) == 'a'\n### BEGIN HIDDEN TESTS\n"
    f"import math\n{HIDDEN}\n### END HIDDEN TESTS"
)


@pytest.fixture
def release(notebook, cell):
    """Return a function that releases an exercise with more cells and files."""

    def release(*more, solution=SOLUTION, files=None):
        content = notebook(
            cell("Find the longest word.", "markdown"),
            cell(solution, role="answer", grade_id="longest"),
            cell(TESTS, role="tests", grade_id="t"),
            *more,
        )
        return make_release(
            STEP, path="m/a.ipynb", notebook=content, files=files or {}, copy_maker=CopyMaker()
        )

    return release


def refusal(release, *more, **changes):
    with pytest.raises(Invalid) as raised:
        release(*more, **changes)
    return raised.value.message


def test_an_exercise_without_a_leak_is_released(release):
    assert release(files={"m/words.csv": b"word\nab\n"}).hash


def test_a_solution_in_a_text_is_refused_naming_both_cells_and_not_the_secret(release, cell):
    message = refusal(release, cell(f"Easy:\n\n    {LINE}\n", "markdown"))

    assert message == (
        "m/a.ipynb, cell 4 shows learners line 5 of what is taken out of cell 2 ('longest') of"
        " m/a.ipynb; take it out there too, or change it"
    )


def test_a_hidden_test_in_a_text_is_refused(release, cell):
    message = refusal(release, cell(f"We check `{HIDDEN}`.", "markdown"))

    assert "m/a.ipynb, cell 4 shows learners line 5 of what is taken out of cell 3" in message


def test_the_answer_to_a_mark_scheme_and_a_whole_answer_are_secret_as_well(release, cell):
    scheme = (
        "Explain.\n### BEGIN MARK SCHEME\nTwo points for naming the index.\n### END MARK SCHEME"
    )
    task = cell(scheme, "markdown", role="task", grade_id="k")
    answer = cell("Because the list is sorted.", "markdown", role="manual", grade_id="m")

    assert release(task, answer).hash
    assert "cell 4" in refusal(
        release, task, cell("(Two points for naming the index.)", "markdown")
    )
    assert "'m'" in refusal(release, answer, cell("Because the list is sorted.", "markdown"))


def test_a_leak_in_the_name_or_the_content_of_an_attachment_is_refused(release, cell):
    packed = base64.b64encode(f"<svg><!-- {LINE} --></svg>".encode()).decode()
    named = cell(
        f"![](attachment:{quote(LINE, safe='')})",
        "markdown",
        attachments={LINE: {"image/png": "aGk="}},
    )
    held = cell(
        "![](attachment:a.svg)", "markdown", attachments={"a.svg": {"image/svg+xml": packed}}
    )

    assert "m/a.ipynb, cell 4 shows" in refusal(release, named)
    assert "m/a.ipynb, cell 4 shows" in refusal(release, held)


@pytest.mark.parametrize("place", ["output", "metadata of a cell", "metadata"])
def test_a_leak_anywhere_else_in_a_copy_is_refused(release, notebook, cell, place):
    content = notebook(cell(SOLUTION, role="answer", grade_id="longest"))
    source = read_source_notebook(content, file="a.ipynb")
    copy = json.loads(CopyMaker().make(source, step=STEP, release="x", file="a.ipynb").text)
    text = [f">>> {LINE}\n", "'abcd'"]
    if place == "output":
        copy["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    elif place == "metadata":
        copy["metadata"]["widgets"] = {"state": {"x": text}}
    else:
        copy["cells"][0]["metadata"]["tags"] = [LINE]

    with pytest.raises(Invalid, match="shows learners line 5"):
        prove_nothing_is_given_away(
            source.notebook, copy=json.dumps(copy), path="a.ipynb", files={}
        )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m/solve.py", f"def f(words):\n\t{LINE}\n".encode()),
        ("m/notes.md", f"# Notes\n\n> {LINE}".encode()),
        ("m/wide.txt", LINE.encode("utf-16")),
        ("m/latin.txt", b"\xe9 " + LINE.encode()),
    ],
)
def test_a_leak_in_a_text_file_is_refused_naming_the_file(release, name, content):
    message = refusal(release, files={"m/words.csv": b"word\n", name: content})

    assert message.startswith(f"{name} shows learners line 5 ")


def test_the_strings_of_a_json_file_are_searched(release):
    solution = f"### BEGIN SOLUTION\n{QUOTED}\n### END SOLUTION"
    file = json.dumps({"cells": [{"source": ["x\n", f"    {QUOTED}\n"]}]}).encode()

    for content in (file, b"\xef\xbb\xbf" + file, json.dumps([1, {QUOTED: 2}]).encode()):
        assert "m/s.json shows learners line 2" in refusal(
            release, solution=solution, files={"m/s.json": content}
        )
    deep = b"[" * 100_000
    assert release(solution=solution, files={"m/s.json": b'{"a": ["b", 1]}', "m/d": deep}).hash


def test_a_secret_within_a_longer_word_is_found(release):
    assert "m/x.txt shows" in refusal(release, files={"m/x.txt": f"re{LINE}x".encode()})


def test_a_solution_of_short_lines_is_found_as_a_whole(release):
    solution = "### BEGIN SOLUTION\na = 1\nb = 2\nc = a + b\nd = c * 2\n### END SOLUTION"
    file = b"# mine\na = 1\n\n  b = 2\nc = a + b\nd = c * 2\n"

    assert release(solution=solution, files={"m/x.py": b"a = 1\nb = 2\nprint(3)\n"}).hash
    assert "m/x.py shows" in refusal(release, solution=solution, files={"m/x.py": file})


@pytest.mark.parametrize(
    "line",
    [
        "return x",
        "import matplotlib.pyplot as plt",
        "def longest_of_all(words):",
        "# Sort the words",
    ],
)
def test_what_is_short_or_named_in_passing_is_no_secret(release, cell, line):
    solution = f"### BEGIN SOLUTION\n{line}\n\n### END SOLUTION"

    assert release(cell(f"Think of `{line}`.", "markdown"), solution=solution).hash


def test_what_stands_in_code_that_is_handed_out_is_no_secret(release, cell):
    shown = cell(f"# an example\nif True:\n    {LINE}")

    assert release(shown, cell(f"As in {LINE}", "markdown"), files={"m/x.py": LINE.encode()}).hash


def test_a_file_that_is_no_text_is_not_searched(release):
    assert release(files={"m/words.db": b"\0\1" + LINE.encode()}).hash
