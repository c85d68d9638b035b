"""Who the server takes people for."""

import pytest
from jupyter_server.auth import Authorizer, IdentityProvider, User
from jupyter_server.auth.login import LegacyLoginHandler


class NamedUsers(IdentityProvider):
    """Knows usernames: here, from a header."""

    def get_user(self, handler):
        name = handler.request.headers.get("X-Test-User")
        return User(name) if name else None

    def should_check_origin(self, handler):
        return False

    def is_token_authenticated(self, handler):
        return True


class OldStyleLogin(LegacyLoginHandler):
    """Knows usernames, as login handlers did before there were identity providers."""

    @classmethod
    def get_user(cls, handler):
        handler._token_authenticated = True
        return handler.request.headers.get("X-Test-User")


class ReadOnly(Authorizer):
    """Lets people look."""

    def is_authorized(self, handler, user, action, resource):
        return action == "read" and resource.startswith("hybrid:")


async def test_the_owner_of_a_token_is_the_owner(api):
    _, me = await api("GET", "hybrid", "api", "me")

    assert (me["name"], me["roles"]) == ("owner", ["learner", "trainer"])


class TestWithAnOldStyleLogin:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        config = {**jp_server_config, "ServerApp": {**jp_server_config["ServerApp"]}}
        config["ServerApp"]["login_handler_class"] = OldStyleLogin
        return config

    async def test_a_user_is_not_taken_for_the_owner(self, api):
        _, me = await api("GET", "hybrid", "api", "me", headers={"X-Test-User": "ada"})

        assert (me["name"], me["roles"]) == ("ada", ["learner"])


class TestWithUsernames:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        config = {**jp_server_config, "ServerApp": {**jp_server_config["ServerApp"]}}
        config["ServerApp"]["identity_provider_class"] = NamedUsers
        config["HybridAppWithFakeGrader"]["trainers"] = ["tia"]
        return config

    async def test_usernames_learn_and_named_trainers_train(self, api):
        roles = {}
        for name in ("ada", "tia"):
            _, me = await api("GET", "hybrid", "api", "me", headers={"X-Test-User": name})
            roles[me["name"]] = me["roles"]

        assert roles == {"ada": ["learner"], "tia": ["learner", "trainer"]}

    async def test_attempts_of_one_person_are_not_shown_to_another(
        self, api, attempts, a_submission
    ):
        ada, bob = {"X-Test-User": "ada"}, {"X-Test-User": "bob"}
        _, course = await api("GET", "hybrid", "api", "courses", "statistics", headers=ada)
        body = {
            "id": "6b1f4f3e-0000-4000-8000-000000000001",
            "release": course["modules"][0]["steps"][0]["release"],
            "answers": {},
        }
        status, made = await api("POST", *attempts, body=body, headers=ada)

        _, theirs = await api("GET", *attempts, headers=bob)
        shown, _ = await api("GET", *attempts, made["id"], headers=bob)
        taken, _ = await api("POST", *attempts, body=body, headers=bob)

        assert (status, theirs["attempts"], shown, taken) == (201, [], 404, 409)

    async def test_a_username_never_becomes_the_owner_or_a_persona(self, api):
        headers = {"X-Test-User": "tia"}

        status, _ = await api(
            "POST", "hybrid", "api", "personas", body={"name": "x"}, headers=headers
        )

        assert status == 403


class TestWithAnAuthorizer:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        config = {**jp_server_config, "ServerApp": {**jp_server_config["ServerApp"]}}
        config["ServerApp"]["authorizer_class"] = ReadOnly
        return config

    async def test_whoever_may_only_read_writes_nothing(self, api):
        read, _ = await api("GET", "hybrid", "api", "courses")
        write, _ = await api("POST", "hybrid", "api", "sessions", body={"title": "x"})

        assert (read, write) == (200, 403)
