"""A learner in an interpreter of its own, spoken to over two pipes."""

import json
import subprocess
import sys

import pytest
from worker_engine import WORKER

from jupyter_hybrid.grading.worker.frames import decode_body, decode_length, encode_frame


class Fresh:
    def __init__(self, scratch, role):
        scratch.mkdir()
        self.process = subprocess.Popen(
            [sys.executable, "-I", WORKER, "fresh", role, json.dumps({"scratch": str(scratch)})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.ready = self.receive()["frame"]

    def receive(self):
        head = self.process.stdout.read(4)
        return decode_body(self.process.stdout.read(decode_length(head)))

    def send(self, channel, **frame):
        self.process.stdin.write(encode_frame({"channel": channel, "frame": frame}))
        self.process.stdin.flush()

    def ask(self, **frame):
        self.send("control", id=1, **frame)
        message = self.receive()
        assert message["channel"] == "control"
        return message["frame"]


@pytest.fixture(scope="module")
def learner(tmp_path_factory):
    fresh = Fresh(tmp_path_factory.mktemp("fresh") / "pair", "learner")
    fresh.ask(op="begin", files={}, folder=".", seed=None)
    yield fresh
    fresh.process.kill()
    fresh.process.wait()


def test_it_says_that_it_is_ready(learner):
    assert learner.ready["ready"] > 0
    assert "error" not in learner.ready


def test_cells_run(learner):
    reply = learner.ask(op="run", cell="a", source="import os; os.write(1, b'low'); print('a'); 42")

    kinds = [kind for kind, *_ in reply["messages"]]
    assert kinds == ["stream", "execute_result"]
    assert reply["messages"][0][1]["text"] == "lowa\n"


def test_questions_have_a_channel_of_their_own(learner):
    learner.ask(op="run", cell="a", source="x = 5")

    learner.send("data", q=1, op="no such operation")

    answer = learner.receive()
    assert answer["channel"] == "data"
    assert answer["frame"]["a"] == 1


def test_what_is_not_allowed_is_refused_in_words(learner):
    reply = learner.ask(op="run", cell="a", source="import os; os.system('true')")

    assert "other programs cannot be started" in reply["error"]["text"]


def test_it_ends_with_its_engine(tmp_path):
    fresh = Fresh(tmp_path / "pair", "learner")

    fresh.process.stdin.close()

    assert fresh.process.wait(20) == 0


def test_it_ends_when_it_is_told_to(tmp_path):
    fresh = Fresh(tmp_path / "pair", "learner")

    fresh.send("control", id=2, op="end")

    assert fresh.process.wait(20) == 0
