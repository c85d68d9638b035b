"""The bad connection of the tests behaves as it says."""

import socket
import threading
import time
from contextlib import suppress

import pytest
from ui.slow_line import SlowLine

KBIT_S = 256
DELAY_S = 0.25


class Echo:
    """A server that answers every line with the same line."""

    def __init__(self):
        self.lines = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client):
        with suppress(OSError), client, client.makefile("rwb", buffering=0) as stream:
            for line in stream:
                self.lines.append(line)
                stream.write(line)

    def close(self):
        self._listener.close()


@pytest.fixture
def echo():
    echo = Echo()
    yield echo
    echo.close()


@pytest.fixture
def line(echo):
    with SlowLine(echo.port) as line:
        yield line


@pytest.fixture
def connect(line):
    """Return a function that opens a connection through the line."""
    clients = []

    def connect():
        client = socket.create_connection(("127.0.0.1", line.port), timeout=10)
        clients.append(client)
        return client

    yield connect
    for client in clients:
        client.close()


def ask(client, text):
    """Send a line; what came back and after how many seconds."""
    begun = time.monotonic()
    client.sendall(text)
    answer = b""
    while not answer.endswith(b"\n"):
        chunk = client.recv(65536)
        if not chunk:
            break
        answer += chunk
    return answer, time.monotonic() - begun


def test_a_line_without_limits_only_counts(line, connect):
    answer, seconds = ask(connect(), b"x" * 100_000 + b"\n")

    assert len(answer) == 100_001
    assert seconds < 2
    assert (line.traffic.up, line.traffic.down) == (100_001, 100_001)


def test_what_is_carried_is_known_by_path(line, connect):
    client = connect()

    ask(client, b"GET /mine/a?b HTTP/1.1\r\n")
    ask(client, b"and more\n")
    ask(client, b"GET /other HTTP/1.1\r\n")

    assert line.carried("/mine/") == 2 * (24 + 9)
    assert line.carried("/") == line.traffic.total


def test_what_is_sent_arrives_after_the_delay(line, connect):
    line.limit(kbit_s=KBIT_S, delay_s=DELAY_S)
    client = connect()
    ask(client, b"shake hands\n")

    answer, seconds = ask(client, b"short\n")

    assert answer == b"short\n"
    assert 2 * DELAY_S <= seconds < 2 * DELAY_S + 0.3


def test_a_new_connection_costs_a_round_trip_more(line, connect):
    line.limit(kbit_s=KBIT_S, delay_s=DELAY_S)

    _, seconds = ask(connect(), b"short\n")

    assert 4 * DELAY_S <= seconds < 4 * DELAY_S + 0.3


def test_two_connections_share_the_rate(line, connect):
    line.limit(kbit_s=KBIT_S, delay_s=0)
    clients = [connect(), connect()]
    seconds = []
    text = b"x" * 15_999 + b"\n"
    threads = [
        threading.Thread(target=lambda one=one: seconds.append(ask(one, text)[1]))
        for one in clients
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # 32 kB at 32 kB/s; what comes back overlaps with what goes.
    assert 1.0 <= max(seconds) < 2.2


def test_a_cut_resets_what_is_open_and_takes_new_connections(line, connect):
    client = connect()
    ask(client, b"here\n")

    line.cut()

    with pytest.raises(ConnectionResetError):
        client.recv(1)
    assert ask(connect(), b"again\n")[0] == b"again\n"


def test_a_line_that_is_down_takes_no_connection(line, connect):
    line.take_down()

    with pytest.raises(ConnectionResetError):
        ask(connect(), b"hello\n")

    line.bring_up()
    assert ask(connect(), b"hello\n")[0] == b"hello\n"


def test_a_reply_is_lost_after_the_request_arrived(line, connect, echo):
    client = connect()
    ask(client, b"GET /other HTTP/1.1\r\n")
    before = line.traffic
    lost = line.take_down_before_reply("POST /attempts")
    client.sendall(b"POST /attempts HTTP/1.1\r\ncontent-length: 5\r\n\r\n")
    time_out = time.monotonic() + 10
    answers = b""
    while not answers.endswith(b"\r\n\r\n") and time.monotonic() < time_out:
        answers += client.recv(100)  # the body is not complete yet: these are no reply to it

    client.sendall(b"body\n")

    with pytest.raises(ConnectionResetError):
        client.recv(100)
    lost.wait(10)
    assert echo.lines[-1] == b"body\n"
    assert (line.traffic - before).up == 46 + 5
    with pytest.raises(ConnectionResetError):
        ask(connect(), b"hello\n")
