"""A quiz's YAML, and the text of it that learners are handed out."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Discriminator, Field, Tag, ValidationError, model_validator

from jupyter_hybrid.content.schema_problems import Wording, schema_problems
from jupyter_hybrid.content.schema_types import Block, Key, Prose
from jupyter_hybrid.content.yaml_text import Problem, YamlDocument, read_yaml
from jupyter_hybrid.domain.errors import Invalid

MAX_QUIZ_BYTES = 1024 * 1024
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MAX_OPTIONS = len(_LETTERS)


_Answer = Annotated[
    Annotated[int, Tag("one")] | Annotated[list[int], Field(min_length=1), Tag("several")],
    Discriminator(lambda answer: "several" if isinstance(answer, list) else "one"),
]


class QuizItem(Block):
    """One question."""

    key: Key = Field(description="Unique in the quiz.")
    prompt: Prose = Field(description="The question, as Markdown.")
    options: list[Prose] = Field(
        min_length=2, max_length=_MAX_OPTIONS, description="What one can choose, as Markdown."
    )
    answer: _Answer = Field(
        description="Which option is right, counted from 0; a list where several are."
    )
    explanation: Prose | None = Field(default=None, description="Why, shown afterwards.")

    @model_validator(mode="after")
    def _answers_are_options(self) -> "QuizItem":
        answers = self.answer if isinstance(self.answer, list) else [self.answer]
        last = len(self.options) - 1
        wrong = [answer for answer in answers if not 0 <= answer <= last]
        if wrong:
            raise ValueError(
                f"there is no option {wrong[0]}; answers count from 0, the last option is {last}"
            )
        if len(set(answers)) < len(answers):
            raise ValueError("an answer is listed twice; keep one of them")
        if len(set(self.options)) < len(self.options):
            raise ValueError("two options are the same; change one of them")
        return self


class Quiz(Block):
    """Questions with options."""

    items: list[QuizItem] = Field(min_length=1, max_length=200, description="The questions.")


def read_quiz(content: bytes, *, file: str) -> Quiz:
    """Return the quiz in `content`.

    Parameters
    ----------
    file
        Name of the file, for messages.

    Raises
    ------
    Invalid
        If it cannot be used; with all that is wrong, each with its line.
    """
    if len(content) > MAX_QUIZ_BYTES:
        raise Invalid(
            f"{file} is larger than {MAX_QUIZ_BYTES // 1024} KB; make several quizzes of it",
            field="quiz",
        )
    try:
        document = read_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{file} is not UTF-8 text (byte {error.start}); save it as UTF-8", field="quiz"
        ) from error
    problems = [*document.problems, *_repeated_keys(document)]
    try:
        quiz = Quiz.model_validate(document.data)
    except ValidationError as error:
        if document.lines or not problems:
            problems += schema_problems(error, document=document, wording=_WORDING)
    if problems:
        problems.sort(key=lambda problem: problem.line or 0)
        raise Invalid("; ".join(problem.in_file(file) for problem in problems), field="quiz")
    return quiz


def quiz_text(quiz: Quiz, *, title: str) -> str:
    """Return the questions and options as Markdown, without answers and explanations."""
    parts = [f"# {title}"]
    for number, item in enumerate(quiz.items, start=1):
        parts.append(f"## {number}.\n\n{item.prompt}")
        if isinstance(item.answer, list):
            parts.append("*More than one may be right.*")
        parts.append("\n".join(_options(item)))
    return "\n\n".join(parts) + "\n"


def _options(item: QuizItem) -> Iterator[str]:
    for letter, option in zip(_LETTERS, item.options, strict=False):
        text = option.replace("\n", "\n  ")
        yield f"- **{letter}** {text}"


def _repeated_keys(document: YamlDocument) -> Iterator[Problem]:
    items = document.at(("items",))
    seen: dict[str, int] = {}
    for index in range(len(items) if isinstance(items, list) else 0):
        key = document.at(("items", index, "key"))
        if isinstance(key, str) and seen.setdefault(key, index) != index:
            text = f"item {index + 1}: key {key[:80]!r} is already used by item {seen[key] + 1}"
            yield Problem(f"{text}; choose another", document.line(("items", index, "key")))


def _known_keys(path: tuple[str | int, ...], _data: object) -> tuple[str, ...]:
    return tuple((QuizItem if path else Quiz).model_fields)


_WORDING = Wording(
    whole="the quiz",
    entries={"items": "item", "options": "option"},
    known_keys=_known_keys,
)
