"""Steps of every kind, from the folder to what is handed out."""

import shutil

import pytest

from jupyter_hybrid.content import main_file
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.domain.courses import BrokenCourse, StepKey, StepKind
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound
from jupyter_hybrid.domain.notebooks import Notebook

COURSE = """\
schema: 1
key: mixed
title: Mixed
summary: All kinds.
modules:
  - key: m
    title: M
    steps:
      - {key: read, title: Read, kind: reading, text: m/read.md, files: [m/a.svg, m/read.md]}
      - {key: film, title: Film, kind: media, media: m/film.mp4, captions: m/film.vtt}
      - {key: quiz, title: Check, kind: quiz, quiz: m/quiz.yaml}
      - {key: live, title: Talk, kind: live, starts_at: 2030-01-01T10:00}
"""
QUIZ = """\
items:
  - key: one
    prompt: "How much is `1 + 1`?"
    options: ["1", "2"]
    answer: 1
    explanation: Because of Peano.
  - key: two
    prompt: Which are even?
    options: [two, "three\\nor so", four]
    answer: [0, 2]
"""
QUIZ_TEXT = """\
# Check

## 1.

How much is `1 + 1`?

- **A** 1
- **B** 2

## 2.

Which are even?

*More than one may be right.*

- **A** two
- **B** three
  or so
- **C** four
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "mixed"
    (folder / "m").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE)
    (folder / "m" / "read.md").write_text("# Grüße 📊 שלום\n", encoding="utf-8")
    (folder / "m" / "a.svg").write_text("<svg/>")
    (folder / "m" / "film.mp4").write_bytes(b"\0film")
    (folder / "m" / "film.vtt").write_text("WEBVTT\n")
    (folder / "m" / "quiz.yaml").write_text(QUIZ)
    return folder


@pytest.fixture
def library(folder):
    return FolderLibrary([folder])


def step(name):
    return StepKey("mixed", "m", name)


@pytest.mark.parametrize(
    ("name", "kind", "path", "others"),
    [
        ("read", StepKind.READING, "m/read.md", ["m/a.svg"]),
        ("film", StepKind.MEDIA, "m/film.mp4", ["m/film.vtt"]),
        ("quiz", StepKind.QUIZ, "m/quiz.md", []),
    ],
)
def test_a_step_without_a_notebook_hands_its_main_file_out_among_its_files(
    library, name, kind, path, others
):
    release, files = library.release(step(name))

    assert (release.kind, release.path, list(files)) == (kind, path, [path, *others])
    assert [file.path for file in release.files] == list(files)
    assert (release.notebook, release.learner_copy) == (Notebook(()), "")
    assert library.outline(step(name)).release == release.hash
    assert library.outline(step(name)).exercises == ()


def test_a_reading_and_a_film_are_handed_out_as_they_are(library, folder):
    for name, path in (("read", "m/read.md"), ("film", "m/film.mp4")):
        assert library.release(step(name))[1][path] == (folder / path).read_bytes()


def test_a_quiz_is_handed_out_without_answers_and_explanations(library):
    assert library.release(step("quiz"))[1] == {"m/quiz.md": QUIZ_TEXT.encode()}


def test_a_quiz_whose_answers_change_is_the_same_for_learners(library, folder):
    before = library.outline(step("quiz")).release
    quiz = folder / "m" / "quiz.yaml"

    quiz.write_text(QUIZ.replace("answer: 1", "answer: 0"))
    same = library.outline(step("quiz")).release
    quiz.write_text(QUIZ.replace("How much", "What"))

    assert same == before
    assert library.outline(step("quiz")).release != before
    assert library.release(step("quiz"))[0].hash == library.outline(step("quiz")).release


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (
            "answer: 1\n",
            "answer: 2\n",
            "m/quiz.yaml, line 2: item 1: there is no option 2; answers",
        ),
        ("answer: 1\n", "answer: true\n", "m/quiz.yaml, line 5: item 1: 'answer' must be"),
        ("    answer: 1\n", "", "m/quiz.yaml, line 2: item 1: 'answer' is missing; add it"),
        ("[0, 2]", "[0, 0]", "m/quiz.yaml, line 7: item 2: an answer is listed twice"),
        ("[0, 2]", "[]", "m/quiz.yaml, line 10: item 2: 'answer' is empty"),
        ('["1", "2"]', "[1, 2]", "m/quiz.yaml, line 4: item 1, option 1: this must be text"),
        ('["1", "2"]', '["1"]', "m/quiz.yaml, line 4: item 1: 'options' is"),
        ('["1", "2"]', '["1", "1"]', "m/quiz.yaml, line 2: item 1: two options are the same"),
        ("key: two", "key: one", "line 7: item 2: key 'one' is already used by item 1; choose"),
        (
            "prompt: Which",
            "promt: Which",
            "line 8: item 2: 'promt' is not known here; did you mean",
        ),
        ("items:", "questions:", "m/quiz.yaml, line 1: the quiz: 'items' is missing; add it"),
        ("items:", "items: [", "m/quiz.yaml, line 2: it is not valid YAML"),
    ],
)
def test_what_is_wrong_in_a_quiz_is_told_with_its_line(library, folder, good, bad, told):
    (folder / "m" / "quiz.yaml").write_text(QUIZ.replace(good, bad, 1))

    for read in (library.outline, library.release):
        with pytest.raises(Invalid) as raised:
            read(step("quiz"))
        assert told in raised.value.message


def test_all_that_is_wrong_in_a_quiz_is_told_at_once(library, folder):
    (folder / "m" / "quiz.yaml").write_text(QUIZ.replace("answer", "anser"))

    with pytest.raises(Invalid) as raised:
        library.outline(step("quiz"))

    assert raised.value.message.count("did you mean 'answer'?") == 2


def test_a_live_step_has_no_file(library):
    for read in (library.outline, library.release):
        with pytest.raises(Invalid, match=r"^step 'live' is a live session; it has no file$"):
            read(step("live"))


def test_a_reading_that_is_not_utf_8_or_too_large_is_refused_in_words(library, folder):
    text = folder / "m" / "read.md"
    for content, words in (
        (b"caf\xe9", r"m/read\.md is not UTF-8 text \(byte 3\); save it as UTF-8"),
        (b"x" * (main_file.MAX_TEXT_BYTES + 1), r"m/read\.md is larger than 1 MB"),
    ):
        text.write_bytes(content)

        for read in (library.outline, library.release):
            with pytest.raises(Invalid, match=words):
                read(step("read"))


def test_a_film_that_is_too_large_is_refused_without_being_read(library, folder):
    with (folder / "m" / "film.mp4").open("r+b") as film:
        film.truncate(main_file.MAX_MEDIA_BYTES + 1)

    with pytest.raises(Invalid, match=r"m/film\.mp4 is larger than 100 MB; every learner gets"):
        library.outline(step("film"))


def test_a_notebook_of_50_mb_is_told_how_to_shrink(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    with (folder / "basics" / "doubling.ipynb").open("r+b") as notebook:
        notebook.truncate(50 * 1024 * 1024)
    library = FolderLibrary([folder])

    for read in (library.outline, library.release):
        with pytest.raises(Invalid, match=r"doubling\.ipynb is larger than 20 MB; clear its out"):
            read(StepKey("sums", "basics", "doubling"))


def test_a_policy_of_the_course_shows_at_once_and_needs_no_release(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    library = FolderLibrary([folder])
    before = library.outline(StepKey("sums", "basics", "doubling"))
    library.release(StepKey("sums", "basics", "doubling"))
    yaml = folder / "course.yaml"

    yaml.write_text(yaml.read_text() + "exercises: {attempts: 2, limits: {cell_s: 1}}\n")
    after = library.outline(StepKey("sums", "basics", "doubling"))
    release, _ = library.release(StepKey("sums", "basics", "doubling"))

    assert after.release == before.release == release.hash
    assert release.policy.max_attempts == 2
    assert before.exercises[0].policy.max_attempts is None
    assert after.exercises[0].policy.max_attempts == 2
    assert after.exercises[0].policy.limits.cell_s == 1


def test_stubs_of_the_course_make_another_release(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    library = FolderLibrary([folder])
    key = StepKey("sums", "basics", "doubling")
    before = library.outline(key).release
    yaml = folder / "course.yaml"

    yaml.write_text(yaml.read_text() + 'stubs: {code: {python: "pass  # yours"}}\n')
    release, _ = library.release(key)

    assert release.hash == library.outline(key).release != before
    assert "pass  # yours" in release.learner_copy
    assert "NotImplementedError" not in release.learner_copy


def test_a_folder_that_goes_away_between_outline_and_release(tmp_path, course_folder):
    folder = course_folder(tmp_path)
    library = FolderLibrary([folder])
    key = StepKey("sums", "basics", "doubling")
    library.outline(key)

    (folder / "basics" / "doubling.ipynb").unlink()
    with pytest.raises(Invalid, match=r"'basics/doubling\.ipynb' is not there; create it"):
        library.release(key)
    shutil.rmtree(folder)

    for read in (library.outline, library.release):
        with pytest.raises(
            Invalid, match=r"course 'sums' cannot be opened: the folder .* cannot be"
        ):
            read(key)


def test_a_step_that_is_taken_out_of_a_running_course_is_not_found(library, folder):
    library.outline(step("film"))
    text = COURSE.replace(
        COURSE[COURSE.index("      - {key: film") : COURSE.index("      - {key: quiz")], ""
    )

    (folder / "course.yaml").write_text(text)

    for read in (library.outline, library.release):
        with pytest.raises(NotFound, match="course 'mixed' has no step m/film"):
            read(step("film"))


def test_a_file_of_one_step_never_holds_what_a_notebook_of_another_takes_out(
    library, folder, notebook, cell
):
    secret = "return sorted(words, key=len)[-1]"
    text = (folder / "course.yaml").read_text()
    (folder / "course.yaml").write_text(
        f"{text}      - {{key: work, title: Work, notebook: m/work.ipynb}}\n"
    )
    work = folder / "m" / "work.ipynb"

    def author(solution):
        source = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
        work.write_bytes(notebook(cell(source, role="answer", grade_id="longest")))

    author("return words[0] if words else None")
    (folder / "m" / "a.svg").write_text(f"<svg><!-- {secret} --></svg>")
    assert library.release(step("read"))[0].hash
    author(secret)

    with pytest.raises(Invalid, match=r"m/a.svg shows learners line 2 .*'longest'.* m/work.ipynb"):
        library.release(step("read"))

    work.write_text("no notebook")
    assert library.release(step("read"))[0].hash
    assert library.release(step("film"))[0].hash


def test_a_folder_can_be_added_while_the_program_runs(tmp_path, library, course_folder):
    folder = course_folder(tmp_path)

    course = library.add_folder(folder)
    again = library.add_folder(folder)

    assert course == again
    assert [one.key for one in library.courses()] == ["mixed", "sums"]
    assert library.release(StepKey("sums", "basics", "doubling"))[0].hash


def test_a_broken_folder_is_not_added_and_all_is_told(tmp_path, library, course_folder):
    folder = course_folder(tmp_path)
    shutil.rmtree(folder / "basics")
    (tmp_path / "empty").mkdir()

    with pytest.raises(Invalid, match=r"doubling\.ipynb' is not there.*data\.csv' is not there"):
        library.add_folder(folder)
    for nothing in ("empty", "nowhere"):
        with pytest.raises(Invalid, match=f"the folder '{nothing}' holds no course.yaml"):
            library.add_folder(tmp_path / nothing)
    assert [one.key for one in library.courses()] == ["mixed"]


def test_a_folder_whose_key_is_taken_is_not_added(tmp_path, library, folder, course_folder):
    with pytest.raises(Conflict, match=f"'mixed' is already used by the course in {folder}"):
        library.add_folder(course_folder(tmp_path, name="a", key="mixed"))


def test_an_added_folder_never_takes_the_place_of_a_configured_one(tmp_path, course_folder):
    configured = tmp_path / "z"
    configured.mkdir()
    library = FolderLibrary([configured])
    added = course_folder(tmp_path, name="a")
    library.add_folder(added)

    first = course_folder(configured)
    broken, sound = library.courses()

    assert sound.key == "sums"
    assert isinstance(broken, BrokenCourse)
    assert broken.key == "a"
    assert str(first) in broken.problems[0]


def test_an_added_folder_that_goes_away_is_a_broken_course(tmp_path, library, course_folder):
    folder = course_folder(tmp_path)
    library.add_folder(folder)
    shutil.rmtree(folder)

    assert [one.key for one in library.courses() if isinstance(one, BrokenCourse)] == ["sums"]
