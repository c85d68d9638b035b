"""What authors may say about exercises: in ``course.yaml`` of all, in a cell's metadata of one."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from jupyter_hybrid.content.schema_types import Block, Moment
from jupyter_hybrid.domain.policies import (
    ExercisePolicy,
    Permission,
    SolutionAccess,
    TrustMode,
)

_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


def _module_name(value: str) -> str:
    if not _MODULE.fullmatch(value):
        raise ValueError(f"import {value!r} is not the name of a module; write for example 'numpy'")
    return value


ModuleName = Annotated[
    str,
    Field(max_length=100, json_schema_extra={"pattern": f"^{_MODULE.pattern}$"}),
    AfterValidator(_module_name),
]


def _permission(value: str) -> str:
    known = [permission.value for permission in Permission]
    if value not in known:
        raise ValueError(f"{value!r} cannot be allowed; what can be is {' and '.join(known)}")
    return value


PermissionName = Annotated[
    str,
    Field(max_length=40, json_schema_extra={"enum": [one.value for one in Permission]}),
    AfterValidator(_permission),
]


class LimitsBlock(Block):
    """What one grading may use."""

    cell_s: float = Field(
        default=10.0, ge=0.1, le=600, allow_inf_nan=False, description="Seconds for one cell."
    )
    exercise_s: float = Field(
        default=30.0,
        ge=0.1,
        le=3600,
        allow_inf_nan=False,
        description="Seconds for the whole exercise.",
    )
    memory_mb: int = Field(default=1024, ge=64, le=65536, description="Mebibytes of memory.")
    output_kb: int = Field(default=1024, ge=1, le=102400, description="Kibibytes of output.")
    scratch_mb: int = Field(
        default=64, ge=1, le=10240, description="Mebibytes of files that the code writes."
    )


class PolicyBlock(Block):
    """What holds for an exercise, as far as its author says so."""

    imports: list[ModuleName] = Field(
        default_factory=list,
        max_length=50,
        description="Modules that the answers use: loaded beforehand, so that a check is quick.",
        examples=[["numpy", "pandas"]],
    )
    attempts: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        default=None, description="How many attempts count; without it as many as one likes."
    )
    pause_s: float = Field(
        default=0.0,
        ge=0,
        le=86_400,
        allow_inf_nan=False,
        description="Seconds that must lie between two attempts.",
    )
    solution: Literal["passed", "give_up", "never"] = Field(
        default="give_up",
        description="When the worked solution may be read: after passing, also after giving up,"
        " or never.",
    )
    give_up_after: int = Field(
        default=3, ge=0, le=1000, description="Failed attempts before one may give up."
    )
    limits: LimitsBlock = Field(
        default_factory=LimitsBlock, description="What grading one attempt may use."
    )
    allow: list[PermissionName] = Field(
        default_factory=list,
        max_length=10,
        description="What answers may do that is forbidden otherwise: start processes, reach other"
        " machines.",
        examples=[["processes"]],
    )
    isolation: Literal["split", "sealed", "shared"] | None = Field(
        default=None,
        description="The weakest way to run the tests that you accept: split and sealed are tried"
        " without it; shared, which learners can deceive, only if you write it.",
    )
    is_seeded: bool = Field(
        default=False,
        alias="seed",
        title="Seed",
        description="Whether each attempt gets random numbers of its own that a repetition gives"
        " again.",
    )

    def changes(self) -> Mapping[str, Any]:
        """Return what was written down, by field of `ExercisePolicy`, without the limits."""
        values: dict[str, Any] = {
            "imports": tuple(self.imports),
            "max_attempts": self.attempts,
            "pause_s": self.pause_s,
            "solution": SolutionAccess(self.solution),
            "give_up_after": self.give_up_after,
            "allow": tuple(Permission(name) for name in dict.fromkeys(self.allow)),
            "isolation": TrustMode(self.isolation) if self.isolation else None,
            "is_seeded": self.is_seeded,
        }
        written = {_FIELDS.get(name, name) for name in self.model_fields_set}
        return {name: value for name, value in values.items() if name in written}

    def limit_changes(self) -> Mapping[str, Any]:
        """Return the limits that were written down, by field of `Limits`."""
        return self.limits.model_dump(exclude_unset=True)


_FIELDS = {"attempts": "max_attempts"}


class LateBlock(Block):
    """What becomes of late answers: checked, and of no effect yet."""

    grace_h: float = Field(
        default=0.0, ge=0, le=8760, allow_inf_nan=False, description="Hours that do not count."
    )
    penalty_percent_per_day: float = Field(
        default=0.0, ge=0, le=100, allow_inf_nan=False, description="Points lost with each day."
    )
    until: Moment | None = Field(default=None, description="Nothing is taken after it.")


class ExercisesBlock(PolicyBlock):
    """What holds for every exercise of the course that says nothing else."""

    late: LateBlock | None = Field(
        default=None, description="Reserved: it is checked and has no effect yet."
    )

    def to_domain(self) -> ExercisePolicy:
        """Return it as the rules of training know it."""
        return ExercisePolicy().changed(self.changes(), limits=self.limit_changes())
