"""`jupyter hybrid new`, `lint`, `release` and `preview`, with the real engine."""

import json
import re
import signal
import subprocess
import sys
import urllib.request

import psutil
import pytest

from jupyter_hybrid.cli import main, preview
from jupyter_hybrid.domain.errors import Conflict

NOTEBOOK = "first_steps/temperatures.ipynb"


@pytest.fixture
def course(tmp_path, capsys):
    """A new course."""
    assert main(["new", str(tmp_path / "course"), "--title", "Temperatures"]) == 0
    capsys.readouterr()
    return tmp_path / "course"


def change(course, before, after):
    file = course / NOTEBOOK
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def lint(course, capsys, *options):
    status = main(["lint", str(course), "--json", *options])
    messages = json.loads(capsys.readouterr().out)["messages"]
    return status, [(one["code"], one["file"], one["cell"]) for one in messages]


def test_a_new_course_has_no_message_and_is_released(course, tmp_path, capsys):
    status, messages = lint(course, capsys)

    assert (status, messages) == (0, [])
    assert main(["release", str(course), str(tmp_path / "out")]) == 0
    printed = capsys.readouterr()
    assert re.search(r"first_steps/temperatures +1 +2 +1\n", printed.out)
    assert "Proved: no solution and no hidden test" in printed.out
    assert f"Running {NOTEBOOK} ..." in printed.err
    assert "9 / 5 + 32" not in (tmp_path / "out" / NOTEBOOK).read_text(encoding="utf-8")


def test_a_solution_that_fails_a_hidden_test_is_told_with_the_test(course, capsys):
    change(course, "to_fahrenheit(37.5) == 99.5", "to_fahrenheit(37.5) == 98.6")

    status = main(["lint", str(course)])

    printed = capsys.readouterr().out
    assert status == 1
    assert f"{NOTEBOOK}, cell 3: error" in printed
    assert "to_fahrenheit(37.5) == 98.6" in printed
    assert "[reference-fails]" in printed
    assert "1 error, 0 warnings" in printed


def with_exercises(course, *exercises):
    """Put one exercise per answer, tests and metadata behind those of the template."""
    file = course / NOTEBOOK
    notebook = json.loads(file.read_text(encoding="utf-8"))
    for number, (answer, tests, ours) in enumerate(exercises):
        sources = (f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION", tests)
        made = json.loads(json.dumps(notebook["cells"][-2:]))
        for cell, source, name in zip(made, sources, ("answer", "tests"), strict=True):
            cell.update(source=source, id=f"{name}-{number}")
            cell["metadata"]["nbgrader"]["grade_id"] = f"{name}-{number}"
            cell["metadata"]["jupyter_hybrid"] = ours if name == "answer" else {}
        notebook["cells"] += made
    file.write_text(json.dumps(notebook), encoding="utf-8")


IN_ITS_MODULE = "assert sys.modules['__main__'].w == 3"
IN_PYTHON_ITSELF = ("import builtins\nbuiltins.the_answer = 42", "assert the_answer == 42")


def test_each_exercise_runs_in_the_strictest_mode_that_works_and_says_why(course, tmp_path, capsys):
    with_exercises(
        course,
        ("w = 3", f"import sys\n{IN_ITS_MODULE}", {}),
        (*IN_PYTHON_ITSELF, {"isolation": "shared"}),
    )

    status = main(["release", str(course), str(tmp_path / "out")])

    printed = capsys.readouterr()
    step = "first_steps/temperatures"
    assert status == 0
    assert re.search(rf"{step} to_fahrenheit +2  split\n", printed.out)
    assert re.search(rf"{step} answer-0 +2  sealed\n", printed.out)
    assert re.search(rf"{step} answer-1 +2  shared\n", printed.out)
    assert f"{step} answer-0: split does not do: line 2, `{IN_ITS_MODULE[7:]}`" in printed.out
    assert "[tests-sealed]" in printed.err
    assert "[tests-shared]" in printed.err
    marker = json.loads((tmp_path / "out" / ".jupyter_hybrid_release.json").read_text())
    assert marker["tests_run"] == {
        step: {"to_fahrenheit": "split", "answer-0": "sealed", "answer-1": "shared"}
    }


def test_tests_that_answers_can_deceive_are_not_released_without_their_authors_word(
    course, tmp_path, capsys
):
    with_exercises(course, (*IN_PYTHON_ITSELF, {}))

    status = main(["release", str(course), str(tmp_path / "out")])

    printed = capsys.readouterr()
    assert status == 1
    assert "[needs-shared]" in printed.err
    assert "write isolation: shared if you accept it" in printed.err
    assert not (tmp_path / "out").exists()


def test_a_test_that_passes_on_the_untouched_notebook_is_told_by_its_assert(course, capsys):
    change(course, "assert to_fahrenheit(0) == 32", "assert callable(to_fahrenheit)")
    for condition in ("(100) == 212", "(-40) == -40", "(37.5) == 99.5"):
        change(course, f"assert to_fahrenheit{condition}", "assert True")

    status = main(["lint", str(course)])

    printed = capsys.readouterr().out
    assert status == 1
    assert "the untouched notebook gets 2 points: it passes 'callable(to_fahrenheit)'" in printed


def test_an_exercise_that_kills_the_kernel_does_not_take_the_others_with_it(course, capsys):
    notebook = json.loads((course / NOTEBOOK).read_text(encoding="utf-8"))
    answer, tests = json.loads(json.dumps(notebook["cells"][-2:]))
    for cell, grade_id in ((answer, "other"), (tests, "test_other")):
        cell["id"] = cell["metadata"]["nbgrader"]["grade_id"] = grade_id
    tests["source"] = "import os\nos._exit(1)"
    notebook["cells"] += [answer, tests]
    (course / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")

    status, messages = lint(course, capsys)

    assert status == 1
    assert {(code, cell) for code, _, cell in messages} == {("reference-fails", 5)}


def test_without_runs_nothing_is_run(course, capsys):
    change(course, "to_fahrenheit(37.5) == 99.5", "to_fahrenheit(37.5) == 98.6")

    assert lint(course, capsys, "--no-run") == (0, [])


def test_warnings_alone_are_no_failure(course, capsys):
    (course / "first_steps" / "stray.csv").write_text("x")

    assert lint(course, capsys, "--no-run") == (
        0,
        [("unused-file", "first_steps/stray.csv", None)],
    )


def test_errors_stop_a_release(course, tmp_path, capsys):
    (course / "first_steps" / "welcome.md").unlink()

    status = main(["release", str(course), str(tmp_path / "out"), "--no-run"])

    assert status == 1
    assert not (tmp_path / "out").exists()
    assert "missing-file" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["lint"], ["preview"], ["release", "out"]])
def test_what_is_no_course_folder_ends_with_status_2_and_one_sentence(tmp_path, capsys, command):
    status = main([command[0], str(tmp_path), *command[1:]])

    printed = capsys.readouterr()
    assert (status, printed.out) == (2, "")
    assert len(printed.err.splitlines()) == 1
    assert "is no course folder" in printed.err


def test_a_folder_that_is_not_empty_is_not_made_a_course(course, capsys):
    assert main(["new", str(course)]) == 2
    assert "nothing was changed" in capsys.readouterr().err


def test_a_notebook_cannot_steer_the_terminal(course, capsys):
    change(course, '"to_fahrenheit",\n', '"to\\u001b[2J",\n')

    main(["lint", str(course), "--no-run"])

    assert "\x1b" not in capsys.readouterr().out


def test_a_preview_inside_of_the_course_is_refused(course):
    with pytest.raises(Conflict, match="inside the course folder"):
        preview.prepare(course / "work", course=course)


@pytest.mark.timeout(120)
def test_a_preview_shows_the_course_itself_and_keeps_copies_out_of_it(course):
    before = sorted(course.rglob("*"))
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_hybrid", "preview", course],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        links = []
        for line in process.stdout:
            links += re.findall(r"http://127\.0\.0\.1:\d+\S+", line)
            if "Ctrl-C" in line:
                break
        mine, theirs = links
        base, token = re.match(r"(http://[^/]+)/.*token=([\w-]+)", mine).groups()
        opened = _post(
            f"{base}/hybrid/local/courses/temperatures/modules/first_steps/steps/temperatures/open",
            token,
        )
        linted = _post(f"{base}/hybrid/local/authoring/lint", token, path="authoring/course")

        assert "/tree/authoring/course" in mine
        assert "hybrid-persona=" in theirs
        assert opened["path"] == f"courses/temperatures/{NOTEBOOK}"
        assert linted == {"course": "temperatures", "folder": "authoring/course", "messages": []}
        assert sorted(course.rglob("*")) == before

        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        if process.poll() is None:
            for one in [*psutil.Process(process.pid).children(recursive=True), process]:
                one.kill()
            process.wait()


def _post(url, token, **body):
    request = urllib.request.Request(
        url,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)
