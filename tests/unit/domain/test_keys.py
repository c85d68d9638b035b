"""Path tricks in keys, ids, names and paths."""

import pytest

from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.keys import (
    check_grade_id,
    check_key,
    check_person_name,
    check_relative_path,
    check_title,
)

TRICKS = ["", "..", ".", "/etc", "a/b", "a\\b", "a\x00b", "../x", "a\n", " a", "a" * 200, "~"]


@pytest.mark.parametrize("value", [*TRICKS, "Upper", "ümlaut", "-a", "_a"])
def test_a_key_refuses(value):
    with pytest.raises(Invalid):
        check_key(value, field="course")


@pytest.mark.parametrize("value", TRICKS)
def test_a_grade_id_refuses(value):
    with pytest.raises(Invalid):
        check_grade_id(value, field="exercise")


@pytest.mark.parametrize("value", ["", "..", "a/b", "a\x00b", "a\\b", "x" * 129, "a\nb", "a\ud800"])
def test_a_persons_name_refuses(value):
    with pytest.raises(Invalid):
        check_person_name(value, field="username")


@pytest.mark.parametrize(
    "value",
    [
        *["", ".", "/etc/passwd", "../up", "a/../../up", "a\x00", "C:/x", "a\\..\\b", ".hidden"],
        *["a/.b", "a\nb", "\ud800.ipynb"],
    ],
)
def test_a_path_stays_inside_its_folder(value):
    with pytest.raises(Invalid) as raised:
        check_relative_path(value, field="notebook")

    assert raised.value.field == "notebook"


@pytest.mark.parametrize("value", ["", " \t", "a\x00b", "a\nb", "a\u2028b", "half \ud83d"])
def test_a_title_is_text_on_one_line(value):
    with pytest.raises(Invalid) as raised:
        check_title(value, field="title")

    assert raised.value.field == "title"
    assert raised.value.message.encode()


def test_ordinary_values_pass():
    assert check_title(" Zoë, می‌خواهم 👩‍🏫 \n", field="title") == "Zoë, می‌خواهم 👩‍🏫"
    assert check_key("python_for-analysts2", field="course") == "python_for-analysts2"
    assert check_grade_id("cell-938593c4a215c6cc", field="exercise") == "cell-938593c4a215c6cc"
    assert check_person_name("Zoë Ünal", field="username") == "Zoë Ünal"
    assert str(check_relative_path("module one/a.ipynb", field="notebook")) == "module one/a.ipynb"
