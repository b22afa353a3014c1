"""What ``hlviz [FILE]`` is asked for. No Qt: a mistake is told for what it is, even where no window could be opened."""

import argparse
from pathlib import Path

from hlviz.colors import THEMES
from hlviz.datasets.formats import PREVIEW, Origin, read_raw
from hlviz.files.project_file import SUFFIX, is_project, read_project
from hlviz.files.terminal import OneLineParser

SYSTEM = "system"
"""The look that follows the desktop's."""


def understood(argv: list[str]) -> argparse.Namespace:
    """The arguments, ``file`` and ``theme``, once it is known that the file can be read.

    Parameters
    ----------
    argv
        Without the program's name: a project or table to open, and ``--theme``.

    Raises
    ------
    HlvizError
        If an argument is unknown or the file cannot be opened.
    """
    args = _parser().parse_args(argv)
    if args.file is not None:
        _require_readable(args.file)
    return args


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(prog="hlviz", description="Open the window.")
    parser.add_argument(
        "file", metavar="FILE", nargs="?", type=Path, help=f"a project ({SUFFIX}), a table, or a folder of pictures"
    )
    parser.add_argument("--theme", choices=[SYSTEM, *THEMES], help="the look of the window, this time")
    return parser


def _require_readable(path: Path) -> None:
    """Raise what is wrong with a file while there is only a terminal to tell it."""
    if is_project(path):
        read_project(path)
    else:
        read_raw(Origin(path), rows=PREVIEW)
