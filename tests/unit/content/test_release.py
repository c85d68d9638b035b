from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.release import make_release, release_hash, released_file, sha256_of
from jupyter_hybrid.domain.courses import StepKey

STEP = StepKey("sums", "basics", "doubling")


def named(**changes):
    facts = {
        "path": "a.ipynb",
        "main_sha256": sha256_of(b"nb"),
        "files": [released_file("a.csv", b"1"), released_file("b.csv", b"2")],
    }
    return release_hash(**{**facts, **changes})


def test_a_release_hash_names_notebook_files_and_their_paths():
    one, two = released_file("a.csv", b"1"), released_file("b.csv", b"2")

    assert len(named()) == 64
    assert named() == named(files=[two, one])
    assert len(
        {
            named(),
            named(path="b.ipynb"),
            named(main_sha256=sha256_of(b"nb2")),
            named(files=[one]),
            named(files=[one, released_file("b.csv", b"3")]),
            named(files=[released_file("a.csv", b"2"), released_file("b.csv", b"1")]),
        }
    ) == 6  # fmt: skip


def test_a_release_is_the_same_for_the_same_source(notebook, exercise_cells):
    source = {
        "path": "basics/a.ipynb",
        "notebook": notebook(*exercise_cells),
        "files": {"basics/a.csv": b"1"},
        "copy_maker": CopyMaker(),
    }

    release = make_release(STEP, **source)

    assert release == make_release(STEP, **source)
    assert release.files == (released_file("basics/a.csv", b"1"),)
    assert release.files[0].size == 1
    assert release.notebook.cells[0].source != release.notebook.cells[0].stub
    assert release.hash in release.learner_copy
