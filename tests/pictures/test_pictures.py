"""Every preset in the diagram and in every panel, light and dark, held against pictures of how it looked before.

The pictures lie beside this file: a sheet for each kind and theme, with a small cell for each preset in the order of ``PRESETS``.
What fails is written to ``build/pictures``: the reference at the left, what was drawn now at the right.

After a change that is meant to be seen, draw the sheets anew, and look at them:

    HLVIZ_RENEW_PICTURES=1 sh packaging/test.sh tests/pictures
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from hlviz.app.main import application
from hlviz.app.theme import wear
from hlviz.colors import DARK, LIGHT, ORANGE_BLUE, PALETTES, Theme, theme_of
from hlviz.diagram.canvas import Canvas
from hlviz.document.presets import PRESETS
from hlviz.panels import PANELS, Panel
from hlviz.panels.landscape import LandscapePanel
from hlviz.panels.loss import LossPanel
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from tests.panels.moments import train

from .contact_sheet import Difference, Pixels, difference, pixels_of, read_sheet, small, write, write_sheet

HERE = Path(__file__).parent
FAILED = HERE.parents[1] / "build" / "pictures"
RENEW = bool(os.environ.get("HLVIZ_RENEW_PICTURES"))
DIAGRAM = "diagram"
ALIKE = {"residuals", "draw"}
"""Of many presets they rightly look the same: they only say whom they are for."""
KINDS = (DIAGRAM, *(key for key in PANELS if key not in {"samples", "microscope"}))
"""The samples are a table of Qt's, which draws it as the style that the application wears has it: its own tests read its cells.
The microscope shows a walk, if there is one: see ``test_walk_pictures``."""
THEMES = (LIGHT, DARK)
ROOM = {DIAGRAM: QSize(780, 520)}
PANEL_ROOM = QSize(300, 200)
EPOCHS = 12
BOUND = Difference(mean=0.1, far=0.002)
"""A picture as before differs by less. From one processor to another, as NumPy adds up in another order, it was 0.0004 at most,
and no pixel was far off; a curve of the loss that is missing makes 0.25 … 1.0, or 0.14 where it lay under another. A few digits of
a caption make 0.03: they may change."""

pytestmark = pytest.mark.skipif(
    os.environ["QT_QPA_PLATFORM"] != "offscreen", reason="a display may draw text a little differently"
)


@pytest.fixture(autouse=True, scope="module")
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application as a person has it, whatever other tests did to it; afterwards it is as it was."""
    sheet, font, palette = qapp.styleSheet(), qapp.font(), qapp.palette()
    yield application([])
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
        for widget in (self.widget, *self.widget.findChildren(QWidget)):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # who has it hangs on what other windows there are
        self.widget.show()

    def show_preset(self, preset: str) -> None:
        moment = moment_of(preset)
        self._selection.select(Target(neuron=moment.assembly.wiring.layers[1][0]))
        self.widget.show_moment(moment)

    def drawn(self, theme: Theme) -> Pixels:
        """The application has to wear the theme."""
        self.widget.show_theme(theme)
        QApplication.processEvents()  # what is laid out anew
        for widget in self.widget.findChildren(QWidget):  # those made since
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            widget.clearFocus()
            widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
        while isinstance(self.widget, LandscapePanel) and self.widget.is_measuring:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if isinstance(self.widget, Panel):
            self.widget.catch_up()  # what is found little by little
        return small(self.widget.grab().toImage())

    def close(self) -> None:
        self._editor.undo_stack.blockSignals(True)
        if isinstance(self.widget, Panel):
            self.widget.end()
        self.widget.close()
        self.widget.deleteLater()
        QCoreApplication.sendPostedEvents(
            self.widget, QEvent.Type.DeferredDelete
        )  # a new style asks every widget there is


@contextmanager
def showing(kind: str, preset: str) -> Iterator[Shown]:
    """One alone."""
    shown = Shown(kind, preset)
    yield shown
    shown.close()


def sheet_of(kind: str, theme: Theme) -> Path:
    return HERE / f"{kind}-{theme.name}.png"


def reference(kind: str, preset: str, theme: Theme) -> Pixels:
    return read_sheet(sheet_of(kind, theme), len(PRESETS))[list(PRESETS).index(preset)]


def differing(kind: str, theme: Theme, cells: dict[str, Pixels], folder: Path) -> list[str]:
    """What to say of each preset whose picture is not as before; both are written to the folder."""
    known = read_sheet(sheet_of(kind, theme), len(PRESETS))
    assert len(known) == len(PRESETS), f"{sheet_of(kind, theme)} has not a cell for every preset: draw it anew"
    wrong: list[str] = []
    for (preset, now), before in zip(cells.items(), known, strict=True):
        found = difference(now, before)
        if not found.is_within(BOUND):
            both = folder / f"{kind}-{preset}-{theme.name}.png"
            write(both, np.concatenate([before, now], axis=1))
            wrong.append(f"{preset} in {kind}, {theme.name}: {found}; see {both}")
    return wrong


@pytest.mark.parametrize("kind", KINDS)
def test_it_looks_as_before(kind: str) -> None:
    shown = {preset: Shown(kind, preset) for preset in PRESETS}
    wrong: list[str] = []
    for theme in THEMES:
        wear(QApplication.instance(), theme)
        cells = {preset: one.drawn(theme) for preset, one in shown.items()}
        if RENEW:
            write_sheet(sheet_of(kind, theme), list(cells.values()))
        wrong += differing(kind, theme, cells, FAILED)
    for one in shown.values():
        one.close()
    assert not wrong, "\n".join(wrong)


# What a picture is held against has to tell one that is wrong


def apart(kind: str, preset: str, pixels: Pixels, theme: Theme = LIGHT) -> Difference:
    """How far a picture is from what it should be."""
    return difference(pixels, reference(kind, preset, theme))


@pytest.mark.parametrize("kind", KINDS)
def test_it_tells_the_themes_apart(kind: str) -> None:
    for preset in PRESETS:
        assert not apart(kind, preset, reference(kind, preset, DARK)).is_within(BOUND)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ALIKE])
def test_it_tells_the_presets_apart(kind: str) -> None:
    classes = [preset for preset in PRESETS if moment_of(preset).assembly.is_classification]
    for preset, other in pairwise(classes):
        assert not apart(kind, preset, reference(kind, other, LIGHT)).is_within(BOUND), other


@pytest.mark.parametrize("kind", KINDS)
def test_it_sees_that_all_has_moved(kind: str) -> None:
    """By one pixel of the small picture: three of the panel."""
    for preset in PRESETS:
        moved = np.roll(reference(kind, preset, LIGHT), 1, axis=1)
        assert not apart(kind, preset, moved).is_within(BOUND), preset


@pytest.mark.parametrize("kind", [DIAGRAM, "output", "weights", "activations", "neuron"])
def test_it_sees_other_colours(kind: str) -> None:
    other = theme_of("light", next(key for key in PALETTES if key != ORANGE_BLUE.key))
    wear(QApplication.instance(), LIGHT)
    with showing(kind, "circle") as shown:
        assert apart(kind, "circle", shown.drawn(LIGHT)).is_within(BOUND)
        assert not apart(kind, "circle", shown.drawn(other)).is_within(BOUND)


def test_it_sees_that_a_curve_is_missing() -> None:
    wear(QApplication.instance(), LIGHT)
    with showing("loss", "overfit") as shown:
        assert isinstance(shown.widget, LossPanel)
        assert apart("loss", "overfit", shown.drawn(LIGHT)).is_within(BOUND)
        shown.widget.plot._test.setOpacity(0.0)
        assert not apart("loss", "overfit", shown.drawn(LIGHT)).is_within(BOUND)


def test_what_is_wrong_is_named_and_lies_beside_what_should_be(tmp_path: Path) -> None:
    cells = {preset: reference("loss", preset, LIGHT) for preset in PRESETS}
    assert differing("loss", LIGHT, cells, tmp_path) == []
    cells["xor"] = cells["moons"]
    (said,) = differing("loss", LIGHT, cells, tmp_path)
    assert said.startswith("xor in loss, light: mean difference ")
    (file,) = tmp_path.iterdir()
    assert str(file) in said
    both = pixels_of(QImage(str(file)))
    assert np.array_equal(both, np.concatenate([reference("loss", "xor", LIGHT), cells["moons"]], axis=1))
