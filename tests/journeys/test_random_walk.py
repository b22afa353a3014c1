"""Someone who does anything at any time to a whole window: nothing may go wrong, and nothing may be left behind.

Four hundred deeds; HLVIZ_RANDOM_DEEDS=2000 makes it so many.
"""

import gc
import os
import threading
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts, compose
from hlviz.app.main import application
from hlviz.app.theme import Look
from hlviz.document import Project, edits
from hlviz.document.wiring import wiring_of
from hlviz.session.preferences import Preferences
from hlviz.session.selection import NOTHING, Target
from hlviz.training.engines import ENGINES
from hlviz.training.pace import Pace
from hlviz.training.report import State
from tests.document.sequences import APPLY, Step

pytestmark = pytest.mark.slow
DEEDS = int(os.environ.get("HLVIZ_RANDOM_DEEDS", "400"))
LIVES = max(2, DEEDS // 200)
"""Windows that are opened and closed; the deeds are shared out among them."""
PROJECT = edits.set_shape(Project(name="Walk"), (4, 2))
NUMBERS = st.integers(0, 60)
OPENS_A_DIALOG = {"file", "help", "network.shape", "network.rename", "edit.find_action"}
"""Actions, or whole menus of them, that ask something and wait: tested on their own."""
GIVEN_UP = {"train.play", "edit.undo", "edit.redo"}
"""Actions that are deeds of their own here."""


def test_doing_anything_at_any_time_breaks_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    look = Look(application([]), "light")
    run_state_machine_as_test(
        lambda: Walk(qtbot, tmp_path, look),
        settings=settings(
            max_examples=LIVES, stateful_step_count=DEEDS // LIVES, deadline=None, derandomize=True, database=None,
            phases=[Phase.generate],  # a shorter way to a fault would take minutes to find
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def living() -> Counter[str]:
    """What Qt and Python hold: windows and timers by kind, and threads by name."""
    gc.collect()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    found = Counter(type(widget).__name__ for widget in app.topLevelWidgets())
    found.update(f"thread {thread.name}" for thread in threading.enumerate())
    return found


class Walk(RuleBasedStateMachine):
    """One window from its opening to its end."""

    def __init__(self, qtbot: QtBot, folder: Path, look: Look) -> None:
        super().__init__()
        self.qtbot, self.before = qtbot, living()
        self.parts: Parts = compose(PROJECT, look, Preferences(folder / "hlviz.ini"))
        self.c = self.parts.context
        self.parts.window.resize(1366, 744)
        self.parts.window.show()
        self.parts.add_panels()
        self.failures: list[str] = []
        self.c.run.failed.connect(self.failures.append)
        qtbot.waitUntil(lambda: self.c.playback.moment is not None, timeout=30_000)
        self.timers = len(self.parts.window.findChildren(QTimer))

    def beat(self) -> None:
        """Let the screen do what it has to."""
        QApplication.processEvents()
        assert not self.failures, self.failures

    # Deeds

    @rule(edit=st.sampled_from(list(APPLY)), a=NUMBERS, b=NUMBERS)
    def edit(self, edit: str, a: int, b: int) -> None:
        self.c.editor.apply(edit, APPLY[edit], Step(edit, a, b))
        self.beat()

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.c.editor.undo_stack.undo()
        self.beat()

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.c.editor.undo_stack.redo()
        self.beat()

    @rule()
    def play_or_pause(self) -> None:
        self.c.run.toggle()
        self.beat()

    @rule(engine=st.sampled_from(ENGINES), epochs=st.sampled_from([None, 5, 60]))
    def train_another_way(self, engine: str, epochs: int | None) -> None:
        self.c.run.set_engine(engine)
        self.c.run.set_pace(Pace(epochs=epochs))
        self.beat()

    @rule(share=st.integers(0, 100), by=st.integers(-3, 3))
    def look_back(self, share: int, by: int) -> None:
        if self.c.playback.report is not None:
            self.c.playback.seek(self.c.playback.report.frame.step * share // 100)
        self.c.playback.shift(by)
        self.beat()

    @rule(number=NUMBERS)
    def choose_an_action(self, number: int) -> None:
        offered = [
            action for action in self.c.actions.values()
            if action.choices is None and action.enabled(self.c) and action.id not in GIVEN_UP | OPENS_A_DIALOG
            and action.id.split(".")[0] not in OPENS_A_DIALOG and "…" not in action.text
        ]  # fmt: skip
        offered[number % len(offered)].run(self.c)
        self.beat()

    @rule(layer=NUMBERS, row=NUMBERS, more=st.booleans())
    def select(self, layer: int, row: int, more: bool) -> None:
        layers = wiring_of(self.c.editor.project).layers
        neurons = layers[layer % len(layers)]
        target = Target(neuron=neurons[row % len(neurons)])
        if row % 5 == 0 and self.c.editor.project.network.hidden:
            hidden = self.c.editor.project.network.hidden
            target = Target(layer=hidden[layer % len(hidden)].id)
        elif row % 5 == 1:
            after = layers[(layer % len(layers) + 1) % len(layers)]
            target = Target(edge=(neurons[0], after[0])) if layer % len(layers) + 1 < len(layers) else NOTHING
        if more:
            self.c.selection.select_all((*self.c.selection.targets, target))
        else:
            self.c.selection.select(target)
        self.beat()

    @rule(x=st.integers(0, 100), y=st.integers(0, 100), to_x=st.integers(0, 100), to_y=st.integers(0, 100))
    def drag(self, x: int, y: int, to_x: int, to_y: int) -> None:
        """From anywhere to anywhere in the diagram, given up now and then."""
        canvas = self.c.canvas
        begin, end = (
            QPoint(canvas.width() * across // 101, canvas.height() * down // 101)
            for across, down in ((x, y), (to_x, to_y))
        )
        QTest.mouseMove(canvas, begin)
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
        QTest.mouseMove(canvas, (begin + end) / 2)
        self.beat()
        QTest.mouseMove(canvas, end)
        if to_y % 4 == 0:
            QTest.keyClick(canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        self.close_what_opened()

    @rule(key=st.sampled_from(["Right", "Left", "Up", "Down", "Return", "Ins", "+", "-", "Delete", "1", "5", "Escape"]))
    def press(self, key: str) -> None:
        names = {"Ins": "Insert", "+": "Plus", "-": "Minus"}
        QTest.keyClick(self.c.canvas, getattr(Qt.Key, f"Key_{names.get(key, key)}"))
        self.close_what_opened()

    @rule(factor=st.sampled_from([0.3, 0.8, 1.25, 4.0]), x=NUMBERS, y=NUMBERS)
    def zoom(self, factor: float, x: int, y: int) -> None:
        self.c.canvas.zoom_by(factor, QPointF(x * 10, y * 8))
        self.beat()

    @rule(width=st.sampled_from([1000, 1366, 1600]), height=st.sampled_from([640, 744, 900]))
    def resize(self, width: int, height: int) -> None:
        self.parts.window.resize(width, height)
        self.beat()

    @rule(theme=st.sampled_from(["light", "dark"]))
    def wear(self, theme: str) -> None:
        self.c.wear(theme)
        self.beat()

    @rule(row=st.integers(0, 600))
    def probe(self, row: int) -> None:
        self.c.selection.set_probe(row % len(wiring_rows(self.c.editor.project)))
        self.beat()

    @precondition(lambda self: self.parts.panels)
    @rule(number=NUMBERS)
    def open_or_close_a_panel(self, number: int) -> None:
        keys = list(self.parts.panels)
        self.parts.window.docks[keys[number % len(keys)]].toggle()
        self.beat()

    def close_what_opened(self) -> None:
        """A menu or a line to type in may have opened: it is given up."""
        self.beat()
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            QApplication.processEvents()
            popup = QApplication.activePopupWidget()
        dialog = QApplication.activeModalWidget()
        assert not isinstance(dialog, QDialog), dialog
        self.beat()

    # The end

    def teardown(self) -> None:
        """What is on screen in the end is the document; then the window goes, and all that lived by it."""
        c = self.c
        c.run.pause()
        c.playback.go_live()

        def is_settled() -> bool:
            moment = c.playback.moment
            return moment is not None and moment.project == c.editor.project and c.run.state is not State.RUNNING

        try:
            self.qtbot.waitUntil(is_settled, timeout=30_000)
            drawn, edited = c.canvas.scene.project, c.editor.project
            assert (drawn.network, drawn.data) == (edited.network, edited.data)
            for panel in self.parts.panels.values():
                assert panel.moment is c.playback.moment
            assert not self.failures, self.failures
            while c.editor.undo_stack.canUndo() and c.editor.undo_stack.count() < 400:
                c.editor.undo_stack.undo()
            if c.editor.undo_stack.count() < 400:  # else the first ones are forgotten
                assert c.editor.project.with_ids_from(10**9) == PROJECT.with_ids_from(10**9)
            running = [timer for timer in self.parts.window.findChildren(QTimer) if timer.isActive()]
            assert len(self.parts.window.findChildren(QTimer)) <= self.timers + 40, Counter(
                type(timer.parent()).__name__ for timer in running
            )
        finally:
            self.parts.window.may_close = lambda: True
            self.parts.window.close()
            self.parts.window.deleteLater()
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, 0)
            self.c = self.parts = None  # type: ignore[assignment]
        left = living() - self.before
        assert not [name for name in left if name.startswith("thread hlviz")], left
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QWidget) and w.isVisible()]
        assert not shown, shown


def wiring_rows(project: Project) -> range:
    """The samples that can be looked at."""
    from hlviz.document.samples import points_of

    return range(len(points_of(project.data).x))
