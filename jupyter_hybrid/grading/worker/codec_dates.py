"""Writers and readers of dates, times, time zones, exact numbers and UUIDs."""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from jupyter_hybrid.grading.worker.codec_errors import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_reader import Reader, readers
from jupyter_hybrid.grading.worker.codec_writer import (
    WRITERS,
    Foreign,
    Json,
    Writer,
    mro_of,
    name_of,
)

MAX_DIGITS = 20_000
MAX_FRACTION_BITS = 2**17
_DATE = ("year", "month", "day")
_TIME = ("hour", "minute", "second", "microsecond")
_DECIMAL = re.compile(
    r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)(E[+-]?[0-9]{1,19})?|-?Infinity|-?s?NaN[0-9]*"
)
_ZONE_ADVICE = "use datetime.timezone or zoneinfo.ZoneInfo for the time zone"
_IN_SECONDS = ("days", "seconds", "microseconds")


def _parts(cls: type, names: tuple[str, ...]) -> list[Foreign]:
    for base in mro_of(cls):
        if names[0] in base.__dict__:
            return [base.__dict__[name].__get__ for name in names]
    raise AttributeError(names[0])


_date_parts = _parts(date, _DATE)
_clock_parts = _parts(datetime, _TIME)
_time_parts = _parts(time, _TIME)
_delta_parts = _parts(timedelta, _IN_SECONDS)
_datetime_zone, _datetime_fold = _parts(datetime, ("tzinfo", "fold"))
_time_zone, _time_fold = _parts(time, ("tzinfo", "fold"))
_fraction_parts = _parts(Fraction, ("_numerator", "_denominator"))


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return the time zones that this computer knows."""
    return frozenset(available_timezones())


def write_zone(writer: Writer, value: Foreign) -> Json:
    """Write a time zone by its name or its distance from UTC."""
    cls = type(value)
    if value is None:
        return None
    if cls is timezone:
        offset, *name = timezone.__getinitargs__(value)  # type: ignore[attr-defined]
        return {"tz": [_write_delta(writer, offset), *name]}
    name = value.key if cls is ZoneInfo else None
    if name is None and (cls.__module__ or "").startswith("pytz"):
        name = value.zone
    if type(name) is not str or name not in zone_names():
        raise Unsupported(name_of(cls), "", _ZONE_ADVICE)
    return {"zi": name}


def read_zone(reader: Reader, json: Json) -> tzinfo | None:
    """Read a time zone, or None where there is none."""
    zone = reader.read(json)
    if zone is not None and not isinstance(zone, tzinfo):
        raise Malformed("not a time zone")
    return zone


def _read_offset(reader: Reader, json: Json) -> timezone:
    if type(json) is not list or len(json) not in (1, 2):
        raise Malformed("not an offset")
    offset = reader.read(json[0])
    return timezone(offset, *map(reader.text, json[1:]))


def _read_zone_name(reader: Reader, json: Json) -> ZoneInfo:
    name = reader.text(json)
    if name not in zone_names():  # ZoneInfo would look for a file, then for a module of this name
        raise Malformed("an unknown time zone")
    return ZoneInfo(name)


def _write_date(writer: Writer, value: date) -> Json:
    return {"D": [part(value) for part in _date_parts]}


def _write_time(writer: Writer, value: time) -> Json:
    zone = write_zone(writer, _time_zone(value))
    return {"T": [[part(value) for part in _time_parts], zone, _time_fold(value)]}


def _write_datetime(writer: Writer, value: datetime) -> Json:
    zone = write_zone(writer, _datetime_zone(value))
    parts = [part(value) for part in (*_date_parts, *_clock_parts)]
    return {"DT": [parts, zone, _datetime_fold(value)]}


def _write_delta(writer: Writer, value: timedelta) -> Json:
    return {"TD": [part(value) for part in _delta_parts]}


def _whole_numbers(reader: Reader, json: Json, *, count: int) -> list[int]:
    numbers = reader.parts(json, count=count)
    if any(type(number) is not int for number in numbers):
        raise Malformed("not whole numbers")
    return numbers


def _read_time(reader: Reader, json: Json) -> time:
    parts, zone, fold = reader.parts(json, count=3)
    hour, minute, second, microsecond = _whole_numbers(reader, parts, count=4)
    where = read_zone(reader, zone)
    [bent] = _whole_numbers(reader, [fold], count=1)
    return time(hour, minute, second, microsecond, where, fold=bent)


def _read_datetime(reader: Reader, json: Json) -> datetime:
    parts, zone, fold = reader.parts(json, count=3)
    year, month, day, hour, minute, second, micro = _whole_numbers(reader, parts, count=7)
    where = read_zone(reader, zone)
    [bent] = _whole_numbers(reader, [fold], count=1)
    return datetime(year, month, day, hour, minute, second, micro, where, fold=bent)


def _write_decimal(writer: Writer, value: Decimal) -> Json:
    digits = Decimal.__str__(value)
    if len(digits) > MAX_DIGITS:
        raise Unsupported("Decimal", "", "return it with fewer digits")
    writer.count_text(value, len(digits))
    return {"N": digits}


def _read_decimal(reader: Reader, json: Json) -> Decimal:
    digits = reader.text(json)
    if len(digits) > MAX_DIGITS or not _DECIMAL.fullmatch(digits):
        raise Malformed("not a decimal number")
    return Decimal(digits)


def _write_fraction(writer: Writer, value: Fraction) -> Json:
    parts = [int.__int__(part(value)) for part in _fraction_parts]
    if any(part.bit_length() > MAX_FRACTION_BITS for part in parts):
        raise Unsupported("Fraction", "", "return a number with fewer digits: float(...)")
    return {"Q": writer.write_all(parts, of=value)}


def _read_fraction(reader: Reader, json: Json) -> Fraction:
    parts = reader.read_all(reader.parts(json, count=2))
    if any(type(part) is not int or part.bit_length() > MAX_FRACTION_BITS for part in parts):
        raise Malformed("not two whole numbers")
    return Fraction(*parts)


def _read_uuid(reader: Reader, json: Json) -> UUID:
    number = reader.read(json)
    if type(number) is not int:
        raise Malformed("not a whole number")
    return UUID(int=number)


WRITERS.update(
    {
        date: _write_date,
        time: _write_time,
        datetime: _write_datetime,
        timedelta: _write_delta,
        timezone: write_zone,
        ZoneInfo: write_zone,
        Decimal: _write_decimal,
        Fraction: _write_fraction,
        UUID: lambda writer, value: {"U": writer.write(int.__int__(value.int))},
    }
)
readers(
    [
        ("D", lambda reader, json: date(*_whole_numbers(reader, json, count=3))),
        ("T", _read_time),
        ("DT", _read_datetime),
        ("TD", lambda reader, json: timedelta(*_whole_numbers(reader, json, count=3))),
        ("tz", _read_offset),
        ("zi", _read_zone_name),
        ("N", _read_decimal),
        ("Q", _read_fraction),
        ("U", _read_uuid),
    ]
)
