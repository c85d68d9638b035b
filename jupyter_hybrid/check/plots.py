"""Checks of plots by plain facts: titles, labels, lines, bars, points, legends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from jupyter_hybrid.check.difference import first_difference
from jupyter_hybrid.check.failure import CheckFailed
from jupyter_hybrid.check.place import current
from jupyter_hybrid.check.texts import counted, listing, plain, short
from jupyter_hybrid.check.tolerance import Tolerance

if TYPE_CHECKING:
    from typing import Unpack

_NEAR = Tolerance(rel=1e-6, within=1e-9)


class Wanted(TypedDict, total=False):
    """What `plot` may be asked for."""

    title: str
    xlabel: str
    ylabel: str
    xscale: str
    yscale: str
    xlim: Sequence[float]
    ylim: Sequence[float]
    legend: bool | Sequence[str]
    n_lines: int
    lines: Sequence[Any]
    bars: Sequence[float] | Mapping[str, float]
    histogram: Sequence[float]
    scatter: Sequence[Sequence[float]]
    wedges: Sequence[float]
    texts: Sequence[str]


class Axes:
    """Facts of one pair of axes, each a plain value, and what can be asked of them.

    Each method returns the axes again, so that calls can be chained, and raises `CheckFailed`.

    Parameters
    ----------
    facts
        As `plot_facts` has them.
    """

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = facts
        self.title: str = facts.get("title", "")
        self.xlabel: str = facts.get("xlabel", "")
        self.ylabel: str = facts.get("ylabel", "")
        self.legend: list[str] | None = facts.get("legend")
        self.lines: list[dict[str, Any]] = facts.get("lines", [])
        self.bars: list[dict[str, Any]] = facts.get("bars", [])
        self.histograms: list[dict[str, Any]] = facts.get("histograms", [])
        self.scatters: list[dict[str, Any]] = facts.get("scatters", [])

    def has_text(self, part: str, expected: str, message: str | None = None) -> Axes:
        """Check the title or a label; capital letters and spaces around do not matter.

        Parameters
        ----------
        part
            ``"title"``, ``"xlabel"``, ``"ylabel"``, ``"xscale"`` or ``"yscale"``.
        """
        got = str(self.facts.get(part, ""))
        if _folded(got) == _folded(expected):
            return self
        noun = _PARTS[part]
        words = f"{noun} is not as expected" if got.strip() else f"{noun} is missing"
        raise CheckFailed(words, expected=short(expected), got=short(got), message=message)

    def has_limits(self, side: str, expected: Sequence[float], message: str | None = None) -> Axes:
        """Check where the axis ``"x"`` or ``"y"`` begins and ends."""
        got = self.facts.get(f"{side}lim", [])
        wanted = [_value(one) for one in expected]
        self._same(got, wanted, f"the limits of the {side} axis", message)
        return self

    def has_n_lines(self, n: int, message: str | None = None) -> Axes:
        """Check how many lines there are."""
        if len(self.lines) != n:
            words = f"the plot has {counted(len(self.lines), 'line')} instead of {n}"
            raise CheckFailed(words, expected=str(n), got=str(len(self.lines)), message=message)
        return self

    def has_line(
        self,
        y: Iterable[Any],
        *,
        x: Iterable[Any] | None = None,
        label: str | None = None,
        message: str | None = None,
    ) -> Axes:
        """Check that one of the lines goes through these points.

        Parameters
        ----------
        x
            Numbers; any if None.
        label
            What the legend calls the line; anything if None.
        """
        among = [
            one for one in self.lines if label is None or _folded(one["label"]) == _folded(label)
        ]
        if not among:
            named = f" labelled {short(label)}" if label is not None else ""
            raise CheckFailed(f"the plot has no line{named}", message=message)
        wanted = {"y": [_value(one) for one in y]}
        if x is not None:
            wanted["x"] = [_value(one) for one in x]
        self._one_of(among, wanted, "line", message)
        return self

    def has_bars(
        self, heights: Iterable[Any] | Mapping[str, Any], message: str | None = None
    ) -> Axes:
        """Check the heights of bars, from left to right, or by the name below each bar."""
        if not self.bars:
            raise CheckFailed("the plot has no bars", message=message)
        wanted: dict[str, Any] = {}
        if isinstance(heights, Mapping):
            wanted["names"] = [str(one) for one in heights]
            heights = heights.values()
        wanted["heights"] = [_value(one) for one in heights]
        self._one_of(self.bars, wanted, "bar", message)
        return self

    def has_histogram(self, counts: Iterable[Any], message: str | None = None) -> Axes:
        """Check how many values are in each bin of a histogram."""
        if not self.histograms:
            raise CheckFailed("the plot has no histogram", message=message)
        wanted = {"heights": [_value(one) for one in counts]}
        self._one_of(self.histograms, wanted, "bin", message)
        return self

    def has_points(self, points: Iterable[Sequence[Any]], message: str | None = None) -> Axes:
        """Check the points ``(x, y)`` of a scatter plot, in any order."""
        if not self.scatters:
            raise CheckFailed("the plot has no scattered points", message=message)
        wanted = sorted([_value(one) for one in point] for point in points)
        found = [
            sorted(list(pair) for pair in zip(one["x"], one["y"], strict=False))
            for one in self.scatters
            if None not in one["x"] + one["y"]
        ]
        if any(first_difference(one, wanted, tolerance=_NEAR) is None for one in found):
            return self
        self._same(found[0] if found else [], wanted, "the points in order of x", message)
        return self

    def has_wedges(self, shares: Iterable[Any], message: str | None = None) -> Axes:
        """Check the slices of a pie; only their proportions count."""
        wanted = [float(_value(one)) for one in shares]
        whole = sum(wanted) or 1.0
        got = [one.get("share") for one in self.facts.get("wedges", [])]
        self._same(got, [one / whole for one in wanted], "the slices of the pie", message)
        return self

    def has_no_legend(self, message: str | None = None) -> Axes:
        """Check that there is no legend."""
        if self.legend is not None:
            raise CheckFailed("there is a legend", message=message)
        return self

    def has_legend(self, names: Sequence[str] = (), message: str | None = None) -> Axes:
        """Check that there is a legend and that it has these names, in any order."""
        if self.legend is None:
            raise CheckFailed("the legend is missing", message=message)
        got = {_folded(one) for one in self.legend}
        missing = [one for one in names if _folded(one) not in got]
        if missing:
            words = f"the legend does not name {listing(missing)}"
            raise CheckFailed(
                words, expected=short(list(names)), got=short(self.legend), message=message
            )
        return self

    def has_texts(self, texts: Sequence[str], message: str | None = None) -> Axes:
        """Check that texts stand in the plot, for example annotations."""
        got = [_folded(one) for one in self.facts.get("texts", [])]
        missing = [one for one in texts if _folded(one) not in got]
        if missing:
            raise CheckFailed(f"the plot does not say {listing(missing)}", message=message)
        return self

    def _one_of(
        self, among: Sequence[Mapping[str, Any]], wanted: Mapping[str, Any], noun: str, message: Any
    ) -> None:
        failures: list[tuple[str, Any, Any, Any]] = []
        for one in among:
            failures = []
            for part, values in wanted.items():
                got = _values(one.get(part, []))
                found = first_difference(got, values, tolerance=_NEAR)
                if found is not None:
                    failures.append((part, got, values, found))
            if not failures:
                return
        part, got, values, found = failures[0]
        which = f"the {_PARTS[part]} of the {noun}s" if noun != "line" else f"{part} of the line"
        which = which if len(among) == 1 else f"no {noun} is as expected; {which}"
        raise CheckFailed(
            f"{which}: {found}", expected=short(values), got=short(got), message=message
        )

    def _same(self, got: Any, wanted: Any, what: str, message: str | None) -> None:
        got = _values(got)
        found = first_difference(got, wanted, tolerance=_NEAR)
        if found is not None:
            raise CheckFailed(
                f"{what}: {found}", expected=short(wanted), got=short(got), message=message
            )


_PARTS = {
    "title": "the title",
    "xlabel": "the label of the x axis",
    "ylabel": "the label of the y axis",
    "xscale": "the scale of the x axis",
    "yscale": "the scale of the y axis",
    "heights": "heights",
    "names": "names below",
}


class Figure:
    """Facts of one figure: ``title``, ``axes`` and the methods of its first axes.

    Parameters
    ----------
    facts
        As `plot_facts.figures` has them.
    """

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = facts
        self.title: str = facts.get("title", "")
        self.axes = [Axes(one) for one in facts.get("axes", [])]


def figure(index: int = -1, message: str | None = None) -> Figure:
    """Return the facts of a figure that the learner's code drew.

    Parameters
    ----------
    index
        -1 for the last one, 0 for the first.

    Raises
    ------
    CheckFailed
        If there is none.
    """
    every = current().facts("figures")
    found = every if isinstance(every, list) else []
    try:
        return Figure(found[index])
    except IndexError:
        n_found = f"only {counted(len(found), 'figure')}" if found else "no figure"
        raise CheckFailed(f"{n_found} was drawn", message=message) from None


def plot(
    message: str | None = None, *, figure_index: int = -1, axes: int = 0, **wanted: Unpack[Wanted]
) -> Axes:
    """Check a plot for all that is named, and return the facts of its axes.

    Parameters
    ----------
    figure_index
        Which figure; -1 for the last one.
    axes
        Which pair of axes of it, from 0.
    **wanted
        ``title``, ``xlabel``, ``ylabel``, ``xscale``, ``yscale``, ``xlim``, ``ylim``; ``legend``
        (True, False or names); ``n_lines``; ``lines`` (each y values, or ``(x, y)``); ``bars``
        (heights, or names with heights); ``histogram`` (counts); ``scatter`` (points ``(x, y)``);
        ``wedges`` (of a pie); ``texts``.

    Raises
    ------
    CheckFailed
        With the first that is not as expected.
    TypeError
        If there is nothing of that name to check.
    """
    unknown = sorted(set(wanted) - set(Wanted.__annotations__))
    if unknown:
        names = ", ".join(Wanted.__annotations__)
        raise TypeError(f"cannot check {unknown[0]!r} of a plot; there are {names}")
    drawn = figure(figure_index, message)
    if axes >= len(drawn.axes):
        words = f"the figure has {counted(len(drawn.axes), 'plot')}"
        raise CheckFailed(words, message=message)
    found = drawn.axes[axes]
    if drawn.title and not found.title and len(drawn.axes) == 1:
        found = Axes({**found.facts, "title": drawn.title})
    _check_texts(found, wanted, message)
    _check_data(found, wanted, message)
    return found


def _check_texts(found: Axes, wanted: Mapping[str, Any], message: str | None) -> None:
    for part in ("title", "xlabel", "ylabel", "xscale", "yscale"):
        if part in wanted:
            found.has_text(part, wanted[part], message)
    for side in "xy":
        if f"{side}lim" in wanted:
            found.has_limits(side, wanted[f"{side}lim"], message)
    if "legend" in wanted:
        names = wanted["legend"]
        if names is False:
            found.has_no_legend(message)
        else:
            found.has_legend(() if names is True else names, message)
    if "texts" in wanted:
        found.has_texts(wanted["texts"], message)


def _check_data(found: Axes, wanted: Mapping[str, Any], message: str | None) -> None:
    if "n_lines" in wanted:
        found.has_n_lines(wanted["n_lines"], message)
    for line in wanted.get("lines", ()):
        x, y = line if _is_pair(line) else (None, line)
        found.has_line(y, x=x, message=message)
    for part, ask in (
        ("bars", found.has_bars),
        ("histogram", found.has_histogram),
        ("scatter", found.has_points),
        ("wedges", found.has_wedges),
    ):
        if part in wanted:
            ask(wanted[part], message)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_pair(line: Any) -> bool:
    """Return whether x and y are given, not the y values of two points."""
    return (
        isinstance(line, tuple)
        and len(line) == 2  # noqa: PLR2004
        and all(isinstance(one, Iterable) for one in line)
    )


def _value(one: Any) -> Any:
    """Return a number as it reads best: without a point if it is a whole one."""
    number: Any = plain(one)
    is_whole = isinstance(number, float) and number.is_integer()
    return int(number) if is_whole else number


def _values(many: Any) -> Any:
    return [_values(one) if isinstance(one, list) else _value(one) for one in many]
