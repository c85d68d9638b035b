"""`jupyter hybrid demo`: two links that work, and nothing left when it stops."""

import re
import signal
import subprocess
import sys
import urllib.request

import psutil
import pytest

from jupyter_hybrid.cli.demo import COURSE, prepare

TIMEOUT_S = 90


@pytest.fixture
def demo(tmp_path):
    """A running demo, its output so far, and a folder of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_hybrid", "demo", "--dir", tmp_path / "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    yield process
    if process.poll() is None:
        for one in [*psutil.Process(process.pid).children(recursive=True), process]:
            one.kill()
        process.wait()


def links_of(process):
    """Return the links that the demo prints, once it has printed them."""
    links = []
    for line in process.stdout:
        links += re.findall(r"http://127\.0\.0\.1:\d+\S+", line)
        if "Ctrl-C" in line:
            return links
    raise AssertionError("the demo ended")


def status_of(link):
    with urllib.request.urlopen(link, timeout=10) as response:
        return response.status


@pytest.mark.timeout(TIMEOUT_S)
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_both_links_answer_and_stopping_leaves_nothing(demo, how):
    mine, theirs = links_of(demo)
    children = psutil.Process(demo.pid).children(recursive=True)

    assert status_of(mine) == status_of(theirs) == 200
    assert "hybrid-persona=" in theirs
    assert children

    demo.send_signal(how)

    assert demo.wait(20) == 0
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_a_folder_that_cannot_be_written_is_answered_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")

    ended = subprocess.run(
        [sys.executable, "-m", "jupyter_hybrid", "demo", "--dir", tmp_path / "file" / "demo"],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 2
    assert "cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_demo_keeps_what_was_done_in_it(tmp_path):
    work = prepare(tmp_path / "demo")
    changed = work / "authoring" / COURSE / "course.yaml"
    changed.write_text("mine")

    prepare(tmp_path / "demo")

    assert changed.read_text() == "mine"
