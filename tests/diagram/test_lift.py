"""Alt, held over a neuron."""

from collections.abc import Callable, Iterator

import pytest
from diagram_desk import Desk, moment_of
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenuBar
from pytestqt.qtbot import QtBot

from hlviz.diagram.facts import facts_of
from hlviz.diagram.lift import Lift
from hlviz.diagram.targets import neuron_hit
from hlviz.document import edits
from hlviz.session.selection import NOTHING, Selection, Target


def send(to: QObject, kind: QEvent.Type, key: Qt.Key = Qt.Key.Key_Alt) -> bool:
    held = Qt.KeyboardModifier.NoModifier if kind is QEvent.Type.KeyRelease else Qt.KeyboardModifier.AltModifier
    return QApplication.sendEvent(to, QKeyEvent(kind, key, held))


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


@pytest.fixture
def field(qtbot: QtBot, selection: Selection) -> Iterator[QLineEdit]:
    """Some other widget that has the focus."""
    field = QLineEdit()
    qtbot.addWidget(field)
    Lift(selection, field)
    yield field
    selection.set_hover(NOTHING)


def test_the_neuron_is_missing_for_as_long_as_the_key_is_held(selection: Selection, field: QLineEdit) -> None:
    send(field, QEvent.Type.KeyPress)
    assert selection.without is None, "over nothing it means nothing"
    selection.set_hover(Target(neuron=3))
    send(field, QEvent.Type.KeyPress)
    assert selection.without == 3
    selection.set_hover(Target(neuron=4))
    assert selection.without == 4, "it goes along with the pointer"
    send(field, QEvent.Type.KeyRelease)
    assert selection.without is None
    send(field, QEvent.Type.KeyPress)
    selection.set_hover(NOTHING)
    assert selection.without is None, "the pointer is over nothing"
    send(field, QEvent.Type.KeyPress)
    assert selection.without is None


def test_inputs_outputs_and_other_keys_are_left_alone(selection: Selection, field: QLineEdit) -> None:
    for target in (Target(neuron=("in", "x1")), Target(neuron=("out", 1)), Target(layer=1)):
        selection.set_hover(target)
        send(field, QEvent.Type.KeyPress)
        assert selection.without is None
    selection.set_hover(Target(neuron=3))
    send(field, QEvent.Type.KeyPress, Qt.Key.Key_A)
    send(field, QEvent.Type.KeyPress, Qt.Key.Key_Shift)
    assert selection.without is None


def test_what_was_chosen_from_the_menu_comes_back(selection: Selection, field: QLineEdit) -> None:
    selection.look_without(7)
    selection.set_hover(Target(neuron=3))
    send(field, QEvent.Type.KeyPress)
    assert selection.without == 3
    send(field, QEvent.Type.KeyRelease)
    assert selection.without == 7


def test_another_window_ends_it(selection: Selection, field: QLineEdit) -> None:
    selection.set_hover(Target(neuron=3))
    send(field, QEvent.Type.KeyPress)
    QApplication.sendEvent(field, QEvent(QEvent.Type.WindowDeactivate))
    assert selection.without is None


def test_the_menu_bar_does_not_see_the_key(selection: Selection, field: QLineEdit) -> None:
    seen: list[QEvent.Type] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QKeyEvent):
                seen.append(event.type())
            return False

    watch, bar = Watch(), QMenuBar(field)
    bar.installEventFilter(watch)
    field.installEventFilter(watch)
    selection.set_hover(Target(neuron=3))
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        send(field, kind)
    assert seen == []
    selection.set_hover(NOTHING)
    send(field, QEvent.Type.KeyPress)
    assert QEvent.Type.KeyPress in seen, "over nothing it is the window's again"


def test_the_card_says_what_its_absence_costs(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.show(moment_of(d.project))
    canvas, figures = d.canvas, d.canvas._figures
    key = canvas.scene.wiring.layers[1][2]
    hit = neuron_hit(canvas.scene, 1, 2)
    usual = facts_of(figures, hit)
    assert usual is not None
    assert usual.rows[0][0] == "bias"
    facts = facts_of(figures, hit, key)
    assert facts is not None
    assert [name for name, _ in facts.rows] == ["loss", "without it", "change"]
    before, after, change = (float(value.replace("−", "-")) for _, value in facts.rows)
    assert change == pytest.approx(after - before, abs=0.01)
    other = neuron_hit(canvas.scene, 1, 1)
    assert facts_of(figures, other, key).rows == facts_of(figures, other).rows, (
        "of the others it says what it always does"
    )


def test_the_missing_neuron_is_struck_out_and_an_edit_that_takes_it_makes_the_network_whole(
    desk: Callable[..., Desk],
) -> None:
    d = desk()
    d.show(moment_of(d.project))
    before = d.canvas.grab().toImage()
    neuron = d.project.network.hidden[0].neurons[1]
    d.selection.look_without(neuron)
    after = d.canvas.grab().toImage()
    box = d.canvas.view.box(d.canvas.scene.columns[1].box_of(1))
    changed = [
        (x, y)
        for x in range(before.width()) for y in range(0, before.height(), 2)
        if before.pixel(x, y) != after.pixel(x, y)
    ]  # fmt: skip
    assert len(changed) > 0.2 * box.width * box.height
    assert all(box.x - 3 <= x <= box.right + 3 and box.y - 3 <= y <= box.bottom + 3 for x, y in changed)
    d.editor.apply("Remove", edits.remove_neuron, d.project.network.hidden[0].neurons[0])
    assert d.selection.without == neuron
    d.editor.apply("Remove", edits.remove_neuron, neuron)
    assert d.selection.without is None
