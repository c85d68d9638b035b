"""The JSON Schema of ``course.yaml``, for editors that complete and check it while one types."""

import json
from typing import Any

from jupyter_hybrid.content.course_schema import CourseBlock
from jupyter_hybrid.content.step_schema import STEP_BLOCKS

Json = dict[str, Any]


def course_json_schema() -> str:
    """Return the schema as JSON text, the same for the same format.

    It cannot say everything: that keys are unique, that files are there, that nothing is required
    in a circle. ``jupyter hybrid lint`` does.
    """
    plain = _tidied(CourseBlock.model_json_schema(by_alias=True))
    plain.pop("title")
    version = plain["properties"]["schema"]
    version["const"] = version.pop("maximum")
    version.pop("minimum")
    _name_blocks(plain["$defs"])
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Course of jupyter_hybrid",
        **plain,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _name_blocks(blocks: Json) -> None:
    """Say what each block is, and tie an enrolment's code to its policy."""
    for block in blocks.values():
        block["title"] = str(block["title"]).removesuffix("Block")
    for kind, step in STEP_BLOCKS.items():
        blocks[step.__name__]["title"] = f"A {kind} step"
    blocks["EnrolmentBlock"]["oneOf"] = [
        {"properties": {"policy": {"const": "code"}}, "required": ["code"]},
        {"properties": {"policy": {"enum": ["open", "list"]}, "code": False}},
    ]


def _tidied(schema: Json) -> Json:
    """Return a schema in which a key that may be left out is not offered as ``null``."""
    tidy: Json = {key: _tidied_part(part) for key, part in schema.items()}
    options = tidy.get("anyOf")
    if isinstance(options, list) and _NULL in options:
        [wanted] = [option for option in options if option != _NULL]
        del tidy["anyOf"]
        tidy = {**wanted, **tidy}
    if "default" in tidy and tidy["default"] is None:
        del tidy["default"]
    return tidy


def _tidied_part(part: object) -> object:
    if isinstance(part, list):
        return [_tidied_part(one) for one in part]
    return _tidied(part) if isinstance(part, dict) else part


_NULL = {"type": "null"}
