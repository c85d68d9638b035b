"""What `demo` and `preview` say of a server that does not answer as they expect."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from jupyter_hybrid.cli import lab_server
from jupyter_hybrid.domain.errors import Unavailable


@pytest.fixture
def answering():
    """Return a function that starts a server which gives one answer; returns address and count."""
    servers = []

    def answering(status, body):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked.append(self.path)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}", asked

    yield answering
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def running():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (503, json.dumps({"message": "the database was written by a newer version"}), "newer ver"),
        (503, "<html>", "answered 503"),
        (503, "[]", "answered 503"),
        (404, "{}", "runs without jupyter_hybrid"),
    ],
)
def test_a_server_without_training_is_said_at_once(answering, running, status, body, words):
    base, asked = answering(status, body.encode())

    with pytest.raises(Unavailable, match=words):
        lab_server.persona_when_up(base, token="x", server=running, log_path="lab.log")

    assert len(asked) == 1
