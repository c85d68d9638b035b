"""Who you are, and personas."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler
from jupyter_hybrid.api.bodies import read_persona_name
from jupyter_hybrid.api.record_views import my_data_view
from jupyter_hybrid.api.views import Json, person_view, persona_view
from jupyter_hybrid.domain.people import Person


class MeHandler(HybridHandler):
    """``/hybrid/api/me``."""

    @web.authenticated
    @authorized("read", resource="hybrid:people")
    async def get(self) -> None:
        """Say who the server takes the caller for."""
        self.answer(person_view(self.person))


class MyDataHandler(HybridHandler):
    """``/hybrid/api/me/data``."""

    @web.authenticated
    @authorized("read", resource="hybrid:people")
    async def get(self) -> None:
        """Show everything that is stored about the caller."""
        await self.answer_from(self._data, self.person)

    def _data(self, person: Person) -> Json:
        return my_data_view(self.program.my_data.mine(person))


class PersonasHandler(HybridHandler):
    """``/hybrid/api/personas``."""

    @web.authenticated
    @authorized("write", resource="hybrid:people")
    async def post(self) -> None:
        """Make a persona's pass."""
        name = read_persona_name(self.request.body)
        signed = self.program.people.create_persona(self.person, name=name)
        self.answer(persona_view(name, signed), status=201)
