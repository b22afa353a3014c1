"""What may be asked of the benchmarks. It needs only the standard library: arguments are looked at before anything is set up.

python -m tests.benchmarks.arguments …     says what was asked for, in two words: what to measure, and with which PyTorch
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from hlviz.errors import SettingError

MODES = {
    "engine": "how fast networks train, next to scikit-learn and PyTorch, and which targets hold",
    "scaling": "how the cost grows with width, depth, batch and samples, and up to which width the compiled path pays",
    "screen": "what the window costs while it trains: frames, input, edits, start",
    "page": "put the results of the other three into docs/performance.md, and draw its plots",
}
PROGRAM = "sh packaging/bench.sh"


class Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"hlviz: {message}; see {PROGRAM} --help\n")


def understood(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, checked; where there is no mode among them, it is ``engine``. Leaves with 2 where they make no sense."""
    argv = list(argv)
    if not argv or (argv[0].startswith("-") and argv[0] not in {"-h", "--help"}):
        argv = ["engine", *argv]
    return _parser().parse_args(argv)


def check_words(words: Iterable[str], known: Iterable[str], kind: str) -> None:
    """Refuse what a list of words names that is not known; ``SettingError``."""
    for word in words:
        if word not in known:
            raise SettingError(f"there is no {kind} {word!r}; there are {', '.join(known)}")


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM, description="Measure hlviz. Everything that is compared is measured alternately in one run."
    )
    modes = parser.add_subparsers(dest="mode", metavar="|".join(MODES), required=True, parser_class=Parser)
    made = {mode: modes.add_parser(mode, help=text, description=text) for mode, text in MODES.items()}
    for mode in ("engine", "scaling", "screen"):
        made[mode].add_argument("--json", type=_writable, metavar="FILE", help="write all figures to this file too")
        made[mode].add_argument(
            "--quick", action="store_true", help="a short run: good for a first look, not for a verdict"
        )
        made[mode].add_argument("--rounds", type=_count, metavar="N", help="7 unless told otherwise")
        made[mode].add_argument("--seconds", type=_seconds, metavar="S", help="for each contender in each round")
    made["engine"].add_argument("--only", type=_words, metavar="W1,W4", help="these networks")
    made["engine"].add_argument("--optimizers", type=_words, default=["sgd", "adam"], metavar="sgd,adam")
    made["engine"].add_argument(
        "--torch",
        type=_torch,
        default=os.environ.get("HLVIZ_BENCH_TORCH") or "auto",
        metavar="auto|no|VERSION",
        help="auto takes PyTorch where it comes as a build for the processor alone; a VERSION is installed however large"
        " it is; else what the environment variable HLVIZ_BENCH_TORCH says",
    )
    made["scaling"].add_argument("--only", type=_words, metavar="width,depth,…", help="these series")
    made["screen"].add_argument("--only", type=_words, metavar="2-4-2-1,…", help="these networks")
    made["screen"].add_argument("--theme", choices=["light", "dark"], default="light")
    for name in ("engine", "scaling", "screen"):
        made["page"].add_argument(name, type=_readable, metavar=f"{name.upper()}.json")
    return parser


def _writable(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a file that can be written")
    return path


def _readable(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _count(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"{text} is not a number of rounds")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return seconds


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def _torch(text: str) -> str:
    if text not in {"auto", "no"} and not re.fullmatch(r"\d+(\.\d+)+(\+\w+)?", text):
        raise argparse.ArgumentTypeError(f"{text} is neither auto, no nor a version of PyTorch")
    return text


if __name__ == "__main__":
    asked = understood(sys.argv[1:])
    print(asked.mode, getattr(asked, "torch", "no"))
