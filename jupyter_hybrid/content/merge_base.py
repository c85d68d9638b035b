"""What is known of the release that a learner's notebook is of."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_hybrid.content.handed_out import HandedOutNotebook, is_place, text_hash
from jupyter_hybrid.content.merge_cells import AnyCell, is_cell_id


@dataclass(frozen=True, slots=True)
class Base:
    """What is known of the release that the learner's notebook is of.

    Parameters
    ----------
    keys
        Of its cells in order, or None if unknown.
    hashes
        `text_hash` by key; empty if unknown.
    """

    keys: tuple[str, ...] | None
    hashes: Mapping[str, str]

    def had(self, key: str) -> bool:
        """Return whether a cell may have been handed out."""
        return self.keys is None or key in self.keys

    def is_untouched(self, key: str, cell: AnyCell) -> bool:
        """Return whether a cell is known to say what was handed out."""
        return self.hashes.get(key) == text_hash(cell.json)

    def is_edited(self, key: str, cell: AnyCell) -> bool:
        """Return whether a cell is known to say something else, or was never handed out."""
        if key in self.hashes:
            return not self.is_untouched(key, cell)
        return not self.had(key)

    def renamed(self, names: Mapping[str, str]) -> "Base":
        """Return the same with other keys: old ones and their new names are in `names`."""
        keys = None if self.keys is None else tuple(names.get(key, key) for key in self.keys)
        return Base(keys, {names.get(key, key): text for key, text in self.hashes.items()})


def read_base(metadata: Mapping[str, object], handed_out: HandedOutNotebook | None) -> Base:
    """Return what the metadata of a learner's notebook and the record say of its release.

    Parameters
    ----------
    handed_out
        Passed over if it is of another release.
    """
    hybrid = metadata.get("jupyter_hybrid")
    says = hybrid if isinstance(hybrid, dict) else {}
    if handed_out is not None and handed_out.release == says.get("release"):
        return Base(tuple(handed_out.cells), handed_out.cells)
    listed = says.get("cells")
    if not isinstance(listed, list):
        return Base(None, {})
    return Base(tuple(dict.fromkeys(key for key in listed if is_cell_id(key))), {})


def moved_keys(plain: Mapping[str, str], *, before: Mapping[str, str]) -> dict[str, str]:
    """Return the new keys of plain cells whose keys are places, where the new release moved them.

    One whose text the new release does not have stays where it is, or is renamed to no cell's key
    if another was moved there.

    Parameters
    ----------
    plain
        `text_hash` of the new release's plain cells by key.
    before
        That of the old cells by key.

    Examples
    --------
    >>> moved_keys({"cell-0": "new", "cell-1": "a"}, before={"cell-0": "a", "cell-1": "b"})
    {'cell-0': 'cell-1', 'cell-1': 'cell-1-before'}
    """
    old = {key: text for key, text in before.items() if is_place(key) and plain.get(key) != text}
    free = defaultdict[str, list[str]](list)
    for key, text in plain.items():
        if is_place(key) and before.get(key) != text:
            free[text].append(key)
    moved = {key: free[text].pop(0) for key, text in old.items() if free[text]}
    taken = {*moved.values()}
    return moved | {key: f"{key}-before" for key in old if key in taken and key not in moved}
