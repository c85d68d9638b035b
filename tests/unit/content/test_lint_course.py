"""Course folders with one broken thing each, and one with fifteen."""

import json
from textwrap import dedent

import pytest

from jupyter_hybrid.content.lint_course import lint_course
from jupyter_hybrid.content.samples import sample_courses


def lint(folder):
    return lint_course(folder).messages


def found(folder):
    return [(one.code, one.file, one.line) for one in lint(folder)]


@pytest.fixture
def folder(course_folder, tmp_path, notebook, exercise_cells, cell):
    """A course in which nothing is wrong."""
    folder = course_folder(tmp_path)
    content = notebook(cell("open('data.csv').read()"), *exercise_cells)
    (folder / "basics" / "doubling.ipynb").write_bytes(content)
    return folder


def change(folder, before, after):
    file = folder / "course.yaml"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


@pytest.mark.parametrize("name", ["template", "python_for_analysts"])
def test_the_sample_courses_give_no_message(name):
    assert lint(sample_courses() / name) == ()


def test_a_sound_course_gives_no_message_and_its_key(folder):
    result = lint_course(folder)

    assert result.messages == ()
    assert result.course.key == "sums"


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ("title: Sums", "titel: Sums", "unknown-key", 3),
        ("title: Sums", "title: [", "course-file", None),
        ("key: sums", "key: Sums", "course-file", 2),
        ("key: sums", "key: sums\nkey: again", "duplicate-key", 3),
        ("    title: Basics", "    title: Basics\n    requires: [basics]", "course-file", 8),
        ("title: Sums", "title: Sums\ntimezone: Mars/Base", "course-file", 4),
        ("title: Sums", "title: '! circle'\nlevel: !!x 1", "course-file", 4),
        ("basics/data.csv", "/basics/data.csv", "outside-folder", 12),
        ("basics/data.csv", "../data.csv", "outside-folder", 12),
        ("basics/data.csv", "basics/no.csv", "missing-file", 12),
        ("basics/doubling.ipynb", "basics/no.ipynb", "missing-file", 11),
    ],
)
def test_what_is_wrong_with_the_course_file_has_a_line_and_advice(
    folder, before, after, code, line
):
    change(folder, before, after)

    messages = [one for one in lint(folder) if one.file == "course.yaml"]

    assert code in {one.code for one in messages}
    if line is not None:
        assert line in {one.line for one in messages if one.code == code}
    assert all(one.advice for one in messages)


def test_a_limit_of_the_course_that_nobody_gets_is_a_warning(folder):
    change(folder, "title: Sums", "title: Sums\nexercises: {limits: {exercise_s: 601}}")

    assert found(folder) == [("limit-too-high", "course.yaml", None)]


def test_modules_that_require_each_other_are_a_circle(folder):
    more = dedent("""\
        modules:
          - key: later
            title: Later
            requires: [basics]
            steps:
              - {key: talk, title: Talk, kind: live}
        """)
    change(folder, "modules:\n", more)
    change(folder, "title: Basics", "title: Basics\n    requires: [later]")

    assert "requires-circle" in {code for code, _, _ in found(folder)}


def test_a_link_out_of_the_folder_is_an_error(folder, tmp_path):
    (tmp_path / "secret.csv").write_text("x")
    data = folder / "basics" / "data.csv"
    data.unlink()
    data.symlink_to(tmp_path / "secret.csv")

    assert ("outside-folder", "course.yaml", 12) in found(folder)


def test_a_data_file_that_nothing_names_is_a_warning(folder, notebook, exercise_cells):
    (folder / "basics" / "doubling.ipynb").write_bytes(notebook(*exercise_cells))

    assert found(folder) == [("unused-file", "course.yaml", 12)]


@pytest.mark.parametrize("use", ["glob('*.csv')", "import data", "open(f'{name}/data.csv')"])
def test_a_data_file_may_be_named_in_many_ways(folder, notebook, exercise_cells, cell, use):
    content = notebook(cell(use), *exercise_cells)
    (folder / "basics" / "doubling.ipynb").write_bytes(content)

    assert found(folder) == []


def test_a_file_that_is_in_no_step_is_a_warning(folder):
    (folder / "basics" / "other.csv").write_text("x")
    (folder / "basics" / "README.md").write_text("about")

    assert found(folder) == [("unused-file", "basics/other.csv", None)]


def test_a_solution_that_stands_in_the_text_is_given_away(folder, notebook, exercise_cells, cell):
    exercise_cells[0]["source"] = (
        "def double(x):\n    ### BEGIN SOLUTION\n    return x * number_of_copies\n"
        "    ### END SOLUTION"
    )
    text = cell("Write `return x * number_of_copies`, from data.csv", "markdown")
    content = notebook(text, *exercise_cells)
    (folder / "basics" / "doubling.ipynb").write_bytes(content)

    (message,) = lint(folder)

    assert (message.code, message.cell) == ("given-away", 2)


@pytest.fixture
def reading(folder, notebook, exercise_cells, cell):
    """Return a function that adds a reading with a file, beside a notebook with a solution."""
    exercise_cells[0]["source"] = (
        "def double(x):\n    ### BEGIN SOLUTION\n    return x * number_of_copies\n"
        "    ### END SOLUTION"
    )

    def add(text, file, *cells):
        change(
            folder,
            "  - key: basics",
            "  - key: first\n    title: First\n    steps:\n      - {key: more, title: More,"
            " kind: reading, text: basics/more.md, files: [basics/more.py]}\n  - key: basics",
        )
        content = notebook(cell("open('data.csv').read()"), *cells, *exercise_cells)
        (folder / "basics" / "doubling.ipynb").write_bytes(content)
        (folder / "basics" / "more.md").write_text(f"# More\n\n{text} more.py\n")
        (folder / "basics" / "more.py").write_text(file)
        return lint(folder)

    return add


def test_a_solution_in_a_file_of_another_step_is_given_away(reading):
    (message,) = reading("see", "def f(x):\n    return x * number_of_copies\n")

    assert (message.code, message.file, message.severity) == (
        "given-away",
        "basics/more.py",
        "error",
    )
    assert "of basics/doubling.ipynb" in message.text


def test_a_solution_in_the_text_of_another_step_is_a_warning(reading):
    (message,) = reading("so `return x * number_of_copies`", "")

    assert (message.code, message.file, message.severity) == (
        "given-away",
        "basics/more.md",
        "warning",
    )


def test_what_a_notebook_shows_on_purpose_may_be_in_files_of_other_steps(reading, cell):
    assert reading("see", "return x * number_of_copies", cell("return x * number_of_copies")) == ()


def test_every_problem_of_a_quiz_has_its_line(folder):
    change(
        folder,
        "  - key: basics",
        "  - key: first\n    title: First\n    steps:\n"
        "      - {key: quiz, title: Quiz, kind: quiz, quiz: basics/quiz.yaml}\n  - key: basics",
    )
    quiz = (
        "items:\n  - key: a\n    prompt: Why?\n    options: [x]\n    answer: 0\n    colour: red\n"
    )
    (folder / "basics" / "quiz.yaml").write_text(quiz)

    messages = found(folder)

    assert sorted(messages) == [
        ("quiz-file", "basics/quiz.yaml", 4),
        ("quiz-file", "basics/quiz.yaml", 6),
    ]


def test_a_link_to_a_quiz_leads_to_the_text_that_learners_get(
    folder, notebook, exercise_cells, cell
):
    change(
        folder,
        "  - key: basics",
        "  - key: first\n    title: First\n    steps:\n"
        "      - {key: quiz, title: Quiz, kind: quiz, quiz: basics/quiz.yaml}\n  - key: basics",
    )
    quiz = "items:\n  - key: a\n    prompt: Why?\n    options: [x, y]\n    answer: 0\n"
    (folder / "basics" / "quiz.yaml").write_text(quiz)
    text = cell("[a](quiz.md) [b](quiz.yaml) data.csv", "markdown")
    (folder / "basics" / "doubling.ipynb").write_bytes(notebook(text, *exercise_cells))

    (message,) = lint(folder)

    assert message.code == "link-not-handed-out"
    assert "quiz.yaml" in message.text


def test_what_makes_a_step_unusable_is_told(folder):
    with (folder / "basics" / "data.csv").open("wb") as stream:
        stream.truncate(51 * 1024**2)

    assert "step-unusable" in {code for code, _, _ in found(folder)}


def test_a_text_that_is_not_utf_8_is_told(folder):
    change(folder, "[basics/data.csv]", "[basics/data.csv, basics/more.md]")
    (folder / "basics" / "more.md").write_bytes(b"\xff")

    assert ("unreadable-file", "basics/more.md", None) in found(folder)


def test_a_folder_in_the_place_of_a_notebook_is_told(folder):
    (folder / "basics" / "doubling.ipynb").unlink()
    (folder / "basics" / "doubling.ipynb").mkdir()

    assert ("unreadable-file", "course.yaml", 11) in found(folder)


def test_fifteen_faults_are_reported_at_once(folder, notebook, exercise_cells, cell, tmp_path):
    answer, tests = exercise_cells
    (tmp_path / "out.csv").write_text("x")
    (folder / "basics" / "link.csv").symlink_to(tmp_path / "out.csv")
    change(folder, "title: Sums", "titel: Sums\nkey: twice")
    change(folder, "[basics/data.csv]", "[basics/data.csv, basics/no.csv, basics/link.csv]")
    (folder / "basics" / "other.csv").write_text("x")
    bare = json.loads(json.dumps(answer))
    bare["source"] = "def double(x): return 2 * x"
    bare["metadata"]["nbgrader"] |= {"grade_id": "bare", "points": 3}
    bare["metadata"]["jupyter_hybrid"] = {"hint": []}
    (folder / "basics" / "doubling.ipynb").write_bytes(
        notebook(
            tests,
            cell("![](data.csv) [x](missing.csv)", "markdown"),
            cell("open('/home/me/x')", metadata={"jupyter_hybrid": {"hints": ["x"]}}),
            answer,
            tests,
            bare,
            "odd",
        )
    )

    codes = {one.code for one in lint(folder)}

    assert codes == {
        "unknown-key",
        "duplicate-key",
        "course-file",
        "missing-file",
        "outside-folder",
        "unused-file",
        "tests-before-answer",
        "image-without-text",
        "link-not-handed-out",
        "absolute-path",
        "setting-not-used",
        "duplicate-grade-id",
        "no-solution-markers",
        "points-not-graded",
        "unknown-cell-key",
        "no-tests",
        "odd-cell",
    }
