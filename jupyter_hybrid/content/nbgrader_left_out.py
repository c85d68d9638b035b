"""What a course says that nbgrader has no place for."""

from collections.abc import Iterator, Mapping, Sequence

from jupyter_hybrid.content.notebook_json import JsonCell
from jupyter_hybrid.content.yaml_text import YamlDocument

_KINDS: Mapping[str, tuple[str, ...]] = {
    "hints": ("hints",),
    "limited attempts": ("attempts",),
    "pauses between attempts": ("pause_s",),
    "rules for worked solutions": ("solution", "give_up_after"),
    "limits of what grading may use": ("limits",),
    "rules for late answers": ("late",),
    "due dates": ("due",),
    "modules that require others": ("requires",),
}
"""What is told, by the keys in ``course.yaml`` and in the metadata of cells that say it."""


def settings_left_out(document: YamlDocument, cells: Sequence[JsonCell]) -> Sequence[str]:
    """Return a sentence for each kind of setting that an export leaves out.

    Parameters
    ----------
    document
        The course file, without problems.
    cells
        Of the notebooks that are exported.
    """
    said = {key for block in _blocks(document, cells) for key, value in block.items() if value}
    return [
        f"nbgrader has no place for {kind} in a course; they were left out"
        for kind, keys in _KINDS.items()
        if not said.isdisjoint(keys)
    ]


def _blocks(document: YamlDocument, cells: Sequence[JsonCell]) -> Iterator[Mapping[object, object]]:
    yield from _mappings([document.at(("exercises",))])
    for module in _mappings(document.at(("modules",))):
        yield module
        yield from _mappings(module.get("steps"))
    yield from _mappings([cell.metadata.get("jupyter_hybrid") for cell in cells])


def _mappings(values: object) -> Iterator[Mapping[object, object]]:
    for value in values if isinstance(values, list) else ():
        if isinstance(value, Mapping):
            yield value
