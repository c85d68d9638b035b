"""Tables in Markdown, and the gates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.findings import EVERY_S, Findings, Round, Row
from benchmarks.measuring import quantile
from benchmarks.side_by_side import CLI, COMMAND, ENGINES, NAMES, is_equal

_MB_PER_MIB = 1.048576


@dataclass(frozen=True, slots=True)
class Gate:
    """A limit and what was measured.

    Parameters
    ----------
    unit
        Behind both.
    is_most
        Whether more than the limit is too much, and not too little.
    """

    name: str
    measured: float
    limit: float
    unit: str
    is_most: bool = True

    @property
    def is_met(self) -> bool:
        """Whether the limit holds."""
        return self.measured <= self.limit if self.is_most else self.measured >= self.limit


def gates_of(found: Findings) -> list[Gate]:
    """Return the gates that something was measured for."""
    gates = []
    if 2 in found.levels:
        paced = found.levels[2]["paced"]
        gates += [
            Gate("engine, 4 cells with NumPy and pandas, p50", quantile(paced, 0.5), 30, "ms"),
            Gate("engine, 4 cells with NumPy and pandas, p95", quantile(paced, 0.95), 60, "ms"),
        ]
    if found.http is not None:
        gates += _http_gates(found.http)
    gates += _class_gates(found.rows)
    if found.endurance:
        gates += _endurance_gates(found.endurance)
    return gates


def _http_gates(http: Round) -> list[Gate]:
    crowd = http.steady[30, "open"]
    return [
        Gate("HTTP, 30 learners every 5 s, p50", quantile(crowd, 0.5), 60, "ms"),
        Gate("HTTP, 30 learners every 5 s, p95", quantile(crowd, 0.95), 200, "ms"),
        Gate("HTTP, 30 at once, until the last result", max(http.bursts), 1500, "ms"),
        Gate("HTTP, first check after a rest", max(http.rested), 500, "ms"),
        Gate("idle environment", http.idle_mib * _MB_PER_MIB, 150, "MB"),
    ]


def _class_gates(rows: Mapping[tuple[str, str], Row]) -> list[Gate]:
    gates = []
    for (title, name), row in rows.items():
        cli = rows.get((title, CLI))
        if cli is None or name not in {ENGINES, COMMAND}:
            continue
        if name == ENGINES:
            limit = 50 if "docs" in title else 20
            ratio = cli.per_submission_ms / row.per_submission_ms
            gates.append(
                Gate(f"engine beside nbgrader's CLI, {title}", ratio, limit, "times", is_most=False)
            )
        else:
            ratio = cli.class_s / cli.n / (row.class_s / row.n)
            what = f"class of {row.n} as a whole program, {title}"
            gates.append(Gate(what, ratio, 15, "times", is_most=False))
    return gates


def _endurance_gates(told: Mapping[str, Any]) -> list[Gate]:
    before, after, left = told["before"], told["after"], told["left"]
    growth = 100 * (after["all_mib"] / before["all_mib"] - 1)
    more = sum(max(0, after[name] - before[name]) for name in ("processes", "descriptors"))
    more += max(0, after["scratch"] - before["scratch"]) + left["processes"] + left["scratch"]
    return [
        Gate(f"{told['n']} grades: left processes, descriptors, files", more, 0, ""),
        Gate(f"{told['n']} grades: growth of memory", growth, 10, "%"),
    ]


def as_markdown(found: Findings) -> str:
    """Return everything as Markdown."""
    parts = ["## Machine", "", *(f"- {fact}" for fact in found.machine), ""]
    parts += ["## Gates", "", *_gate_table(gates_of(found)), ""]
    for title in dict.fromkeys(title for title, _ in found.rows):
        parts += [f"## {title}", "", *_course_table(title, found), ""]
    parts += [f"{name}: {why}." for name, why in found.missing.items()]
    if found.levels:
        parts += ["## One exercise of four cells, in the engine", "", *_level_table(found), ""]
    if found.layers:
        parts += ["## Locking a process down", "", *_layer_table(found.layers), ""]
    if found.http is not None:
        parts += ["## Through a Jupyter server", "", *_http_table(found.http), ""]
    if found.endurance:
        parts += [f"## {found.endurance['n']} grades in a row", "", *_endurance(found.endurance)]
    return "\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def _gate_table(gates: Sequence[Gate]) -> list[str]:
    rows = [
        (
            gate.name,
            f"{gate.measured:.3g} {gate.unit}",
            f"{'at most' if gate.is_most else 'at least'} {gate.limit:g} {gate.unit}",
            "met" if gate.is_met else "**not met**",
        )
        for gate in gates
    ]
    return _table(("gate", "measured", "limit", ""), rows)


def _course_table(title: str, found: Findings) -> list[str]:
    head = ("", "p50 ms", "p95 ms", "each ms", "times nbgrader's CLI", "class", "class s")
    head = (*head, "processors s", "memory MiB", "same points")
    cli = found.rows.get((title, CLI))
    rows = []
    for name in NAMES:
        row = found.rows.get((title, name))
        if row is None:
            rows.append((name, *["-"] * (len(head) - 1)))
            continue
        ratio = f"{cli.per_submission_ms / row.per_submission_ms:.1f}" if cli else "-"
        same = "yes" if cli and is_equal(row.points, cli.points) else "no"
        rows.append(
            (
                *(name, _ms(row.p50_ms), _ms(row.p95_ms), _ms(row.per_submission_ms), ratio),
                *(str(row.n), f"{row.class_s:.1f}", f"{row.cpu_s:.1f}"),
                *(f"{row.rss_mib:.0f} ({row.pss_mib:.0f})", same),
            )
        )
    note = (
        "A submission is all its notebooks. p50, p95 and each: without a program's own start, which"
        " class s has; nbgrader's CLI and `grade --all` have it in all. Memory: the most of all"
        " processes together, as each sees it, and with shared pages counted once."
    )
    return [*_table(head, rows), "", note]


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _level_table(found: Findings) -> list[str]:
    head = ("", "p50 ms", "p95 ms", "without a pause p50", "p95", "making a pair", "idle MiB")
    named = [(f"level A{level}", told) for level, told in found.levels.items()]
    named += [("A2, with a hidden test", found.hidden)] if found.hidden else []
    rows = [
        (
            *(name, *_quantiles(told["paced"]), *_quantiles(told["hurried"])),
            *(_ms(quantile(told["pair"], 0.5)), f"{told['idle_pss_mib']:.0f}"),
        )
        for name, told in named
    ]
    cached = next(reversed(found.levels.values()))["cached"]
    note = f"An answer that is graded already: p50 {quantile(cached, 0.5):.1f} ms."
    return [*_table(head, rows), "", note]


def _quantiles(times: Sequence[float]) -> tuple[str, str]:
    return _ms(quantile(times, 0.5)), _ms(quantile(times, 0.95))


def _layer_table(layers: Mapping[str, Sequence[float]]) -> list[str]:
    rows = [
        (name, f"{quantile(times, 0.5):.2f}", f"{quantile(times, 0.95):.2f}")
        for name, times in layers.items()
    ]
    return _table(("part", "p50 ms", "p95 ms"), rows)


def _http_table(http: Round) -> list[str]:
    rows = []
    for (n, step), times in http.steady.items():
        often = f"each every {EVERY_S:g} s" if n > 1 else "one check after the other"
        hidden = ", with a hidden test" if step == "hidden" else ""
        rows.append((f"{n} learners, {often}{hidden}", str(len(times)), *_quantiles(times)))
    rows.append(("known answers", str(len(http.known)), *_quantiles(http.known)))
    singles = [
        f"30 at once: the last result after {', '.join(f'{one:.0f}' for one in http.bursts)} ms.",
        f"First check of a server's life: {http.first:.0f} ms.",
        f"First check after a rest of 8 s: {', '.join(f'{one:.0f}' for one in http.rested)} ms.",
        f"Processes that wait: {http.idle_mib * _MB_PER_MIB:.0f} MB.",
    ]
    return [*_table(("", "checks", "p50 ms", "p95 ms"), rows), "", *(f"- {one}" for one in singles)]


def _endurance(told: Mapping[str, Any]) -> list[str]:
    head = ("", "processes", "descriptors", "scratch folders", "engine MiB", "with all below MiB")
    names = ("processes", "descriptors", "scratch", "engine_mib", "all_mib")
    rows = [(when, *(f"{told[when][name]:.4g}" for name in names)) for when in ("before", "after")]
    left = told["left"]
    closed = f"{left['processes']} processes, {left['scratch']} scratch folders"
    return [*_table(head, rows), "", f"{told['work_s']:.0f} s. After closing the engine: {closed}."]
