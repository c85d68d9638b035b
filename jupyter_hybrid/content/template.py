"""A new course folder, made of the sample course ``template``."""

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Collection
from pathlib import Path

from jupyter_hybrid.content.course_file import COURSE_FILE, read_course_file
from jupyter_hybrid.content.new_folder import appearing
from jupyter_hybrid.content.samples import sample_courses
from jupyter_hybrid.domain.errors import Conflict, Invalid, Unavailable
from jupyter_hybrid.domain.keys import check_key, check_title

TEMPLATE = "template"
_KEY_LINE = re.compile(r"^key: .*$", re.MULTILINE)
_TITLE_LINE = re.compile(r"^title: .*$", re.MULTILINE)
_HEADING = re.compile(r"\A# .*$", re.MULTILINE)
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_MAX_KEY = 60


def write_course(
    folder: Path, *, title: str, key: str | None = None, taken: Collection[str] = ()
) -> str:
    """Write a course into a folder that is not there or empty, and return its key.

    A folder that was not there appears whole or not at all.

    Parameters
    ----------
    title
        What learners read; a folder's name where it is empty.
    key
        The course's key; None for one that is made of the title.
    taken
        Keys that a made one must differ from.

    Raises
    ------
    Invalid
        If title or key cannot be used.
    Conflict
        If something is there already.
    Unavailable
        If it cannot be written.
    """
    title = check_title(title.strip() or folder.name, field="title")
    if key is None:
        key = course_key(title, folder=folder.name, taken=taken)
    check_key(key, field="key")
    _check_free(folder)
    with appearing(folder) as draft:
        template = sample_courses() / TEMPLATE
        shutil.copytree(template, draft, copy_function=shutil.copyfile, dirs_exist_ok=True)
        _adapt(draft, title=title, key=key)
    return key


def course_key(title: str, *, folder: str = "", taken: Collection[str] = ()) -> str:
    """Return a key for a course: from its title, else from its folder, else ``course``.

    Examples
    --------
    >>> course_key("Über Graphen: Teil 2")
    'uber_graphen_teil_2'
    >>> course_key("🚀", folder="Rockets!"), course_key("שלום"), course_key("A", taken={"a"})
    ('rockets', 'course', 'a_2')
    """
    base = _slug(title) or _slug(folder) or "course"
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}_{number}", number + 1
    return candidate


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_KEY.sub("_", plain).strip("_")[:_MAX_KEY].strip("_")


def _check_free(folder: Path) -> None:
    try:
        is_free = not os.path.lexists(folder) or (folder.is_dir() and not any(folder.iterdir()))
    except OSError as error:
        raise Unavailable(f"{folder.name!r} cannot be looked into: {error.strerror}") from error
    if not is_free:
        raise Conflict(
            f"{folder.name!r} is there and not empty; nothing was changed. Choose another folder",
            field="path",
        )


def _adapt(folder: Path, *, title: str, key: str) -> None:
    course = folder / COURSE_FILE
    # JSON's way to quote text is one of YAML's.
    quoted = json.dumps(title, ensure_ascii=False)
    text = course.read_text(encoding="utf-8")
    text = _KEY_LINE.sub(lambda _: f"key: {key}", text, count=1)
    text = _TITLE_LINE.sub(lambda _: f"title: {quoted}", text, count=1)
    problems = read_course_file(text).problems
    if problems:
        raise Invalid(f"title {title[:80]!r} cannot be used: {problems[0].text}", field="title")
    course.write_text(text, encoding="utf-8")
    readme = folder / "README.md"
    words = readme.read_text(encoding="utf-8")
    readme.write_text(_HEADING.sub(lambda _: f"# {title}", words, count=1), encoding="utf-8")
