"""Checks request bodies against openapi.yaml and turns them into the domain's types.

The contract is the check: a body that the contract does not allow never reaches a use case.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from jupyter_hybrid.domain.errors import Invalid, Malformed
from jupyter_hybrid.domain.exercises import FreeCell
from jupyter_hybrid.domain.sessions import DocumentKind, SessionRole
from jupyter_hybrid.services.exercises import Submission
from jupyter_hybrid.services.sessions import TicketRequest

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


def read_session_title(raw: bytes) -> str:
    """Return the title of a ``NewSession``.

    Raises
    ------
    Invalid
        If it is nothing but white space.
    """
    title = str(_read(raw, "NewSession")["title"]).strip()
    if not title:
        raise Invalid("title must not be empty", field="title")
    return title


def read_ticket_request(raw: bytes) -> TicketRequest:
    """Return a ``NewTicket``."""
    body = _read(raw, "NewTicket")
    return TicketRequest(
        role=SessionRole(body["role"]),
        document=DocumentKind(body.get("document", DocumentKind.NOTEBOOK.value)),
        display_name=body.get("display_name"),
    )


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
    problem = best_match(_validator(schema).iter_errors(body))
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
    return Draft202012Validator(root)


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
