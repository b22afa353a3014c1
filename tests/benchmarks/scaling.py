"""How the cost of training grows with width, depth, batch and samples.

All sizes of a series take turns, so that a slow minute of the machine falls on all of them. A straight line through the logarithms
gives the exponent: 1 is twice the cost for twice the size. It is fitted twice, over the whole series and over its upper half: where
a network is small, the calls cost more than the arithmetic, and the exponent says nothing about what large ones cost. The floor,
the matrix products alone, shows what no network can do without: from 512 neurons on even they grow faster than their number, since
the weights no longer fit into the processor's cache.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hlviz.nn import kernel
from hlviz.nn.kernel import Kernel
from hlviz.nn.plan import Plan

from . import paths, targets
from .arguments import check_words
from .contenders import Floor, Hlviz
from .machine import machine, show
from .targets import Verdict
from .timing import race
from .workloads import Workload

SLACK = 1.14
"""The cost may grow by so much more than the work: as W6's may over W5's, 6.5 for 5.7."""
OPTIMIZER, FLOOR = "sgd", "floor"


@dataclass(frozen=True)
class Series:
    """One network in several sizes."""

    title: str
    unit: str
    """What it is the cost of."""
    sizes: tuple[int, ...]
    workload: Callable[[int], Workload]
    per: Callable[[Workload], float] = lambda _: 1.0
    """How many samples that takes."""
    reshuffles: bool = False


def _digits(sizes: tuple[int, ...], batch: int, samples: int = 512) -> Workload:
    return Workload("-".join(map(str, sizes)), sizes, batch, samples, "relu", "softmax", "cce")


SERIES = {
    "width": Series(
        "64-n-n-10, batch 32: width n", "a sample", (8, 16, 32, 64, 128, 256, 512, 1024), lambda n: _digits((64, n, n, 10), 32)
    ),
    "depth": Series(
        "2-8-…-8-1, batch 10: n hidden layers", "a sample", (1, 2, 4, 8, 16, 32),
        lambda n: Workload("", (2, *(8,) * n, 1), 10, 250),
    ),
    "wide-depth": Series(
        "64-256-…-256-10, batch 32: n hidden layers", "a sample", (1, 2, 4, 8, 16), lambda n: _digits((64, *(256,) * n, 10), 32)
    ),
    "batch": Series(
        "64-32-10: n samples a batch", "a step", (1, 2, 4, 8, 16, 32, 64, 128, 256), lambda n: _digits((64, 32, 10), n, 1024),
        per=lambda w: w.batch,
    ),
    "samples": Series(
        "2-8-8-8-1, batch 10, in a new order each epoch: n samples", "an epoch", (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000),
        lambda n: Workload("", (2, 8, 8, 8, 1), 10, n), per=lambda w: w.samples, reshuffles=True,
    ),
}  # fmt: skip


def measure(asked: argparse.Namespace) -> None:
    """Measure, and print what came out."""
    chosen = asked.only or [*SERIES, "paths"]
    check_words(chosen, [*SERIES, "paths"], "series")
    rounds, seconds = asked.rounds or (3 if asked.quick else 7), asked.seconds or (0.03 if asked.quick else 0.1)
    told = machine()
    show(told)
    found: dict[str, Any] = {}
    verdicts: list[Verdict] = []
    for key in SERIES:
        if key in chosen:
            found[key] = measured(SERIES[key], rounds, seconds)
            show_series(SERIES[key], found[key])
            verdicts += judged(key, found[key])
    compared = paths.compared(rounds, seconds) if "paths" in chosen else {}
    paths.show(compared)
    targets.show(verdicts)
    if asked.json:
        found = {"machine": told, "series": found, "paths": compared, "targets": [v.as_json() for v in verdicts]}
        targets.write(asked.json, found)


# How the cost grows


def measured(series: Series, rounds: int, seconds: float) -> dict[str, Any]:
    """Seconds of processor time for each size and engine, and the multiplications that they are for."""
    works = [series.workload(size) for size in series.sizes]
    contenders = []
    for size, work in zip(series.sizes, works, strict=True):
        method = work.method(OPTIMIZER)
        x, t, _ = work.data()
        engines = {"numpy": Plan} | ({"compiled": Kernel} if kernel.covers(method) else {})
        contenders.append(Floor(work, f"floor {size}"))
        contenders += [
            Hlviz(f"{key} {size}", engine(method, x, t), work, reshuffles=series.reshuffles, lap=work.samples)
            for key, engine in engines.items()
        ]
    times = race(contenders, rounds, seconds)
    engines = list(dict.fromkeys(key.split()[0] for key in times.cpu))
    return {
        "title": series.title,
        "unit": series.unit,
        "sizes": list(series.sizes),
        "work": [work.products * series.per(work) for work in works],
        "seconds": {
            engine: [
                series.per(work) / times.median(f"{engine} {size}") if f"{engine} {size}" in times.cpu else None
                for size, work in zip(series.sizes, works, strict=True)
            ]
            for engine in engines
        },
    }


def fitted_exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The power of the size that the cost goes with: the slope of the straight line through their logarithms."""
    slope, _ = np.polyfit(np.log(sizes), np.log(costs), 1)
    return float(slope)


def exponents(sizes: Sequence[float], costs: Sequence[float | None]) -> tuple[float, float]:
    """Over all sizes, and over the upper half of them; NaN where too few were measured."""
    half = len(sizes) // 2
    return _exponent(sizes, costs), _exponent(sizes[half:], costs[half:])


def _exponent(sizes: Sequence[float], costs: Sequence[float | None]) -> float:
    known = [(size, cost) for size, cost in zip(sizes, costs, strict=True) if cost is not None]
    return fitted_exponent(*zip(*known, strict=True)) if len(known) > 1 else float("nan")


def judged(key: str, found: dict[str, Any]) -> list[Verdict]:
    """Whether the cost grows no faster than the work over the upper half of the sizes.

    The work is the number of products, or the time that they take alone where that grows faster.
    """
    half = slice(len(found["sizes"]) // 2, None)
    costs = {"products": found["work"][half]} | {who: seconds[half] for who, seconds in found["seconds"].items()}
    growths = {who: known[-1] / known[0] for who, known in costs.items() if None not in known}
    work = max(growths[who] for who in ("products", FLOOR) if who in growths)
    return [
        Verdict("growth of the cost ÷ of the work", f"{key}, {engine}", growth / work, SLACK, is_least=False)
        for engine, growth in growths.items()
        if engine not in ("products", FLOOR)
    ]


def show_series(series: Series, found: dict[str, Any]) -> None:
    """The costs, and the exponents below them."""
    engines = found["seconds"]
    print(f"\n{series.title}; µs of processor time {series.unit}")
    print(f"{'n':>12}{'products':>14}" + "".join(f"{engine:>12}" for engine in engines))
    for i, size in enumerate(found["sizes"]):
        cells = [f"{1e6 * costs[i]:12.4g}" if costs[i] is not None else f"{'–':>12}" for costs in engines.values()]
        print(f"{size:12,}{found['work'][i]:14,.0f}" + "".join(cells))
    rows = [exponents(found["sizes"], costs) for costs in (found["work"], *engines.values())]
    for name, row in (("exponent", [all_of for all_of, _ in rows]), ("upper half", [upper for _, upper in rows])):
        print(f"{name:>12}{row[0]:14.2f}" + "".join(f"{value:12.2f}" for value in row[1:]))
