"""Rules under which several exercises can be tried in one run."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any

from jupyter_hybrid.domain.policies import ExercisePolicy, Limits

LONGEST_RUN_S = 600.0
"""Seconds that all exercises of a notebook share, unless one alone may take longer."""


def tightest(policies: Iterable[ExercisePolicy]) -> ExercisePolicy:
    """Return what each of `policies` gives: enough here is enough under each."""
    given = tuple(policies)
    if not given:
        return ExercisePolicy()
    allowed = set.intersection(*(set(one.allow) for one in given))
    return _joint(given, allow=allowed, limits=_each_field(given, min))


def loosest(policies: Iterable[ExercisePolicy]) -> ExercisePolicy:
    """Return what is enough for each of `policies`, and time for all of them."""
    given = tuple(policies)
    if not given:
        return ExercisePolicy()
    together_s = min(sum(one.limits.exercise_s for one in given), LONGEST_RUN_S)
    limits = _each_field(given, max)
    limits = replace(limits, exercise_s=max(limits.exercise_s, together_s))
    return _joint(given, allow=set().union(*(one.allow for one in given)), limits=limits)


def _joint(
    given: tuple[ExercisePolicy, ...], *, allow: Iterable[Any], limits: Limits
) -> ExercisePolicy:
    return ExercisePolicy(
        limits=limits,
        imports=tuple(dict.fromkeys(name for one in given for name in one.imports)),
        allow=tuple(sorted(allow)),
        is_seeded=any(one.is_seeded for one in given),
    )


def _each_field(given: Iterable[ExercisePolicy], pick: Callable[[Iterable[Any]], Any]) -> Limits:
    every = tuple(one.limits for one in given)
    return Limits(
        **{one.name: pick(getattr(limit, one.name) for limit in every) for one in fields(Limits)}
    )
