"""A server that is killed in the middle of a check loses nothing."""

import contextlib
import json
import sqlite3
import threading
import time
import uuid

import pytest
from jupyter_process import JupyterProcess

from fakes.course_folder import a_notebook, write_course

STEP = "/hybrid/api/courses/statistics/modules/basics/steps/averages"
ATTEMPTS = f"{STEP}/exercises/mean/attempts"
SLOW_RIGHT_ANSWER = """\
import time
time.sleep(4)
def mean(x):
    return sum(x) / len(x)
"""


@pytest.fixture
def server(tmp_path):
    write_course(tmp_path / "courses" / "statistics", notebook=json.dumps(a_notebook()))
    server = JupyterProcess(tmp_path / "home", course_dirs=tmp_path / "courses")
    yield server.start()
    server.stop()


def wait_for(condition, *, timeout_s=60):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"it did not happen within {timeout_s} s")


def is_leased(folder, attempt):
    """Return whether the server is grading an attempt."""
    for file in folder.rglob("hybrid.sqlite"):
        with contextlib.closing(sqlite3.connect(file)) as database:
            sql = "SELECT 1 FROM attempts WHERE id = ? AND leased_until IS NOT NULL"
            return database.execute(sql, (attempt,)).fetchone() is not None
    return False


def test_an_attempt_that_was_under_way_is_graded_after_the_restart(server, tmp_path):
    body = {
        "id": str(uuid.uuid4()),
        "release": server.call("GET", f"{STEP}/bundle")[1]["release"],
        "answers": {"mean": SLOW_RIGHT_ANSWER},
    }

    def send():
        with pytest.raises(OSError):
            server.call("POST", ATTEMPTS, body)

    sending = threading.Thread(target=send)
    sending.start()
    wait_for(lambda: is_leased(tmp_path, body["id"]))
    server.kill()
    sending.join()
    server.start()

    graded = wait_for(
        lambda: [
            one for one in server.call("GET", ATTEMPTS)[1]["attempts"] if one["state"] == "graded"
        ]
    )
    status, again = server.call("POST", ATTEMPTS, body)

    assert [(one["id"], one["points"]) for one in graded] == [(body["id"], 2)]
    assert (status, again) == (200, graded[0])
