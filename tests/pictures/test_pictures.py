"""Every preset in the diagram and in every panel, light and dark, held against pictures of how it looked before.

The pictures lie beside this file: a sheet for each kind and theme, with a small cell for each preset in the order of ``PRESETS``.
What fails is written to ``build/pictures``: the reference at the left, what was drawn now at the right.

After a change that is meant to be seen, draw the sheets anew, and look at them:

    HLVIZ_RENEW_PICTURES=1 sh packaging/test.sh tests/pictures
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from hlviz.app.main import application
from hlviz.app.theme import wear
from hlviz.colors import DARK, LIGHT, PALETTES, Theme, theme_of
from hlviz.diagram.canvas import Canvas
from hlviz.document.presets import PRESETS
from hlviz.panels import PANELS
from hlviz.panels.loss import LossPanel
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from tests.panels.moments import train

from .contact_sheet import Difference, Pixels, difference, read_sheet, small, write, write_sheet

HERE = Path(__file__).parent
FAILED = HERE.parents[1] / "build" / "pictures"
RENEW = bool(os.environ.get("HLVIZ_RENEW_PICTURES"))
DIAGRAM = "diagram"
KINDS = (DIAGRAM, *PANELS)
THEMES = (LIGHT, DARK)
ROOM = {DIAGRAM: QSize(780, 520)}
PANEL_ROOM = QSize(300, 200)
EPOCHS = 12
BOUND = Difference(mean=0.25, far=0.004)

pytestmark = pytest.mark.skipif(
    os.environ["QT_QPA_PLATFORM"] != "offscreen", reason="a display may draw text a little differently"
)


@pytest.fixture(autouse=True, scope="module")
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application as a person has it, whatever other tests did to it; afterwards it is as it was."""
    style, sheet, font, palette = qapp.style().objectName(), qapp.styleSheet(), qapp.font(), qapp.palette()
    yield application([])
    qapp.setStyle(style)
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


@lru_cache(maxsize=len(PRESETS))
def moment_of(preset: str) -> Moment:
    return train(PRESETS[preset].project, EPOCHS, engine="numpy")


class Shown:
    """A preset in the diagram or in a panel, with a neuron selected."""

    def __init__(self, kind: str, preset: str) -> None:
        self._editor, self._selection = Editor(PRESETS[preset].project), Selection()
        self.widget: Canvas | QWidget
        if kind == DIAGRAM:
            self.widget = canvas = Canvas(self._editor, self._selection)
            canvas.set_reduced_motion(True)
            canvas.governor.is_off = True  # the same picture on a slow machine
            canvas.show_project(self._editor.project)
        else:
            self.widget = PANELS[kind](self._selection)
            self.widget.show_project(self._editor.project)
        self.widget.resize(ROOM.get(kind, PANEL_ROOM))
        self.show_preset(preset)
        self.widget.show()

    def show_preset(self, preset: str) -> None:
        moment = moment_of(preset)
        self._selection.select(Target(neuron=moment.assembly.wiring.layers[1][0]))
        self.widget.show_moment(moment)

    def drawn(self, theme: Theme) -> Pixels:
        """The application has to wear the theme."""
        self.widget.show_theme(theme)
        QApplication.processEvents()  # what is laid out anew
        return small(self.widget.grab().toImage())

    def close(self) -> None:
        self._editor.undo_stack.blockSignals(True)
        self.widget.close()
        self.widget.deleteLater()
        QCoreApplication.sendPostedEvents(
            self.widget, QEvent.Type.DeferredDelete
        )  # a new style asks every widget there is


def drawn(kind: str, preset: str, theme: Theme) -> Pixels:
    """One picture by itself."""
    wear(QApplication.instance(), theme)
    shown = Shown(kind, preset)
    pixels = shown.drawn(theme)
    shown.close()
    return pixels


def sheet_of(kind: str, theme: Theme) -> Path:
    return HERE / f"{kind}-{theme.name}.png"


def reference(kind: str, preset: str, theme: Theme) -> Pixels:
    return read_sheet(sheet_of(kind, theme), len(PRESETS))[list(PRESETS).index(preset)]


@pytest.mark.parametrize("kind", KINDS)
def test_it_looks_as_before(kind: str) -> None:
    shown = {preset: Shown(kind, preset) for preset in PRESETS}
    wrong: list[str] = []
    for theme in THEMES:
        wear(QApplication.instance(), theme)
        cells = {preset: one.drawn(theme) for preset, one in shown.items()}
        if RENEW:
            write_sheet(sheet_of(kind, theme), list(cells.values()))
        known = read_sheet(sheet_of(kind, theme), len(PRESETS))
        assert len(known) == len(PRESETS), f"{sheet_of(kind, theme)} has not a cell for every preset: draw it anew"
        for (preset, now), before in zip(cells.items(), known, strict=True):
            found = difference(now, before)
            if not found.is_within(BOUND):
                both = FAILED / f"{kind}-{preset}-{theme.name}.png"
                write(both, np.concatenate([before, now], axis=1))
                wrong.append(f"{preset} in {kind}, {theme.name}: {found}; see {both}")
    for one in shown.values():
        one.close()
    assert not wrong, "\n".join(wrong)
