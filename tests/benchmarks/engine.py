"""How fast networks train: hlviz's engines, scikit-learn, PyTorch and the floor of the matrix products, alternately in one run.

Figures are samples a second of processor time, the middle of all rounds. What is to be trusted are the ratios, which are taken
within each round: on a shared machine the figures themselves move by a half from hour to hour.
"""

import argparse
from typing import Any

from hlviz.nn.optimizers import OPTIMIZERS

from . import targets
from .arguments import check_words
from .contenders import our_own
from .machine import machine, show
from .peers import SKLEARN, TORCH, peers
from .targets import Verdict
from .timing import Times, race
from .workloads import WORKLOADS

OURS = ("numpy", "compiled")
TARGETS = {  # what, who, than whom, with which optimizer: at least so many times as fast on W1 … W7
    "NumPy path ÷ scikit-learn": (("numpy",), SKLEARN, "sgd", (14, 13, 13, 8, 1.9, 1.35, 3.2)),
    "NumPy path ÷ PyTorch": (("numpy",), TORCH, "sgd", (40, 32, 32, 18, 2.2, 1.35, 3.3)),
    "best path ÷ scikit-learn": (OURS, SKLEARN, "sgd", (300, 150, 110, 17, 2.05, 1.4, 3.3)),
    "best path ÷ floor, SGD": (OURS, ("floor",), "sgd", (8, 5, 4, 1, 0.97, 0.97, 0.95)),
    "best path ÷ floor, Adam": (OURS, ("floor",), "adam", (3.2, 3, 2.5, 0.9, 0.9, 0.9, 0.8)),
    "NumPy path ÷ floor, SGD": (("numpy",), ("floor",), "sgd", (0.4, 0.48, 0.55, 0.45, 0.9, 0.94, 0.9)),
}
GROWTH = 6.5
"""W6 has 5.7 times the products of W5, and may take so many times its time."""
Results = dict[str, dict[str, Times]]
"""By optimizer, by workload."""


def measure(asked: argparse.Namespace) -> None:
    """Measure, and print what came out."""
    chosen = asked.only or list(WORKLOADS)
    check_words(chosen, WORKLOADS, "network")
    check_words(asked.optimizers, OPTIMIZERS, "optimizer")
    rounds, seconds = asked.rounds or (3 if asked.quick else 7), asked.seconds or (0.05 if asked.quick else 0.2)
    told = machine()
    show(told)
    results: Results = {}
    for optimizer in asked.optimizers:
        results[optimizer] = {}
        for key in chosen:
            workload = WORKLOADS[key]
            contenders = [*our_own(workload, optimizer), *peers(workload, optimizer, with_torch=asked.torch != "no")]
            times = results[optimizer][key] = race(contenders, rounds, seconds)
            show_times(f"{key}  {workload.title}, {optimizer}", times)
    verdicts = judged(results)
    targets.show(verdicts)
    if asked.json:
        targets.write(asked.json, as_json(told, results, verdicts))


def show_times(title: str, times: Times) -> None:
    """One workload: each contender's figures, and as shares of the floor."""
    print(f"\n{title}\n{'':26}{'samples/s CPU':>14}{'wall':>14}{'÷ floor':>10}")
    for key in sorted(times.cpu, key=times.median, reverse=True):
        print(f"{key:26}{times.median(key):14,.0f}{times.median(key, 'wall'):14,.0f}{times.ratio(key, 'floor'):10.3g}")


def judged(results: Results) -> list[Verdict]:
    """Every target that was measured: what was to be reached, and what was."""
    verdicts = []
    for name, (ours, others, optimizer, bounds) in TARGETS.items():
        for key, bound in zip(WORKLOADS, bounds, strict=True):
            times = results.get(optimizer, {}).get(key)
            us, them = (times.best(ours), times.best(others)) if times else (None, None)
            if times and us and them:
                verdicts.append(Verdict(name, key, times.ratio(us, them), bound))
    sgd = results.get("sgd", {})
    if {"W5", "W6"} <= set(sgd):
        slowest = max(sgd["W5"].median(us) / sgd["W6"].median(us) for us in OURS if us in sgd["W6"].cpu)
        verdicts.append(Verdict("W6's time ÷ W5's", "W6", slowest, GROWTH, is_least=False))
    return verdicts


def as_json(told: dict[str, str], results: Results, verdicts: list[Verdict]) -> dict[str, Any]:
    """All of it, for other programs."""
    return {
        "machine": told,
        "samples_per_second": {
            optimizer: {
                workload: {key: {"cpu": times.cpu[key], "wall": times.wall[key]} for key in times.cpu}
                for workload, times in by_workload.items()
            }
            for optimizer, by_workload in results.items()
        },
        "targets": [verdict.as_json() for verdict in verdicts],
    }
