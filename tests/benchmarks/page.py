"""Puts results into docs/performance.md: between ``<!-- NAME -->`` and ``<!-- /NAME -->``, and nothing else; and draws its plots."""

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from .peers import SKLEARN, TORCH
from .scaling import exponents
from .targets import short
from .workloads import WORKLOADS

DOCS = Path(__file__).parents[2] / "docs"
ROWS = {  # of the table of speeds: the fastest of these contenders counts
    "hlviz, compiled": ("compiled",),
    "hlviz, NumPy": ("numpy",),
    "the matrix products alone": ("floor",),
    "as many NumPy calls, on nothing": ("as many calls",),
    "hlviz, the readable reference": ("reference",),
    "scikit-learn, the faster of its two ways": SKLEARN,
    "PyTorch, the fastest of its three": TORCH,
}


def measure(asked: argparse.Namespace) -> None:
    """Write the page and draw the plots."""
    from .plot import draw_engine, draw_scaling

    engine, scaling, screen = (
        json.loads(path.read_text(encoding="utf-8")) for path in (asked.engine, asked.scaling, asked.screen)
    )
    page = DOCS / "performance.md"
    text = page.read_text(encoding="utf-8")
    for name, block in blocks(engine, scaling, screen).items():
        text = replaced(text, name, block)
    page.write_text(text, encoding="utf-8")
    draw_engine(engine, DOCS / "performance-engine.svg")
    draw_scaling(scaling, DOCS / "performance-scaling.svg")


def replaced(text: str, name: str, block: str) -> str:
    """The page with another block of that name; ``ValueError`` where it has none."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"the page has no place for {name}")
    return pattern.sub(lambda found: f"{found[1]}\n{block}\n\n{found[2]}", text)


def blocks(engine: dict[str, Any], scaling: dict[str, Any], screen: dict[str, Any]) -> dict[str, str]:
    """Every table of the page."""
    return {
        "machine": _machine(engine["machine"], screen["machine"]),
        "speeds sgd": _speeds(engine["samples_per_second"]["sgd"]),
        "speeds adam": _speeds(engine["samples_per_second"]["adam"]),
        "ratios": _targets(engine["targets"], list(WORKLOADS)),
        "exponents": _exponents(scaling["series"]),
        "growth": _growth(scaling["targets"]),
        "paths": _paths(scaling["paths"]),
        "frames": _frames(screen["networks"]),
        "screen targets": _screen_targets([v for v in screen["targets"] if v["at"] != "warm"]),
        "start": _start(screen["start"], screen["targets"]),
    }


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _machine(engine: dict[str, str], screen: dict[str, str]) -> str:
    named = "; ".join(f"{value}" for key, value in engine.items() if key in {"processor", "system", "packages"})
    return (
        f"{named}; compiled path: {engine['compiled path']}. Others wanted {engine['load before']} processors in the minute before the"
        f" engine was measured, {screen['load before']} before the screen was."
    )


def _speeds(by_network: dict[str, Any]) -> str:
    rows = []
    for name, keys in ROWS.items():
        cells = []
        for times in by_network.values():
            rates = [median(times[key]["cpu"]) for key in keys if key in times]
            cells.append(_thousands(max(rates)) if rates else "–")
        rows.append([name, *cells])
    return table(["thousand samples a second", *by_network], rows)


def _thousands(rate: float) -> str:
    return f"{rate / 1000:,.0f}" if rate >= 100_000 else f"{rate / 1000:.3g}"


def _cell(verdict: dict[str, Any]) -> str:
    sign, bound = ("≥", verdict["at_least"]) if "at_least" in verdict else ("≤", verdict["at_most"])
    value = f"{short(verdict['is'])}{verdict['unit']}"
    return f"{value if verdict['holds'] else f'**{value}**'} ({sign} {short(bound)})"


def _targets(verdicts: list[dict[str, Any]], columns: list[str]) -> str:
    rows = []
    for name in dict.fromkeys(v["target"] for v in verdicts):
        by_column = {v["at"]: _cell(v) for v in verdicts if v["target"] == name}
        rows.append([name, *(by_column.get(column, "") for column in columns)])
    return table(["", *columns], rows)


def _growth(verdicts: list[dict[str, Any]]) -> str:
    cells = {tuple(v["at"].rsplit(", ", 1)): _cell(v) for v in verdicts}
    engines, series = list(dict.fromkeys(engine for _, engine in cells)), dict.fromkeys(key for key, _ in cells)
    rows = [[key, *(cells.get((key, engine), "") for engine in engines)] for key in series]
    return table(["growth of the cost ÷ of the work", *engines], rows)


def _exponents(series: dict[str, Any]) -> str:
    rows = []
    for each in series.values():
        costs = {"products": each["work"], **each["seconds"]}
        cells = [
            f"{exponents(each['sizes'], costs[who])[1]:.2f}" if who in costs else "–"
            for who in ("products", "floor", "numpy", "compiled")
        ]
        rows.append([f"{each['title']}; {each['unit']}", *cells])
    return table(["", "number of products", "their time alone", "NumPy path", "compiled path"], rows)


def _paths(paths: dict[str, Any]) -> str:
    if not paths:
        return "There is no compiled path here."
    rows = [
        [f"{build}: {shape}", *map(short, ratios)]
        for build, shapes in paths["ratios"].items()
        for shape, ratios in shapes.items()
    ]
    held = [
        f"`{build}` is no slower up to {width}, and taken up to {paths['chosen'][build]}"
        for build, width in paths["widest"].items()
    ]
    return f"{table(['compiled ÷ NumPy; n =', *map(str, paths['widths'])], rows)}\n\n{'; '.join(held)}."


def _frames(networks: dict[str, Any]) -> str:
    rows = []
    for name, by_engine in networks.items():
        for engine, f in by_engine.items():
            t, everything = f["training"], f["all_panels"]
            pointer, edit = f["input_ms"], f["edit_ms"]
            rows.append([
                f"{name}, {engine}",
                f"{t['cpu_ms_mean']:.1f} · {t['cpu_ms_median']:.1f} · {t['cpu_ms_p95']:.1f}",
                f"{everything['cpu_ms_mean']:.1f}",
                f"{t['frames_per_second']:.0f}",
                f"{f['without_training']['frames_per_second']:.0f}",
                _thousands(f["samples_per_second"]),
                _thousands(f["samples_per_second_alone"]),
                f"{f['samples_kept']:.2f} · {f['samples_kept_cpu']:.2f}",
                f"{pointer['median']:.0f} · {pointer['p95']:.0f}",
                f"{edit['median']:.0f} · {edit['p95']:.0f}",
            ])  # fmt: skip
    head = [
        "", "ms a frame: mean · median · p95", "all panels: mean", "frames/s", "without training", "thousand samples/s", "alone",
        "kept: clock · processor", "mouse, ms: median · p95", "edit, ms: median · p95",
    ]  # fmt: skip
    return table(head, rows)


def _screen_targets(verdicts: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(v["target"] for v in verdicts))
    cells = {(v["at"], v["target"]): _cell(v) for v in verdicts}
    rows = [[at, *(cells.get((at, name), "") for name in names)] for at in dict.fromkeys(v["at"] for v in verdicts)]
    held = ["*hold*"]
    for name in names:
        those = [v["holds"] for v in verdicts if v["target"] == name]
        held.append(f"{sum(those)} of {len(those)}")
    return table(["", *names], [*rows, held])


def _start(start: dict[str, float], verdicts: list[dict[str, Any]]) -> str:
    target = next((_cell(v) for v in verdicts if v["at"] == "warm"), f"{start['window_cpu']:.2f} s")
    return table(
        ["", "processor time", "on the clock"],
        [
            ["first window", target, f"{start['window_clock']:.2f} s"],
            ["with its panels", f"{start['panels_cpu']:.2f} s", f"{start['panels_clock']:.2f} s"],
        ],
    )
