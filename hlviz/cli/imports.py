"""``hlviz import FILE``: a trained network of another program becomes a project."""

import argparse
from pathlib import Path

from hlviz.cli.results import Commands, add_json, described, save, summary, tell
from hlviz.datasets import DATASETS, read_table
from hlviz.errors import SettingError
from hlviz.files.atomic_write import require_writable
from hlviz.files.source import require_other_file
from hlviz.interchange.imported import RANDOM, RANGE, USUAL, Choices, imported
from hlviz.interchange.readers import READERS, read_network
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS


def add_to(commands: Commands) -> None:
    """Add the command."""
    kinds = ", ".join(f"{reader.title} ({reader.comes_from})" for reader in READERS.values())
    parser = commands.add_parser(
        "import",
        help="make a project of a trained network of another program",
        description=f"Make a project of a trained multilayer perceptron: {kinds}. Such a file holds no samples: give it a table or "
        "a data set, or it gets points drawn at random whose right answer is what the network itself says.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help=f"a network ({', '.join(READERS)})")
    parser.add_argument("--out", metavar="FILE", type=Path, help="save the project there (.hlviz)")
    parser.add_argument(
        "--activation",
        choices=list(ACTIVATIONS),
        default="",
        help=f"of the hidden layers where the file does not say ({USUAL})",
    )
    parser.add_argument("--output", choices=list(OUTPUTS), default="", help="of the outputs (else guessed)")
    parser.add_argument("--dataset", choices=[RANDOM, *DATASETS], default=RANDOM, help="samples to show it with")
    parser.add_argument("--table", metavar="CSV", type=Path, help="a table of yours instead")
    parser.add_argument("--target", metavar="COLUMN", help="the column of the table that is right (else the last)")
    parser.add_argument("--standardize", action="store_true", help="it was trained on inputs of mean 0 and spread 1")
    parser.add_argument("--low", metavar="X", type=float, default=RANGE[0], help="random points from here (-1)")
    parser.add_argument("--high", metavar="X", type=float, default=RANGE[1], help="to here (1)")
    add_json(parser)
    parser.set_defaults(command=_import)


def _import(args: argparse.Namespace) -> int:
    if args.out is not None:
        require_other_file(args.out, args.file)
        require_other_file(args.out, args.table)
        require_writable(args.out)
    if args.target is not None and args.table is None:
        raise SettingError("--target names a column of --table, and there is none here; leave it out")
    chain = read_network(args.file)
    table = read_table(args.table, args.target) if args.table is not None else None
    choices = Choices(args.activation, args.output, args.dataset, table, args.standardize, args.low, args.high)
    got = imported(chain, args.file.stem, choices)
    if args.out is not None:
        save(args.out, got.project, got.start)
    result = {**described(got.project), "notes": list(got.notes)}
    tell(args, result, [summary(result), *(f"  {note}" for note in got.notes)])
    return 0
