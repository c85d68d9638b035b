"""The grades of a class as a table, as JSON, and in a few lines."""

import csv
import io
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jupyter_hybrid.cli.grade_journal import JOURNAL
from jupyter_hybrid.cli.grade_records import (
    CellRecord,
    NotebookRecord,
    State,
    max_points_of,
    points_of,
    waits_for_a_person,
)
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.domain.errors import Conflict, Unavailable

CSV, JSON = "grades.csv", "grades.json"
_FORMAT = 1
_COLUMNS = (
    "learner",
    "assignment",
    "notebook",
    "exercise",
    "cell",
    "points",
    "max_points",
    "needs_manual_grade",
    "isolation",
    "trust",
    "tampering",
    "notes",
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
_N_NAMED = 3
"""Learners that are named for having the same points."""


@dataclass(frozen=True, slots=True)
class Results:
    """The grades of a class.

    Parameters
    ----------
    assignment
        What was graded.
    records
        One per learner and notebook, in the order of the learners.
    """

    assignment: str
    records: Sequence[NotebookRecord]

    def by_learner(self) -> Mapping[str, list[NotebookRecord]]:
        """Return the notebooks of each learner."""
        grouped = groupby(self.records, key=lambda record: record["learner"])
        return {learner: list(records) for learner, records in grouped}

    @property
    def not_graded(self) -> list[NotebookRecord]:
        """Those that the engine could not grade."""
        return [one for one in self.records if one["state"] == State.NOT_GRADED]

    @property
    def faults(self) -> Mapping[str, str]:
        """What is the author's fault, by notebook."""
        return {one["notebook"]: one["fault"] for one in self.records if one["fault"]}


def check_free(folder: Path) -> None:
    """Raise unless results may be written into a folder.

    Raises
    ------
    Conflict
        If files of these names are there that this command did not write.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise Conflict(f"{folder} is there and no folder; choose another --output")
    if (folder / JOURNAL).exists():
        return
    for name in (CSV, JSON):
        if os.path.lexists(folder / name):
            raise Conflict(
                f"{folder / name} was written by something else; nothing was changed. Choose"
                " another --output"
            )


def write_results(folder: Path, results: Results) -> None:
    """Write both files into a folder, each whole or not at all.

    Raises
    ------
    Unavailable
        If they cannot be written.
    """
    try:
        # Names of files need not be text; a grade must not be lost for it.
        _replace(folder / CSV, as_csv(results).encode("utf-8", "backslashreplace"))
        _replace(folder / JSON, as_json(results).encode("ascii"))
    except OSError as error:
        raise Unavailable(
            f"the results cannot be written into {folder} ({error.strerror}); what was graded is"
            " kept: the same command goes on from there"
        ) from error


def as_csv(results: Results) -> str:
    """Return a row for each learner and graded cell, and one with the total of each learner.

    No text is left that a spreadsheet would take for a formula: learners write some of it.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for learner, records in results.by_learner().items():
        for record in records:
            rows.writerows(map(_cells, _rows(record, assignment=results.assignment)))
        rows.writerow(_cells(_total(learner, records, assignment=results.assignment)))
    return text.getvalue()


def as_json(results: Results) -> str:
    """Return everything, with the tests; of hidden ones only whether they passed."""
    learners = [
        {
            "learner": learner,
            "points": points_of(records),
            "max_points": max_points_of(records),
            "needs_manual_grade": waits_for_a_person(records),
            "notebooks": [
                {name: value for name, value in record.items() if name != "learner"}
                for record in records
            ],
        }
        for learner, records in results.by_learner().items()
    ]
    content = {"format": _FORMAT, "assignment": results.assignment, "learners": learners}
    return json.dumps(content, indent=1, allow_nan=False) + "\n"


def as_table(results: Results) -> str:
    """Return the class in a few lines."""
    classes = results.by_learner()
    points = {learner: points_of(records) for learner, records in classes.items()}
    highest = max(map(max_points_of, classes.values()), default=0.0)
    n_waiting = sum(map(waits_for_a_person, classes.values()))
    mean = sum(points.values()) / max(1, len(points))
    states = [record["state"] for record in results.records]
    n_flagged = len({one["learner"] for one in results.records if one["tampering"]})
    rows = [
        ("learners", f"{len(points)}"),
        ("mean", f"{mean:.4g} of {highest:g} points"),
        ("lowest", _extreme(points, min(points.values(), default=0.0))),
        ("highest", _extreme(points, max(points.values(), default=0.0))),
        ("wait for a person", f"{n_waiting}"),
        ("not handed in", f"{states.count(State.MISSING)}"),
        ("not usable", f"{states.count(State.UNUSABLE)}"),
        ("not graded", f"{states.count(State.NOT_GRADED)}"),
        ("flagged tampering", f"{n_flagged}"),
        ("author's faults", f"{len(results.faults)}"),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {printable(value)}" for name, value in rows)


def _extreme(points: Mapping[str, float], value: float) -> str:
    who = [learner for learner, one in points.items() if one == value]
    more = f" and {len(who) - _N_NAMED} more" if len(who) > _N_NAMED else ""
    return f"{value:g} ({', '.join(who[:_N_NAMED])}{more})"


def _rows(record: NotebookRecord, *, assignment: str) -> Iterator[tuple[object, ...]]:
    said = [*([record["fault"]] if record["fault"] else []), *record["notes"]]
    for cell in record["cells"]:
        yield (
            record["learner"],
            assignment,
            record["notebook"],
            cell["exercise"],
            cell["cell"],
            *_numbers(cell),
            record["isolation"],
            cell["trust"],
            "; ".join(record["tampering"]),
            "; ".join(said),
        )


def _numbers(cell: CellRecord) -> tuple[object, ...]:
    return cell["points"], cell["max_points"], _yes(is_so=cell["needs_manual_grade"])


def _total(
    learner: str, records: Sequence[NotebookRecord], *, assignment: str
) -> tuple[object, ...]:
    numbers = (points_of(records), max_points_of(records))
    waits = _yes(is_so=waits_for_a_person(records))
    tampering = "; ".join(_unlike(note for one in records for note in one["tampering"]))
    return (learner, assignment, "", "total", "", *numbers, waits, "", "", tampering, "")


def _unlike(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "no"


def _cells(row: Iterable[object]) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float | int):
        return f"{value:.12g}"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink()
