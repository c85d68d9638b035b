"""``jupyter hybrid cohort``: who takes a course, and in which cohort."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from jupyter_hybrid.cli.settings import OPERATOR, add_settings, opened_program
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.people_file import MAX_PEOPLE_BYTES, check_cohort, read_people_file
from jupyter_hybrid.domain.enrolments import ChangeKind, Enrolment, EnrolmentChange
from jupyter_hybrid.domain.errors import Invalid, NotFound
from jupyter_hybrid.services.program import Program


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "cohort",
        help="say who takes a course",
        description="Keeps the list of who takes a course and in which cohort. Attempts and points "
        "belong to people and courses: no move and no removal touches them.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add_import(actions)
    shown = actions.add_parser("list", help="show who takes a course")
    shown.set_defaults(run=show)
    moved = actions.add_parser("move", help="put somebody into another cohort")
    moved.add_argument("name", help="the name that they log in with")
    moved.add_argument("--to", required=True, help="key of the cohort; '' for none")
    moved.set_defaults(run=move)
    removed = actions.add_parser("remove", help="take somebody off the list")
    removed.add_argument("name", help="the name that they log in with")
    removed.set_defaults(run=remove)
    for action in (shown, moved, removed):
        action.add_argument("--course", required=True, help="the course's key")
        add_settings(action)


def _add_import(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = actions.add_parser(
        "import",
        help="put the people of a CSV file on the list",
        description="Reads a CSV file with the columns name (what they log in with), cohort and "
        "display_name; only name is needed. Doing it again changes nothing. Who is not in the file "
        "stays.",
    )
    parser.add_argument("file", type=Path, help="for example people.csv")
    parser.add_argument("--course", required=True, help="the course's key")
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    add_settings(parser)
    parser.set_defaults(run=import_people)


def import_people(arguments: argparse.Namespace) -> int:
    """Put people on the list, say what changed, and return 0; 1 if the file has problems.

    Raises
    ------
    NotFound
        If there is no such file or course.
    Invalid
        If the file is no list of people at all.
    """
    file = read_people_file(_read(arguments.file), file=arguments.file.name)
    if file.problems:
        for problem in file.problems:
            print(printable(problem), file=sys.stderr)
        print(f"Nothing was changed: {len(file.problems)} problems.", file=sys.stderr)
        return 1
    with opened_program(arguments) as program:
        _check_course(program, arguments.course)
        changes = program.enrolments.put_on_list(
            arguments.course, file.people, is_dry_run=arguments.dry_run
        )
    for change in changes:
        print(printable(_change(change)))
    counted = Counter(change.kind for change in changes)
    n_same = len(file.people) - len(changes)
    done = "Would be" if arguments.dry_run else "Done:"
    print(
        f"{done} {counted[ChangeKind.ENROL]} enrolled, {counted[ChangeKind.MOVE]} moved,"
        f" {counted[ChangeKind.RENAME]} renamed, {n_same} unchanged."
    )
    if arguments.dry_run and changes:
        print("Nothing was changed. Leave out --dry-run to do it.")
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print who takes a course and return 0."""
    with opened_program(arguments, must_exist=True) as program:
        _check_course(program, arguments.course)
        people = program.enrolments.people(arguments.course)
    print(_table(people) if people else f"Nobody takes {arguments.course} yet.")
    return 0


def move(arguments: argparse.Namespace) -> int:
    """Put somebody into another cohort and return 0.

    Raises
    ------
    NotFound, Invalid
        If they do not take the course, or name or cohort can be none.
    """
    cohort = check_cohort(arguments.to) if arguments.to else None
    with opened_program(arguments, must_exist=True) as program:
        program.enrolments.move(arguments.name, course=arguments.course, cohort=cohort)
    print(printable(f"{arguments.name}: now in {cohort or 'no cohort'}; attempts and points stay."))
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take somebody off the list and return 0.

    Raises
    ------
    NotFound, Invalid
        If they do not take the course, or the name can be nobody's.
    """
    with opened_program(arguments, must_exist=True) as program:
        program.enrolments.remove(arguments.name, course=arguments.course)
    print(printable(f"{arguments.name}: no longer on the list; attempts and points stay."))
    return 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_PEOPLE_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}") from error


def _check_course(program: Program, key: str) -> None:
    courses, broken = program.courses.courses(OPERATOR)
    known = [course.key for course in courses] + [course.key for course in broken]
    if key not in known:
        raise NotFound(
            f"there is no course {key!r}; there are: {', '.join(known) or 'none (--course-dir)'}"
        )


def _change(change: EnrolmentChange) -> str:
    new, former = change.enrolment, change.former
    if change.kind is ChangeKind.ENROL:
        return f"enrol   {new.person}" + (f" in {new.cohort}" if new.cohort else "")
    if change.kind is ChangeKind.MOVE and former is not None:
        return f"move    {new.person}: {former.cohort or 'no cohort'} -> {new.cohort}"
    return f"rename  {new.person}: {new.display_name}"


def _table(people: Sequence[Enrolment]) -> str:
    rows = [("cohort", "name", "display name", "since")] + [
        (
            one.cohort or "-",
            printable(one.person),
            printable(one.display_name or "-"),
            one.enrolled_at.date().isoformat(),
        )
        for one in people
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(f"{value:<{width}}" for value, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
