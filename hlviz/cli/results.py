"""What commands have in common that make or look at a project: saving it as it begins, and telling it as words or JSON."""

import argparse
import json
from pathlib import Path
from typing import Any, TypeAlias

from hlviz.document import Project
from hlviz.document.wiring import parameter_count, wiring_of
from hlviz.files import Saved, write_project
from hlviz.files.atomic_write import shown
from hlviz.files.source import Source
from hlviz.files.terminal import warn
from hlviz.nn.mlp import Parameters
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer

Result = dict[str, Any]
DIVERGED = 1
"""The exit code of a training whose loss stopped being a number."""
Commands: TypeAlias = "argparse._SubParsersAction[Any]"
"""What commands are added to."""


def add_json(parser: argparse.ArgumentParser) -> None:
    """Give a command ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def described(project: Project) -> Result:
    """What a project is, in few words."""
    sizes = wiring_of(project).sizes
    return {
        "name": project.name,
        "dataset": project.data.dataset,
        "layers": list(sizes),
        "activations": [layer.activation for layer in project.network.hidden],
        "output": project.network.output_activation,
        "parameters": parameter_count(sizes),
    }


def summary(result: Result) -> str:
    """The same as a line."""
    title = "".join(c for c in result["name"] if c.isprintable())
    layers = " → ".join(map(str, result["layers"]))
    return f"{title}: {layers} neurons, {result['parameters']} parameters, learns {result['dataset']}"


def save(path: Path, project: Project, start: Parameters | None = None) -> None:
    """Put a project into a file as it is before its first step."""
    trainer, curves = Trainer(project, start=start), Curves()
    evaluation = trainer.evaluate()
    if trainer.divergence is None:
        curves.add(trainer.step, trainer.epochs, evaluation)
    write_project(path, Saved.of_trainer(trainer, curves))


def tell(args: argparse.Namespace, result: Result, lines: list[str]) -> None:
    """Print the JSON object, or the lines for a person and where the file is."""
    if args.json:
        print(json.dumps(result, allow_nan=False))
        return
    print("\n".join(lines))
    if getattr(args, "out", None) is not None:
        print(f"saved as {shown(args.out)}")


def ended(trainer: Trainer) -> int:
    """The exit code after a training, and what to say of one that diverged."""
    if trainer.divergence is None:
        return 0
    warn(
        f"the loss stopped being a number at step {trainer.divergence.step}, first in layer "
        f"{trainer.divergence.layer!r}; this is the last moment before. Lower the learning rate "
        f"({trainer.project.training.learning_rate:g}), as with --set learning_rate="
        f"{trainer.project.training.learning_rate / 10:g}"
    )
    return DIVERGED


def progress(now: Source) -> str:
    """How far a training is, in few words."""
    curves, metric = now.curves.table(), now.trainer.assembly.metric_name
    if not len(curves):
        return ""
    return f"epoch {now.trainer.epoch}  test loss {curves.test_loss[-1]:.4g}  {metric} {curves.test_metric[-1]:.3f}"
