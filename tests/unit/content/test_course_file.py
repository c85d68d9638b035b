import pytest

from jupyter_hybrid.content.course_file import read_course_file
from jupyter_hybrid.domain.courses import Course, Module, Step

GOOD = """\
schema: 1
key: sums
title: Sums
summary: How to add up.
language: pt-BR
modules:
  - key: basics
    title: Basics
    steps:
      - key: doubling
        title: Doubling
        kind: notebook
        notebook: basics/doubling.ipynb
        files: [basics/data.csv]
"""


def problems_of(text):
    return [problem.in_file("course.yaml") for problem in read_course_file(text).problems]


def test_a_course_file_becomes_a_course():
    read = read_course_file(GOOD)

    step = Step("doubling", "Doubling", "basics/doubling.ipynb", ("basics/data.csv",))
    module = Module("basics", "Basics", (step,))
    assert read.course == Course("sums", "Sums", "How to add up.", "pt-BR", (module,))
    assert read.problems == ()


def test_language_and_files_and_kind_may_be_left_out():
    text = GOOD.replace("language: pt-BR\n", "").replace("        kind: notebook\n", "")

    course = read_course_file(text.replace("        files: [basics/data.csv]\n", "")).course

    assert course is not None
    assert course.language == "en"
    assert course.modules[0].steps[0].files == ()


def test_all_problems_are_told_at_once_with_their_lines():
    text = (
        GOOD.replace("key: sums", "key: Big Sums")
        .replace("title: Basics", "title: 2024")
        .replace("title: Doubling", "titel: Doubling")
        .replace("basics/doubling.ipynb", "../doubling.ipynb")
    )

    assert problems_of(text) == [
        (
            "course.yaml, line 2: the course: key 'Big Sums' is not a key: use lower-case letters,"
            " digits, '-' and '_'"
        ),
        "course.yaml, line 8: module 1: 'title' must be text; put it in quotes (it is 2024)",
        "course.yaml, line 10: module 1, step 1: 'title' is missing; add it",
        "course.yaml, line 11: module 1, step 1: 'titel' is not known here; did you mean 'title'?",
        (
            "course.yaml, line 13: module 1, step 1: notebook '../doubling.ipynb' must be a path"
            " inside the course folder"
        ),
    ]


def test_a_key_that_is_written_twice_in_a_block_is_told_with_both_lines():
    [problem] = problems_of(GOOD.replace("title: Sums", "title: Sums\ntitle: More sums"))

    assert problem == "course.yaml, line 4: 'title' stands here and in line 3; keep one of them"


def test_two_modules_or_steps_of_one_key_are_told():
    module = GOOD[GOOD.index("  - key: basics") :]

    problems = problems_of(GOOD + module + module[module.index("      - key: doubling") :])

    assert problems == [
        (
            "course.yaml, line 15: module 2: key 'basics' is already used by module 1 in line 7;"
            " choose another"
        ),
        (
            "course.yaml, line 21: module 2, step 1: notebook 'basics/doubling.ipynb' is already"
            " used by module 1, step 1 in line 13; choose another"
        ),
        (
            "course.yaml, line 23: module 2, step 2: key 'doubling' is already used by module 2,"
            " step 1 in line 18; choose another"
        ),
        (
            "course.yaml, line 26: module 2, step 2: notebook 'basics/doubling.ipynb' is already"
            " used by module 1, step 1 in line 13; choose another"
        ),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "../secret.ipynb",
        "a/../../secret.ipynb",
        "/etc/secret.ipynb",
        '"nul\\0.ipynb"',
        "back\\slash.ipynb",
        "C:/x.ipynb",
        ".git/x.ipynb",
        '""',
    ],
)
def test_a_path_trick_is_told(path):
    for_notebook = problems_of(GOOD.replace("basics/doubling.ipynb", path))
    for_file = problems_of(GOOD.replace("[basics/data.csv]", f"[{path}]"))

    assert len(for_notebook) == len(for_file) == 1
    assert "line 13: module 1, step 1" in for_notebook[0]
    assert "line 14: module 1, step 1, file 1" in for_file[0]
    assert "must be a path inside the course folder" in for_notebook[0]


def test_a_notebook_is_never_a_data_file():
    [problem] = problems_of(GOOD.replace("basics/data.csv", "basics/other.IPYNB"))

    assert "'basics/other.IPYNB' is a notebook; make it a step of its own" in problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must be a block of 'key: value' lines (it is nothing)"),
        ("- a", "line 1: the course: this must be a block"),
        ("a: [1", "line 1: it is not valid YAML"),
        ("a: 1\n---\nb: 2\n", "line 2: it is not valid YAML"),
        ("a: \x00", "it cannot be read as YAML"),
        ("? [a]\n: b", "line 1: it is not valid YAML"),
        ("a: &x [1]\nb: *x", "line 2: '*x' repeats another part; write the part out here"),
        ("a: !!python/object/apply:os.getcwd []", "in front of a value is not known here"),
        ("a: !!bool maybe", "line 1: 'tag:yaml.org,2002:bool' in front of a value is not known"),
        ("a: !!timestamp soon", "line 1: 'tag:yaml.org,2002:timestamp' in front of a value"),
        ('a: !!int ""', "line 1: 'tag:yaml.org,2002:int' in front of a value is not known"),
        ("[" * 50_000, "line 1: it is nested too deeply; flatten it"),
    ],
)
def test_text_that_is_no_plain_yaml_is_told_and_not_raised(text, words):
    problems = problems_of(text)

    assert words in problems[0]


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("schema: 1", "schema: true", "'schema' must be the number 1 (it is True)"),
        ("schema: 1", "schema: 2", "newer files need a newer jupyter_hybrid"),
        ("title: Sums", "title: [Sums]", "'title' must be text"),
        ("title: Sums", "title: '  '", "the text is empty"),
        ("title: Sums", 'title: "a\\x07"', "control characters"),
        ("title: Sums", f"title: {'x' * 201}", "'title' is too long"),
        ("language: pt-BR", "language: Portuguese of Brazil", "is not a language tag"),
        ("kind: notebook", "kind: essay", "'kind' must be notebook, reading, media, quiz or live"),
        ("kind: notebook", "kind: [x]", "line 12: module 1, step 1: 'kind' must be notebook"),
        ("files: [basics/data.csv]", "files: basics/data.csv", "'files' must be a list"),
        ("summary: How to add up.", "sumary: x", "did you mean 'summary'?"),
        ("summary: How to add up.", "colour: red", "use only schema, key, title"),
    ],
)
def test_a_wrong_value_is_told_in_words(good, bad, words):
    problems = problems_of(GOOD.replace(good, bad))

    assert any(words in problem for problem in problems), problems


def test_a_course_without_modules_is_told():
    text = GOOD[: GOOD.index("modules:")] + "modules: []\n"

    assert problems_of(text) == [
        "course.yaml, line 6: the course: 'modules' is empty; add at least one entry (it is [])"
    ]
