"""New course folders."""

import pytest

from jupyter_hybrid.content.course_file import read_course_file
from jupyter_hybrid.content.lint_course import lint_course
from jupyter_hybrid.content.new_folder import appearing
from jupyter_hybrid.content.template import course_key, write_course
from jupyter_hybrid.domain.errors import Conflict, Invalid, Unavailable


@pytest.mark.parametrize(
    ("title", "folder", "key"),
    [
        ("Python for Analysts", "x", "python_for_analysts"),
        ("Über 🚀 Graphen", "x", "uber_graphen"),
        ("🚀", "My rockets", "my_rockets"),
        ("דוגמה", "שלום", "course"),
        ("a" * 200, "x", "a" * 60),
        ("-- 3 things --", "x", "3_things"),
        ('"quoted": \\ #', "x", "quoted"),
        ("עברית \u200f and", "x", "and"),
    ],
)
def test_every_title_makes_a_course_without_a_message(tmp_path, title, folder, key):
    made = write_course(tmp_path / folder, title=title)

    course = read_course_file((tmp_path / folder / "course.yaml").read_text()).course
    assert made == course.key == key
    assert course.title == title
    assert lint_course(tmp_path / folder).messages == ()
    assert (tmp_path / folder / "README.md").read_text().startswith(f"# {title}\n")
    assert [entry.name for entry in tmp_path.iterdir()] == [folder]


def test_an_empty_title_is_the_folders_name(tmp_path):
    write_course(tmp_path / "graphs", title=" ")

    assert 'title: "graphs"' in (tmp_path / "graphs" / "course.yaml").read_text()


def test_a_key_that_is_taken_gets_a_number():
    assert course_key("A", taken={"a", "a_2"}) == "a_3"


def test_an_empty_folder_is_filled_and_stays_the_one_it_is(tmp_path):
    inode = tmp_path.stat().st_ino

    write_course(tmp_path, title="A")

    assert tmp_path.stat().st_ino == inode
    assert (tmp_path / "course.yaml").is_file()


@pytest.mark.parametrize("kind", ["file", "full", "link"])
def test_nothing_is_ever_written_over(tmp_path, kind):
    target = tmp_path / "c"
    if kind == "file":
        target.write_text("mine")
    elif kind == "full":
        target.mkdir()
        (target / "mine").write_text("mine")
    else:
        target.symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(Conflict, match="nothing was changed"):
        write_course(target, title="A")

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("arguments", [{"title": "a\nb"}, {"title": "A", "key": "A B"}])
def test_what_cannot_be_used_is_refused_and_nothing_is_left(tmp_path, arguments):
    with pytest.raises(Invalid):
        write_course(tmp_path / "c", **arguments)

    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(Unavailable, match="nothing was made"):
        write_course(tmp_path / "file" / "c", title="A")


def test_what_came_there_meanwhile_is_not_written_over(tmp_path):
    out = tmp_path / "course"

    with pytest.raises(Unavailable, match="nothing was made"), appearing(out) as draft:
        (draft / "course.yaml").write_text("ours")
        out.mkdir()
        (out / "course.yaml").write_text("theirs")

    assert (out / "course.yaml").read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [out]
