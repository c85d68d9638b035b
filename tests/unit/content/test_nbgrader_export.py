"""What does not fit into an nbgrader course is said."""

import pytest

from jupyter_hybrid.content.nbgrader_export import MAX_FILE_BYTES, export_course
from jupyter_hybrid.domain.errors import Invalid


@pytest.fixture
def course(course_folder, exercise_cells, notebook, tmp_path):
    """Return a function that writes a course with settings of its own and returns its folder."""

    def course(*, file=("", ""), cell=None):
        folder = course_folder(tmp_path)
        text = (folder / "course.yaml").read_text()
        (folder / "course.yaml").write_text(text.replace(*file))
        if cell is not None:
            exercise_cells[1]["metadata"]["jupyter_hybrid"] = cell
            (folder / "basics/doubling.ipynb").write_bytes(notebook(*exercise_cells))
        return folder

    return course


@pytest.mark.parametrize(
    ("file", "cell", "kinds"),
    [
        (("", ""), None, []),
        (("", ""), {"hints": [], "attempts": None}, []),
        (("", ""), {"hints": ["Think"], "limits": {"cell_s": 2}}, ["hints", "limits"]),
        (("", ""), {"attempts": 3, "pause_s": 1.5}, ["limited attempts", "pauses"]),
        (("modules:", "exercises: {solution: never}\nmodules:"), None, ["rules for worked"]),
        (("modules:", "exercises: {late: {grace_h: 2}}\nmodules:"), None, ["rules for late"]),
        (("    steps:", "    due: 2035-01-31\n    steps:"), None, ["due dates"]),
        (("        files:", "        due: 2035-01-31\n        files:"), None, ["due dates"]),
        (
            (
                "modules:\n",
                (
                    "modules:\n  - {key: a, title: A, requires: [basics], steps: ["
                    "{key: t, title: T, kind: live, starts_at: 2035-01-01T10:00, duration: 1 h}]}\n"
                ),
            ),
            None,
            ["modules that require"],
        ),
    ],
)
def test_each_kind_of_setting_without_a_place_is_told_once(course, tmp_path, file, cell, kinds):
    report = export_course(course(file=file, cell=cell), tmp_path / "out")

    told = [note for note in report.notes if "has no place for" in note]
    assert len(told) == len(kinds)
    for kind, note in zip(kinds, told, strict=True):
        assert f"no place for {kind}" in note
        assert note.endswith("left out")


def test_a_data_file_comes_whole_or_is_refused(course, tmp_path):
    folder = course()
    data = folder / "basics/data.csv"
    with data.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES)

    export_course(folder, tmp_path / "out")

    assert (tmp_path / "out/source/basics/data.csv").stat().st_size == MAX_FILE_BYTES
    with data.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(Invalid, match=r"basics/data.csv is larger than 50 MB"):
        export_course(folder, tmp_path / "again")
    assert not (tmp_path / "again").exists()
