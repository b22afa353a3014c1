"""A walk through one step of learning, in the diagram and in its panel, held against pictures of how it looked before.

A sheet each and a theme; a row a preset, a column a stage: forward, loss, backward, update. See ``test_pictures``.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize
from PySide6.QtWidgets import QApplication, QWidget

from hlviz.app.theme import wear
from hlviz.colors import DARK, LIGHT, Theme
from hlviz.diagram.canvas import Canvas
from hlviz.explain.microscope import Kind
from hlviz.panels.microscope import MicroscopePanel
from hlviz.session.editor import Editor
from hlviz.session.selection import Selection
from hlviz.session.walkthrough import Walkthrough

from .contact_sheet import Pixels, difference, read_sheet, small, write_sheet
from .test_pictures import BOUND, FAILED, HERE, RENEW, THEMES, app, moment_of, pytestmark, write

__all__ = ["app", "pytestmark"]

SEEN = ("xor", "spiral")
STAGES = (Kind.FORWARD, Kind.LOSS, Kind.BACKWARD, Kind.UPDATE)
ROOM = {"diagram": QSize(780, 520), "panel": QSize(320, 330)}


class Walked:
    """A preset under the microscope."""

    def __init__(self, kind: str, preset: str) -> None:
        moment, selection = moment_of(preset), Selection()
        self._editor = Editor(moment.project)
        self.walkthrough = Walkthrough(selection)
        self.widget: QWidget
        if kind == "diagram":
            self.widget = canvas = Canvas(self._editor, selection)
            canvas.set_reduced_motion(True)
            canvas.governor.is_off = True
            self.walkthrough.changed.connect(lambda: canvas.show_walk(self.walkthrough.sight))
            canvas.show_moment(moment)
        else:
            self.widget = panel = MicroscopePanel(selection)
            panel.watch(self.walkthrough)
            panel.show_moment(moment)
        self.widget.resize(ROOM[kind])
        self.widget.show()
        self.walkthrough.show_moment(moment)
        self.walkthrough.open()
        while self.walkthrough.is_computing or self.walkthrough.check is None:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def drawn(self, theme: Theme) -> Iterator[Pixels]:
        """One picture a stage: forward and backward at the first hidden layer."""
        self.widget.show_theme(theme)  # type: ignore[attr-defined]
        for kind in STAGES:
            stages = self.walkthrough.stages
            places = [i for i, stage in enumerate(stages) if stage.kind is kind]
            self.walkthrough.go_to(min(places, key=lambda i: stages[i].layer))
            QApplication.processEvents()
            yield small(self.widget.grab().toImage())

    def close(self) -> None:
        self._editor.undo_stack.blockSignals(True)
        self.walkthrough.close()
        self.widget.close()
        self.widget.deleteLater()
        QCoreApplication.sendPostedEvents(self.widget, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("kind", ROOM)
def test_a_walk_looks_as_before(kind: str) -> None:
    walks = [Walked(kind, preset) for preset in SEEN]
    wrong = []
    for theme in THEMES:
        wear(QApplication.instance(), theme)
        cells = [cell for walk in walks for cell in walk.drawn(theme)]
        sheet = HERE / f"walk-{kind}-{theme.name}.png"
        if RENEW:
            write_sheet(sheet, cells)
        known = read_sheet(sheet, len(cells))
        assert len(known) == len(cells)
        for i, (now, before) in enumerate(zip(cells, known, strict=True)):
            if not (found := difference(now, before)).is_within(BOUND):
                write(FAILED / f"walk-{kind}-{theme.name}-{i}.png", now)
                wrong.append(f"{SEEN[i // len(STAGES)]}, {STAGES[i % len(STAGES)]}, {kind}, {theme.name}: {found}")
    for walk in walks:
        walk.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", ROOM)
def test_it_tells_stages_presets_and_themes_apart(kind: str) -> None:
    cells = [
        cell
        for theme in (LIGHT, DARK)
        for cell in read_sheet(HERE / f"walk-{kind}-{theme.name}.png", len(SEEN) * len(STAGES))
    ]
    for i, one in enumerate(cells):
        assert not any(difference(one, other).is_within(BOUND) for other in cells[:i])
