"""``hlviz picture``: the real window after training, drawn into a PNG where there is no display."""

import argparse
import os
import re
import time
from pathlib import Path

from hlviz.colors import THEMES
from hlviz.errors import HlvizError
from hlviz.files.atomic_write import atomic_write, require_writable, shown
from hlviz.files.saved import Saved
from hlviz.files.source import Source, add_source_arguments, require_other_file, source, train
from hlviz.files.terminal import OneLineParser, ProgressBar, answered, warn

SIZE = (1600, 912)
SMALLEST, LARGEST = 400, 8000
DIVERGED = 1
"""The exit code of a training whose loss stopped being a number."""
PATIENCE = 60.0
"""Seconds that the window may take to draw everything."""


def main(argv: list[str]) -> int:
    """Carry out ``hlviz picture …``; the exit code.

    0: drawn; 1: drawn, but the training diverged; 2: something is wrong with what was asked; 130: stopped by Ctrl+C.
    """
    return answered(lambda: _carried_out(argv))


def _carried_out(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    require_writable(args.out)
    begun = source(args)
    require_other_file(args.out, begun.table)
    bar = ProgressBar()
    try:
        train(begun, lambda share, _: bar.show(share, "training"))
    finally:
        bar.clear()
    atomic_write(args.out, picture(begun, args.theme, args.size))
    if begun.trainer.divergence is None:
        return 0
    warn(
        f"the loss stopped being a number at step {begun.trainer.divergence.step};"
        f" {shown(args.out)} shows the last moment before"
    )
    return DIVERGED


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(
        prog="hlviz picture",
        description="Draw the window as it looks after training into a PNG; no display is needed.",
    )
    add_source_arguments(parser)
    parser.add_argument("--theme", choices=list(THEMES), default="light", help="light (else) or dark")
    parser.add_argument("--size", metavar="WxH", type=_size, default=SIZE, help="in pixels (else 1600x912)")
    parser.add_argument("--out", metavar="PNG", type=Path, required=True, help="where to put the picture")
    return parser


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise argparse.ArgumentTypeError(f"{text} is not a size between {SMALLEST}x{SMALLEST} and {LARGEST}x{LARGEST}")
    return size


def picture(begun: Source, theme: str, size: tuple[int, int]) -> bytes:
    """The window that shows a training, as the bytes of a PNG.

    Parameters
    ----------
    begun
        The training, done.
    theme
        "light" or "dark".
    size
        Width and height in pixels.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QBuffer, QEvent, QIODevice

    from hlviz.app.compose import compose
    from hlviz.app.main import application
    from hlviz.app.theme import Look

    app = application([])
    saved = Saved.of_trainer(begun.trainer, begun.curves)
    parts = compose(saved.project, Look(app, theme), None)
    try:
        parts.add_panels()
        parts.filing.show(saved)
        parts.window.resize(*size)
        parts.window.show()
        _settle(app, parts)
        drawn = parts.window.grab()
    finally:
        parts.close()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not drawn.save(buffer, "PNG"):
        raise HlvizError("the picture could not be made; choose a smaller --size")
    return bytes(buffer.data().data())
