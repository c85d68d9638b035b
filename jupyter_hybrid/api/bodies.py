"""Checks request bodies against openapi.yaml and turns them into the domain's types.

The contract is the check: a body that the contract does not allow never reaches a use case.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError, best_match

from jupyter_hybrid.domain.errors import Invalid, Malformed
from jupyter_hybrid.domain.exercises import CellGrade, FreeCell
from jupyter_hybrid.domain.keys import check_title
from jupyter_hybrid.domain.manual_grades import HandGrade
from jupyter_hybrid.domain.sessions import DocumentKind, SessionRole
from jupyter_hybrid.services.exercises import Submission
from jupyter_hybrid.services.sessions import TicketRequest
from jupyter_hybrid.services.workspace import UpdateMode

_SHOWN = 120
"""Characters of a wrong value that a message repeats."""
CONTRACT = Path(__file__).with_name("openapi.yaml")


def read_nothing(raw: bytes) -> None:
    """Accept an empty body or ``{}``, nothing else."""
    if raw.strip():
        _read(raw, "Nothing")


def read_persona_name(raw: bytes) -> str:
    """Return the name of a ``NewPersona``."""
    return str(_read(raw, "NewPersona")["name"])


def read_enrolment_code(raw: bytes) -> str | None:
    """Return the code of a ``NewEnrolment``, or None."""
    code = _read(raw, "NewEnrolment").get("code")
    return None if code is None else str(code)


def read_step_update(raw: bytes) -> UpdateMode:
    """Return the mode of a ``StepUpdate``."""
    return UpdateMode(_read(raw, "StepUpdate")["mode"])


def read_authoring_path(raw: bytes) -> str:
    """Return the path of a ``FilePath``."""
    return str(_read(raw, "FilePath")["path"])


def read_folder_path(raw: bytes) -> str:
    """Return the path of a ``FolderPath``; empty for the server's root folder."""
    return str(_read(raw, "FolderPath")["path"])


def read_new_course(raw: bytes) -> tuple[str, str]:
    """Return path and title of a ``NewCourse``."""
    body = _read(raw, "NewCourse")
    return body["path"], check_title(body["title"], field="title")


def read_dry_run(raw: bytes) -> tuple[str, str | None]:
    """Return path and exercise of a ``NewDryRun``."""
    body = _read(raw, "NewDryRun")
    return body["path"], body.get("exercise")


def read_session_title(raw: bytes) -> str:
    """Return the title of a ``NewSession``.

    Raises
    ------
    Invalid
        If it is nothing but white space, or no text on one line.
    """
    return check_title(str(_read(raw, "NewSession")["title"]), field="title")


def read_ticket_request(raw: bytes) -> TicketRequest:
    """Return a ``NewTicket``."""
    body = _read(raw, "NewTicket")
    return TicketRequest(
        role=SessionRole(body["role"]),
        document=DocumentKind(body.get("document", DocumentKind.NOTEBOOK.value)),
        display_name=body.get("display_name"),
    )


def read_hand_grade(raw: bytes, *, cell: str) -> tuple[HandGrade, CellGrade]:
    """Return of a ``NewHandGrade`` what is given for a cell, and the cell as it was seen."""
    body = _read(raw, "NewHandGrade")
    points = float(body["points"])
    seen = body["seen"]
    return HandGrade(points, body["comment"], by=""), CellGrade(
        cell,
        seen["points"],
        max_points=points,
        needs_manual_grade=seen["points"] is None,
        comment=seen["comment"],
        graded_by=seen["graded_by"],
    )


def read_regrade_id(raw: bytes) -> str:
    """Return the id of a ``RegradeId``."""
    return str(_read(raw, "RegradeId")["id"])


def read_step_mark(raw: bytes) -> tuple[bool | None, str | None]:
    """Return of a ``StepMark`` whether the step is done, and the cell; None leaves as it is."""
    body = _read(raw, "StepMark")
    return body.get("is_done"), body.get("cell")


def read_submission(raw: bytes) -> Submission:
    """Return a ``NewAttempt``."""
    body = _read(raw, "NewAttempt")
    return Submission(
        id=body["id"],
        release=body["release"],
        answers=body["answers"],
        free=tuple(FreeCell(cell["after"], cell["source"]) for cell in body.get("free", ())),
        session=body.get("session"),
    )


def _read(raw: bytes, schema: str) -> dict[str, Any]:
    """Return the body as the object that `schema` describes.

    Raises
    ------
    Malformed
        If it is not a JSON object in UTF-8.
    Invalid
        If it is not what the contract allows; names the field.
    """
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise Malformed("the body is nested too deeply") from error
    except ValueError as error:
        raise Malformed(f"the body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise Malformed("the body must be a JSON object")
    # Of the first problem only: to collect a million of them takes most of a minute.
    problem = best_match(islice(_validator(schema).iter_errors(body), 1))
    if problem is not None:
        raise _invalid(problem)
    return body


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


@cache
def _contract() -> dict[str, Any]:
    contract: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return contract


@cache
def _validator(schema: str) -> Draft202012Validator:
    root = {
        "$ref": f"#/components/schemas/{schema}",
        "components": {"schemas": _contract()["components"]["schemas"]},
    }
    validator: Draft202012Validator = _Validator(root)
    return validator


def _matches_whole(
    _validator: object, pattern: str, given: object, _schema: object
) -> Iterator[ValidationError]:
    # Python's "$" also matches in front of a last line feed, that of the contract does not.
    if isinstance(given, str) and not re.fullmatch(pattern, given):
        yield ValidationError(f"{given!r} does not match {pattern!r}")


_Validator = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _matches_whole}
)


def _invalid(problem: ValidationError) -> Invalid:
    path = list(problem.absolute_path)
    rule: Any = problem.schema
    given: Any = problem.instance
    match problem.validator:
        case "additionalProperties":
            unknown = [key for key in given if key not in rule.get("properties", {})]
            return _with_field(unknown[:1], path, "is not a known key")
        case "required":
            missing = [key for key in rule["required"] if key not in given]
            return _with_field(missing[:1], path, "is missing")
        case "propertyNames" | "pattern":
            return _with_field([], path, f"{_cut(problem.instance)} is not allowed here")
        case _:
            return _with_field([], path, _cut(problem.message, quoted=False))


def _with_field(names: list[str], path: list[Any], what: str) -> Invalid:
    field = ".".join(_cut(part, quoted=False) for part in [*path, *names]) or "body"
    return Invalid(f"{field}: {what}", field=field)


def _cut(value: object, *, quoted: bool = True) -> str:
    text = repr(value) if quoted else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
