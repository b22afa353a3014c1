"""``hlviz picture``: the real window after training, drawn where there is no display; the diagram alone as SVG or PDF."""

import argparse
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hlviz.colors import THEMES
from hlviz.errors import HlvizError, ProjectFileError
from hlviz.files.atomic_write import atomic_write, require_writable, shown
from hlviz.files.project_file import is_project
from hlviz.files.saved import Saved
from hlviz.files.source import Source, add_source_arguments, require_other_file, source, train
from hlviz.files.terminal import OneLineParser, ProgressBar, answered, warn
from hlviz.preflight import require_gui

if TYPE_CHECKING:
    from hlviz.app.compose import Parts

SIZE = (1600, 912)
SMALLEST, LARGEST = 400, 8000
DIVERGED = 1
"""The exit code of a training whose loss stopped being a number."""
DRAWINGS = {".svg", ".pdf"}
"""Suffixes of files that hold the diagram alone."""
PATIENCE = 60.0
"""Seconds that the window may take to draw everything."""
NOWHERE = Path(os.devnull) / "none"
"""Preferences that are forgotten: below what is no folder nothing can be written. Not the device itself, which Qt, run by root, would
replace by a file."""
ALIKE = 3
"""Pictures in a row without a difference: nothing changes any more."""


def main(argv: list[str]) -> int:
    """Carry out ``hlviz picture …``; the exit code.

    0: drawn; 1: drawn, but the training diverged; 2: something is wrong with what was asked; 130: stopped by Ctrl+C.
    ``MachineLacks`` where Qt cannot draw here.
    """
    # even where there is a display: a picture is not to depend on it
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return answered(lambda: _carried_out(argv))


def _carried_out(argv: list[str]) -> int:
    args = parser().parse_args(argv)
    require_writable(args.out)
    if args.epochs is None and args.file is not None and is_project(args.file):
        args.epochs = 0  # a picture of what was saved, not of more training
    begun = source(args)
    require_other_file(args.out, args.file)
    if args.out.suffix.lower() not in {".png", *DRAWINGS}:
        raise ProjectFileError(
            f"a picture cannot be written as {shown(args.out)}; let its name end in .png, .svg or .pdf"
        )
    require_gui()
    bar = ProgressBar()
    try:
        train(begun, lambda share, _: bar.show(share, "training"))
    finally:
        bar.clear()
    atomic_write(args.out, picture(begun, args.theme, args.size, args.out.suffix.lower()))
    if begun.trainer.divergence is None:
        return 0
    warn(
        f"the loss stopped being a number at step {begun.trainer.divergence.step};"
        f" {shown(args.out)} shows the last moment before"
    )
    return DIVERGED


def parser() -> argparse.ArgumentParser:
    """What understands the arguments."""
    parser = OneLineParser(
        prog="hlviz picture",
        description="Draw the window as it looks after training into a PNG, or the diagram alone into an SVG or PDF; no display is "
        "needed.",
    )
    add_source_arguments(parser)
    parser.add_argument("--theme", choices=list(THEMES), default="light", help="light (else) or dark")
    parser.add_argument("--size", metavar="WxH", type=_size, default=SIZE, help="in pixels (else 1600x912)")
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        required=True,
        help="where to put it; .svg and .pdf hold the diagram alone",
    )
    return parser


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise argparse.ArgumentTypeError(f"{text} is not a size between {SMALLEST}x{SMALLEST} and {LARGEST}x{LARGEST}")
    return size


def picture(begun: Source, theme: str, size: tuple[int, int], suffix: str = ".png") -> bytes:
    """The window that shows a training, as the bytes of a PNG; the same training always gives the same.

    Parameters
    ----------
    begun
        The training, done.
    theme
        "light" or "dark".
    size
        Width and height of the window in pixels.
    suffix
        ".svg" or ".pdf": the diagram alone, as such a drawing.

    Raises
    ------
    HlvizError
        If there is not memory enough for it, or the window does not come to show it.
    """
    # Qt is wanted here alone, after all that can be wrong with the arguments was told
    from PySide6.QtCore import qInstallMessageHandler

    from hlviz.app.compose import compose
    from hlviz.app.main import application
    from hlviz.app.theme import Look
    from hlviz.session.preferences import Preferences
    from hlviz.window.diagram_pictures import diagram_pdf, diagram_svg

    qInstallMessageHandler(pass_on)
    saved = Saved.of_trainer(begun.trainer, begun.curves)
    parts = compose(saved.project, Look(application([]), theme), Preferences(NOWHERE))
    try:
        parts.context.canvas.set_reduced_motion(True)
        parts.add_panels()
        parts.window.resize(*size)
        parts.window.show()
        parts.context.run.open(saved.project, saved.start, saved.frame, saved.records)
        drawn = _settled(parts)
        if suffix in DRAWINGS:
            drawing = diagram_svg if suffix == ".svg" else diagram_pdf
            return drawing(parts.context.canvas, saved.project.name)
        return drawn
    finally:
        parts.close()
        parts.window.hide()


def _settled(parts: "Parts") -> bytes:
    """The picture of the window once nothing in it changes any more; ``HlvizError`` where the training is never shown."""
    from PySide6.QtWidgets import QApplication

    from hlviz.window.pictures import png_of

    failures: list[str] = []
    parts.context.run.failed.connect(failures.append)
    end = time.monotonic() + PATIENCE
    alike, drawn = 0, b""
    while alike < ALIKE and time.monotonic() < end:
        QApplication.processEvents()
        if failures:
            raise HlvizError(f"no picture was drawn: {failures[0]}")
        time.sleep(0.005)
        report = parts.context.playback.report
        if report is None or report.generation == 0:  # not yet that of the training to be shown
            continue
        drawn, before = png_of(parts.window), drawn
        alike = alike + 1 if drawn == before else 0
    if not drawn:
        raise HlvizError(
            f"no picture was drawn: the window did not show the training within {PATIENCE:g} s; try again when less runs"
        )
    return drawn


def pass_on(kind: object, where: object, text: str) -> None:
    """Pass on what Qt has to say, but for what it says of any window that nobody can see."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)
