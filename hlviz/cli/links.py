"""``hlviz open-link URL`` and ``hlviz link FILE``: to and fro between a project and a link of TensorFlow Playground."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from hlviz.cli.results import Commands, add_json, described, save, summary, tell
from hlviz.document import Project
from hlviz.errors import SettingError
from hlviz.files import read_project
from hlviz.files.atomic_write import require_writable
from hlviz.files.terminal import warn
from hlviz.interchange.playground_link import ALWAYS, Link, read_link
from hlviz.interchange.playground_writing import write_link


def add_to(commands: Commands) -> None:
    """Add the two commands."""
    opening = commands.add_parser(
        "open-link",
        help="make a project of a TensorFlow Playground link",
        description="Make a project of a link of TensorFlow Playground, and list what hlviz cannot say of it. "
        "Put the link in quotes: the shell would take its & for an end.",
    )
    opening.add_argument("url", metavar="URL", help="all of its address, from https://playground.tensorflow.org/# on")
    opening.add_argument("--out", metavar="FILE", type=Path, help="save the project there (.hlviz)")
    add_json(opening)
    opening.set_defaults(command=_open)
    writing = commands.add_parser(
        "link",
        help="say a project as a TensorFlow Playground link",
        description="Print the link of TensorFlow Playground that comes nearest to a project; what it cannot say is listed "
        "on standard error. What was learned is never in a link.",
    )
    writing.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a project (.hlviz)")
    writing.add_argument("--preset", metavar="NAME", help="a preset instead")
    add_json(writing)
    writing.set_defaults(command=_link)


def _open(args: argparse.Namespace) -> int:
    opened = read_link(args.url)
    if args.out is not None:
        require_writable(args.out)
        save(args.out, opened.project)
    result = {**described(opened.project), "lost": list(opened.lost), "always": list(ALWAYS)}
    tell(args, result, [summary(result), *_list("not as in the link:", (*opened.lost, *ALWAYS))])
    return 0


def _link(args: argparse.Namespace) -> int:
    link: Link = write_link(_project(args))
    tell(args, {"url": link.url, "lost": list(link.lost)}, [link.url])
    if not args.json:
        for line in link.lost:
            warn(f"not in the link: {line}")
    return 0


def _project(args: argparse.Namespace) -> Project:
    from hlviz.document.presets import PRESETS

    if (args.file is None) == (args.preset is None):
        raise SettingError("name a FILE or a --preset, one of them")
    if args.preset is None:
        return read_project(args.file).project
    if args.preset not in PRESETS:
        raise SettingError(f"no preset is called {args.preset!r}; there are {', '.join(PRESETS)}")
    return PRESETS[args.preset].project


def _list(title: str, lines: Sequence[str]) -> list[str]:
    return [title, *(f"  {line}" for line in lines)] if lines else []
