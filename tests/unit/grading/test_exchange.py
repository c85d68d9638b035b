"""What a kernel says, believed only as far as it can be read."""

import pytest

from jupyter_hybrid.grading.kernels.exchange import Exchange
from jupyter_hybrid.grading.outcomes import Ending

REPLY = {"status": "ok"}


def say(exchange, kind, content, *, request="r"):
    exchange.hear({"msg_type": kind, "parent_header": {"msg_id": request}, "content": content})


@pytest.fixture
def exchange():
    return Exchange("r", max_bytes=10)


def test_it_is_complete_when_the_reply_and_all_output_are_there(exchange):
    say(exchange, "execute_reply", REPLY)
    assert not exchange.is_complete

    say(exchange, "status", {"execution_state": "busy"})
    assert not exchange.is_complete

    say(exchange, "status", {"execution_state": "idle"})
    assert exchange.is_complete


def test_messages_of_another_request_are_passed_over(exchange):
    say(exchange, "execute_reply", REPLY, request="other")
    say(exchange, "stream", {"name": "stderr", "text": "x"}, request="other")

    assert not exchange.has_reply
    assert exchange.outcome(Ending.DONE).stderr == ""


def test_output_of_any_request_counts(exchange):
    exchange.count(10)
    assert not exchange.has_overflowed

    exchange.count(1)
    assert exchange.has_overflowed


def test_error_stderr_and_value_are_collected(exchange):
    say(exchange, "stream", {"name": "stdout", "text": "out"})
    say(exchange, "stream", {"name": "stderr", "text": "a"})
    say(exchange, "stream", {"name": "stderr", "text": "b"})
    say(exchange, "execute_result", {"data": {"text/plain": "1.5"}})
    say(exchange, "error", {"ename": "NameError", "evalue": "no x"})

    outcome = exchange.outcome(Ending.DONE)

    assert (outcome.stderr, outcome.result) == ("ab", "1.5")
    assert (outcome.raised.name, outcome.raised.text) == ("NameError", "no x")
    assert not outcome.is_fine


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"parent_header": "r"},
        {"parent_header": {"msg_id": "r"}, "msg_type": "stream", "content": [1]},
        {"parent_header": {"msg_id": "r"}, "msg_type": "execute_result", "content": {"data": 1}},
        {"parent_header": {"msg_id": "r"}, "msg_type": "error", "content": {"ename": {}}},
        {
            "parent_header": {"msg_id": "r"},
            "msg_type": "execute_reply",
            "content": {"payload": 1},
        },
        {"parent_header": {"msg_id": "r"}, "msg_type": ["status"], "content": None},
    ],
)
def test_messages_of_the_wrong_shape_do_no_harm(exchange, message):
    exchange.hear(message)

    assert exchange.outcome(Ending.DONE).ending is Ending.DONE


def test_endless_texts_are_cut(exchange):
    for _ in range(3):
        say(exchange, "stream", {"name": "stderr", "text": "x" * 9_000})
    say(exchange, "error", {"ename": "E" * 9_000, "evalue": "x" * 90_000})

    outcome = exchange.outcome(Ending.DONE)

    assert (len(outcome.stderr), len(outcome.raised.name)) == (10_000, 500)
    assert len(outcome.raised.text) == 10_000


def test_leaving_the_shell_is_noticed(exchange):
    say(exchange, "execute_reply", REPLY | {"payload": [{"source": "ask_exit"}]})

    assert exchange.asks_to_exit
