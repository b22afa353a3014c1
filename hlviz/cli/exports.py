"""``hlviz export``: a network for another program, a page to hand in, a film of how it learned."""

import argparse
import difflib
import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

from hlviz.api import trained_by
from hlviz.cli.results import Commands, ended, progress
from hlviz.colors import THEMES
from hlviz.errors import HlvizError, SettingError
from hlviz.files.atomic_write import atomic_write, require_writable, shown
from hlviz.files.project_file import is_project
from hlviz.files.source import OnProgress, Source, add_source_arguments, require_other_file, source, train
from hlviz.files.terminal import ProgressBar
from hlviz.interchange.formats import EVERY, FILMS, FORMATS, PAGES, Drawing

Draw = Callable[[Drawing, Source, OnProgress], bytes]
"""Trains what is to be drawn, and makes the bytes of the file."""

PAPERS = ("a4", "letter")
LONGEST, FASTEST = 120.0, 60.0
"""Seconds of a film, and pictures a second."""
SMALLEST, LARGEST = 160, 3840
"""Pixels of a side."""
PATIENT = 100
"""Columns of the list of formats."""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "export",
        help="write a network for another program, a report or a film",
        description="Write a network for another program, a report on one page, or a film of how it learned. A project is written as "
        "it is, unless --epochs asks for more training; a preset or a table is trained first, and so is what a film shows. "
        "Exit code 1 tells that the training diverged, 2 that something is wrong with what was asked.",
    )
    add_source_arguments(parser)
    parser.add_argument("--to", metavar="FORMAT", type=format_called, choices=EVERY, help=", ".join(EVERY))
    parser.add_argument("--out", metavar="PATH", type=Path, help="where to put it")
    parser.add_argument("--paper", choices=PAPERS, help="of a report (else a4)")
    parser.add_argument(
        "--seconds", metavar="S", type=_seconds, help="how long a film lasts (else 10 s, less for few steps)"
    )
    parser.add_argument("--fps", metavar="N", type=_per_second, help="its pictures a second (else 12)")
    parser.add_argument("--size", metavar="WxH", type=_size, help="its size in pixels (else 960x540)")
    parser.add_argument("--theme", choices=list(THEMES), help="what a film looks like (else light)")
    parser.add_argument(
        "--formats", action="store_true", help="list the formats, with --json as one JSON list, and do no more"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.epilog = f"{_listed()}\n\n{parser.epilog}"
    parser.set_defaults(command=_export)


def format_called(word: str) -> str:
    """The key of a format; ``argparse.ArgumentTypeError`` that names those near to a word that is none."""
    if word in EVERY:
        return word
    names = {key: key for key in EVERY}
    for key, form in EVERY.items():
        for name in (form.suffix[1:], *re.findall(r"[a-z0-9-]+", form.title.lower())):
            names.setdefault(name, key)
    near = list(dict.fromkeys(names[name] for name in difflib.get_close_matches(word.lower(), names, 3, 0.5)))
    meant = f"; did you mean {' or '.join(near)}?" if near else "."
    raise argparse.ArgumentTypeError(f"there is no format {word[:40]!r}{meant} There are {', '.join(EVERY)}")


def _number(text: str, least: float, most: float, what: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"{text[:40]} is not {what} from {least:g} to {most:g}")
    return number


def _seconds(text: str) -> float:
    return _number(text, 0.1, LONGEST, "a number of seconds")


def _per_second(text: str) -> float:
    return _number(text, 1, FASTEST, "a number of pictures a second")


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise argparse.ArgumentTypeError(
            f"{text[:40]} is not a size between {SMALLEST}x{SMALLEST} and {LARGEST}x{LARGEST}"
        )
    return size


def _export(args: argparse.Namespace) -> int:
    if args.formats:
        return _list(args)
    for word, what in (("to", "FORMAT says what to write"), ("out", "PATH says where to put it")):
        if getattr(args, word) is None:
            raise SettingError(f"--{word} {what}; see hlviz export --help")
    drawing = _drawing(args)
    if args.epochs is None and args.to not in FILMS and args.file is not None and is_project(args.file):
        args.epochs = 0  # what was saved, not what more training would make of it
    begun = source(args)
    require_other_file(args.out, args.file)
    require_writable(args.out)
    bar = ProgressBar()

    def show(share: float, now: Source) -> None:
        bar.show(share, progress(now))

    try:
        data = _written(args, begun, show) if drawing is None else args.draw(drawing, begun, show)
    finally:
        bar.clear()
    atomic_write(args.out, data)
    if args.json:
        epochs = begun.trainer.epoch
        print(json.dumps({"format": args.to, "out": str(args.out), "bytes": len(data), "epochs": epochs}))
    else:
        print(f"{EVERY[args.to].title} saved as {shown(args.out)}")
    return ended(begun.trainer)


def _written(args: argparse.Namespace, begun: Source, show: OnProgress) -> bytes:
    train(begun, show)
    return FORMATS[args.to].write(trained_by(begun))


def _drawing(args: argparse.Namespace) -> Drawing | None:
    """How a page or a film is wanted; None for all other formats."""
    for words, kinds, what in (
        (("paper",), PAGES, "a report"), (("seconds", "fps", "size", "theme"), FILMS, "a film"),
    ):  # fmt: skip
        for word in words:
            if getattr(args, word) is not None and args.to not in kinds:
                raise SettingError(f"--{word} is about {what}, which is --to {' or '.join(kinds)}; leave it out")
    if args.to in FORMATS:
        return None
    if args.draw is None:
        raise HlvizError(f"{args.to} is drawn: it takes the command hlviz itself")
    given = {
        "paper": args.paper, "seconds": args.seconds, "per_second": args.fps, "size": args.size, "theme": args.theme,
    }  # fmt: skip
    return Drawing(args.to, **{key: value for key, value in given.items() if value is not None})


def _list(args: argparse.Namespace) -> int:
    if args.json:
        kinds = {key: "page" if key in PAGES else "film" if key in FILMS else "file" for key in EVERY}
        print(json.dumps([
            {"key": key, "title": form.title, "suffix": form.suffix, "kind": kinds[key], "writes": form.writes}
            for key, form in EVERY.items()
        ]))  # fmt: skip
    else:
        print(_listed().partition("\n")[2])
    return 0


def _listed() -> str:
    """The formats for the help text."""
    rows = [
        textwrap.fill(f"  {form.key:13} {form.suffix:13} {form.writes}", PATIENT, subsequent_indent=" " * 30)
        for form in EVERY.values()
    ]
    return "\n".join(["formats:", *rows])
