"""``people.csv``: bytes in, people or every problem at once out."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_hybrid.domain import keys
from jupyter_hybrid.domain.enrolments import ListedPerson
from jupyter_hybrid.domain.errors import Invalid

MAX_PEOPLE_BYTES = 4 * 1024 * 1024
COLUMNS = ("name", "cohort", "display_name")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "save it as UTF-8 (in Excel: 'CSV UTF-8')"
_MAX_DISPLAY_NAME = 200


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """What a list of people says.

    Parameters
    ----------
    people
        In the order of the file; each name once.
    problems
        Sentences, each with its line; with any of them nothing should be imported.
    """

    people: Sequence[ListedPerson]
    problems: Sequence[str]


def read_people_file(content: bytes, *, file: str) -> PeopleFile:
    """Return the people in a CSV file with the columns name, cohort and display_name.

    Only name is required. Columns are separated by comma, semicolon or tab.

    Parameters
    ----------
    file
        Its name, for messages.

    Raises
    ------
    Invalid
        If it is no such file at all: another encoding, no header, too large.
    """
    text = _decoded(content, file=file)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    people: dict[str, ListedPerson] = {}
    problems: list[str] = []
    try:
        rows.fieldnames = _columns(rows, file=file)
        for row in rows:
            problems.extend(
                f"{file}, line {rows.line_num}: {problem}" for problem in _take(row, people)
            )
    except csv.Error as error:
        line = max(1, rows.line_num)  # it counts the lines that were read whole
        raise Invalid(f"{file}, line {line}: {error}; check the quotes") from error
    return PeopleFile(tuple(people.values()), tuple(problems))


def _columns(rows: "csv.DictReader[str]", *, file: str) -> list[str]:
    names = [name.strip().lower() for name in rows.fieldnames or ()]
    unknown = [name for name in names if name not in COLUMNS]
    repeated = [name for name in COLUMNS if names.count(name) > 1]
    wrong = "no column 'name'" if "name" not in names else None
    if unknown:
        wrong = f"the column {unknown[0]!r:.80} is not known"
    elif repeated:
        wrong = f"the column {repeated[0]!r} is there twice"
    if wrong:
        raise Invalid(
            f"{file}, line 1: {wrong}; the first line must name the columns: {', '.join(COLUMNS)}"
        )
    return names


def _decoded(content: bytes, *, file: str) -> str:
    if len(content) > MAX_PEOPLE_BYTES:
        raise Invalid(f"{file} is larger than {MAX_PEOPLE_BYTES // 1024**2} MB; split it")
    if content.startswith(_UTF16):
        raise Invalid(f"{file} is UTF-16 text; {_SAVE_AS}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid(f"{file}, line {line}: this is not UTF-8 text; {_SAVE_AS}") from error


def _take(row: dict[str, str | None], people: dict[str, ListedPerson]) -> Iterator[str]:
    """Put a row's person among `people`, or say what is wrong with it."""
    if None in row:
        yield "more values than columns; put text with commas into quotes"
        return
    values = {name: (value or "").strip() for name, value in row.items()}
    if not any(values.values()):
        return
    try:
        person = _person(values)
    except Invalid as error:
        yield error.message
        return
    if people.setdefault(person.name, person) != person:
        yield f"{person.name!r} stands in the list twice, with different words; keep one line"


def _person(values: dict[str, str]) -> ListedPerson:
    if not values["name"]:
        raise Invalid("the name is missing; it is the name that people log in with")
    cohort, display_name = values.get("cohort") or None, values.get("display_name") or None
    if display_name is not None:
        display_name = keys.check_title(display_name, field="display_name")[:_MAX_DISPLAY_NAME]
    return ListedPerson(
        name=keys.check_person_name(values["name"], field="name"),
        cohort=None if cohort is None else check_cohort(cohort),
        display_name=display_name,
    )


def check_cohort(value: str) -> str:
    """Return `value` if it can be a cohort's key.

    Raises
    ------
    Invalid
        As `keys.check_key`.
    """
    return keys.check_key(value, field="cohort")
