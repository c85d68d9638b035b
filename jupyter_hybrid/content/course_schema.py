"""What may stand in ``course.yaml``, as strict types."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from jupyter_hybrid.domain import keys
from jupyter_hybrid.domain.courses import Course, Module, Step, StepKind
from jupyter_hybrid.domain.errors import Invalid

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@contextmanager
def _as_value_error() -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        raise ValueError(error.message) from error


def _key(value: str) -> str:
    with _as_value_error():
        return keys.check_key(value, field="key")


def _notebook_path(value: str) -> str:
    with _as_value_error():
        path = keys.check_relative_path(value, field="notebook")
    if path.suffix != ".ipynb":
        raise ValueError(f"notebook {value!r} must end in '.ipynb'")
    return str(path)


def _file_path(value: str) -> str:
    with _as_value_error():
        path = keys.check_relative_path(value, field="file")
    # A source notebook handed out as a data file would carry its solutions along.
    if path.suffix.lower() == ".ipynb":
        raise ValueError(f"file {value!r} is a notebook; make it a step of its own")
    return str(path)


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f"language {value!r} is not a language tag such as 'en' or 'pt-BR'")
    return value


def _printable(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("the text holds control characters; type it again")
    if not value.strip():
        raise ValueError("the text is empty; write what learners will read")
    return value.strip()


Key = Annotated[str, AfterValidator(_key)]
Title = Annotated[str, Field(max_length=200), AfterValidator(_printable)]


class _Block(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class StepBlock(_Block):
    """One entry of ``steps``."""

    key: Key
    title: Title
    kind: Literal["notebook"] = "notebook"
    notebook: Annotated[str, AfterValidator(_notebook_path)]
    files: list[Annotated[str, AfterValidator(_file_path)]] = Field(default_factory=list)

    def to_domain(self) -> Step:
        """Return the step as the rules of training know it."""
        return Step(
            key=self.key,
            title=self.title,
            notebook=self.notebook,
            files=tuple(self.files),
            kind=StepKind(self.kind),
        )


class ModuleBlock(_Block):
    """One entry of ``modules``."""

    key: Key
    title: Title
    steps: list[StepBlock] = Field(min_length=1)

    def to_domain(self) -> Module:
        """Return the module as the rules of training know it."""
        return Module(self.key, self.title, tuple(step.to_domain() for step in self.steps))


class CourseBlock(_Block):
    """The whole file."""

    version: int = Field(alias="schema", ge=1, le=1)
    key: Key
    title: Title
    summary: Annotated[str, Field(max_length=2000), AfterValidator(_printable)]
    language: Annotated[str, AfterValidator(_language)] = "en"
    modules: list[ModuleBlock] = Field(min_length=1)

    def to_domain(self) -> Course:
        """Return the course as the rules of training know it."""
        return Course(
            key=self.key,
            title=self.title,
            summary=self.summary,
            language=self.language,
            modules=tuple(module.to_domain() for module in self.modules),
        )


KEYS_OF = {
    "the course": ("schema", "key", "title", "summary", "language", "modules"),
    "module": tuple(ModuleBlock.model_fields),
    "step": tuple(StepBlock.model_fields),
}
"""Keys that each kind of block knows, for messages."""
