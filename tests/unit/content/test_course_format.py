"""All that course.yaml can say beyond modules of notebooks."""

from datetime import UTC, datetime

import pytest

from jupyter_hybrid.content.course_file import read_course_file
from jupyter_hybrid.domain.courses import Level, Medium, Step, StepKind
from jupyter_hybrid.domain.enrolments import EnrolmentRule
from jupyter_hybrid.domain.policies import (
    EnrolmentPolicy,
    ExercisePolicy,
    Limits,
    Permission,
    SolutionAccess,
    TrustMode,
)

FULL = """\
schema: 1
key: sums
title: Sums
summary: How to add up.
level: beginner
medium: mixed
effort: 1 h 30 min
tags: [Python, data, python]
objectives: ["Add two numbers", "Say why"]
timezone: Europe/Berlin
enrolment: {policy: code, code: "open sesame"}
exercises:
  imports: [numpy, os.path]
  attempts: 10
  pause_s: 5
  solution: never
  give_up_after: 0
  limits: {cell_s: 2, memory_mb: 512}
  late: {grace_h: 1, penalty_percent_per_day: 10.5, until: 2027-01-31}
stubs:
  code: {python: "..."}
modules:
  - key: one
    title: One
    due: 2026-12-01
    steps:
      - {key: a, title: A, notebook: m/a.ipynb, files: [m/x.csv], due: 2026-11-30T18:00}
      - {key: b, title: B, kind: reading, text: m/b.md, files: [m/x.csv]}
      - {key: c, title: C, kind: media, media: m/c.mp4, captions: m/c.vtt, files: [m/x.csv]}
  - key: two
    title: Two
    requires: [one]
    steps:
      - {key: d, title: D, kind: quiz, quiz: m/d.yaml}
      - {key: e, title: E, kind: live, starts_at: 2026-07-03 18:00, duration: 90 min}
      - {key: f, title: F, kind: live, starts_at: 2026-12-03T18:00:30Z}
"""
END_OF_FIRST = datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)


def problems_of(text):
    return [problem.in_file("course.yaml") for problem in read_course_file(text).problems]


def changed(good, bad):
    text = FULL.replace(good, bad)
    assert text != FULL
    return problems_of(text)


def test_everything_that_a_course_says_gets_into_the_course():
    course = read_course_file(FULL).course

    assert (course.level, course.medium, course.effort_min) == (Level.BEGINNER, Medium.MIXED, 90)
    assert course.tags == ("python", "data")
    assert course.objectives == ("Add two numbers", "Say why")
    assert course.enrolment == EnrolmentRule(EnrolmentPolicy.CODE, "open sesame")
    assert course.policy == ExercisePolicy(
        max_attempts=10,
        pause_s=5,
        solution=SolutionAccess.NEVER,
        give_up_after=0,
        limits=Limits(cell_s=2, memory_mb=512),
        imports=("numpy", "os.path"),
    )
    assert [module.requires for module in course.modules] == [(), ("one",)]


def test_a_course_says_what_answers_may_do_and_how_their_tests_run():
    text = FULL.replace("pause_s: 5", "allow: [processes]\n  isolation: shared\n  seed: true")

    policy = read_course_file(text).course.policy

    assert (policy.allow, policy.isolation, policy.is_seeded) == (
        (Permission.PROCESSES,),
        TrustMode.SHARED,
        True,
    )


def test_a_permission_that_is_not_known_is_refused_in_words():
    text = FULL.replace("pause_s: 5", "allow: [disk]")

    (problem,) = read_course_file(text).problems

    assert problem.line == 15
    assert "'disk' cannot be allowed; what can be is processes and network" in problem.text


def test_steps_of_every_kind_with_their_files_and_moments_in_utc():
    one, two = read_course_file(FULL).course.modules

    assert one.due_at == END_OF_FIRST
    assert one.steps == (
        Step("a", "A", "m/a.ipynb", ("m/x.csv",), due_at=datetime(2026, 11, 30, 17, tzinfo=UTC)),
        Step("b", "B", "m/b.md", ("m/x.csv",), StepKind.READING, due_at=END_OF_FIRST),
        Step("c", "C", "m/c.mp4", ("m/c.vtt", "m/x.csv"), StepKind.MEDIA, due_at=END_OF_FIRST),
    )
    assert two.steps[0] == Step("d", "D", "m/d.yaml", (), StepKind.QUIZ)
    assert [
        (step.path, step.kind, step.starts_at, step.duration_min) for step in two.steps[1:]
    ] == [
        (None, StepKind.LIVE, datetime(2026, 7, 3, 16, tzinfo=UTC), 90),
        (None, StepKind.LIVE, datetime(2026, 12, 3, 18, 0, 30, tzinfo=UTC), None),
    ]


def test_without_a_time_zone_times_are_utc():
    text = FULL.replace("timezone: Europe/Berlin\n", "")

    assert read_course_file(text).course.modules[0].due_at == datetime(
        2026, 12, 1, 23, 59, 59, tzinfo=UTC
    )


def test_files_that_a_course_names_say_what_they_are():
    named = [(file.path, file.line, file.what) for file in read_course_file(FULL).files]

    assert named == [
        ("m/a.ipynb", 27, "notebook"),
        ("m/x.csv", 27, "file"),
        ("m/b.md", 28, "text"),
        ("m/x.csv", 28, "file"),
        ("m/c.mp4", 29, "media"),
        ("m/c.vtt", 29, "captions"),
        ("m/x.csv", 29, "file"),
        ("m/d.yaml", 34, "quiz"),
    ]


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("level: beginner", "level: easy", "line 5: the course: 'level' must be 'beginner', "),
        ("effort: 1 h 30 min", "effort: 90", "line 7: the course: 'effort' must be text; put it"),
        ("effort: 1 h 30 min", "effort: 0 min", "line 7: the course: '0 min' is not a duration"),
        ("effort: 1 h 30 min", "effort: ' '", "line 7: the course: ' ' is not a duration"),
        ("effort: 1 h 30 min", "effort: ٣ h", "is not a duration; write for example '6 h'"),
        ("[Python,", "['a, b',", "line 8: tag 1: tag 'a, b' holds commas"),
        ('"Say why"', '""', "line 9: objective 2: the text is empty"),
        ("Europe/Berlin", "Europe/Berlim", "line 10: the course: time zone 'Europe/Berlim' is not"),
        ("Europe/Berlin", "Europe/Berlim", "did you mean 'Europe/Berlin'?"),
        ("Europe/Berlin", "../../etc/passwd", "is not known here"),
        ("Europe/Berlin", '""', "time zone '' is not known here"),
        (', code: "open sesame"', "", "line 11: enrolment: the policy 'code' needs a code"),
        ("policy: code", "policy: list", "line 11: enrolment: a code has no meaning with the poli"),
        ("open sesame", "abc", "line 11: enrolment: 'code' is shorter than 6 characters"),
        ('"open sesame"', "123456", "line 11: enrolment: 'code' must be text; put it in quotes"),
        ("policy: code", "polcy: code", "'polcy' is not known here; did you mean 'policy'?"),
        ("os.path", "import os", "line 13: exercises, import 2: import 'import os' is"),
        ("attempts: 10", "attempts: 0", "line 14: exercises: 'attempts' must be at least 1"),
        ("attempts: 10", "attempts: true", "line 14: exercises: 'attempts' must be a whole number"),
        ("pause_s: 5", "pause_s: .nan", "line 15: exercises: 'pause_s' must be"),
        ("solution: never", "solution: always", "line 16: exercises: 'solution' must be 'passed'"),
        ("memory_mb: 512", "memory_mb: 1e9", "line 18: exercises, limits: 'memory_mb' must be"),
        ("memory_mb: 512", "memory: 512", "'memory' is not known here; did you mean 'memory_mb'?"),
        ("until: 2027-01-31", "until: 2027-02-31", "line 19: exercises, late: '2027-02-31'"),
        ("{python:", "{cobol:", "line 20: stubs: 'cobol' is no language"),
        ("due: 2026-12-01", "due: 1.12.2026", "line 25: module 1: '1.12.2026' is not a date"),
        ("due: 2026-12-01", "due: 0001-01-01", "is not between 2000 and 2999"),
        ("T18:00}", "T25:00}", "line 27: module 1, step 1: '2026-11-30T25:00' is not in the cal"),
        ("kind: reading, text", "kind: reading, txt", "did you mean 'text'?"),
        ("kind: reading, text", "text", "'text' is not known here; it belongs to a step of kind"),
        ("m/b.md", "m/b.txt", "text 'm/b.txt' must end in '.md' or '.markdown'"),
        ("m/b.md", "/m/b.md", "text '/m/b.md' must be a path inside the course folder"),
        ("m/c.mp4", "../c.mp4", "media '../c.mp4' must be a path inside the course folder"),
        ("m/c.vtt", "m/c.srt", "captions 'm/c.srt' must end in '.vtt'"),
        ("m/d.yaml", "m/d.yaml, files: [m/x.csv]", "belongs to a step of kind notebook or reading"),
        ("starts_at: 2026-07-03 18:00, ", "", "line 35: module 2, step 2: 'starts_at' is missing"),
        ("2026-07-03 18:00", "2026-07-03", "line 35: module 2, step 2: '2026-07-03' has no time"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_line_and_how_to_mend_it(good, bad, told):
    problems = changed(good, bad)

    assert any(told in problem for problem in problems), problems


def test_a_key_of_another_kind_of_step_says_which():
    [problem] = changed("starts_at: 2026-07-03 18:00", "media: m.mp4, starts_at: 2026-07-03 18:00")

    assert problem == (
        "course.yaml, line 35: module 2, step 2: 'media' is not known here; it belongs to a step of"
        " kind media, and this one's kind is live"
    )


def test_a_main_file_that_two_steps_share_is_told_for_every_kind():
    [problem] = changed(
        "m/d.yaml}", "m/d.yaml}\n      - {key: g, title: G, kind: quiz, quiz: m/d.yaml}"
    )

    assert problem == (
        "course.yaml, line 35: module 2, step 2: quiz 'm/d.yaml' is already used by module 2,"
        " step 1 in line 34; choose another"
    )


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("m/d.yaml", "file 'm/d.yaml' is a quiz with its answers; take it away"),
        ("M/./D.YAML", "is a quiz with its answers"),
        ("m/d.md", "file 'm/d.md' is where the quiz 'm/d.yaml' is handed out"),
        ("course.yaml", "file 'course.yaml' holds what learners must not read"),
    ],
)
def test_a_file_that_gives_answers_or_the_code_away_is_told(file, told):
    [problem] = changed("files: [m/x.csv], due", f"files: [{file}], due")

    assert problem.startswith("course.yaml, line 27: ")
    assert told in problem


def test_two_quizzes_that_would_be_one_text_are_told():
    problems = changed(
        "m/d.yaml}", "m/d.yaml}\n      - {key: g, title: G, kind: quiz, quiz: m/D.yml}"
    )

    (problem,) = problems
    assert problem == (
        "course.yaml, line 35: module 2, step 2: quiz 'm/D.yml' is handed out as 'm/D.md', as is"
        " 'm/d.yaml' of module 2, step 1; rename one of the two"
    )


@pytest.mark.parametrize("path", ["''", "/", "."])
def test_a_quiz_without_a_file_name_is_told(path):
    assert changed("m/d.yaml", path)


def test_a_quiz_cannot_be_the_course_file_nor_stand_where_a_text_does():
    assert "'course.yaml' cannot be a quiz" in changed("m/d.yaml", "course.yaml")[0]
    assert "text 'm/b.md' is where the quiz" in changed("m/d.yaml", "m/b.yaml")[0]


MODULES = """\
schema: 1
key: k
title: T
summary: S
modules:
"""


def with_modules(**requires):
    text = MODULES
    for key, others in requires.items():
        text += f"  - key: {key}\n    title: M\n    requires: [{', '.join(others)}]\n    steps:\n"
        text += f"      - {{key: s, title: S, notebook: {key}.ipynb}}\n"
    return text


def test_a_path_of_modules_may_branch_and_join():
    text = with_modules(a=[], b=["a"], c=["a"], d=["b", "c"])

    assert problems_of(text) == []


def test_a_module_that_requires_itself_or_what_there_is_not_is_told():
    assert problems_of(with_modules(a=["a", "z"])) == [
        "course.yaml, line 8: module 1: requires 'a', which is itself; take it away",
        (
            "course.yaml, line 8: module 1: requires 'z', and there is no module of that key;"
            " correct it or take it away"
        ),
    ]


def test_every_circle_is_named_once():
    text = with_modules(a=["b"], b=["c"], c=["a"], x=["y"], y=["x"], z=["a"])

    assert problems_of(text) == [
        (
            "course.yaml, line 18: module 3: requires goes in a circle: a -> b -> c -> a;"
            " take one away"
        ),
        "course.yaml, line 28: module 5: requires goes in a circle: x -> y -> x; take one away",
    ]


def test_a_long_path_of_modules_needs_no_stack():
    names = [f"m{number}" for number in range(1500)]
    pairs = zip(names, [[], *([name] for name in names)], strict=False)
    text = with_modules(**dict(reversed(list(pairs))))

    assert problems_of(text) == []


@pytest.mark.parametrize(
    "title",
    [
        "Daten 📊 lesen",
        "تحليل البيانات",
        "\u2067\u05e0\u05ea\u05d5\u05e0\u05d9\u05dd\u2069",
        "数据",
    ],
)
def test_titles_may_hold_emoji_and_any_script(title):
    course = read_course_file(FULL.replace("title: Sums", f'title: "{title}"')).course

    assert course.title == title


@pytest.mark.parametrize("key", ["📊", "بيانات", "sums\u202e", "Sums", "a b", "s" * 65])
def test_keys_may_not(key):
    [problem] = changed("key: sums", f'key: "{key}"')

    assert problem.startswith("course.yaml, line 2: the course: key ")
    assert "use lower-case letters, digits, '-' and '_'" in problem


def test_half_a_character_in_a_title_is_told():
    [problem] = changed("title: Sums", 'title: "a\\ud83d"')

    assert "line 3" in problem


@pytest.mark.parametrize("text", ["a: {1: 2}", "schema: {}", "modules: {a: b}", "modules: [[]]"])
def test_odd_shapes_are_told_and_never_raised(text):
    assert problems_of(text)
