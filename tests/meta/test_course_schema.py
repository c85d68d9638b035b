"""The published JSON Schema is that of the code, and says of courses what the code says."""

import json
from pathlib import Path

import jsonschema
import pytest

from jupyter_hybrid.content.course_file import read_course_file
from jupyter_hybrid.content.course_json_schema import course_json_schema
from jupyter_hybrid.content.step_schema import STEP_BLOCKS
from jupyter_hybrid.content.yaml_text import read_yaml

PROJECT = Path(__file__).parents[2]
COMMITTED = PROJECT / "docs" / "trainers" / "course.schema.json"
SAMPLES = sorted((PROJECT / "sample_courses").glob("*/course.yaml"))

COURSE = """\
schema: 1
key: sums
title: Sums
summary: How to add up.
level: beginner
medium: mixed
effort: 1 h 30 min
tags: [python]
objectives: [Add two numbers]
timezone: Europe/Berlin
enrolment: {policy: code, code: sesame}
exercises:
  imports: [numpy]
  allow: [network, processes]
  isolation: sealed
  seed: true
  attempts: 10
  pause_s: 5
  solution: give_up
  give_up_after: 3
  limits: {cell_s: 10, memory_mb: 512}
  late: {grace_h: 1, penalty_percent_per_day: 10, until: 2027-01-31}
stubs: {code: {python: "..."}, text: Write here}
modules:
  - key: one
    title: One
    due: 2026-12-01
    steps:
      - {key: a, title: A, notebook: m/a.ipynb, files: [m/data.csv], due: 2026-11-30T18:00}
      - {key: b, title: B, kind: reading, text: m/b.md}
      - {key: c, title: C, kind: media, media: m/c.mp4, captions: m/c.vtt}
      - {key: d, title: D, kind: quiz, quiz: m/d.yaml}
      - {key: e, title: E, kind: live, starts_at: 2026-12-03T18:00, duration: 90 min}
"""


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(course_json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_committed_schema_is_the_generated_one():
    assert COMMITTED.read_text(encoding="utf-8") == course_json_schema(), (
        "write content.course_json_schema.course_json_schema() into it"
    )


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_sample_courses_are_valid(validator, file):
    data = read_yaml(file.read_text(encoding="utf-8")).data

    assert [error.message for error in validator.iter_errors(data)] == []


def test_a_course_with_everything_is_valid_for_the_schema_and_for_the_code(validator):
    assert [error.message for error in validator.iter_errors(read_yaml(COURSE).data)] == []
    assert read_course_file(COURSE).problems == ()


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("schema: 1", "schema: 2"),
        ("title: Sums\n", ""),
        ("key: sums", "key: Sums!"),
        ("level: beginner", "level: easy"),
        ("effort: 1 h 30 min", "effort: 90"),
        ("effort: 1 h 30 min", "effort: a while"),
        ("effort: 1 h 30 min", "effort: ''"),
        ("title: Sums", "title: ''"),
        ("allow: [network", "allow: [disk"),
        ("isolation: sealed", "isolation: none"),
        ("seed: true", "seed: 7"),
        ("policy: code, code: sesame", "policy: code"),
        ("policy: code, code: sesame", "policy: open, code: sesame"),
        ("attempts: 10", "attempts: 0"),
        ("cell_s: 10", "cell_seconds: 10"),
        ("{python:", "{cobol:"),
        ("due: 2026-12-01", "due: tomorrow"),
        ("starts_at: 2026-12-03T18:00", "starts_at: 2026-12-03"),
        ("kind: reading, text", "kind: reading, notebook"),
        ("text: m/b.md", "text: /m/b.md"),
        ("kind: media", "kind: film"),
        ("quiz: m/d.yaml", "quiz: m/d.yaml, files: [x.csv]"),
        ("captions: m/c.vtt", "captions: m/c.srt"),
    ],
)
def test_what_the_code_refuses_the_schema_refuses(validator, good, bad):
    broken = COURSE.replace(good, bad)

    assert broken != COURSE
    assert not validator.is_valid(read_yaml(broken).data)
    assert read_course_file(broken).problems


def test_every_kind_of_step_offers_its_own_keys_and_says_what_they_are():
    schema = json.loads(course_json_schema())
    for block in STEP_BLOCKS.values():
        properties = schema["$defs"][block.__name__]["properties"]

        assert set(properties) == set(block.model_fields)
        assert all("description" in one and "title" in one for one in properties.values())
