"""Plain facts about matplotlib's figures, taken in the process that drew them.

An inline backend closes figures when it has shown them. Whoever runs a learner's cells calls
`watch` once before them and `remember` after each of them, before the backend shows and closes.
"""

from __future__ import annotations

import functools
import gc
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jupyter_hybrid.check.texts import cut, loaded

MOST_FIGURES = 20
_MOST_PARTS = 200
_MOST_POINTS = 5_000
_LONGEST_TEXT = 500
_MARK = "_jupyter_hybrid_watched"

_remembered: list[Any] = []


def watch() -> bool:
    """Remember figures before pyplot closes them, from here on; return whether that works.

    It does once matplotlib has been imported. Calling it again changes nothing.
    """
    helpers = loaded("matplotlib._pylab_helpers")
    gcf = getattr(helpers, "Gcf", None)
    if gcf is None:
        return False
    for name in ("destroy", "destroy_all"):
        original = getattr(gcf, name, None)
        if original is not None and not hasattr(original, _MARK):
            setattr(gcf, name, staticmethod(_remembering(original)))
    return True


def _remembering(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def close(*args: Any, **kwargs: Any) -> Any:
        _keep(_open_figures())
        return original(*args, **kwargs)

    setattr(close, _MARK, True)
    return close


def remember() -> None:
    """Keep the figures that are open, so that `figures` finds them when they are closed."""
    watch()
    _keep(_open_figures())


def forget() -> None:
    """Let go of all figures that were remembered."""
    _remembered.clear()


def _open_figures() -> list[Any]:
    helpers = loaded("matplotlib._pylab_helpers")
    if helpers is None:
        return []
    managers = helpers.Gcf.figs.values()
    return [manager.canvas.figure for manager in managers]


def _keep(found: Iterable[Any]) -> None:
    for figure in found:
        if not any(figure is one for one in _remembered):
            _remembered.append(figure)
    del _remembered[:-MOST_FIGURES]


def figures(
    namespace: Mapping[str, Any] | None = None, *, may_search: bool = False
) -> list[dict[str, Any]]:
    """Return facts about the figures, oldest first, the most recent 20 of them.

    Numbers are finite or None; lists and texts are cut. All of it can be written as JSON.

    Parameters
    ----------
    namespace
        Variables in which to look for figures that pyplot does not know.
    may_search
        Whether figures that nobody remembered are looked for in the whole memory at last.
    """
    if loaded("matplotlib.figure") is None:
        return []
    remember()
    found = list(_remembered)
    if not found:
        found = _in_variables(namespace or {})
    if not found and may_search:
        found = _alive()
    return [_guarded(_figure, one) for one in found[-MOST_FIGURES:]]


def _in_variables(namespace: Mapping[str, Any]) -> list[Any]:
    figure_class = loaded("matplotlib.figure").Figure
    axes_class = loaded("matplotlib.axes").Axes
    found: list[Any] = []
    for value in list(namespace.values()):
        figure = value.figure if isinstance(value, axes_class) else value
        if isinstance(figure, figure_class) and not any(figure is one for one in found):
            found.append(figure)
    return found


def _alive() -> list[Any]:
    # Closed figures refer to themselves in a circle and stay until they are collected.
    figure_class = loaded("matplotlib.figure").Figure
    return [one for one in gc.get_objects() if type(one) is figure_class and one.axes]


def _figure(figure: Any) -> dict[str, Any]:
    title = getattr(figure, "_suptitle", None)
    axes = [one for one in figure.axes if not hasattr(one, "_colorbar")]
    return {
        "title": _text(title.get_text()) if title is not None else "",
        "size": [_number(one) for one in figure.get_size_inches()],
        "axes": [_guarded(_axes, one) for one in axes[:_MOST_PARTS]],
    }


def _axes(axes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"title": _title(axes)}
    for side in "xy":
        axis = getattr(axes, f"{side}axis")
        facts[f"{side}label"] = _text(axis.get_label_text())
        facts[f"{side}lim"] = [_number(one) for one in getattr(axes, f"get_{side}lim")()]
        facts[f"{side}scale"] = _text(axis.get_scale())
        labels = axis.get_ticklabels()[:_MOST_PARTS]
        facts[f"{side}ticks"] = [_text(one.get_text()) for one in labels]
    legend = axes.get_legend()
    facts["legend"] = None if legend is None else [_text(one.get_text()) for one in legend.texts]
    facts["texts"] = [_text(one.get_text()) for one in axes.texts[:_MOST_PARTS]]
    facts["lines"] = [_guarded(_line, one) for one in axes.lines[:_MOST_PARTS]]
    facts["bars"], facts["histograms"] = _bars(axes)
    facts["scatters"] = [_guarded(_scatter, one) for one in _scatters(axes)[:_MOST_PARTS]]
    facts["images"] = [[int(n) for n in one.get_array().shape] for one in axes.images[:_MOST_PARTS]]
    facts["wedges"] = [_guarded(_wedge, one) for one in _wedges(axes)[:_MOST_PARTS]]
    return facts


def _title(axes: Any) -> str:
    titles = (_text(axes.get_title(loc=place)) for place in ("center", "left", "right"))
    return next(filter(None, titles), "")


def _line(line: Any) -> dict[str, Any]:
    return {
        "x": _numbers(line.get_xdata(orig=False)),
        "y": _numbers(line.get_ydata(orig=False)),
        "label": _label(line),
        "color": _color(line.get_color()),
        "style": _text(line.get_linestyle()),
        "marker": _text(line.get_marker()),
    }


def _bars(axes: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the bars, and as histograms those that were drawn side by side without a gap."""
    bars: list[dict[str, Any]] = []
    histograms: list[dict[str, Any]] = []
    container_class = loaded("matplotlib.container").BarContainer
    for container in axes.containers[:_MOST_PARTS]:
        if not isinstance(container, container_class):
            continue
        facts = _guarded(_bar, container)
        is_histogram = facts.pop("is_touching", False)
        (histograms if is_histogram else bars).append(facts)
    return bars, histograms


def _bar(container: Any) -> dict[str, Any]:
    patches = list(container.patches)[:_MOST_POINTS]
    is_level = getattr(container, "orientation", None) == "horizontal"
    across, along = ("y", "x") if is_level else ("x", "y")
    thick, long = ("height", "width") if is_level else ("width", "height")
    begins = [_number(getattr(one, f"get_{across}")()) for one in patches]
    sizes = [_number(getattr(one, f"get_{thick}")()) for one in patches]
    heights = [_number(getattr(one, f"get_{long}")()) for one in patches]
    ends = [None if b is None or s is None else b + s for b, s in zip(begins, sizes, strict=False)]
    ticks = getattr(axes_of(container), f"{across}axis", None)
    return {
        "x": [
            None if e is None or b is None else (b + e) / 2
            for b, e in zip(begins, ends, strict=False)
        ],
        "heights": heights,
        "names": _category_names(ticks, len(patches)),
        "label": _label(container),
        "color": _color(patches[0].get_facecolor()) if patches else "",
        "is_horizontal": is_level,
        "edges": [*begins, *ends[-1:]],
        "is_touching": len(patches) > 1 and _touch(begins, ends),
        "bottoms": [_number(getattr(one, f"get_{along}")()) for one in patches],
    }


def axes_of(container: Any) -> Any:
    """Return the axes that bars stand in, or None."""
    patches = list(container.patches)
    return patches[0].axes if patches else None


def _category_names(axis: Any, n_bars: int) -> list[str]:
    """Return what stands below the bars, if it was given as texts."""
    units = getattr(axis, "units", None)
    mapping = getattr(units, "_mapping", None)
    names = list(mapping) if mapping else []
    if not names and axis is not None and type(axis.get_major_locator()).__name__ == "FixedLocator":
        names = [one.get_text() for one in axis.get_ticklabels()]
    return [_text(one) for one in names[:_MOST_PARTS]] if len(names) == n_bars else []


def _touch(begins: list[float | None], ends: list[float | None]) -> bool:
    pairs = list(zip(ends, begins[1:], strict=False))
    return all(
        one is not None and other is not None and math.isclose(one, other, abs_tol=1e-9)
        for one, other in pairs
    )


def _scatters(axes: Any) -> list[Any]:
    kind = loaded("matplotlib.collections").PathCollection
    return [one for one in axes.collections if isinstance(one, kind)]


def _scatter(points: Any) -> dict[str, Any]:
    offsets = points.get_offsets()
    colors = points.get_facecolor()
    return {
        "x": _numbers(offsets[:, 0]),
        "y": _numbers(offsets[:, 1]),
        "label": _label(points),
        "color": _color(colors[0]) if len(colors) == 1 else "",
    }


def _wedges(axes: Any) -> list[Any]:
    kind = loaded("matplotlib.patches").Wedge
    return [one for one in axes.patches if isinstance(one, kind)]


def _wedge(wedge: Any) -> dict[str, Any]:
    return {
        "share": _number((wedge.theta2 - wedge.theta1) / 360),
        "label": _label(wedge),
        "color": _color(wedge.get_facecolor()),
    }


def _guarded(take: Callable[[Any], dict[str, Any]], part: Any) -> dict[str, Any]:
    try:
        return take(part)
    except Exception as error:  # noqa: BLE001 (one odd artist must not hide the others)
        return {"error": cut(f"{type(error).__name__}: {error}", most=_LONGEST_TEXT)}


def _label(artist: Any) -> str:
    label = _text(artist.get_label())
    return "" if label.startswith("_") else label


def _text(value: Any) -> str:
    return cut(str(value), most=_LONGEST_TEXT)


def _color(color: Any) -> str:
    try:
        named: str = loaded("matplotlib.colors").to_hex(color)
    except (ValueError, TypeError):
        return ""
    return named


def _numbers(values: Any) -> list[float | None]:
    return [_number(one) for one in list(values)[:_MOST_POINTS]]


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
