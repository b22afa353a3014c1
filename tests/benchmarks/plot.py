"""Draws what the benchmarks found: ``performance-engine.svg`` and ``performance-scaling.svg``."""

from pathlib import Path
from statistics import median
from typing import Any

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from .peers import SKLEARN, TORCH
from .scaling import FLOOR, fitted_exponent
from .workloads import WORKLOADS

SHOWN = {  # what → (its contenders, the fastest of which counts, colour, mark)
    "hlviz, compiled": (("compiled",), "#1f5fbf", "o"),
    "hlviz, NumPy": (("numpy",), "#5aa0e6", "s"),
    "matrix products alone": ((FLOOR,), "#8a8f98", "_"),
    "scikit-learn": (SKLEARN, "#d9662b", "^"),
    "PyTorch": (TORCH, "#8c4a9e", "v"),
}
STYLE = {
    "svg.fonttype": "none", "svg.hashsalt": "hlviz", "font.family": "sans-serif", "font.size": 10, "axes.spines.top": False,
    "axes.spines.right": False, "axes.edgecolor": "#9aa0a8", "axes.grid": True, "grid.color": "#e4e6ea", "legend.frameon": False,
    "axes.titlesize": 10.5, "axes.titleweight": "bold", "xtick.color": "#40454d", "ytick.color": "#40454d",
}  # fmt: skip


def draw_engine(found: dict[str, Any], into: Path) -> None:
    """Samples a second of processor time on each network, with both optimizers."""
    rates = found["samples_per_second"]
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(1, len(rates), figsize=(10, 4.2), sharey=True, layout="constrained", squeeze=False)
        for ax, (optimizer, by_network) in zip(axes[0], rates.items(), strict=True):
            for name, (keys, color, mark) in SHOWN.items():
                points = {
                    network: max(median(times[key]["cpu"]) for key in keys if key in times)
                    for network, times in by_network.items()
                    if any(key in times for key in keys)
                }
                at = [list(by_network).index(network) for network in points]
                ax.plot(at, list(points.values()), mark, color=color, label=name, ms=7, mew=2 if mark == "_" else 0)
            ax.set_yscale("log")
            ax.set_title({"sgd": "SGD", "adam": "Adam"}.get(optimizer, optimizer), loc="left")
            labels = [f"{key}\n{_layers(WORKLOADS[key].sizes)}" for key in by_network]
            ax.set_xticks(range(len(labels)), labels, rotation=35, ha="right", fontsize=8.5)
        axes[0, 0].set_ylabel("samples a second of processor time")
        figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=len(SHOWN))
        _save(into)


def _layers(sizes: tuple[int, ...]) -> str:
    """Layers in few words: six of eight neurons are 8×6."""
    words: list[str] = []
    for size in sizes:
        name, _, count = words[-1].partition("×") if words else ("", "", "")
        if name == str(size):
            words[-1] = f"{size}×{int(count or 1) + 1}"
        else:
            words.append(str(size))
    return "-".join(words)


def draw_scaling(found: dict[str, Any], into: Path) -> None:
    """The cost over the size for each series, with the straight line through its upper half."""
    series = found["series"]
    with plt.rc_context(STYLE):
        _, axes = plt.subplots(2, 3, figsize=(10.5, 6.4), layout="constrained")
        for ax, each in zip(axes.flat, series.values(), strict=False):
            _draw_series(ax, each)
        for ax in axes.flat[len(series) :]:
            ax.set_axis_off()
        handles = [
            plt.Line2D([], [], color=color, marker=mark, ls="", label=name)
            for name, (_, color, mark) in list(SHOWN.items())[:3]
        ]
        handles.append(plt.Line2D([], [], color="#40454d", ls="--", lw=1, label="fitted, with its exponent"))
        axes.flat[-1].legend(handles=handles, loc="center left")
        _save(into)


def _draw_series(ax: Axes, each: dict[str, Any]) -> None:
    sizes, half = np.array(each["sizes"], float), len(each["sizes"]) // 2
    row = 0
    for keys, color, mark in list(SHOWN.values())[:3]:
        costs = each["seconds"].get(keys[0])
        if costs is None or None in costs:
            continue
        cost = 1e6 * np.array(costs)
        ax.plot(sizes, cost, mark, color=color, ms=6, mew=2 if mark == "_" else 0)
        power = fitted_exponent(sizes[half:], cost[half:])
        through = np.exp(np.log(cost[half:]).mean() - power * np.log(sizes[half:]).mean())
        ax.plot(sizes[half:], through * sizes[half:] ** power, "--", color=color, lw=1)
        ax.text(0.04, 0.95 - 0.08 * row, f"{power:.2f}", transform=ax.transAxes, color=color, va="top", weight="bold")
        row += 1
    is_wide = sizes[-1] / sizes[0] > 500
    ax.set_xscale("log", base=10 if is_wide else 2)
    ax.set_yscale("log")
    ax.yaxis.set_minor_formatter(NullFormatter())
    if not is_wide:
        ax.set_xticks(sizes, [f"{int(size)}" for size in sizes], fontsize=8, rotation=45)
    network, _, grows = each["title"].partition(": ")
    ax.set_title(f"{grows}\n", loc="left")
    ax.text(0, 1.02, network, transform=ax.transAxes, fontsize=9, color="#5a6069")
    ax.set_ylabel(f"µs {each['unit']}")


def _save(into: Path) -> None:
    plt.savefig(into, metadata={"Date": None, "Creator": None})
    plt.close()
