"""The kinds of text that stand in an author's files, each checked and told in words."""

import re
from pathlib import PurePosixPath
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from jupyter_hybrid.content.course_times import (
    DURATION_PATTERN,
    MOMENT_PATTERN,
    has_time,
    parse_duration,
    parse_moment,
    parse_zone,
)
from jupyter_hybrid.domain import keys
from jupyter_hybrid.domain.errors import Invalid

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_TAG = re.compile(r"[^\s,;]+( [^\s,;]+)*")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_UTC = ZoneInfo("UTC")
_UNITS = {"s": "seconds", "h": "hours", "mb": "MB", "kb": "kB"}
_NOT_EMPTY: JsonDict = {"minLength": 1}


def _title_of(name: str) -> str:
    """Return a key as editors show it: with its unit, if it has one."""
    words, _, unit = name.rpartition("_")
    shown = _UNITS.get(unit)
    title = (words if shown else name).replace("_", " ").capitalize()
    return f"{title} ({shown})" if shown else title


class Block(BaseModel):
    """A block of ``key: value`` lines in which nothing else may stand."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        field_title_generator=lambda name, _: _title_of(name),
    )


class OutsideFolderError(ValueError):
    """A path is none inside the course folder."""


def inside_folder(value: str, *, what: str) -> PurePosixPath:
    """Return `value` as a path inside the course folder.

    Parameters
    ----------
    what
        How the file is called, for the message.

    Raises
    ------
    OutsideFolderError
        If it is none.
    """
    try:
        return keys.check_relative_path(value, field=what)
    except Invalid as error:
        raise OutsideFolderError(error.message) from error


def _key(value: str) -> str:
    try:
        return keys.check_key(value, field="key")
    except Invalid as error:
        raise ValueError(error.message) from error


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f"language {value!r} is not a language tag such as 'en' or 'pt-BR'")
    return value


def _printable(value: str) -> str:
    if _UNPRINTABLE.search(value):
        raise ValueError("the text holds control characters; type it again")
    if not value.strip():
        raise ValueError("the text is empty; write what learners will read")
    return value.strip()


def _one_line(value: str) -> str:
    text = _printable(value)
    if len(text.splitlines()) > 1:
        raise ValueError("the text has several lines; write it on one")
    return text


def _tag(value: str) -> str:
    text = _one_line(value)
    if not _TAG.fullmatch(text):
        raise ValueError(f"tag {text!r} holds commas or odd spaces; make it one entry per tag")
    return text.lower()


def _duration(value: str) -> str:
    parse_duration(value)
    return value


def _moment(value: str) -> str:
    parse_moment(value, zone=_UTC)
    return value


def _date_and_time(value: str) -> str:
    parse_moment(value, zone=_UTC)
    if not has_time(value):
        raise ValueError(f"{value!r} has no time; write for example '{value}T18:00'")
    return value


def _zone(value: str) -> str:
    parse_zone(value)
    return value


Key = Annotated[
    str,
    AfterValidator(_key),
    Field(json_schema_extra={"pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"}),
]
Title = Annotated[
    str, Field(max_length=200, json_schema_extra=_NOT_EMPTY), AfterValidator(_one_line)
]
Sentence = Annotated[
    str, Field(max_length=300, json_schema_extra=_NOT_EMPTY), AfterValidator(_one_line)
]
Prose = Annotated[
    str, Field(max_length=2000, json_schema_extra=_NOT_EMPTY), AfterValidator(_printable)
]
Tag = Annotated[str, Field(max_length=40, json_schema_extra=_NOT_EMPTY), AfterValidator(_tag)]
Language = Annotated[
    str,
    AfterValidator(_language),
    Field(json_schema_extra={"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}),
]
Duration = Annotated[
    str,
    AfterValidator(_duration),
    Field(
        json_schema_extra={
            "pattern": DURATION_PATTERN,
            "minLength": 2,
            "examples": ["90 min", "6 h", "1 h 30 min"],
        }
    ),
]
Moment = Annotated[
    str,
    AfterValidator(_moment),
    Field(
        json_schema_extra={
            "pattern": MOMENT_PATTERN,
            "examples": ["2026-12-01", "2026-12-01T18:00"],
        }
    ),
]
DateAndTime = Annotated[
    str,
    AfterValidator(_date_and_time),
    Field(
        json_schema_extra={
            "pattern": MOMENT_PATTERN.replace(")?$", ")$"),
            "examples": ["2026-12-03T18:00"],
        }
    ),
]
Zone = Annotated[
    str,
    AfterValidator(_zone),
    Field(json_schema_extra={"examples": ["Europe/Berlin", "America/New_York", "UTC"]}),
]
