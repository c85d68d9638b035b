"""A real Jupyter server with the extension and a small course."""

import json
import uuid

import pytest
from tornado.httpclient import HTTPClientError

from fakes.course_folder import write_course

STEP = ("hybrid", "api", "courses", "statistics", "modules", "basics", "steps", "averages")


@pytest.fixture
def course_folder(tmp_path):
    return write_course(tmp_path / "courses" / "statistics")


@pytest.fixture
def jp_server_config(jp_server_config, tmp_path, course_folder):
    return {
        **jp_server_config,
        "ServerApp": {"jpserver_extensions": {"fakes.server_extension": True}},
        "HybridAppWithFakeGrader": {
            "course_dirs": [str(course_folder.parent)],
            "data_dir": str(tmp_path / "data"),
        },
    }


@pytest.fixture
def api(jp_fetch):
    """Return a function that calls an address and returns status and JSON."""

    async def api(method, *parts, body=None, raw=None, headers=None, params=None):
        if raw is None and body is not None:
            raw = json.dumps(body).encode()
        try:
            response = await jp_fetch(
                *parts,
                method=method,
                body=raw,
                headers=headers or {},
                params=params,
                allow_nonstandard_methods=True,
                request_timeout=60,
            )
        except HTTPClientError as error:
            response = error.response
        return response.code, json.loads(response.body)

    return api


@pytest.fixture
def step():
    return STEP


@pytest.fixture
def attempts(step):
    return (*step, "exercises", "mean", "attempts")


@pytest.fixture
def a_submission(api):
    """Return a function that makes the body of an attempt against the current release."""

    async def a_submission(**changes):
        _, course = await api("GET", "hybrid", "api", "courses", "statistics")
        release = course["modules"][0]["steps"][0]["release"]
        return {
            "id": str(uuid.uuid4()),
            "release": release,
            "answers": {"mean": "def mean(x):\n    return sum(x) / len(x)\n"},
        } | changes

    return a_submission


@pytest.fixture
def persona(api):
    """Return a function that makes the headers of a persona's window."""

    async def persona(name="learner"):
        _, made = await api("POST", "hybrid", "api", "personas", body={"name": name})
        return {"X-Hybrid-Persona": made["token"]}

    return persona
