"""Whose attempt is graded next."""

import random
from collections import Counter

import pytest

from jupyter_hybrid.services.queue import FairQueue


def queue_of(*attempts, n_workers=1):
    """Return a queue in which attempts like ``ada 0`` wait."""
    queue = FairQueue(n_workers=n_workers)
    for attempt in attempts:
        queue.add(attempt, person=attempt.split()[0])
    return queue


def served(queue):
    """Grade one after the other and return the order."""
    order = []
    while (attempt := queue.take()) is not None:
        order.append(attempt)
        queue.leave(attempt)
    return order


def test_people_take_turns_in_the_order_in_which_they_came():
    queue = queue_of("ada 0", "ada 1", "bob 0", "ada 2", "cem 0", "bob 1")

    assert served(queue) == ["ada 0", "bob 0", "cem 0", "ada 1", "bob 1", "ada 2"]


def test_thirty_attempts_of_one_person_hold_up_another_by_one_at_most():
    queue = queue_of(*(f"ada {n}" for n in range(30)))
    under_way = queue.take()

    queue.add("bob 0", person="bob")
    queue.leave(under_way)

    assert queue.position("bob 0") == 1


def test_somebody_who_always_comes_back_does_not_hold_up_who_waits():
    queue = queue_of("ada 0", "ada 1", "ada 2", "bob 0")
    order = []
    for number in range(1, 4):
        attempt = queue.take()
        order.append(attempt)
        queue.leave(attempt)
        queue.add(f"bob {number}", person="bob")

    assert order + served(queue) == [
        *("ada 0", "bob 0", "ada 1", "bob 1", "ada 2", "bob 2", "bob 3"),
    ]


def test_no_more_are_taken_than_there_are_workers():
    queue = queue_of("ada 0", "bob 0", "cem 0", n_workers=2)

    taken = [queue.take(), queue.take(), queue.take()]
    queue.leave("bob 0")

    assert taken == ["ada 0", "bob 0", None]
    assert queue.take() == "cem 0"


def test_an_attempt_that_needs_all_workers_waits_for_them_and_holds_up_the_rest():
    queue = queue_of("ada 0", n_workers=2)
    queue.add("bob 0", person="bob", is_alone=True)
    queue.add("cem 0", person="cem")
    before = [queue.take(), queue.take()]

    queue.leave("ada 0")
    alone = [queue.take(), queue.take()]
    queue.leave("bob 0")

    assert before == ["ada 0", None]
    assert alone == ["bob 0", None]
    assert queue.take() == "cem 0"


def test_what_waits_has_a_place_and_what_is_graded_has_none():
    queue = queue_of("ada 0", "ada 1", "bob 0")
    queue.take()

    assert queue.positions() == {"bob 0": 1, "ada 1": 2}
    assert [queue.position(one) for one in ("bob 0", "ada 1", "ada 0", "eve 0")] == [
        *(1, 2, None, None),
    ]
    assert len(queue) == 2


def test_who_takes_an_attempt_back_moves_up_with_the_next_one():
    queue = queue_of("ada 0", "ada 1", "bob 0", "bob 1")

    queue.leave("ada 0")

    assert queue.positions() == {"ada 1": 1, "bob 0": 2, "bob 1": 3}


def test_leaving_twice_does_no_harm():
    queue = queue_of("ada 0", "ada 1")

    queue.leave("ada 0")
    queue.leave("ada 0")

    assert served(queue) == ["ada 1"]


def first_of_each(queue):
    firsts = {}
    for attempt in queue.positions():
        firsts.setdefault(attempt.split()[0], attempt)
    return firsts


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_nobody_is_overtaken_twice_by_the_same_person(seed):
    chance = random.Random(seed)
    queue, came, taken, overtaken = FairQueue(n_workers=1 + seed % 3), [], [], Counter()
    for _ in range(80):
        action = chance.choice(["add", "add", "take", "leave"])
        if action == "add":
            person = chance.choice("aaabcd")
            came.append(f"{person} {len(came)}")
            queue.add(came[-1], person=person)
        elif action == "take" and (attempt := queue.take()) is not None:
            taken.append(attempt)
            overtaken.update(
                (first, attempt.split()[0])
                for first in first_of_each(queue).values()
                if came.index(first) < came.index(attempt)
            )
        elif came:
            queue.leave(chance.choice(came))

    assert len(set(taken)) == len(taken) > 0
    assert max(overtaken.values(), default=0) <= 1
    assert sorted(queue.positions().values()) == list(range(1, len(queue) + 1))
