"""A shared document in the server; the only place that knows pycrdt."""

import asyncio
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from pycrdt import Array, Doc, Map, merge_updates

from jupyter_hybrid.domain.sessions import DocumentKind
from jupyter_hybrid.live.frames import EMPTY_UPDATE

Roots = Mapping[str, type[Array[Any]] | type[Map[Any]]]

ROOTS: Mapping[DocumentKind, Roots] = MappingProxyType(
    # The schema of JupyterLab's YNotebook.
    {DocumentKind.NOTEBOOK: {"cells": Array, "meta": Map, "state": Map}}
)


class BadUpdate(Exception):  # noqa: N818  named as in domain.errors
    """An update cannot be decoded, applied or merged."""


class SharedDocument:
    """One history of a document; another history is another object.

    Parameters
    ----------
    roots
        Shared types at the top, by name.
    """

    def __init__(self, roots: Roots) -> None:
        # pycrdt would take 53 bits, which y-py and others cut to 32: equal ids, two documents.
        self._doc: Doc[Any] = Doc(client_id=1 + secrets.randbelow(2**32 - 1))
        for name, kind in roots.items():
            self._doc.get(name, type=kind)
        self._changes: list[bytes] = []
        changes = self._changes
        self._subscription = self._doc.observe(lambda event: changes.append(event.update))
        self._whole: bytes | None = None

    @property
    def client_id(self) -> int:
        """Id of the server's replica, 32 bits; nothing is ever written under it."""
        return self._doc.client_id

    @property
    def state(self) -> bytes:
        """State vector: how much of every client's writing is here."""
        return self._doc.get_state()

    def whole(self) -> bytes:
        """Return the update that makes an empty document equal to this one."""
        if self._whole is None:
            self._whole = self._doc.get_update()
        return self._whole

    def missing(self, state: bytes) -> bytes:
        """Return the update that a document with the state vector `state` lacks."""
        with _refusing("a state vector cannot be used"):
            return self._doc.get_update(state)

    def apply(self, update: bytes) -> None:
        """Apply an update; `take_changes` then has what changed by it.

        What depends on writing that has not come yet is kept and appears with it.

        Raises
        ------
        BadUpdate
            If it cannot be applied. A part of it may have been.
        """
        self._whole = None
        with _refusing("an update cannot be applied"):
            self._doc.apply_update(update)

    def take_changes(self) -> Sequence[bytes]:
        """Return the updates since the last call, without what was already here."""
        changes = [change for change in self._changes if change != EMPTY_UPDATE]
        self._changes.clear()
        return changes

    def close(self) -> None:
        """Let go of the document; a subscription would keep it in memory for ever."""
        self._doc.unobserve(self._subscription)


def merged(updates: Sequence[bytes]) -> bytes:
    """Return one update that does what all of them do.

    Raises
    ------
    BadUpdate
        If they cannot be merged.
    """
    if len(updates) == 1:
        return updates[0]
    with _refusing("updates cannot be merged"):
        return merge_updates(*updates)


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    """Turn whatever pycrdt throws into BadUpdate.

    A panic of its Rust core arrives as a BaseException that is no Exception.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError):
        raise
    except BaseException as error:
        raise BadUpdate(f"{what}: {error}") from error
