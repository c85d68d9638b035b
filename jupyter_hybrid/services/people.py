"""Who is asking: the owner of a server, a named user, or the owner through a learner's eyes."""

from dataclasses import dataclass, replace
from datetime import timedelta

from jupyter_hybrid.domain.errors import BadTicket, NotAllowed
from jupyter_hybrid.domain.keys import check_key, check_person_name
from jupyter_hybrid.domain.people import OWNER, PERSONA, Person, Role
from jupyter_hybrid.domain.tickets import Audience, Signed, sign, verify
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import Clock

PERSONA_LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Login:
    """What Jupyter's identity provider says.

    Parameters
    ----------
    username, display_name
        As it says them.
    is_owner
        Whether all that is known is that the caller holds the server's token or password: then the
        name is random per browser and means nothing.
    """

    username: str
    display_name: str
    is_owner: bool


class PeopleService:
    """Recognises people and makes personas.

    Parameters
    ----------
    key
        Secret that signs personas.
    trainers
        Usernames of those who train, where Jupyter knows usernames.
    """

    def __init__(self, *, clock: Clock, key: bytes, trainers: frozenset[str]) -> None:
        self._clock = clock
        self._key = key
        self._trainers = trainers

    def identify(self, login: Login, *, persona: str | None = None) -> Person:
        """Return the person behind a login.

        Parameters
        ----------
        persona
            Pass of the persona through whose eyes the owner looks, or None. It only ever takes
            rights away.

        Raises
        ------
        BadTicket
            If the pass is forged, expired or another person's.
        Invalid
            If the identity provider's name cannot be one here.
        """
        person = self._person(login)
        return person if persona is None else self._through_the_eyes_of(persona, person)

    def create_persona(self, person: Person, *, name: str) -> Signed:
        """Return a pass with which `person` looks through the eyes of the learner `name`.

        Raises
        ------
        NotAllowed
            Unless `person` is the owner of the server.
        Invalid
            If `name` is not a key.
        """
        require(person, Action.LOOK_AS_LEARNER)
        if person.name != OWNER:
            raise NotAllowed("only the owner of a server of their own can open a persona")
        return sign(
            {"persona": check_key(name, field="name"), "owner": person.name},
            key=self._key,
            audience=Audience.PERSONA,
            now=self._clock.now(),
            lifetime=PERSONA_LIFETIME,
        )

    def _person(self, login: Login) -> Person:
        if login.is_owner:
            return Person(OWNER, "You", frozenset({Role.LEARNER, Role.TRAINER}))
        name = check_person_name(login.username, field="username")
        roles = {Role.LEARNER}
        if name in self._trainers:
            roles.add(Role.TRAINER)
        # "owner" is the embedded owner's name; a user who is called so must not become them.
        unique = f"user {name}" if name == OWNER or name.startswith((PERSONA, "user ")) else name
        return Person(unique, login.display_name or name, frozenset(roles))

    def _through_the_eyes_of(self, token: str, person: Person) -> Person:
        claims = verify(token, key=self._key, audience=Audience.PERSONA, now=self._clock.now())
        if claims["owner"] != person.name:
            raise BadTicket("this persona belongs to another person")
        name = claims["persona"]
        return replace(
            person,
            name=f"{PERSONA}{name}",
            display_name=name,
            roles=frozenset({Role.LEARNER}),
            persona=name,
        )
