"""Durations, dates and times as authors write them."""

import difflib
import re
from datetime import UTC, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

MAX_DURATION_MIN = 1000 * 60
YEARS = range(2000, 3000)
"""Far enough from the ends of the calendar for every time zone."""

DURATION_PATTERN = r"^([0-9]{1,4} ?h)?( ?[0-9]{1,5} ?min)?$"
MOMENT_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
)

_DURATION = re.compile(r"(?:([0-9]{1,4}) ?h)?(?: ?([0-9]{1,5}) ?min)?")
_MOMENT = re.compile(MOMENT_PATTERN.strip("^$"))


def parse_duration(text: str) -> int:
    """Return the minutes of a duration such as ``6 h``, ``90 min`` or ``1 h 30 min``.

    Raises
    ------
    ValueError
        If it is none, or not between one minute and 1000 hours.

    Examples
    --------
    >>> [parse_duration(text) for text in ("6 h", "90 min", "1 h 30 min", "2h")]
    [360, 90, 90, 120]
    """
    found = _DURATION.fullmatch(text.strip())
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found and text.strip() else 0
    if not 0 < minutes <= MAX_DURATION_MIN:
        raise ValueError(
            f"{text[:40]!r} is not a duration; write for example '6 h', '90 min' or '1 h 30 min'"
        )
    return minutes


def parse_zone(name: str) -> ZoneInfo:
    """Return the time zone of that name in the IANA database.

    Raises
    ------
    ValueError
        If there is none; with the name that looks most like it.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        close = difflib.get_close_matches(name, _zone_names(), n=1)
        advice = f"did you mean {close[0]!r}?" if close else "write for example 'Europe/Berlin'"
        raise ValueError(f"time zone {name[:60]!r} is not known here; {advice}") from error


@cache
def _zone_names() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def parse_moment(text: str, *, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, of a date or of a date and time.

    Parameters
    ----------
    zone
        Holds where `text` has no offset of its own. A date without a time is the end of that day.

    Raises
    ------
    ValueError
        If it is neither, or does not exist.

    Examples
    --------
    >>> str(parse_moment("2026-12-01", zone=ZoneInfo("Europe/Berlin")))
    '2026-12-01 22:59:59+00:00'
    >>> str(parse_moment("2026-11-30T18:00", zone=ZoneInfo("UTC")))
    '2026-11-30 18:00:00+00:00'
    """
    text = text.strip()
    if not _MOMENT.fullmatch(text):
        raise ValueError(
            f"{text[:40]!r} is not a date; write for example '2026-12-01' or '2026-12-01T18:00'"
        )
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not in the calendar ({error}); correct it") from error
    if moment.year not in YEARS:
        raise ValueError(f"{text!r} is not between {YEARS[0]} and {YEARS[-1]}; correct the year")
    if not has_time(text):
        moment = datetime.combine(moment.date(), time(23, 59, 59))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def has_time(text: str) -> bool:
    """Return whether a date is followed by a time."""
    return ":" in text
