"""What ``hlviz [FILE]`` is asked for. No Qt: a mistake is told for what it is, even where no window could be opened."""

import argparse
from pathlib import Path

from hlviz.colors import THEMES
from hlviz.datasets.formats import PREVIEW, Origin, read_raw
from hlviz.errors import SettingError
from hlviz.files.project_file import SUFFIX, is_project, read_project
from hlviz.files.terminal import OneLineParser
from hlviz.interchange.playground_link import is_link, read_link
from hlviz.interchange.readers import READERS, is_network, read_network

HELP = f"a project ({SUFFIX}), a table, a folder of pictures, a network ({', '.join(READERS)}), or a link of TensorFlow Playground"
SAFE = (
    "start with all panels where they are at first, compute with NumPy alone, and ask of no unsaved work: for when hlviz ends while"
    " it starts"
)
SYSTEM = "system"
"""The look that follows the desktop's."""


def understood(argv: list[str]) -> argparse.Namespace:
    """The arguments, ``file`` and ``theme``, once it is known that the file can be read.

    Parameters
    ----------
    argv
        Without the program's name: a project, table, network or link to open, and ``--theme``. ``file`` is a path, or the text of
        a link.

    Raises
    ------
    HlvizError
        If an argument is unknown or the file cannot be opened.
    """
    args = parser().parse_args(argv)
    if args.file is not None:
        if "://" in args.file and not is_link(args.file):
            raise SettingError(f"{args.file[:60]!r} is no link of TensorFlow Playground, and hlviz opens no others")
        if not is_link(args.file):
            args.file = Path(args.file)
        _require_readable(args.file)
    return args


def parser() -> argparse.ArgumentParser:
    """What understands the arguments of ``hlviz`` itself."""
    parser = OneLineParser(prog="hlviz", description="Open the window.")
    parser.add_argument("file", metavar="FILE", nargs="?", help=HELP)
    parser.add_argument("--theme", choices=[SYSTEM, *THEMES], help="the look of the window, this time")
    parser.add_argument("--safe", action="store_true", help=SAFE)
    return parser


def _require_readable(path: Path | str) -> None:
    """Raise what is wrong with a file while there is only a terminal to tell it."""
    if isinstance(path, str):
        read_link(path)
    elif is_network(path):  # asked first: an npz is a ZIP, as projects are
        read_network(path)
    elif is_project(path):
        read_project(path)
    else:
        read_raw(Origin(path), rows=PREVIEW)
