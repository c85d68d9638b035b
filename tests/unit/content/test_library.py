import os
import shutil
import threading

import pytest

from fakes.courses import STEP as FAKE_STEP
from fakes.courses import FakeCourseLibrary
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.domain.courses import BrokenCourse, Course, StepKey
from jupyter_hybrid.domain.errors import Invalid, NotFound

STEP = StepKey("sums", "basics", "doubling")


@pytest.fixture(params=["folders", "fake"])
def library_and_step(request, tmp_path, course_folder):
    """Return each library that claims to be one, with a step of it."""
    if request.param == "fake":
        return FakeCourseLibrary(), FAKE_STEP
    return FolderLibrary([course_folder(tmp_path)]), STEP


def test_a_release_is_what_the_outline_said(library_and_step):
    library, step = library_and_step

    release, files = library.release(step)

    assert release.hash == library.outline(step).release
    assert release.step == step
    assert {file.path for file in release.files} == set(files)
    assert [course.key for course in library.courses()] == [step.course]


def test_a_step_that_is_not_there_is_not_found(library_and_step):
    library, step = library_and_step

    for read in (library.outline, library.release):
        with pytest.raises(NotFound):
            read(StepKey(step.course, step.module, "nowhere"))
        with pytest.raises(NotFound):
            read(StepKey("nowhere", step.module, step.step))


def test_a_folder_of_course_folders_offers_each_of_them(tmp_path, course_folder):
    course_folder(tmp_path, name="b", key="beta")
    course_folder(tmp_path, name="a", key="zeta")
    course_folder(tmp_path, name=".hidden", key="hidden")
    (tmp_path / "notes").mkdir()

    assert [course.key for course in FolderLibrary([tmp_path]).courses()] == ["beta", "zeta"]


def test_a_folder_that_is_named_twice_is_one_course(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(tmp_path)

    courses = FolderLibrary([folder, tmp_path, link]).courses()

    assert [type(course) for course in courses] == [Course]


def test_of_two_courses_with_one_key_the_first_is_offered(tmp_path, course_folder):
    first = course_folder(tmp_path, name="a")
    course_folder(tmp_path, name="sums")
    library = FolderLibrary([tmp_path])

    sound, broken = library.courses()

    assert isinstance(sound, Course)
    assert isinstance(broken, BrokenCourse)
    assert str(first) in broken.problems[0]
    assert "give one of the two another key" in broken.problems[0]
    assert library.outline(STEP).exercises


@pytest.mark.parametrize("missing", ["nowhere", "file.txt", "empty"])
def test_a_course_dir_without_a_course_is_said_and_not_raised(tmp_path, missing):
    (tmp_path / "file.txt").touch()
    (tmp_path / "empty").mkdir()

    [broken] = FolderLibrary([tmp_path / missing]).courses()

    assert isinstance(broken, BrokenCourse)
    assert broken.key == missing
    assert str(tmp_path / missing) in broken.problems[0]
    assert "check course_dirs" in broken.problems[0]


def test_missing_files_are_told_all_at_once_with_their_lines(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    shutil.rmtree(folder / "basics")
    library = FolderLibrary([folder])

    [broken] = library.courses()

    assert broken == BrokenCourse(
        "sums",
        (
            (
                "course.yaml, line 11: notebook 'basics/doubling.ipynb' is not there; create it, or"
                " correct the path"
            ),
            (
                "course.yaml, line 12: file 'basics/data.csv' is not there; create it, or correct"
                " the path"
            ),
        ),
    )
    with pytest.raises(Invalid, match="course 'sums' cannot be opened"):
        library.outline(STEP)


@pytest.mark.parametrize("name", ["doubling.ipynb", "data.csv"])
def test_a_symbolic_link_out_of_the_course_folder_is_refused(tmp_path, course_folder, name):
    folder = course_folder(tmp_path)
    secret = tmp_path / "secret.ipynb"
    secret.write_text("{}")
    (folder / "basics" / name).unlink()
    (folder / "basics" / name).symlink_to(secret)

    [broken] = FolderLibrary([folder]).courses()

    assert "is a symbolic link out of the course folder" in broken.problems[0]


def test_a_link_that_is_swapped_in_after_the_check_gives_nothing_away(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "data.csv").write_text("secret")
    library = FolderLibrary([folder])
    library.release(STEP)

    shutil.move(folder / "basics", folder / "moved")
    (folder / "basics").symlink_to(tmp_path / "secret")

    for read in (library.outline, library.release):
        with pytest.raises(Invalid, match="symbolic link"):
            read(STEP)


@pytest.mark.parametrize("loop", ["course.yaml", "basics/data.csv"])
def test_a_link_to_itself_is_a_broken_course(tmp_path, course_folder, loop):
    folder = course_folder(tmp_path)
    (folder / loop).unlink()
    (folder / loop).symlink_to(folder / loop)

    [broken] = FolderLibrary([folder]).courses()

    assert isinstance(broken, BrokenCourse)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff", "is not UTF-8 text"),
        (b"#" * 300_000, "larger than 256 KB"),
        (b"a: [", "course.yaml, line 1: it is not valid YAML"),
    ],
)
def test_a_course_file_that_cannot_be_read_is_a_broken_course(
    tmp_path, course_folder, content, words
):
    folder = course_folder(tmp_path)
    (folder / "course.yaml").write_bytes(content)

    [broken] = FolderLibrary([folder]).courses()

    assert words in broken.problems[0]


def test_a_course_file_that_is_a_folder_is_a_broken_course(tmp_path):
    (tmp_path / "sums" / "course.yaml").mkdir(parents=True)

    [broken] = FolderLibrary([tmp_path / "sums"]).courses()

    assert "course.yaml cannot be read" in broken.problems[0]


def test_a_course_file_that_is_a_pipe_is_a_broken_course(tmp_path, course_folder):
    file = course_folder(tmp_path) / "course.yaml"
    file.unlink()
    os.mkfifo(file)
    # Whoever reads the pipe gets nothing from its other end instead of waiting for ever.
    other_end = threading.Thread(target=file.write_bytes, args=(b"",))
    other_end.start()

    [broken] = FolderLibrary([file.parent]).courses()

    reading = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    other_end.join()
    os.close(reading)
    assert "no ordinary file" in broken.problems[0]


def test_a_folder_that_cannot_be_looked_into_hides_no_other_course(tmp_path, course_folder):
    longest = os.pathconf(tmp_path, "PC_PATH_MAX") - 230
    folder = tmp_path
    while longest - len(str(folder)) > 200:
        folder /= "x" * 100
    folder /= "x" * (longest - len(str(folder)) - 1)
    course_folder(folder)
    (folder / ("y" * 225)).mkdir()

    broken, sound = FolderLibrary([folder]).courses()[::-1]

    assert isinstance(sound, Course)
    assert "course.yaml cannot be read" in broken.problems[0]


def test_a_broken_notebook_breaks_its_step_and_names_file_and_cell(
    tmp_path, course_folder, notebook, cell
):
    folder = course_folder(tmp_path)
    bad = notebook(cell("x", role="answer", grade_id="no good"))
    (folder / "basics" / "doubling.ipynb").write_bytes(bad)
    library = FolderLibrary([folder])

    assert isinstance(library.courses()[0], Course)
    for read in (library.outline, library.release):
        with pytest.raises(Invalid, match=r"^basics/doubling\.ipynb, cell 1 \('no good'\): "):
            read(STEP)


def test_changes_on_disk_are_noticed(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    library = FolderLibrary([tmp_path])
    before = library.outline(STEP).release
    data, yaml = folder / "basics" / "data.csv", folder / "course.yaml"
    status = data.stat()

    data.write_text("a,b\n9,2\n")
    os.utime(data, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = library.outline(STEP).release
    yaml.write_text(yaml.read_text().replace("title: Sums", "title: More sums"))
    course_folder(tmp_path, name="new", key="new")

    assert after != before
    assert library.release(STEP)[0].hash == after
    assert [course.key for course in library.courses()] == ["new", "sums"]
    assert library.courses()[1].title == "More sums"


def test_a_course_that_moves_or_takes_another_key_is_found_again(tmp_path, course_folder):
    folder = course_folder(tmp_path, name="before")
    library = FolderLibrary([tmp_path])
    before = library.outline(STEP)

    folder.rename(tmp_path / "after")
    moved = library.outline(STEP)
    yaml = tmp_path / "after" / "course.yaml"
    yaml.write_text(yaml.read_text().replace("key: sums", "key: other"))

    assert moved == before
    with pytest.raises(NotFound):
        library.outline(STEP)
    assert library.outline(StepKey("other", STEP.module, STEP.step)) == before


def test_a_release_is_made_once_until_its_source_changes(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    library = FolderLibrary([folder])

    first, files = library.release(STEP)
    again, _ = library.release(STEP)
    (folder / "basics" / "data.csv").write_text("other")
    changed, _ = library.release(STEP)

    assert again is first
    assert files == {"basics/data.csv": b"a,b\n1,2\n"}
    assert changed.hash != first.hash


def test_data_files_that_are_too_large_are_refused_in_words(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    library = FolderLibrary([folder], max_files_bytes=7)

    for read in (library.outline, library.release):
        with pytest.raises(Invalid, match="data files of step 'doubling' are larger than"):
            read(STEP)
