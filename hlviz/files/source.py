"""Where a training on the command line comes from: a project file, a table of the user's own or a preset, with settings changed."""

import argparse
import csv
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.guess import guess, passed_over
from hlviz.datasets.image_reader import SIDE
from hlviz.datasets.table_recipe import Missing, learned
from hlviz.document import Project, edits
from hlviz.document.settings import SETTINGS, with_settings
from hlviz.errors import ProjectFileError, SettingError
from hlviz.files.project_file import is_project, read_project
from hlviz.files.terminal import warn
from hlviz.training.curves import Curves
from hlviz.training.engines import ENGINES
from hlviz.training.trainer import Trainer

EPOCHS = 100
"""How long to train, unless the preset or the user says otherwise."""
LOOK = 0.1
"""Seconds between two reports of progress."""
SLICE = 1000
"""Steps, at most, between two looks at the clock."""
NOTED = 1000
"""Of longer trainings, about so many epochs are put on the curves."""
JUDGED, EVERY = 1_000_000, 20
"""For the curves so many samples may be judged whatever comes; of more, one for every so many that are trained: it costs about as
much to judge a sample as to train it."""


@dataclass(eq=False)
class Source:
    """A training about to begin or to go on."""

    trainer: Trainer
    curves: Curves
    epochs: int
    """How many epochs to train now."""
    table: Path | None = None
    """The table that the samples come from: not to be written over."""


OnProgress = Callable[[float, Source], None]
"""Called now and then while training, with the share done, 0 … 1."""


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a command the arguments that say what to train: FILE, --preset, --target and the like, --epochs, --seed and --set."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = HELP
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        type=Path,
        help="a project (.hlviz), a table (.csv, .tsv, .xlsx, .ods, .parquet, .npz, .npy), or a folder with a folder of pictures "
        "for each class",
    )
    parser.add_argument("--preset", metavar="NAME", help="begin with a preset; `hlviz presets` lists them")
    parser.add_argument("--target", metavar="COLUMN", help="the column of the table to learn (else the last)")
    parser.add_argument(
        "--inputs", metavar="COLUMN,…", type=_names, help="the columns of the table to learn from (else all)"
    )
    parser.add_argument(
        "--missing",
        choices=get_args(Missing),
        help="rows with gaps: refuse (tell the first), drop them, put the mean there, or that and an input that flags it",
    )
    parser.add_argument("--test-column", metavar="COLUMN", help="the column that says which rows only test")
    parser.add_argument("--time-column", metavar="COLUMN", help="put the rows in its order; the last of them only test")
    parser.add_argument("--side", metavar="N", type=int, help=f"scale pictures to N × N pixels (else {SIDE})")
    parser.add_argument(
        "--epochs",
        metavar="N",
        type=_epochs,
        help=f"train N epochs (else the preset's, or {EPOCHS}; 0 for a picture of a project)",
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="auto",
        help="who does the arithmetic: auto takes the fastest that fits the network",
    )
    parser.add_argument("--seed", metavar="S", help="the same as --set seed=S")
    parser.add_argument(
        "--set",
        metavar="KEY=VALUE",
        nargs="+",
        action="extend",
        default=[],
        dest="settings",
        help="settings, see below",
    )


def _epochs(text: str) -> int:
    epochs = int(text) if text.isdecimal() else -1
    if not 0 <= epochs <= 10**9:
        raise argparse.ArgumentTypeError(f"{text} is not a number of epochs")
    return epochs


def source(args: argparse.Namespace) -> Source:
    """What the arguments of ``add_source_arguments`` name, before it is trained.

    Raises
    ------
    HlvizError
        If a file, a column, a preset or a setting is wrong.
    """
    settings = [*args.settings, *([f"seed={args.seed}"] if args.seed is not None else [])]
    if (args.file is None) == (args.preset is None):
        if swallowed := [word for word in settings if "=" not in word]:  # --set takes all words behind it
            raise SettingError(f"{swallowed[0]!r} is not KEY=VALUE; if it is the FILE, give it before --set")
        raise SettingError("give either a FILE or --preset NAME; `hlviz presets` lists the presets")
    if args.preset is not None:
        _refuse_table_words(args)
        return _from_preset(args, settings)
    if is_project(args.file):
        _refuse_table_words(args)
        return _from_project(args, settings)
    project = with_settings(_project_of_table(args), settings)
    return replace(_begun(project, args.epochs, args.engine), table=args.file)


def _refuse_table_words(args: argparse.Namespace) -> None:
    """Refuse what only a table can be asked for."""
    for word in ("target", "inputs", "missing", "test_column", "time_column", "side"):
        if getattr(args, word) is not None:
            raise SettingError(f"--{word.replace('_', '-')} is about a table, and there is none here; leave it out")


def _from_preset(args: argparse.Namespace, settings: list[str]) -> Source:
    # what presets are made of takes a moment, and reading a file needs none of it
    from hlviz.document.presets import PRESETS

    if args.preset not in PRESETS:
        raise SettingError(f"no preset is called {args.preset!r}; there are {', '.join(PRESETS)}")
    preset = PRESETS[args.preset]
    return _begun(
        with_settings(preset.project, settings), preset.epochs if args.epochs is None else args.epochs, args.engine
    )


def _from_project(args: argparse.Namespace, settings: list[str]) -> Source:
    saved = read_project(args.file)
    trainer, curves = saved.trainer(args.engine), Curves(saved.curves)
    project = with_settings(saved.project, settings)
    if project != saved.project:
        trainer = trainer.followed(project)
        if not trainer.step:
            curves = Curves()
    return Source(noted(trainer, curves), curves, EPOCHS if args.epochs is None else args.epochs)


def _begun(project: Project, epochs: int | None, engine: str) -> Source:
    trainer, curves = Trainer(project, engine=engine), Curves()
    return Source(noted(trainer, curves), curves, EPOCHS if epochs is None else epochs)


def _project_of_table(args: argparse.Namespace) -> Project:
    raw = read_raw(Origin(args.file, side=args.side if args.side is not None else SIDE))
    target = args.target
    if args.target is None and raw.names[-1] in (args.test_column, args.time_column):
        target = next((name for name in reversed(raw.names) if name not in (args.test_column, args.time_column)), None)
    recipe = guess(raw, target, args.inputs or (), args.missing or "refuse")
    if not args.inputs and (line := passed_over(raw, recipe)):
        warn(line)
    for role, name in (("part", args.test_column), ("time", args.time_column)):
        if name is not None:
            raw.column(name)
            if name in (args.target, *(args.inputs or ())):
                raise SettingError(f"column {name[:40]!r} cannot be both learned and what parts the rows; name another")
            recipe = recipe.with_column(name, "part" if role == "part" else "time", "category")
    if args.test_column is not None and args.time_column is not None:
        raise SettingError("--test-column and --time-column contradict each other; leave one out")
    outcome = learned(raw, recipe)
    project = edits.set_shape(Project(name=args.file.stem), (8,))
    project = edits.set_training(project, optimizer="adam", learning_rate=0.01)
    return edits.use_table(project, outcome.points, outcome.recipe)


def _names(text: str) -> tuple[str, ...]:
    return tuple(next(csv.reader([text], skipinitialspace=True), ()))


def train(begun: Source, on_progress: OnProgress | None = None) -> None:
    """Train for its epochs, or until the loss is no number any more. An epoch already begun is finished and counts as one."""
    trainer, curves = begun.trainer, begun.curves
    first, goal = trainer.epochs, trainer.epoch + begun.epochs
    due = time.monotonic()
    every = _noted_every(begun)
    while trainer.epoch < goal and trainer.divergence is None:
        if trainer.steps_left > SLICE:
            trainer.train(SLICE)
        else:
            trainer.train_epochs(min(every - trainer.epoch % every, goal - trainer.epoch))
        if trainer.at_epoch_start and (trainer.epoch % every == 0 or trainer.epoch >= goal):
            noted(trainer, curves)
        if on_progress is not None and time.monotonic() >= due:
            on_progress((trainer.epochs - first) / (goal - first), begun)
            due = time.monotonic() + LOOK


def _noted_every(begun: Source) -> int:
    """How many epochs lie between two rows of the curves: by count, not by time, so that the same command gives the same file."""
    assembly = begun.trainer.assembly
    trained = len(assembly.train_t)
    judged = trained + len(assembly.test_t)
    rows = min(NOTED, max(JUDGED / judged, begun.epochs * trained / judged / EVERY))
    return max(1, int(begun.epochs / max(1, rows)))


def noted(trainer: Trainer, curves: Curves) -> Trainer:
    """The trainer, how good it is by now being put on the curves."""
    evaluation = trainer.evaluate()
    if trainer.divergence is None:
        curves.add(trainer.step, trainer.epochs, evaluation)
    return trainer


def trained(args: argparse.Namespace, on_progress: OnProgress | None = None) -> tuple[Trainer, Curves]:
    """What the arguments name, trained; ``HlvizError`` where something is wrong with them."""
    begun = source(args)
    train(begun, on_progress)
    return begun.trainer, begun.curves


def require_other_file(out: Path, file: Path | None) -> None:
    """Raise a ``ProjectFileError`` if the result would be written over the file that it is made from."""
    if file is not None and out.exists() and out.samefile(file):
        raise ProjectFileError(f"{out} is the file itself that is read; give --out another name")


HELP = "\n".join(
    [
        "A project goes on from where it was. With --set and --seed what it learned is kept wherever that can be,",
        "as in the window; another seed, data set or table begins anew. A table begins with one hidden layer of",
        "8 neurons. The same file, settings and seed give the same numbers, here and in the window.",
        "",
        "settings:",
        *(
            textwrap.fill(
                setting.values,
                100,
                initial_indent=f"  {key + '=':22}",
                subsequent_indent=" " * 24,
                break_on_hyphens=False,
            )
            for key, setting in SETTINGS.items()
        ),
    ]
)
