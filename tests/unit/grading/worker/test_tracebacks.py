"""How much of an exception is shown."""

import traceback

from jupyter_hybrid.grading.worker.tracebacks import DEEPEST, shorten


def raised(call):
    try:
        call()
    except (RecursionError, KeyError, ValueError) as error:
        return error


def endless():
    return endless()


def ends_below(n):
    if n == 0:
        raise KeyError("last")
    ends_below(n - 1)


def test_an_endless_recursion_keeps_its_beginning_and_its_end():
    error = raised(lambda: ends_below(500))

    shorten(error)

    calls = traceback.extract_tb(error.__traceback__)
    assert len(calls) < DEEPEST
    assert calls[0].name == "raised"
    assert calls[-1].line == 'raise KeyError("last")'


def test_what_it_came_of_is_short_too():
    def wrap():
        try:
            endless()
        except RecursionError as cause:
            raise ValueError from cause

    error = raised(wrap)

    shorten(error)

    assert len(traceback.extract_tb(error.__cause__.__traceback__)) < DEEPEST


def test_a_usual_traceback_stays():
    error = raised(lambda: ends_below(20))
    before = traceback.format_exception(error)

    shorten(error)

    assert traceback.format_exception(error) == before
