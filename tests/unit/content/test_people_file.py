import pytest

from jupyter_hybrid.content.people_file import read_people_file
from jupyter_hybrid.domain.enrolments import ListedPerson
from jupyter_hybrid.domain.errors import Invalid


def read(text, encoding="utf-8"):
    return read_people_file(text.encode(encoding), file="people.csv")


def test_people_come_with_cohort_and_display_name():
    file = read("name,cohort,display_name\nada,north,Ada L.\nbob,,\n")

    assert file.people == (ListedPerson("ada", "north", "Ada L."), ListedPerson("bob"))
    assert file.problems == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_may_be_separated_as_the_spreadsheet_likes(delimiter):
    assert read(f"name{delimiter}cohort\r\nada{delimiter}north\r\n").people == (
        ListedPerson("ada", "north"),
    )


def test_the_mark_that_excel_puts_first_is_no_part_of_a_name():
    assert read("name\nada\n", encoding="utf-8-sig").people == (ListedPerson("ada"),)


def test_emoji_and_right_to_left_names_are_names():
    file = read('name,display_name\nada🦉,"ليلى, ل"\n')

    assert file.people == (ListedPerson("ada🦉", None, "ليلى, ل"),)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_another_encoding_is_refused_with_what_to_do(encoding):
    with pytest.raises(Invalid) as raised:
        read("name\nZoë\n", encoding=encoding)

    assert "save it as UTF-8" in raised.value.message
    assert encoding == "utf-16" or "line 2" in raised.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column 'name'"),
        ("ada\nbob\n", "'ada' is not known"),
        ("name,points\nada,3\n", "'points' is not known"),
        ("name;cohort;Name\nada;north;bob\n", "column 'name' is there twice"),
        ('name\n"ada\n', "check the quotes"),
        ('"name,cohort\nada,north\n', "check the quotes"),
        ('"name"x,cohort\nada,north\n', "line 1.*check the quotes"),
        ("name\n" + "x" * 5_000_000, "larger than 4 MB"),
    ],
    ids=[
        "empty",
        "no header",
        "unknown column",
        "same column",
        "open quote",
        "open quote in line 1",
        "text behind a quote",
        "too large",
    ],
)
def test_what_is_no_list_of_people_is_refused(text, words):
    with pytest.raises(Invalid, match=words):
        read(text)


def test_all_problems_are_told_at_once_with_their_lines():
    file = read(
        "name,cohort,display_name\n"
        ",north,\n"
        "a/b,,\n"
        "ada,North Side,\n"
        "bob,,,too many\n"
        "cleo,north,\n"
        "cleo,south,\n"
        "\n"
    )

    assert [problem.split(":")[0] for problem in file.problems] == [
        f"people.csv, line {line}" for line in (2, 3, 4, 5, 7)
    ]
    assert file.people == (ListedPerson("cleo", "north"),)
