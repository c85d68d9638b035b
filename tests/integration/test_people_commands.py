"""`jupyter hybrid cohort` and `person` on a real database."""

import json

import pytest

from fakes.course_folder import write_course
from jupyter_hybrid.cli import main


@pytest.fixture
def hybrid(tmp_path, capsys):
    """Return a function that runs a command on a server's files and returns status and output."""
    folder = write_course(tmp_path / "courses" / "statistics")
    server = ["--data-dir", str(tmp_path / "data"), "--course-dir", str(folder)]

    def run(*arguments):
        status = main([*arguments, *server])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("name,cohort,display_name\nada,north,Ada 🦉\nليلى,south,\n", encoding="utf-8")
    return file


def import_people(hybrid, file, *options):
    return hybrid("cohort", "import", str(file), "--course", "statistics", *options)


def test_a_dry_run_says_what_an_import_does_and_does_nothing(hybrid, people):
    status, output, _ = import_people(hybrid, people, "--dry-run")

    assert status == 0
    assert "enrol   ada in north" in output
    assert "Would be 2 enrolled" in output
    assert hybrid("cohort", "list", "--course", "statistics")[1] == "Nobody takes statistics yet.\n"


def test_importing_twice_changes_nothing_the_second_time(hybrid, people):
    import_people(hybrid, people)

    _, output, _ = import_people(hybrid, people)

    assert output == "Done: 0 enrolled, 0 moved, 0 renamed, 2 unchanged.\n"
    listed = hybrid("cohort", "list", "--course", "statistics")[1]
    assert [line.split()[:2] for line in listed.splitlines()[1:]] == [
        ["north", "ada"],
        ["south", "ليلى"],
    ]


def test_people_are_moved_and_removed(hybrid, people):
    import_people(hybrid, people)

    moved = hybrid("cohort", "move", "ada", "--to", "south", "--course", "statistics")
    removed = hybrid("cohort", "remove", "ليلى", "--course", "statistics")

    assert moved[:2] == (0, "ada: now in south; attempts and points stay.\n")
    assert removed[0] == 0
    listed = hybrid("cohort", "list", "--course", "statistics")[1]
    assert [line.split()[:2] for line in listed.splitlines()[1:]] == [["south", "ada"]]


def test_a_list_with_problems_changes_nothing_and_tells_all_of_them(hybrid, people, tmp_path):
    import_people(hybrid, people, "--dry-run")
    file = tmp_path / "people.csv"
    file.write_text("name,cohort\nada,North\n,x\nbob,x\n", encoding="utf-8")

    status, _, errors = import_people(hybrid, file)

    assert status == 1
    assert "line 2" in errors
    assert "line 3" in errors
    assert "Nothing was changed: 2 problems." in errors
    assert "Nobody" in hybrid("cohort", "list", "--course", "statistics")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["cohort", "list", "--course", "nothing"], "there are: statistics"),
        (["cohort", "move", "eve", "--to", "x", "--course", "statistics"], "'eve' does not take"),
        (["cohort", "import", "no.csv", "--course", "statistics"], "there is no file no.csv"),
        (["person", "export", "eve"], "nothing is stored about 'eve'"),
        (["person", "export", "\udcff"], "cannot be a person's name"),
        (["cohort", "remove", "a/b", "--course", "statistics"], "cannot be a person's name"),
    ],
)
def test_what_is_not_there_is_named(hybrid, people, arguments, words):
    import_people(hybrid, people)

    status, _, errors = hybrid(*arguments)

    assert status == 2
    assert words in errors


@pytest.mark.parametrize(
    "arguments",
    [
        ["person", "export", "ada"],
        ["cohort", "list", "--course", "statistics"],
        ["cohort", "remove", "ada", "--course", "statistics"],
    ],
)
def test_a_mistyped_data_folder_is_named_and_not_made(hybrid, tmp_path, arguments):
    status, _, errors = hybrid(*arguments)

    assert status == 2
    assert f"there is no database in {tmp_path / 'data'}" in errors
    assert not (tmp_path / "data").exists()


def test_what_is_stored_about_a_person_is_written_out(hybrid, people, tmp_path):
    import_people(hybrid, people)
    out = tmp_path / "ada.json"

    status, _, errors = hybrid("person", "export", "ada", "--out", str(out))
    again = hybrid("person", "export", "ada", "--out", str(out))

    assert status == 0, errors
    assert out.stat().st_mode & 0o077 == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    (enrolment,) = data["enrolments"]
    assert (enrolment["cohort"], enrolment["display_name"]) == ("north", "Ada 🦉")
    assert data["attempts"] == []
    assert again[0] == 2
    assert "is there already" in again[2]


def test_nothing_that_is_stored_steers_a_terminal(hybrid, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("name,display_name\nada\u202e,Ada\u2066 \u0639\n", encoding="utf-8")

    imported = import_people(hybrid, file)[1]
    listed = hybrid("cohort", "list", "--course", "statistics")[1]
    exported = hybrid("person", "export", "ada\u202e")[1]
    _, _, errors = hybrid("person", "export", "eve\x1b]0;x\x07")

    assert "ada" in imported
    assert "Ada" in listed
    assert "\\u2066 \u0639" in exported
    assert json.loads(exported)["person"] == "ada\u202e"
    printed = [imported, listed, exported, errors]
    assert [line for text in printed for line in text.splitlines() if not line.isprintable()] == []
