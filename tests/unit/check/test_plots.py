"""Figures become plain facts, also when they were closed, and the facts can be checked."""

import json
import subprocess
import sys

import matplotlib as mpl
import pytest

mpl.use("agg")

from matplotlib import pyplot as plt

from jupyter_hybrid import check
from jupyter_hybrid.check import place, plot_facts


def failure(action, *args, **kwargs):
    with pytest.raises(check.CheckFailed) as caught:
        action(*args, **kwargs)
    return caught.value


@pytest.fixture(autouse=True)
def _no_figures():
    before = place.current()
    place.install(place.LocalPlace({}))
    plt.close("all")
    plot_facts.forget()
    yield
    plt.close("all")
    plot_facts.forget()
    place.install(before)


@pytest.fixture
def drawn():
    _, axes = plt.subplots()
    axes.plot([1, 2, 3], [2.0, 4.0, 6.5], label="rain", color="red", linestyle="--")
    axes.bar(["Jan", "Feb"], [3, 4], label="sun")
    axes.scatter([2, 1], [4, 3])
    axes.set(title="Sales  2035", xlabel="month", ylabel="EUR", xlim=(0, 4), yscale="log")
    axes.legend()
    axes.text(1, 1, "peak")
    return axes


def test_what_was_drawn_passes(drawn):
    axes = check.plot(
        title="sales 2035",
        xlabel="Month",
        ylabel="EUR",
        yscale="log",
        xlim=(0, 4),
        legend=["sun", "rain"],
        n_lines=1,
        lines=[[2, 4, 6.5], ([1, 2, 3], [2, 4, 6.5])],
        bars={"Jan": 3, "Feb": 4},
        scatter=[(1, 3), (2, 4)],
        texts=["peak"],
    )

    axes.has_line([2, 4, 6.5], label="rain").has_legend().has_bars([3, 4])
    assert axes.lines[0]["color"] == "#ff0000"
    assert axes.lines[0]["style"] == "--"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"title": "Rain"}, "the title is not as expected"),
        ({"xscale": "log"}, "the scale of the x axis is not as expected"),
        ({"legend": ["fog"]}, "the legend does not name 'fog'"),
        ({"legend": False}, "there is a legend"),
        ({"n_lines": 2}, "the plot has 1 line instead of 2"),
        ({"lines": [[2, 4, 7]]}, "y of the line: at [2]: 6.5 instead of 7"),
        ({"bars": [3, 5]}, "the heights of the bars: at [1]: 4 instead of 5"),
        ({"bars": {"Jan": 3, "Mar": 4}}, "the names below of the bars: at [1]: 'Feb'"),
        ({"scatter": [(1, 3), (2, 5)]}, "the points in order of x: at [1][1]: 4 instead of 5"),
        ({"histogram": [1]}, "the plot has no histogram"),
        ({"texts": ["low"]}, "the plot does not say 'low'"),
        ({"xlim": (0, 5)}, "the limits of the x axis: at [1]: 4 instead of 5"),
    ],
)
def test_what_was_drawn_otherwise_is_told(drawn, wanted, words):
    assert failure(check.plot, **wanted).words.startswith(words)


def test_a_missing_label_legend_or_figure_is_told():
    assert failure(check.plot, title="x").words == "no figure was drawn"

    plt.plot([1, 2])

    assert failure(check.plot, ylabel="EUR").words == "the label of the y axis is missing"
    assert failure(check.plot, legend=True).words == "the legend is missing"
    assert failure(check.plot, bars=[1]).words == "the plot has no bars"
    assert failure(check.figure, 1).words == "only 1 figure was drawn"
    assert failure(check.plot, axes=1, n_lines=1).words == "the figure has 1 plot"


def test_histograms_pies_and_level_bars_are_told_apart():
    plt.hist([1, 1, 2, 5], bins=[0, 2, 4, 6])
    check.plot(histogram=[2, 1, 1])

    plt.figure()
    plt.pie([1, 3], labels=["a", "b"])
    check.plot(wedges=[25, 75])

    plt.figure()
    plt.barh(["a", "b"], [5, 6])
    check.plot(bars={"a": 5, "b": 6})


def test_pandas_plots_are_read():
    pd = pytest.importorskip("pandas")
    table = pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=["x", "y"])

    table.plot.bar(title="both")

    check.plot(title="both", legend=["a", "b"], bars={"x": 3, "y": 4})
    check.plot(bars=[1, 2])


def test_a_closed_figure_is_remembered(drawn):
    plot_facts.watch()
    plt.close(drawn.figure)

    check.plot(title="Sales 2035")


def test_figures_are_remembered_before_an_inline_backend_closes_them(drawn):
    plot_facts.remember()
    mpl._pylab_helpers.Gcf.figs.clear()

    check.plot(title="Sales 2035")


def test_the_last_figure_counts_and_earlier_ones_can_be_asked_for():
    for title in ("first", "second"):
        plt.figure()
        plt.title(title)
        plt.close()

    check.plot(title="second")
    check.plot(title="first", figure_index=0)
    assert [len(check.figure(0).axes), len(check.figure().axes)] == [1, 1]


def test_only_the_last_figures_are_kept():
    plot_facts.watch()
    for _ in range(25):
        plt.figure()
        plt.close()

    assert len(plot_facts.figures()) == plot_facts.MOST_FIGURES


def test_a_figure_in_a_variable_is_found_without_pyplot():
    figure = mpl.figure.Figure()
    axes = figure.subplots()
    axes.set_title("own")
    place.install(place.LocalPlace({"axes": axes}))

    check.plot(title="own")


def test_a_figure_that_nobody_watched_is_searched_for_in_a_kernel():
    figure = mpl.figure.Figure()
    figure.subplots().set_title("shown and closed")

    found = plot_facts.figures(may_search=True)

    assert "shown and closed" in [one["title"] for each in found for one in each["axes"]]
    assert plot_facts.figures() == []


def test_facts_are_plain_finite_and_bounded(drawn):
    drawn.plot([float("nan"), float("inf")] + [1] * 50_000)
    drawn.set_title("t" * 10_000)

    text = json.dumps(plot_facts.figures(), allow_nan=False)

    assert len(text) < 200_000


def test_one_broken_part_does_not_hide_the_others(drawn):
    drawn.lines[0].get_color = lambda: 1 / 0

    assert check.plot(bars=[3, 4]).lines == [{"error": "ZeroDivisionError: division by zero"}]
    failure(check.plot, lines=[[1]])


def test_an_unknown_question_is_the_authors_mistake(drawn):
    with pytest.raises(TypeError, match="cannot check 'colour' of a plot"):
        check.plot(colour="red")


def test_importing_check_imports_none_of_the_big_libraries():
    code = (
        "import sys; from jupyter_hybrid import check; check.figure"
        "; print([one for one in ('numpy', 'pandas', 'matplotlib', 'IPython', 'pydantic')"
        " if one in sys.modules], [one for one in sys.modules if one.startswith('jupyter_hybrid')"
        " and not one.startswith('jupyter_hybrid.check')])"
    )

    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert printed.replace("'jupyter_hybrid._version', ", "") == "[] ['jupyter_hybrid']\n"
