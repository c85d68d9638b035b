"""The guides are true: their links, pictures, commands, settings, keys and labels exist."""

import argparse
import json
import re
import shlex
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from jupyter_hybrid import cli
from jupyter_hybrid.app import HybridApp
from jupyter_hybrid.content.course_file import read_course_file
from jupyter_hybrid.content.lint_cells import HYBRID_KEYS
from jupyter_hybrid.content.people_file import read_people_file
from jupyter_hybrid.content.policy_schema import PolicyBlock

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
IMAGES = DOCS / "images"
PAGES = [PROJECT / "README.md", *sorted(DOCS.rglob("*.md"))]
GUIDES = [page for page in PAGES if page.parent.name in {"learners", "trainers", "operators"}]
REFERENCE = DOCS / "trainers" / "course-yaml.md"
OPERATORS = DOCS / "operators" / "README.md"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_SCREENSHOT = re.compile(r"""\bscreenshot\(\s*[^,()]+,\s*["']([a-z0-9-]+)["']""")
_LABEL = re.compile(
    r"""\btrans\s*\.\s*_[_n]\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""(?:,\s*('(?:[^'\\]|\\.)*'))?"""
)


def name_of(page):
    return page.relative_to(PROJECT).as_posix()


def each_page(pages):
    return pytest.mark.parametrize("page", pages, ids=name_of)


@cache
def text_of(page):
    return page.read_text(encoding="utf-8")


def blocks(page, language):
    return [code for each, code in _FENCE.findall(text_of(page)) if each == language]


def prose(page):
    return _FENCE.sub("", text_of(page))


def links(page, *, are_pictures):
    found = _LINK.findall(_CODE.sub("code", prose(page)))
    # A picture may stand in the text of a link.
    found += [inner for _, words, _ in found for inner in _LINK.findall(words)]
    return [(words, target) for mark, words, target in found if bool(mark) is are_pictures]


def anchors(page):
    """Return the anchors that code hosts give to the headings of a page."""
    words = [heading.lower() for heading in _HEADING.findall(prose(page))]
    return {re.sub(r"[^\w\- ]", "", each).replace(" ", "-") for each in words}


def is_elsewhere(target):
    return target.startswith(("https://", "http://", "mailto:"))


def pictures_of(pages):
    return {
        (page.parent / target).resolve()
        for page in pages
        for _, target in links(page, are_pictures=True)
        if not is_elsewhere(target)
    }


def pictures_made():
    tests = "\n".join(text_of(path) for path in sorted((PROJECT / "tests/ui").glob("*.py")))
    return set(_SCREENSHOT.findall(tests))


@each_page(PAGES)
def test_every_link_leads_somewhere(page):
    broken = []
    for _, target in links(page, are_pictures=False):
        path, _, anchor = target.partition("#")
        found = (page.parent / path) if path else page
        if is_elsewhere(target):
            continue
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)

    assert broken == []


@each_page([page for page in PAGES if pictures_of([page])])
def test_every_picture_is_there_and_says_in_words_what_it_shows(page):
    missing = [path.name for path in pictures_of([page]) if not path.exists()]
    wordless = [target for words, target in links(page, are_pictures=True) if len(words) < 20]

    assert missing == []
    assert wordless == []


def test_every_picture_of_a_page_is_made_by_a_test():
    assert sorted({path.stem for path in pictures_of(PAGES)} - pictures_made()) == []


def test_every_picture_that_is_kept_is_made_by_a_test_and_used_by_a_page():
    kept = {path for path in IMAGES.iterdir() if path.suffix != ".md"}

    assert sorted(path.name for path in kept - pictures_of(PAGES)) == []
    assert sorted({path.stem for path in kept} - pictures_made()) == []


def test_every_guide_can_be_reached_from_the_entrance():
    reached, left = set(), [DOCS / "README.md"]
    while left:
        page = left.pop().resolve()
        if page in reached or page.suffix != ".md" or not page.is_relative_to(DOCS):
            continue
        reached.add(page)
        targets = [target.partition("#")[0] for _, target in links(page, are_pictures=False)]
        left += [page.parent / target for target in targets if target and not is_elsewhere(target)]

    assert [name_of(page) for page in PAGES[1:] if page not in reached] == []


def parser():
    made = argparse.ArgumentParser(prog="jupyter hybrid", exit_on_error=False)
    subparsers = made.add_subparsers(required=True)
    for command in cli.commands():
        command.add_parser(subparsers)
    return made


def below(made):
    """Return the parsers of the commands, or actions, of a parser by name."""
    return next(
        (dict(one.choices) for one in made._actions if isinstance(one, argparse._SubParsersAction)),
        {},
    )


def options_of(words):
    """Return the options of the command that `words` begin with; None if there is none."""
    made = parser()
    for word in words:
        choices = below(made)
        if not choices:
            break
        if word not in choices:
            return None
        made = choices[word]
    return set(made._option_string_actions)


def typed_commands(page):
    """Return the whole commands of a page, as a shell would take them apart."""
    lines = [
        line for code in blocks(page, "bash") for line in code.replace("\\\n", " ").split("\n")
    ]
    parts = [part.strip() for line in lines for part in line.split("&&")]
    typed = [part for part in parts if re.match(r"jupyter[ -]hybrid\b", part)]
    return [shlex.split(part, comments=True)[2:] for part in typed]


def named_commands(page):
    """Return the commands that the prose of a page names, perhaps not whole."""
    named = [code for code in _CODE.findall(prose(page)) if code.startswith("jupyter hybrid ")]
    return [shlex.split(code)[2:] for code in named]


@each_page([page for page in PAGES if typed_commands(page) or named_commands(page)])
def test_every_command_and_option_exists(page):
    for words in typed_commands(page):
        try:
            parser().parse_args(words)
        except (SystemExit, argparse.ArgumentError) as error:
            pytest.fail(f"jupyter hybrid {' '.join(words)}: {error}")
    options = {"--help", "--version"}
    for words in [*typed_commands(page), *named_commands(page)]:
        known = options_of(words)
        assert known is not None, f"there is no jupyter hybrid {' '.join(words)}"
        assert {word for word in words if word.startswith("--")} <= known
        options |= known

    shown = {code.split()[0] for code in _CODE.findall(prose(page)) if code.startswith("--")}

    assert {one for one in shown if not one.startswith("--HybridApp.")} <= options


def test_every_command_of_the_command_line_is_named_in_a_guide():
    named = {
        words[0]
        for page in PAGES
        for words in [*typed_commands(page), *named_commands(page)]
        if words
    }

    assert sorted(set(below(parser())) - named) == []


def explained_settings():
    """Return the default of each setting, as operators read it."""
    rows = re.findall(r"^\| `HybridApp\.(\w+)` \| .+ \| (.+) \|$", text_of(OPERATORS), re.MULTILINE)
    return dict(rows)


def test_every_setting_that_is_named_exists_and_every_one_is_explained_to_operators():
    traits = set(HybridApp.class_own_traits(config=True))
    named = {name for page in PAGES for name in re.findall(r"HybridApp\.(\w+)", text_of(page))}

    assert named - traits == set()
    assert set(explained_settings()) == traits
    assert explained_settings()["max_observers"] == str(HybridApp.max_observers.default_value)


SECTIONS = {
    "CourseBlock": "Course",
    "EnrolmentBlock": "Enrolment",
    "ExercisesBlock": "Exercises",
    "LimitsBlock": "Limits",
    "LateBlock": "Late",
    "StubsBlock": "Stubs",
    "ModuleBlock": "Module",
    "NotebookStep": "A notebook step",
    "ReadingStep": "A reading step",
    "MediaStep": "A media step",
    "QuizStep": "A quiz step",
    "LiveStep": "A live step",
}


def reference_rows():
    """Return the default of each key by section of the reference page."""
    rows = defaultdict(dict)
    section = ""
    for line in text_of(REFERENCE).split("\n"):
        heading = _HEADING.match(line)
        section = heading[1] if heading else section
        row = re.match(r"\| `(\w+)` \| .+? \| (.+?) \| ", line)
        if row:
            rows[section][row[1]] = row[2]
    return rows


def schema_blocks():
    schema = json.loads(text_of(DOCS / "trainers" / "course.schema.json"))
    return {"CourseBlock": schema, **schema["$defs"]}


def test_the_reference_has_a_section_for_every_block_of_the_schema():
    assert set(schema_blocks()) == set(SECTIONS)


@pytest.mark.parametrize("block", SECTIONS)
def test_the_reference_names_every_key_whether_it_is_needed_and_its_default(block):
    schema = schema_blocks()[block]
    rows = reference_rows()
    common = rows["Steps"] if block.endswith("Step") else {}
    told = common | rows[SECTIONS[block]]

    assert set(told) == set(schema["properties"])
    for key, one in schema["properties"].items():
        is_needed = key in schema["required"] if "required" in schema else False
        if key != "kind":
            assert (told[key] == "required") == is_needed, key
        if "default" in one:
            assert told[key] == f"`{as_written(one['default'])}`", key


def as_written(default):
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default)


def test_the_guide_to_exercises_names_all_that_an_exercise_may_say():
    page = text_of(DOCS / "trainers" / "exercises.md")
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|.*\| .+ \|$", page, re.MULTILINE)
    told = {key for row in rows for key in re.findall(r"`(\w+)`", row)}

    assert told == set(HYBRID_KEYS)
    assert {one.alias or name for name, one in PolicyBlock.model_fields.items()} <= told


@each_page([page for page in PAGES if any("modules:" in code for code in blocks(page, "yaml"))])
def test_a_whole_course_file_in_a_guide_is_valid(page):
    for code in blocks(page, "yaml"):
        if "modules:" in code:
            assert read_course_file(code).problems == ()


def test_the_list_of_people_in_the_guide_is_valid():
    page = DOCS / "trainers" / "people.md"
    [listed] = [code for code in blocks(page, "") if code.startswith("name,")]
    file = read_people_file(listed.encode(), file="people.csv")

    assert (len(file.people), file.problems) == (3, ())


@cache
def labels():
    """Return all that the front end says, with … for what changes."""
    sources = [
        path
        for path in sorted((PROJECT / "labextension" / "src").rglob("*.ts*"))
        if "__tests__" not in path.parts
    ]
    quoted = [each for path in sources for each in _LABEL.findall(text_of(path))]
    return {as_shown(words[1:-1]) for found in quoted for words in found if words}


def as_shown(words):
    return re.sub(r"%\d", "…", words.replace("\\'", "'")).rstrip(".")


# Where bold words are labels: what lint says has its own.
LABELLED = [
    page
    for page in GUIDES
    if page.parent.name in {"learners", "trainers"} and page.name not in {"lint.md", "commands.md"}
]


@each_page(LABELLED)
def test_every_label_is_as_on_the_screen(page):
    bold = re.findall(r"\*\*(.+?)\*\*", _CODE.sub("code", prose(page)))

    assert [words for words in bold if words.rstrip(".") not in labels()] == []


def test_the_labels_are_found():
    assert {"Check", "… of … attempts left", "Mark as done"} <= labels()
