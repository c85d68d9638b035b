"""The words for the parts of ``course.yaml``, and which keys each of them knows."""

from collections.abc import Sequence

from jupyter_hybrid.content.course_schema import (
    CourseBlock,
    EnrolmentBlock,
    ModuleBlock,
    StubsBlock,
)
from jupyter_hybrid.content.policy_schema import ExercisesBlock, LateBlock, LimitsBlock
from jupyter_hybrid.content.schema_problems import Wording
from jupyter_hybrid.content.schema_types import Block
from jupyter_hybrid.content.step_schema import STEP_BLOCKS, kind_of
from jupyter_hybrid.content.yaml_text import Path, value_at

_BLOCKS: dict[str, type[Block]] = {
    "modules": ModuleBlock,
    "enrolment": EnrolmentBlock,
    "exercises": ExercisesBlock,
    "limits": LimitsBlock,
    "late": LateBlock,
    "stubs": StubsBlock,
}


def _known_keys(path: Path, data: object) -> Sequence[str]:
    names = [name for name in path if isinstance(name, str)]
    if names and names[-1] == "steps":
        return _keys(STEP_BLOCKS[kind_of(value_at(data, path)) or "notebook"])
    return _keys(_BLOCKS[names[-1]] if names else CourseBlock)


def _keys(block: type[Block]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in block.model_fields.items())


def _advice(path: Path, data: object) -> str | None:
    if len(path) < 3 or path[-3] != "steps":  # noqa: PLR2004
        return None
    step = value_at(data, path[:-1])
    kinds = [kind for kind, block in STEP_BLOCKS.items() if path[-1] in block.model_fields]
    if not kinds:
        return None
    own = kind_of(step) or "notebook"
    return f"it belongs to a step of kind {' or '.join(kinds)}, and this one's kind is {own}"


COURSE_WORDING = Wording(
    whole="the course",
    entries={
        "modules": "module",
        "steps": "step",
        "files": "file",
        "tags": "tag",
        "objectives": "objective",
        "requires": "required module",
        "imports": "import",
    },
    known_keys=_known_keys,
    advice=_advice,
)
