"""What may stand in a step, kind by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import pydantic
from pydantic import AfterValidator, Discriminator, Field

from jupyter_hybrid.content.course_times import parse_duration, parse_moment
from jupyter_hybrid.content.schema_types import (
    Block,
    DateAndTime,
    Duration,
    Key,
    Moment,
    Title,
    inside_folder,
)
from jupyter_hybrid.domain.courses import Step, StepKind

TEXT_SUFFIXES = (".md", ".markdown")
MEDIA_SUFFIXES = (
    ".mp4", ".m4v", ".webm", ".ogv", ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac",
)  # fmt: skip
QUIZ_SUFFIXES = (".yaml", ".yml")


def _path(value: str, *, what: str, suffixes: tuple[str, ...]) -> str:
    path = inside_folder(value, what=what)
    if path.suffix not in suffixes:
        raise ValueError(f"{what} {value!r} must end in {' or '.join(map(repr, suffixes))}")
    return str(path)


def _notebook_path(value: str) -> str:
    return _path(value, what="notebook", suffixes=(".ipynb",))


def _text_path(value: str) -> str:
    return _path(value, what="text", suffixes=TEXT_SUFFIXES)


def _media_path(value: str) -> str:
    return _path(value, what="media", suffixes=MEDIA_SUFFIXES)


def _captions_path(value: str) -> str:
    return _path(value, what="captions", suffixes=(".vtt",))


def _quiz_path(value: str) -> str:
    return _path(value, what="quiz", suffixes=QUIZ_SUFFIXES)


def _file_path(value: str) -> str:
    path = inside_folder(value, what="file")
    # A source notebook handed out as a data file would carry its solutions along.
    if path.suffix.lower() == ".ipynb":
        raise ValueError(f"file {value!r} is a notebook; make it a step of its own")
    return str(path)


def _ends_in(suffixes: tuple[str, ...]) -> pydantic.fields.FieldInfo:
    ends = "|".join(suffix[1:] for suffix in suffixes)
    info: pydantic.fields.FieldInfo = Field(
        json_schema_extra={"pattern": rf"^[^/\\:][^\\:]*\.({ends})$"}
    )
    return info


NotebookPath = Annotated[str, _ends_in((".ipynb",)), AfterValidator(_notebook_path)]
TextPath = Annotated[str, _ends_in(TEXT_SUFFIXES), AfterValidator(_text_path)]
MediaPath = Annotated[str, _ends_in(MEDIA_SUFFIXES), AfterValidator(_media_path)]
CaptionsPath = Annotated[str, _ends_in((".vtt",)), AfterValidator(_captions_path)]
QuizPath = Annotated[str, _ends_in(QUIZ_SUFFIXES), AfterValidator(_quiz_path)]
FilePath = Annotated[
    str,
    Field(json_schema_extra={"pattern": r"^[^/\\:][^\\:]*$"}),
    AfterValidator(_file_path),
]


def handed_out_path(quiz: str) -> str:
    """Return where learners find the Markdown text of a quiz.

    Examples
    --------
    >>> handed_out_path("basics/check.yaml")
    'basics/check.md'
    """
    return str(PurePosixPath(quiz).with_suffix(".md"))


class StepBlock(Block):
    """What every step says."""

    key: Key = Field(description="Unique in its module. Learners' work is kept under it.")
    title: Title = Field(description="What learners read.")
    due: Moment | None = Field(
        default=None,
        description="Until when it should be done: a date (the end of that day) or a date and"
        " time. Without it the module's.",
    )

    def _step(
        self, kind: StepKind, *, zone: ZoneInfo, path: str | None, files: Sequence[str] = ()
    ) -> Step:
        return Step(
            key=self.key,
            title=self.title,
            path=path,
            files=tuple(files),
            kind=kind,
            due_at=None if self.due is None else parse_moment(self.due, zone=zone),
        )


Files = Annotated[
    list[FilePath],
    Field(
        max_length=1000,
        description="Files that learners need with it, as paths in the course folder.",
    ),
]


class NotebookStep(StepBlock):
    """A notebook to work through, mostly with exercises."""

    kind: Literal["notebook"] = Field(default="notebook", description="A notebook.")
    notebook: NotebookPath = Field(description="The source notebook, with solutions and tests.")
    files: Files = Field(default_factory=list)

    def to_domain(self, *, zone: ZoneInfo) -> Step:
        """Return the step as the rules of training know it."""
        return self._step(StepKind.NOTEBOOK, zone=zone, path=self.notebook, files=self.files)


class ReadingStep(StepBlock):
    """A text to read."""

    kind: Literal["reading"] = Field(description="A text to read.")
    text: TextPath = Field(description="A Markdown file.")
    files: Files = Field(default_factory=list)

    def to_domain(self, *, zone: ZoneInfo) -> Step:
        """Return the step as the rules of training know it."""
        return self._step(StepKind.READING, zone=zone, path=self.text, files=self.files)


class MediaStep(StepBlock):
    """A film or sound."""

    kind: Literal["media"] = Field(description="A film or sound.")
    media: MediaPath = Field(description="The film or sound.")
    captions: CaptionsPath | None = Field(default=None, description="Its captions, as WebVTT.")
    files: Files = Field(default_factory=list)

    def to_domain(self, *, zone: ZoneInfo) -> Step:
        """Return the step as the rules of training know it."""
        files = [*([] if self.captions is None else [self.captions]), *self.files]
        return self._step(StepKind.MEDIA, zone=zone, path=self.media, files=files)


class QuizStep(StepBlock):
    """Questions with options."""

    kind: Literal["quiz"] = Field(description="Questions with options.")
    quiz: QuizPath = Field(description="A YAML file with 'items'; learners get it without answers.")

    def to_domain(self, *, zone: ZoneInfo) -> Step:
        """Return the step as the rules of training know it."""
        return self._step(StepKind.QUIZ, zone=zone, path=self.quiz)


class LiveStep(StepBlock):
    """A live session to come to."""

    kind: Literal["live"] = Field(description="A live session to come to.")
    starts_at: DateAndTime = Field(description="When it begins.")
    duration: Duration | None = Field(default=None, description="How long it takes.")

    def to_domain(self, *, zone: ZoneInfo) -> Step:
        """Return the step as the rules of training know it."""
        return replace(
            self._step(StepKind.LIVE, zone=zone, path=None),
            starts_at=parse_moment(self.starts_at, zone=zone),
            duration_min=None if self.duration is None else parse_duration(self.duration),
        )


STEP_BLOCKS: Mapping[str, type[StepBlock]] = {
    "notebook": NotebookStep,
    "reading": ReadingStep,
    "media": MediaStep,
    "quiz": QuizStep,
    "live": LiveStep,
}
MAIN_KEYS = {"notebook": "notebook", "reading": "text", "media": "media", "quiz": "quiz"}
"""The key of the main file, by kind."""


def kind_of(step: object) -> str | None:
    """Return the kind that a step says it has; ``notebook`` where it says none.

    None if it is no kind at all.
    """
    kind = step.get("kind", "notebook") if isinstance(step, Mapping) else "notebook"
    return kind if isinstance(kind, str) and kind in STEP_BLOCKS else None


AnyStep = Annotated[
    Annotated[NotebookStep, pydantic.Tag("notebook")]
    | Annotated[ReadingStep, pydantic.Tag("reading")]
    | Annotated[MediaStep, pydantic.Tag("media")]
    | Annotated[QuizStep, pydantic.Tag("quiz")]
    | Annotated[LiveStep, pydantic.Tag("live")],
    Discriminator(
        kind_of,
        custom_error_type="unknown_kind",
        custom_error_message=f"the kind must be one of {', '.join(STEP_BLOCKS)}",
    ),
]
