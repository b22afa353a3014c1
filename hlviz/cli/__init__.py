"""The command line: train, predict, export, list what can be trained, open what other programs wrote. No Qt, whatever is asked.

Nothing but the result goes to standard output.
"""

import argparse
import json
import math
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from hlviz.api import trained_of
from hlviz.cli import checks, exports, imports, links
from hlviz.cli.results import ended, progress
from hlviz.document.wiring import parameter_count
from hlviz.files import Saved, read_project, write_project
from hlviz.files.atomic_write import atomic_write, require_writable, shown
from hlviz.files.source import add_source_arguments, require_other_file, source, train
from hlviz.files.terminal import OneLineParser, ProgressBar, answered
from hlviz.interchange.rows import Rows, predicted_csv, read_rows, told, verdict
from hlviz.interchange.trained import Trained
from hlviz.nn.metrics import mean_absolute_error
from hlviz.nn.mlp import outputs
from hlviz.training.assembly import Assembly
from hlviz.training.frame import Frame
from hlviz.training.trainer import Trainer

COMMANDS = ("train", "predict", "export", "presets", "import", "open-link", "link", "check")
"""What ``main`` carries out."""
ENGINES = {"compiled": "the compiled path", "numpy": "NumPy", "reference": "the readable reference"}
"""What the engines are called."""


def main(argv: list[str], draw: exports.Draw | None = None) -> int:
    """Carry out ``train …`` or another of ``COMMANDS``; the exit code.

    0: done; 1: the training diverged; 2: something is wrong with what was asked; 130: stopped by Ctrl+C.

    Parameters
    ----------
    argv
        The words of the command line, without ``hlviz``.
    draw
        Draws pages and films, which takes Qt; without it they cannot be exported.
    """
    return answered(lambda: _carried_out(argv, draw))


def _carried_out(argv: list[str], draw: exports.Draw | None) -> int:
    args = parser().parse_args(argv)
    args.draw = draw
    command: int = args.command(args)
    return command


def parser() -> argparse.ArgumentParser:
    """What understands all of ``COMMANDS``."""
    parser = OneLineParser(prog="hlviz", description="What hlviz does without a window.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=OneLineParser, dest="name")
    training = commands.add_parser(
        "train",
        help="train a network and say how good it became",
        description="Train a network and say how good it became: from a project, a table or a preset. "
        "Exit code 1 tells that the training diverged, 2 that something is wrong with what was asked.",
    )
    add_source_arguments(training)
    training.add_argument("--out", metavar="FILE", type=Path, help="save the trained project there (.hlviz)")
    training.add_argument("--json", action="store_true", help="print one JSON object")
    training.set_defaults(command=_train)
    predicting = commands.add_parser(
        "predict",
        help="say what a network makes of a table",
        description="Write a table again, with what the network says of each row behind it. The table has the form of the one that "
        "the network learned from: the same columns by name, in any order, words as words, and gaps where the network learned what "
        "becomes of them. Other columns are kept and not used. Where the target is there, it says how good the network is on it.",
    )
    predicting.add_argument("file", metavar="FILE", type=Path, help="a project (.hlviz)")
    predicting.add_argument("table", metavar="TABLE", type=Path, help="a table (CSV, Excel, ODS, Parquet, NumPy)")
    predicting.add_argument("--out", metavar="CSV", type=Path, required=True, help="where to put the table")
    predicting.add_argument("--json", action="store_true", help="print one JSON object")
    predicting.set_defaults(command=_predict)
    presets = commands.add_parser("presets", help="list the presets", description="List the presets.")
    presets.add_argument("--json", action="store_true", help="print them as JSON")
    presets.set_defaults(command=_presets)
    for more in (exports, imports, links, checks):
        more.add_to(commands)
    return parser


# Train


def _train(args: argparse.Namespace) -> int:
    begun = source(args)
    if args.out is not None:
        require_other_file(args.out, begun.table)
        require_writable(args.out)
    bar = ProgressBar()
    step, start = begun.trainer.step, time.perf_counter()
    try:
        train(begun, lambda share, now: bar.show(share, progress(now)))
    finally:
        bar.clear()
    seconds = time.perf_counter() - start
    trainer = begun.trainer
    if args.out is not None:
        write_project(args.out, Saved.of_trainer(trainer, begun.curves))
    epochs = (trainer.step - step) / trainer.steps_per_epoch
    result = _result(trainer, epochs * len(trainer.assembly.train_t) / seconds)
    if args.json:
        print(json.dumps(result, allow_nan=False))
    else:
        print(_summary(trainer, result))
        if args.out is not None:
            print(f"saved as {shown(args.out)}")
    return ended(trainer)


def _result(trainer: Trainer, samples_per_s: float) -> dict[str, Any]:
    """What a training came to; a number that is none is None."""
    frame, assembly, project = trainer.snapshot(0), trainer.assembly, trainer.project
    e = frame.evaluation
    numbers = {
        "train_loss": e.train_loss,
        "test_loss": e.test_loss,
        "metric": "accuracy" if assembly.is_classification else "r2",
        "train_metric": e.train_metric,
        "test_metric": e.test_metric,
        "mae": None if assembly.is_classification else _mae(assembly, frame),
        "samples_per_s": round(samples_per_s, 1),
    }
    return {
        "name": project.name,
        "dataset": project.data.dataset,
        "layers": list(assembly.wiring.sizes),
        "epochs": frame.epoch,
        "steps": frame.step,
        "engine": trainer.engine.key,
        "engine_why": trainer.engine.why or None,
        **{k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in numbers.items()},
        "parameters": parameter_count(assembly.wiring.sizes),
        "seed": project.training.seed,
        "diverged": asdict(trainer.divergence) if trainer.divergence is not None else None,
    }


def _mae(assembly: Assembly, frame: Frame) -> float:
    """How far off the network is on the test samples, on average, in the target's own unit."""
    with np.errstate(all="ignore"):
        said = outputs(frame.parameters, assembly.activations, assembly.split.test_x)[:, 0]
        return mean_absolute_error(assembly.to_units(said.astype(np.float64)), np.asarray(assembly.split.test_y))


def _summary(trainer: Trainer, result: dict[str, Any]) -> str:
    e, name = trainer.snapshot(0).evaluation, trainer.assembly.metric_name
    layers = " → ".join(str(size) for size in result["layers"])
    title = "".join(c for c in result["name"] if c.isprintable())
    off = "" if trainer.assembly.is_classification else _off(trainer.assembly.points.target_name, result["mae"])
    return "\n".join(
        [
            f"{title}: {layers} neurons, {result['parameters']} parameters, seed {result['seed']}",
            f"{result['epochs']} epochs, {result['steps']} steps, {result['samples_per_s']:.0f} samples a second",
            f"computed by {ENGINES[trainer.engine.key]}{'. ' + trainer.engine.why if trainer.engine.why else ''}",
            f"{'':10}{'loss':>10}{name:>10}",
            f"{'training':10}{e.train_loss:10.4g}{e.train_metric:10.4f}",
            f"{'test':10}{e.test_loss:10.4g}{e.test_metric:10.4f}{off}",
        ]
    )


def _off(target: str, mae: float | None) -> str:
    name = "".join(c for c in target if c.isprintable())
    return "" if mae is None else f"  {name} is {mae:.4g} off on average (MAE)"


# Predict


def _predict(args: argparse.Namespace) -> int:
    for file in (args.file, args.table):
        require_other_file(args.out, file)
    net = trained_of(read_project(args.file))
    net.require_numbers()
    require_writable(args.out)
    rows = read_rows(args.table, net)
    atomic_write(args.out, predicted_csv(net, rows))
    if args.json:
        print(json.dumps(_prediction(args.out, net, rows), allow_nan=False))
    else:
        print("\n".join([f"{len(rows.x)} rows predicted, saved as {shown(args.out)}", *told(net, rows)]))
    return 0


def _prediction(out: Path, net: Trained, rows: Rows) -> dict[str, Any]:
    """What a prediction came to; a number that is none is None."""
    found = verdict(net, rows)
    good = {"loss": found.loss, "metric": found.metric, "judged": found.rows} if found is not None else {}
    return {
        "rows": len(rows.x),
        "left_out": rows.left_out,
        "out": str(out),
        "target": net.points.target_name,
        "unused": list(rows.unused),
        **{k: v if math.isfinite(v) else None for k, v in good.items()},
    }


# Presets


def _presets(args: argparse.Namespace) -> int:
    # what presets are made of takes a moment, and training a file needs none of it
    from hlviz.document.presets import PRESETS

    if args.json:
        listed = [
            {"key": p.key, "title": p.title, "summary": p.summary, "epochs": p.epochs, "expect": asdict(p.expect)}
            for p in PRESETS.values()
        ]
        print(json.dumps(listed))
        return 0
    width = max(len(key) for key in PRESETS)
    titles = max(len(preset.title) for preset in PRESETS.values())
    for preset in PRESETS.values():
        print(f"{preset.key:{width}}  {preset.title:{titles}}  {preset.summary}")
    return 0
