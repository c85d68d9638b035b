"""Requests that are wrong whatever they ask for."""

import pytest

SESSIONS = ("hybrid", "api", "sessions")


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 400, "malformed"),
        (b'{"title"', 400, "malformed"),
        (b"[]", 400, "malformed"),
        (b'{"title": NaN}', 400, "malformed"),
        (b"\xff\xfe", 400, "malformed"),
        (b"[" * 100_000, 400, "malformed"),
        (b"{}", 422, "invalid"),
        (b'{"title": "x", "unknown": 1}', 422, "invalid"),
        (b'{"title": "   "}', 422, "invalid"),
        (b'{"title": ""}', 422, "invalid"),
        (b'{"title": "' + b"x" * 10_000_000 + b'"}', 413, "too_large"),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_a_bad_body_is_answered_in_words(api, raw, status, code):
    answered, error = await api("POST", *SESSIONS, raw=raw)
    _, listed = await api("GET", *SESSIONS)

    assert (answered, error["code"]) == (status, code)
    assert error["message"]
    assert len(error["message"]) < 500
    assert listed["sessions"] == []


@pytest.mark.parametrize("key", ["..", ".", "%2e%2e", "a%2Fb", "%2Fetc", "a%00b", "A", "x" * 65])
async def test_path_tricks_in_keys(
    jp_http_port, jp_base_url, jp_auth_header, http_server_client, key
):
    address = f"{jp_base_url}hybrid/api/courses/{key}/progress"

    response = await http_server_client.fetch(address, headers=jp_auth_header, raise_error=False)
    sound = await http_server_client.fetch(
        address.replace(f"/{key}/", "/statistics/"), headers=jp_auth_header
    )

    assert sound.code == 200
    assert response.code in {404, 422}
    assert b"Traceback" not in response.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_a_wrong_method(api, method):
    status, error = await api(method, *SESSIONS)

    assert (status, error["code"]) == (405, "wrong_method")


async def test_an_address_that_does_not_exist(api):
    for method in ("GET", "POST"):
        status, error = await api(method, "hybrid", "api", "nothing", "here")

        assert (status, error["code"]) == (404, "not_found")


async def test_nobody_gets_in_without_jupyters_token(api):
    status, error = await api("GET", *SESSIONS, headers={"Authorization": "token wrong"})

    assert (status, error["code"]) == (403, "login_needed")
    assert "log in again" in error["message"]


@pytest.mark.parametrize("pass_", ["", "x", "a.b", "." * 3000])
async def test_a_forged_persona(api, pass_):
    status, error = await api("GET", "hybrid", "api", "me", headers={"X-Hybrid-Persona": pass_})

    assert (status, error["code"]) == (403, "bad_ticket")
