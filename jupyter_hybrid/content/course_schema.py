"""What may stand in ``course.yaml``, as strict types."""

from dataclasses import replace
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from jupyter_hybrid.content.course_times import parse_duration, parse_moment
from jupyter_hybrid.content.policy_schema import ExercisesBlock
from jupyter_hybrid.content.schema_types import (
    Block,
    Duration,
    Key,
    Language,
    Moment,
    Prose,
    Sentence,
    Tag,
    Title,
    Zone,
)
from jupyter_hybrid.content.step_schema import AnyStep
from jupyter_hybrid.content.stubs import CODE_STUBS
from jupyter_hybrid.domain.courses import Course, Level, Medium, Module
from jupyter_hybrid.domain.enrolments import EnrolmentRule
from jupyter_hybrid.domain.policies import EnrolmentPolicy


class EnrolmentBlock(Block):
    """How people get in."""

    policy: Literal["open", "code", "list"] = Field(
        description="By opening the course, with a code, or by being on its list."
    )
    code: Annotated[str, Field(min_length=6, max_length=64)] | None = Field(
        default=None, description="With the policy 'code': what the trainer gives out."
    )

    @model_validator(mode="after")
    def _code_belongs(self) -> "EnrolmentBlock":
        if self.policy == "code" and self.code is None:
            raise ValueError("the policy 'code' needs a code; add 'code: ...' (6 to 64 characters)")
        if self.policy != "code" and self.code is not None:
            raise ValueError(
                f"a code has no meaning with the policy {self.policy!r}; take it away, or write"
                " 'policy: code'"
            )
        if self.code is not None and self.code != self.code.strip():
            raise ValueError("the code begins or ends with a space; nobody would type that")
        return self

    def to_domain(self) -> EnrolmentRule:
        """Return it as the rules of training know it."""
        return EnrolmentRule(EnrolmentPolicy(self.policy), self.code)


class StubsBlock(Block):
    """What learners get in place of solutions."""

    code: dict[str, Annotated[str, Field(min_length=1, max_length=2000)]] = Field(
        default_factory=dict,
        description="By language of the notebook.",
        json_schema_extra={"propertyNames": {"enum": list(CODE_STUBS)}},
    )
    text: Annotated[str, Field(min_length=1, max_length=2000)] | None = Field(
        default=None, description="In place of a written answer."
    )

    @model_validator(mode="after")
    def _languages_are_known(self) -> "StubsBlock":
        unknown = [language for language in self.code if language not in CODE_STUBS]
        if unknown:
            raise ValueError(
                f"{unknown[0][:40]!r} is no language that solutions can be taken out of; use only"
                f" {', '.join(CODE_STUBS)}"
            )
        return self


class ModuleBlock(Block):
    """Steps that belong together."""

    key: Key = Field(description="Unique in the course. Learners' work is kept under it.")
    title: Title = Field(description="What learners read.")
    requires: list[Key] = Field(
        default_factory=list,
        description="Keys of modules that should be done before; recommended, not enforced.",
    )
    due: Moment | None = Field(
        default=None,
        description="Until when it should be done: a date (the end of that day) or a date and"
        " time.",
    )
    steps: list[AnyStep] = Field(min_length=1, description="What there is to do, in order.")

    def to_domain(self, *, zone: ZoneInfo) -> Module:
        """Return the module as the rules of training know it."""
        due_at = None if self.due is None else parse_moment(self.due, zone=zone)
        steps = [step.to_domain(zone=zone) for step in self.steps]
        return Module(
            key=self.key,
            title=self.title,
            steps=tuple(replace(step, due_at=step.due_at or due_at) for step in steps),
            requires=tuple(self.requires),
            due_at=due_at,
        )


class CourseBlock(Block):
    """A course of jupyter_hybrid."""

    version: int = Field(alias="schema", ge=1, le=1, description="The version of this format: 1.")
    key: Key = Field(description="Unique on a server. Learners' work is kept under it.")
    title: Title = Field(description="What learners read.")
    summary: Prose = Field(description="One or two sentences: what it is about, and for whom.")
    language: Language = Field(
        default="en", description="Language of the prose.", examples=["en", "de", "pt-BR"]
    )
    level: Literal["beginner", "intermediate", "advanced"] | None = Field(
        default=None, description="How much it expects."
    )
    medium: Literal["notebook", "reading", "video", "live", "mixed"] | None = Field(
        default=None, description="What most of it is made of."
    )
    effort: Duration | None = Field(default=None, description="How long it takes.")
    tags: list[Tag] = Field(
        default_factory=list,
        max_length=20,
        description="Words to find it by.",
        examples=[["python", "data"]],
    )
    objectives: list[Sentence] = Field(
        default_factory=list,
        max_length=30,
        description="What learners can do afterwards, each a sentence.",
        examples=[["Read a CSV file and say what is wrong with it"]],
    )
    timezone: Zone = Field(
        default="UTC", description="Of every date and time without an offset of its own."
    )
    enrolment: EnrolmentBlock = Field(
        default_factory=lambda: EnrolmentBlock(policy="open"), description="How people get in."
    )
    exercises: ExercisesBlock = Field(
        default_factory=ExercisesBlock,
        description="What holds for every exercise that says nothing else.",
    )
    stubs: StubsBlock = Field(
        default_factory=StubsBlock, description="What learners get in place of solutions."
    )
    modules: list[ModuleBlock] = Field(
        min_length=1, description="In the order in which they are meant to be done."
    )

    def to_domain(self) -> Course:
        """Return the course as the rules of training know it."""
        zone = ZoneInfo(self.timezone)
        return Course(
            key=self.key,
            title=self.title,
            summary=self.summary,
            language=self.language,
            modules=tuple(module.to_domain(zone=zone) for module in self.modules),
            level=None if self.level is None else Level(self.level),
            medium=None if self.medium is None else Medium(self.medium),
            effort_min=None if self.effort is None else parse_duration(self.effort),
            tags=tuple(dict.fromkeys(self.tags)),
            objectives=tuple(self.objectives),
            enrolment=self.enrolment.to_domain(),
            policy=self.exercises.to_domain(),
        )
