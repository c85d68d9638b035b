"""How far a long command is, on a terminal and elsewhere."""

import io

import pytest

from jupyter_hybrid.cli.progress_bar import ProgressBar


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Seconds:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def seconds():
    return Seconds()


def test_a_terminal_shows_one_line_with_rate_and_rest(seconds):
    stream = Terminal()
    bar = ProgressBar(4, stream=stream, clock=seconds)

    seconds.now += 2
    bar.done("ada sums.ipynb")

    assert (
        stream.getvalue()
        == "\r[######..................] 1/4  ada sums.ipynb  0.5/s  6 s left\x1b[K"
    )


def test_a_closed_bar_leaves_the_terminal_as_it_was(seconds):
    stream = Terminal()
    bar = ProgressBar(1, stream=stream, clock=seconds)
    bar.done("ada")

    bar.close()

    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_log_gets_a_line_every_few_seconds_only(seconds):
    stream = io.StringIO()
    bar = ProgressBar(100, stream=stream, clock=seconds)

    for _ in range(12):
        seconds.now += 1
        bar.done("ada")
    bar.close()

    assert stream.getvalue().splitlines() == [
        "5/100  ada  1.0/s  1:35 min left",
        "10/100  ada  1.0/s  1:30 min left",
    ]


def test_what_took_no_work_makes_no_rate(seconds):
    bar = ProgressBar(10, stream=io.StringIO(), clock=seconds)
    for _ in range(8):
        bar.skip()

    seconds.now += 4
    bar.done("ada")

    assert bar.text("ada") == "9/10  ada  0.2/s  4 s left"


def test_a_learners_name_steers_no_terminal(seconds):
    stream = Terminal()

    ProgressBar(1, stream=stream, clock=seconds).done("a\x1b[2J\nb")

    assert "a [2J b" in stream.getvalue()
