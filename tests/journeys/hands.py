"""Real hands for a journey: xdotool moves the pointer and presses keys while the test goes on handling events."""

import ctypes
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.diagram.canvas import Canvas
from hlviz.diagram.foot import handle_of
from hlviz.diagram.overlay import bin_box
from hlviz.diagram.places import middle_of
from hlviz.document.wiring import Edge
from hlviz.window.command_palette import CommandPalette

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

    def double_click(self, at: QPoint) -> None:
        """Press and release the left button there, twice."""
        self.do("mousemove", *_words(at), *BREATH, "click", "--repeat", "2", "--delay", "60", "1")

    def right_click(self, at: QPoint) -> None:
        """Press and release the right button there."""
        self.do("mousemove", *_words(at), *BREATH, "click", "3")

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        self.do("type", "--delay", "40", "--", text)

    def drag(self, start: QPoint, end: QPoint, steps: int = 12) -> None:
        """Pick something up, carry it in a line, and let it fall."""
        self.do(*_carry(start, end, steps), *BREATH, *BREATH, "mouseup", "1", *BREATH)

    def drag_and_cancel(self, start: QPoint, end: QPoint, steps: int = 12) -> None:
        """Pick something up, carry it in a line, and think better of it."""
        self.do(*_carry(start, end, steps), *BREATH, "key", "Escape", *BREATH, "mouseup", "1", *BREATH)

    def choose(self, parts: Parts, action: str) -> None:
        """Choose an action in its menu, with the mouse."""
        menus, bar = parts.menus, parts.window.menuBar()
        made = menus[action]
        path = parts.context.actions[action].menu.split(" ▸ ")
        title = next(one for one in bar.actions() if one.menu() is menus._submenus[path[0]])
        self.click(bar.mapToGlobal(bar.actionGeometry(title).center()))
        for depth in range(1, len(path) + 1):
            menu = menus._submenus[" ▸ ".join(path[:depth])]
            self._qtbot.waitUntil(menu.isVisible, timeout=PATIENCE)
            inner = made if depth == len(path) else menus._submenus[" ▸ ".join(path[: depth + 1])].menuAction()
            self.click(menu.mapToGlobal(menu.actionGeometry(inner).center()))

    def look_up(self, words: str) -> None:
        """Type a word into the command palette, and take what it finds first."""
        self.press("ctrl+shift+p")
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), CommandPalette), timeout=PATIENCE)
        self.type(words)
        self.press("Return")
        self._qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None, timeout=PATIENCE)

    def go_through(self, story: Iterator[Callable[[], object]]) -> None:
        """Carry out a story that leads through dialogs: it yields what it waits for, and goes on once that holds.

        A dialog has an event loop of its own, in which the test stands still but its timers do not.
        """
        waits = [next(story, None)]
        end = time.monotonic() + PATIENCE / 1000

        def go_on() -> None:
            if waits[0] is not None and waits[0]():
                waits[0] = next(story, None)
            elif time.monotonic() > end and (open_now := _on_top()) is not None:
                open_now.close()  # and the test goes on, to fail

        look = QTimer(interval=30)
        look.timeout.connect(go_on)
        look.start()
        self._qtbot.waitUntil(lambda: waits[0] is None, timeout=2 * PATIENCE)
        look.stop()

    @staticmethod
    def begun_click(at: QPoint) -> Callable[[], object]:
        """Begin to press and release the left button there; what is returned holds once it is done."""
        return Hands.begun("mousemove", *_words(at), *BREATH, "click", "1")

    @staticmethod
    def begun(*words: str) -> Callable[[], object]:
        """Begin a chain of xdotool's commands; what is returned holds once it is done."""
        hand = _hand(*words)
        return lambda: hand.poll() is not None

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


def sizes(parts: Parts) -> tuple[int, ...]:
    """Neurons of each hidden layer."""
    return tuple(layer.size for layer in parts.context.editor.project.network.hidden)


def accuracy(parts: Parts) -> float:
    """On what the network does not learn from, 0 … 1; 0 before there is a network to ask."""
    moment = parts.context.playback.moment
    return moment.frame.evaluation.test_metric if moment is not None else 0.0


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


def neuron_of(canvas: Canvas, index: int, row: int) -> QPoint:
    """The middle of a neuron on the screen."""
    return _on_screen(canvas, *canvas.scene.columns[index].box_of(row).center)


def foot_of(canvas: Canvas, index: int) -> QPoint:
    """The handle at the lower edge of a layer on the screen."""
    box = handle_of(canvas.scene.columns[index])
    assert box is not None
    return _on_screen(canvas, *box.center)


def grip_of(canvas: Canvas, index: int) -> QPoint:
    """The six dots of a layer on the screen."""
    grip = canvas.scene.columns[index].card.grip
    assert grip is not None
    return _on_screen(canvas, *grip.center)


def bin_of(canvas: Canvas) -> QPoint:
    """Where on the screen things are dropped to remove them."""
    return canvas.mapToGlobal(QPointF(*bin_box(canvas.width(), canvas.height()).center).toPoint())


def edge_of(canvas: Canvas, edge: Edge) -> QPoint:
    """The middle of an edge on the screen."""
    return _on_screen(canvas, *middle_of(canvas.scene, edge))


def _on_top() -> QWidget | None:
    """The menu or dialog that has an event loop of its own."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()


def _on_screen(canvas: Canvas, x: float, y: float) -> QPoint:
    return canvas.mapToGlobal(QPointF(*canvas._view.to_widget(x, y)).toPoint())


def _carry(start: QPoint, end: QPoint, steps: int) -> list[str]:
    words = ["mousemove", *_words(start), *BREATH, "mousedown", "1", *BREATH]
    for i in range(1, steps + 1):
        words += ["mousemove", *_words(start + (end - start) * i / steps), *BREATH]
    return words


def _hand(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["xdotool", *words], stdout=subprocess.DEVNULL)


def _words(at: QPoint) -> tuple[str, str]:
    return str(at.x()), str(at.y())
