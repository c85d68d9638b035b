"""``jupyter hybrid regrade``: check everybody's attempts again after a corrected test."""

import argparse
import asyncio
import sys

from jupyter_hybrid.cli.settings import OPERATOR, add_settings, opened_program
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.keys import check_grade_id, check_key
from jupyter_hybrid.domain.regrades import Recheck, RegradeEffect, TestChange
from jupyter_hybrid.services.program import Program
from jupyter_hybrid.services.regrades import Regrade, RegradeState

_PROGRESS_S = 1.0
_EFFECTS = {
    RegradeEffect.GAINS: "gains",
    RegradeEffect.LOSES: "loses",
    RegradeEffect.SAME_POINTS: "same points",
    RegradeEffect.FAULT: "stays",
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "regrade",
        help="check everybody's attempts again after a corrected test",
        description="Checks all attempts at an exercise with the tests that the course has now, "
        "and prints what changes for whom. Nothing is stored without --apply. Points that a person "
        "gave stay.",
    )
    parser.add_argument("course", help="the course's key")
    parser.add_argument("step", metavar="MODULE/STEP", help="for example basics/averages")
    parser.add_argument("exercise", help="the exercise's key: its first answer's grade_id")
    parser.add_argument("--apply", action="store_true", help="store what changes")
    add_settings(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what changes, store it if asked to, and return 0; 1 if attempts have faults.

    Raises
    ------
    NotFound, Invalid
        If there is no such course, step or exercise.
    """
    step = _step(arguments.course, arguments.step)
    check_grade_id(arguments.exercise, field="exercise")
    with opened_program(arguments, must_exist=True) as program:
        return asyncio.run(_regrade(program, step, arguments.exercise, is_applied=arguments.apply))


def _step(course: str, address: str) -> StepKey:
    module, slash, step = address.partition("/")
    if not slash:
        raise Invalid(f"{address[:80]!r} is not MODULE/STEP", field="step")
    return StepKey(
        check_key(course, field="course"),
        check_key(module, field="module"),
        check_key(step, field="step"),
    )


async def _regrade(program: Program, step: StepKey, exercise: str, *, is_applied: bool) -> int:
    try:
        regrade = await program.regrades.begin(OPERATOR, step, exercise)
        telling = asyncio.create_task(_tell(regrade))
        await program.regrades.finished(regrade)
        telling.cancel()
        if regrade.state is RegradeState.FAILED:
            raise Invalid(f"it could not be checked again: {regrade.problem}", field="exercise")
        _print(regrade)
        is_change = any(one.is_change for one in regrade.rechecks)
        if is_applied and is_change:
            await program.regrades.apply(OPERATOR, step, exercise, regrade_id=regrade.id)
            print("Stored. Learners see that it was checked again.")
        elif is_change:
            print("Nothing was stored. Add --apply to do it.")
        return 1 if regrade.tally.n_faults else 0
    finally:
        await program.stop()


async def _tell(regrade: Regrade) -> None:
    while True:
        await asyncio.sleep(_PROGRESS_S)
        print(f"{len(regrade.rechecks)} of {regrade.n_total} attempts", file=sys.stderr)


def _print(regrade: Regrade) -> None:
    for one in regrade.rechecks:
        if one.effect is not RegradeEffect.UNCHANGED:
            print(printable(_line(one)))
            for test in one.tests:
                print(printable(_verdicts(test)))
    tally = regrade.tally
    print(
        f"{regrade.n_total} attempts checked. Learners: {tally.n_gain} gain, {tally.n_lose} lose,"
        f" {tally.n_same} stay as they are. {tally.n_faults} attempts could not be checked."
    )


def _line(one: Recheck) -> str:
    after = f"{one.after.points:g}" if one.after else "-"
    at = one.submitted_at.strftime("%Y-%m-%d %H:%M")
    why = f" ({one.fault})" if one.fault else ""
    return f"{one.person}  {at}  {one.before.points:g} -> {after}  {_EFFECTS[one.effect]}{why}"


def _verdicts(test: TestChange) -> str:
    words = {None: "not there", True: "passes", False: "fails"}
    return f"    {test.name}: {words[test.before]} -> {words[test.after]}"
