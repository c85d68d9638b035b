"""What every handler shares: who is asking, the program, bounded bodies, errors in words."""

import asyncio
import gzip
import json
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, NamedTuple, ParamSpec, TypeVar

from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider
from jupyter_server.base.handlers import APIHandler
from tornado import web

from jupyter_hybrid.api.errors import body_of, headers_of, status_of
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import HybridError, TooLarge, Unavailable
from jupyter_hybrid.domain.keys import check_key
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.services.people import Login
from jupyter_hybrid.services.program import Program

MAX_BODY_BYTES = 4 * 2**20
MIN_PACKED_BYTES = 1024
"""Shorter answers are sent as they are: they fit into one packet anyway."""
LOGIN_NEEDED = "login_needed"
"""Code of what Jupyter refuses before any rule of ours is asked."""
PERSONA_HEADER = "X-Hybrid-Persona"
_ONE_PERSON = (IdentityProvider, PasswordIdentityProvider)
"""Providers that know a token or a password and nobody's name.

Not `LegacyIdentityProvider`: Jupyter chooses it for a login handler of the operator's own, which
may know names.
"""

P = ParamSpec("P")
T = TypeVar("T")


def running_program(settings: Mapping[str, Any]) -> Program:
    """Return the program of a server.

    Raises
    ------
    Unavailable
        If it could not be built when the server started; the message says why.
    """
    failure: HybridError | None = settings.get("hybrid_failure")
    if failure is not None:
        raise Unavailable(f"training is not available on this server: {failure.message}")
    program: Program = settings["hybrid_program"]
    return program


class HybridHandler(APIHandler):
    """Base of the REST handlers. Verbs contain no ``try``: errors of the domain end up here."""

    @property
    def program(self) -> Program:
        """The running program.

        Raises
        ------
        Unavailable
            If it could not be built when the server started; the message says why.
        """
        return running_program(self.settings)

    @property
    def person(self) -> Person:
        """Who is asking.

        Raises
        ------
        BadTicket
            If the window shows a persona's pass that is forged or expired.
        """
        user = self.current_user
        login = Login(
            username=user.username,
            display_name=user.display_name or user.username,
            is_owner=type(self.identity_provider) in _ONE_PERSON,
        )
        persona = self.request.headers.get(PERSONA_HEADER)
        return self.program.people.identify(login, persona=persona)

    async def prepare(self) -> None:  # type: ignore[override]  # JupyterHandler has a private flag
        """Refuse large bodies before anything parses them."""
        if len(self.request.body) > MAX_BODY_BYTES:
            raise TooLarge(
                f"the body has {len(self.request.body)} bytes; {MAX_BODY_BYTES} are accepted"
            )
        await super().prepare()

    async def in_thread(self, use_case: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a synchronous use case returns, without blocking the event loop."""
        return await asyncio.to_thread(use_case, *args, **kwargs)

    def answer(self, body: dict[str, Any], *, status: int = 200) -> None:
        """Finish with a JSON body."""
        self._finish_with(_written(body, is_packed=self._takes_packed), status=status)

    async def answer_from(
        self, view: Callable[P, dict[str, Any]], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Finish with what a function returns, made and written in a thread: it may be large."""
        takes_packed = self._takes_packed

        def write() -> "_Written":
            return _written(view(*args, **kwargs), is_packed=takes_packed)

        self._finish_with(await self.in_thread(write), status=200)

    @property
    def _takes_packed(self) -> bool:
        return "gzip" in self.request.headers.get("Accept-Encoding", "")

    def _finish_with(self, written: "_Written", *, status: int) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Vary", "Accept-Encoding")
        if written.is_packed:
            self.set_header("Content-Encoding", "gzip")
        self.finish(written.text)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Write an error as ``Error`` of openapi.yaml."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, HybridError):
            for name, value in headers_of(error).items():
                self.set_header(name, value)
            self.answer(body_of(error), status=status_code)
            return
        reason = getattr(error, "log_message", None) if status_code < 500 else None  # noqa: PLR2004
        message = reason or getattr(error, "reason", None) or self._reason
        code = _CODES.get(status_code, "error")
        if code == LOGIN_NEEDED:
            message = f"Jupyter let this request not through ({message}); log in again"
        self.answer({"code": code, "message": message, "field": None}, status=status_code)

    def _handle_request_exception(self, e: BaseException) -> None:
        # The one place where Tornado chooses the status of what a verb raised. It still logs and
        # writes the exception itself, not this stand-in.
        stand_in = web.HTTPError(status_of(e)) if isinstance(e, HybridError) else e
        super()._handle_request_exception(stand_in)

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log an error of the domain by its code: the access log says the rest."""
        if isinstance(value, HybridError):
            self.log.debug("%s %s", value.code, value.field or "")
            return
        super().log_exception(typ, value, tb)


class _Written(NamedTuple):
    text: bytes
    is_packed: bool


def _written(body: dict[str, Any], *, is_packed: bool) -> _Written:
    text = json.dumps(body).encode()
    if is_packed and len(text) >= MIN_PACKED_BYTES:
        return _Written(gzip.compress(text, compresslevel=5), is_packed=True)
    return _Written(text, is_packed=False)


_CODES = {
    400: "malformed",
    401: LOGIN_NEEDED,
    403: LOGIN_NEEDED,
    404: "not_found",
    405: "wrong_method",
    413: "too_large",
}


def step_key(course: str, module: str, step: str) -> StepKey:
    """Return the address of a step from the parts of a URL.

    Raises
    ------
    Invalid
        If a part cannot be a key.
    """
    return StepKey(
        check_key(course, field="course"),
        check_key(module, field="module"),
        check_key(step, field="step"),
    )
