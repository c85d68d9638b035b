"""``jupyter hybrid grade``: the points of one submitted notebook, or of a whole class."""

import argparse
from collections.abc import Callable
from pathlib import Path

from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.services.ports import Grader

_ONE = ("source", "submission")
_CLASS = ("all", "submissions")
_OF_CLASS = ("output", "workers", "again")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "grade",
        help="grade one submitted notebook, or a class",
        description="Grades the answers of submitted notebooks with the tests of their source. "
        "Nothing else of a submission counts. Data files are those that the course names or, "
        "outside a course, those beside the source. Exit status: 0 if everything was graded, 1 if "
        "not, 2 if it cannot be done as asked.",
    )
    one = parser.add_argument_group("one notebook")
    one.add_argument("--source", type=Path, help="the author's notebook")
    one.add_argument("--submission", type=Path, help="the learner's notebook")
    one.add_argument("--json", action="store_true", help="print JSON instead of a table")
    many = parser.add_argument_group("a class")
    many.add_argument(
        "--all", metavar="DIR", type=Path, help="folder of an assignment's source notebooks"
    )
    many.add_argument(
        "--submissions",
        metavar="DIR",
        type=Path,
        help="folder with LEARNER/ASSIGNMENT/NOTEBOOK.ipynb; ASSIGNMENT is the name of --all's",
    )
    many.add_argument(
        "--output", metavar="DIR", type=Path, help="where results go (grades-ASSIGNMENT)"
    )
    many.add_argument(
        "--workers", metavar="N", type=int, help="how many at the same time (one per processor)"
    )
    many.add_argument(
        "--again", action="store_true", help="grade those that were graded before, too"
    )
    parser.add_argument(
        "--trust",
        choices=[mode.value for mode in TrustMode],
        help="how tests run, instead of the strictest way that the author's solution passes",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, *, make_grader: Callable[[], Grader] | None = None) -> int:
    """Grade and return 0, or 1 if not everything could be graded.

    Parameters
    ----------
    make_grader
        Makes another engine than the default.

    Raises
    ------
    NotFound, Invalid
        If what was named is not there or cannot be used.
    Conflict
        If results would be written over what is not theirs.
    Unavailable
        If the engine itself cannot work.
    """
    mode = TrustMode(arguments.trust) if arguments.trust else None
    if _is_class(arguments):
        return _grade_class(arguments, mode=mode, make_grader=make_grader)
    # What grading brings along takes a moment; other commands do without.
    from jupyter_hybrid.cli.grade_one import grade_one  # noqa: PLC0415

    return grade_one(
        arguments.source,
        arguments.submission,
        mode=mode,
        is_json=arguments.json,
        make_grader=make_grader or _engine(n_workers=None),
    )


def _is_class(arguments: argparse.Namespace) -> bool:
    given = {name for name in (*_ONE, *_CLASS, *_OF_CLASS, "json") if getattr(arguments, name)}
    if given >= {*_CLASS} and not given & {*_ONE, "json"}:
        return True
    if given >= {*_ONE} and not given & {*_CLASS, *_OF_CLASS}:
        return False
    raise Invalid(
        "name either --source and --submission (one notebook; with --json if wanted), or --all and"
        " --submissions (a class; with --output, --workers and --again if wanted)"
    )


def _grade_class(
    arguments: argparse.Namespace,
    *,
    mode: TrustMode | None,
    make_grader: Callable[[], Grader] | None,
) -> int:
    from jupyter_hybrid.cli.grade_class import ClassOrder, grade_class  # noqa: PLC0415
    from jupyter_hybrid.grading.options import n_processors  # noqa: PLC0415

    if arguments.workers is not None and arguments.workers < 1:
        raise Invalid(f"--workers is {arguments.workers}; it must be 1 or more")
    n_workers = arguments.workers or n_processors()
    order = ClassOrder(
        sources=arguments.all,
        submissions=arguments.submissions,
        output=arguments.output,
        n_workers=n_workers,
        mode=mode,
        is_again=arguments.again,
    )
    return grade_class(order, make_grader=make_grader or _engine(n_workers=n_workers))


def _engine(*, n_workers: int | None) -> Callable[[], Grader]:
    def make() -> Grader:
        # The engine brings Jupyter's client along; what is graded already does without.
        from jupyter_hybrid.grading.engine import GradingEngine  # noqa: PLC0415
        from jupyter_hybrid.grading.options import EngineOptions  # noqa: PLC0415

        return GradingEngine(EngineOptions(n_workers=n_workers))

    return make
