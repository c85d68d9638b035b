"""Whose attempt is graded next: rules without a clock, threads or an event loop."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """An attempt in the queue; the smaller one is taken first.

    Parameters
    ----------
    round
        Everybody has one attempt in each round.
    number
        Order of arrival.
    attempt, person
        What is waiting, and whose it is.
    is_alone
        Whether nothing may be graded beside it.
    """

    round: int
    number: int
    attempt: str
    person: str
    is_alone: bool = False


class FairQueue:
    """Attempts of different people take turns, round by round, each round in order of arrival.

    Somebody with thirty attempts waiting holds up somebody with one by a single attempt at most.
    Who comes first in a round cannot be pushed back by people who come later, so nobody starves.

    Parameters
    ----------
    n_workers
        How many attempts may be graded at the same time.

    Examples
    --------
    >>> queue = FairQueue(n_workers=1)
    >>> for number in range(3):
    ...     queue.add(f"ada {number}", person="ada")
    >>> queue.take(), queue.take()
    ('ada 0', None)
    >>> queue.add("bob 0", person="bob")
    >>> queue.positions()
    {'bob 0': 1, 'ada 1': 2, 'ada 2': 3}
    """

    def __init__(self, *, n_workers: int) -> None:
        self._n_workers = n_workers
        self._waiting: list[Place] = []
        self._places: dict[str, Place] = {}
        self._taken: dict[str, Place] = {}
        self._next_round: Counter[str] = Counter()
        self._round = 0
        self._n_added = 0

    def __len__(self) -> int:
        """Return how many attempts wait."""
        return len(self._waiting)

    def add(self, attempt: str, *, person: str, is_alone: bool = False) -> None:
        """Let an attempt wait behind its person's others.

        Parameters
        ----------
        is_alone
            Whether nothing may be graded beside it, because it may have killed a server.
        """
        its_round = max(self._round, self._next_round[person])
        self._next_round[person] = its_round + 1
        self._n_added += 1
        self._insert(Place(its_round, self._n_added, attempt, person, is_alone))

    def take(self) -> str | None:
        """Return the attempt whose turn it is; None if none waits or no worker is free for it."""
        if not self._waiting or not self._is_room_for(self._waiting[0]):
            return None
        place = self._waiting.pop(0)
        del self._places[place.attempt]
        self._taken[place.attempt] = place
        self._round = place.round
        self._forget_the_past()
        return place.attempt

    def leave(self, attempt: str) -> None:
        """Take an attempt out, waiting or not; its person's later ones move up a round."""
        self._taken.pop(attempt, None)
        gone = self._places.pop(attempt, None)
        if gone is None:
            return
        self._waiting.remove(gone)
        later = [one for one in self._waiting if one.person == gone.person and one > gone]
        for place in later:
            self._waiting.remove(place)
        for place in later:
            self._insert(replace(place, round=place.round - 1))
        self._next_round[gone.person] -= 1

    def position(self, attempt: str) -> int | None:
        """Return the place of an attempt, 1 for the next one; None if it does not wait here."""
        place = self._places.get(attempt)
        return None if place is None else bisect_left(self._waiting, place) + 1

    def positions(self) -> Mapping[str, int]:
        """Return the place of each attempt that waits, in order."""
        return {place.attempt: number for number, place in enumerate(self._waiting, start=1)}

    def _insert(self, place: Place) -> None:
        self._places[place.attempt] = place
        insort(self._waiting, place)

    def _is_room_for(self, place: Place) -> bool:
        if place.is_alone:
            return not self._taken
        is_other_alone = any(taken.is_alone for taken in self._taken.values())
        return not is_other_alone and len(self._taken) < self._n_workers

    def _forget_the_past(self) -> None:
        """Drop what people had in rounds that are over: it says nothing any more."""
        over = [who for who, following in self._next_round.items() if following <= self._round]
        for who in over:
            del self._next_round[who]
