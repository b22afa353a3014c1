"""Real hands for a journey: xdotool moves the pointer and presses keys while the test goes on handling events."""

import ctypes
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from hlviz.diagram.canvas import Canvas

PATIENCE = 20_000
"""Milliseconds that anything may take."""
BREATH = ("sleep", "0.06")
"""Between two moves of a drag: X's drag and drop is a talk, and each side must have its say."""


class Hands:
    """What a person does with mouse and keyboard. Each call returns when it is done and its events were handled."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def do(self, *words: str) -> None:
        """Carry out a chain of xdotool's commands."""
        self._wait_for(_hand(*words))

    def click(self, at: QPoint) -> None:
        """Press and release the left button there."""
        self.do("mousemove", *_words(at), *BREATH, "click", "1")

    def point(self, at: QPoint) -> None:
        """Move the pointer there."""
        self.do("mousemove", *_words(at))

    def press(self, *keys: str) -> None:
        """Press keys one after the other, named as xdotool does: "space", "ctrl+z"."""
        self.do("key", "--delay", "40", *keys)

    def drag(self, start: QPoint, end: QPoint, steps: int = 12) -> None:
        """Pick something up, carry it in a line, and let it fall."""
        words = ["mousemove", *_words(start), *BREATH, "mousedown", "1", *BREATH]
        for i in range(1, steps + 1):
            words += ["mousemove", *_words(start + (end - start) * i / steps), *BREATH]
        self.do(*words, *BREATH, *BREATH, "mouseup", "1", *BREATH)

    def answer_file_dialog(self, opening_keys: str, path: Path) -> None:
        """Open a file dialog from the keyboard, type a path into it, and accept."""
        typing: list[subprocess.Popen[bytes]] = []
        end = time.monotonic() + PATIENCE / 1000

        def type_path() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is not None and time.monotonic() > end:
                dialog.close()  # and the test goes on, to fail
            elif isinstance(dialog, QFileDialog) and dialog.isActiveWindow() and not typing:
                # Tab leaves the line, and the suggestions under it
                words = (
                    "key",
                    "ctrl+a",
                    "type",
                    "--delay",
                    "8",
                    "--args",
                    "1",
                    str(path),
                    "key",
                    "Tab",
                    "key",
                    "Return",
                )
                typing.append(_hand(*words))

        # the dialog has an event loop of its own, in which the test stands still but its timers do not
        look = QTimer(interval=50)
        look.timeout.connect(type_path)
        look.start()
        self.press(opening_keys)
        self._qtbot.waitUntil(lambda: bool(typing), timeout=PATIENCE)
        look.stop()
        self._wait_for(typing[0])

    def _wait_for(self, hand: subprocess.Popen[bytes]) -> None:
        self._qtbot.waitUntil(lambda: hand.poll() is not None, timeout=PATIENCE)
        assert hand.returncode == 0, hand.args


@contextmanager
def keys_that_do_not_repeat() -> Iterator[None]:
    """On a busy machine a key may be held long enough to be typed twice."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XCloseDisplay.argtypes = x11.XAutoRepeatOff.argtypes = x11.XAutoRepeatOn.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    x11.XAutoRepeatOff(display)
    x11.XCloseDisplay(display)
    try:
        yield
    finally:
        display = x11.XOpenDisplay(None)
        x11.XAutoRepeatOn(display)
        x11.XCloseDisplay(display)


def middle(widget: QWidget) -> QPoint:
    """The middle of a widget on the screen."""
    return widget.mapToGlobal(widget.rect().center())


def gap_of(canvas: Canvas, index: int) -> QPoint:
    """Where on the screen a layer can be dropped to become hidden layer ``index``."""
    geometry = canvas._scene.geometry
    return _on_screen(canvas, geometry.gaps[index].x, geometry.height / 2)


def card_of(canvas: Canvas, index: int) -> QPoint:
    """The title of a layer on the screen, inputs being layer 0."""
    card = canvas._scene.geometry.columns[index].card
    return _on_screen(canvas, card.box.x + 20, card.box.y + 14)


def _on_screen(canvas: Canvas, x: float, y: float) -> QPoint:
    return canvas.mapToGlobal(QPointF(*canvas._view.to_widget(x, y)).toPoint())


def _hand(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["xdotool", *words], stdout=subprocess.DEVNULL)


def _words(at: QPoint) -> tuple[str, str]:
    return str(at.x()), str(at.y())
