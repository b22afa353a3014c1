"""Train every preset from many seeds, and write down in docs/presets.md how often it does what it says.

python packaging/calibrate.py [KEY …] [--seeds N] [--engine NAME …] trains these presets, or all; by each of several engines in turn.
Only a run of all presets, with nothing else asked for, writes the page. It fails where one of the first twenty seeds does not give
what is expected.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported: processes, not threads, share out the work

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hlviz.document import edits  # noqa: E402
from hlviz.document.presets import PRESETS, Preset  # noqa: E402
from hlviz.training.engines import ENGINES  # noqa: E402
from hlviz.training.trainer import Trainer  # noqa: E402

PAGE = ROOT / "docs" / "presets.md"
FIRST = 20
"""Seeds with which every preset must do what it says."""
SEEDS = 200
RATE = 60
"""Epochs a second at which the window trains by choice, so that a person can follow."""


class Outcome(NamedTuple):
    """What one training came to."""

    metric: float
    seconds: float


def outcome(key: str, seed: int, engine: str) -> Outcome:
    """Train a preset with other data and other first weights."""
    preset = PRESETS[key]
    project = edits.set_data(edits.set_training(preset.project, seed=seed), seed=seed)
    trainer = Trainer(project, engine=engine)
    began = process_time()
    while trainer.epoch < preset.epochs and trainer.divergence is None:
        trainer.train(trainer.steps_per_epoch)
    metric = trainer.evaluate().test_metric
    return Outcome(metric if trainer.divergence is None else float("nan"), process_time() - began)


def expected(preset: Preset) -> str:
    name = "accuracy" if preset.expect.metric == "accuracy" else "R²"
    bound = preset.expect.at_least if preset.expect.at_least is not None else preset.expect.at_most
    sign = "≥" if preset.expect.at_least is not None else "≤"
    return f"{name} {sign} {shown(preset, bound)}"


def shown(preset: Preset, value: float) -> str:
    return f"{value * 100:.4g} %" if preset.expect.metric == "accuracy" else f"{value:.3f}"


def row(preset: Preset, outcomes: list[Outcome]) -> str:
    metrics = sorted(o.metric for o in outcomes)
    worst = metrics[0] if preset.expect.at_least is not None else metrics[-1]
    cells = [
        f"`{preset.key}`",
        expected(preset),
        f"{met(preset, outcomes[:FIRST])} of {len(outcomes[:FIRST])}",
        f"{met(preset, outcomes)} of {len(outcomes)}",
        shown(preset, median(metrics)),
        shown(preset, worst),
        str(preset.epochs),
        f"{preset.epochs / RATE:.1f} s",
        f"{median(o.seconds for o in outcomes) * 1000:.0f} ms",
    ]
    return f"| {' | '.join(cells)} |"


def met(preset: Preset, outcomes: list[Outcome]) -> int:
    return sum(preset.expect.is_met(o.metric) for o in outcomes)


def page(rows: Iterable[str], seeds: int, engine: str) -> str:
    settings = "\n".join(f"| `{p.key}` | {p.title} | `{p.settings}` |" for p in PRESETS.values())
    teaching = "\n".join(f"- **{p.title}** (`{p.key}`). {p.summary} {p.notes}" for p in PRESETS.values())
    results = "\n".join(rows)
    return f"""# Presets

Projects to begin with: `File ▸ New from preset`, or `hlviz train --preset NAME`.

{teaching}

## What to expect

Each was trained {seeds} times, with seeds 1 … {seeds} for both the data and the network, and judged by its test samples when its
epochs were over: how often they were as expected with the first {FIRST} seeds and with all, and the median and the worst of all,
which is the least where much is expected and the greatest where the preset is there to fail. *To watch*: how long it takes at
{RATE} epochs a second. *To train*: the processor time as fast as possible, here by the {engine} engine.

| preset | expected | of the first {FIRST} | of all | median | worst | epochs | to watch | to train |
|---|---|---|---|---|---|---|---|---|
{results}

Made by `python packaging/calibrate.py`.

## Settings

As for `--set`; what is not named is as in a new project: tanh, Glorot uniform, mean squared error, SGD with learning rate
0.03, batches of 10, half of the samples for training. A data set brings its usual number of samples along, and softmax with
cross-entropy where there are more than two classes.

| preset | title | settings |
|---|---|---|
{settings}
"""


def trained(pool: Executor, keys: list[str], seeds: int, engine: str, failed: list[str]) -> list[str]:
    """Train these presets with so many seeds; their rows of the table, which are printed as they come."""
    rows = []
    jobs = {key: [pool.submit(outcome, key, seed, engine) for seed in range(1, seeds + 1)] for key in keys}
    for key in keys:
        outcomes = [job.result() for job in jobs[key]]
        rows.append(row(PRESETS[key], outcomes))
        print(rows[-1], flush=True)
        misses = [i + 1 for i, o in enumerate(outcomes) if not PRESETS[key].expect.is_met(o.metric)]
        if misses:
            print(f"  not with seeds {misses}", flush=True)
        failed += [key] if misses and misses[0] <= FIRST else []
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="KEY", help="presets; all where none is named")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--engine", nargs="+", choices=ENGINES, default=["auto"])
    args = parser.parse_args()
    keys = args.keys or list(PRESETS)
    failed: list[str] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for engine in args.engine:
            if len(args.engine) > 1:
                print(f"by the {engine} engine")
            rows = trained(pool, keys, args.seeds, engine, failed)
    if not args.keys and args.seeds == SEEDS and args.engine == ["auto"]:
        engine = Trainer(PRESETS["circle"].project).engine.key
        PAGE.write_text(page(rows, args.seeds, engine), encoding="utf-8")
        print(f"written: {PAGE}")
    if failed:
        print(f"not as expected: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
