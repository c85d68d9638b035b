"""What a cell's metadata says: nbgrader's schema version 3 and our own key beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from jupyter_hybrid.content.notebook_json import JsonCell
from jupyter_hybrid.content.policy_schema import PolicyBlock
from jupyter_hybrid.content.schema_types import Block
from jupyter_hybrid.domain import keys
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.notebooks import ANSWER_ROLES, GRADED_ROLES, CellRole, Hint

NBGRADER_SCHEMA_VERSION = 3
MAX_POINTS = 1_000_000

_Model = TypeVar("_Model", bound=BaseModel)


class _Nbgrader(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    schema_version: int
    grade: bool
    solution: bool
    locked: bool
    task: bool = False
    grade_id: str | None = None
    points: Annotated[float, Field(ge=0, le=MAX_POINTS, allow_inf_nan=False)] | None = None
    checksum: str | None = None
    cell_type: Literal["code", "markdown", "raw"] | None = None


def _as_block(hint: object) -> object:
    """Return a plain text as the block that it stands for."""
    if not isinstance(hint, str | Mapping):
        raise ValueError("must be a text, or an object with 'text' and 'after'")  # noqa: TRY004
    return {"text": hint} if isinstance(hint, str) else hint


class _Hint(Block):
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    after: Annotated[int, Field(ge=1, le=1000)] | None = None


class _Hybrid(PolicyBlock):
    exercise: str | None = None
    hints: list[Annotated[_Hint, BeforeValidator(_as_block)]] = Field(
        default_factory=list, max_length=20
    )

    def earned_hints(self) -> tuple[Hint, ...]:
        """Return the hints, weakest first; one without a number comes after as many failures."""
        hints = [
            Hint(hint.text, after=hint.after or number)
            for number, hint in enumerate(self.hints, start=1)
        ]
        return tuple(sorted(hints, key=lambda hint: hint.after))


@dataclass(frozen=True, slots=True)
class CellMarks:
    """What the author marked a cell as.

    Parameters
    ----------
    role
        What it is for.
    grade_id
        nbgrader's id of the cell, or None for a free one.
    points, exercise, hints, policy, limits
        As in `jupyter_hybrid.domain.notebooks.Cell`.
    """

    role: CellRole = CellRole.FREE
    grade_id: str | None = None
    points: float = 0.0
    exercise: str | None = None
    hints: tuple[Hint, ...] = ()
    policy: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)


def read_cell_metadata(cell: JsonCell) -> CellMarks:
    """Return what a source cell's metadata says.

    Raises
    ------
    Invalid
        If it breaks nbgrader's schema version 3 or ours. The message does not name the cell.
    """
    hybrid = _checked(_Hybrid, cell.metadata.get("jupyter_hybrid", {}), name="jupyter_hybrid")
    if hybrid.exercise is not None:
        keys.check_grade_id(hybrid.exercise, field="jupyter_hybrid.exercise")
    ours = CellMarks(
        exercise=hybrid.exercise,
        hints=hybrid.earned_hints(),
        policy=hybrid.changes(),
        limits=hybrid.limit_changes(),
    )
    if "nbgrader" not in cell.metadata:
        return ours
    nbgrader = _nbgrader_block(cell.metadata["nbgrader"])
    role = _role(nbgrader)
    _check_role(role, nbgrader, cell_type=cell.cell_type)
    return replace(
        ours,
        role=role,
        grade_id=None if role is CellRole.FREE else nbgrader.grade_id,
        points=(nbgrader.points or 0.0) if role in GRADED_ROLES else 0.0,
    )


def _nbgrader_block(block: object) -> _Nbgrader:
    version = block.get("schema_version", 0) if isinstance(block, Mapping) else None
    if isinstance(version, int) and version != NBGRADER_SCHEMA_VERSION:
        advice = (
            "run 'nbgrader update' on it"
            if version < NBGRADER_SCHEMA_VERSION
            else "it was written by an nbgrader that is newer than this program"
        )
        raise Invalid(
            f"the nbgrader metadata has schema version {version!r:.20},"
            f" not {NBGRADER_SCHEMA_VERSION}; {advice}",
            field="notebook",
        )
    return _checked(_Nbgrader, block, name="nbgrader")


def _checked(model: type[_Model], block: object, *, name: str) -> _Model:
    try:
        return model.model_validate(block)
    except ValidationError as error:
        details = error.errors()[0]
        key = ".".join([name, *(str(part) for part in details["loc"])])
        reason = details["msg"][:1].lower() + details["msg"][1:]
        shown = "" if details["type"] == "missing" else f" (it is {details['input']!r:.60})"
        raise Invalid(f"the metadata {key!r:.120}: {reason}{shown}", field="notebook") from error


def _role(block: _Nbgrader) -> CellRole:
    if block.task:
        return CellRole.TASK
    if block.solution:
        return CellRole.MANUAL if block.grade else CellRole.ANSWER
    if block.grade:
        return CellRole.TESTS
    return CellRole.LOCKED if block.locked else CellRole.FREE


def _check_role(role: CellRole, block: _Nbgrader, *, cell_type: str) -> None:
    if role is CellRole.FREE:
        return
    if not block.grade_id:
        raise Invalid(f"a cell marked as {role.value} needs a grade_id", field="notebook")
    keys.check_grade_id(block.grade_id, field="grade_id")
    if role in GRADED_ROLES and block.points is None:
        raise Invalid(f"a cell marked as {role.value} needs points", field="notebook")
    allowed = _CELL_TYPES[role]
    if cell_type not in allowed:
        advice = " (tick 'manually graded' too)" if role in ANSWER_ROLES else ""
        raise Invalid(
            f"a cell marked as {role.value} must be {' or '.join(allowed)},"
            f" not {cell_type}{advice}",
            field="notebook",
        )


_CELL_TYPES: Mapping[CellRole, tuple[str, ...]] = {
    CellRole.ANSWER: ("code",),
    CellRole.TESTS: ("code",),
    CellRole.MANUAL: ("code", "markdown"),
    CellRole.TASK: ("markdown",),
    CellRole.LOCKED: ("code", "markdown", "raw"),
}
