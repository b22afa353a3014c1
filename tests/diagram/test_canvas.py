"""The diagram does what a hand asks of it, paints whatever there is, and never draws its own wish."""

from collections.abc import Callable

import numpy as np
import pytest
from diagram_desk import Desk, moment_of, with_weight
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.datasets import Points
from hlviz.diagram.facts import facts_of
from hlviz.document import Project, edits
from hlviz.session.selection import NOTHING, Target

Make = Callable[..., Desk]


def of(dataset: str, *shape: int, activation: str = "tanh") -> Project:
    return edits.set_all_activations(edits.set_shape(edits.choose_dataset(Project(), dataset), shape), activation)


def table(classes: tuple[str, ...], columns: int) -> Project:
    rng = np.random.default_rng(0)
    y = rng.integers(0, len(classes), 40) if classes else rng.normal(size=40) * 1e5
    names = tuple(f"a column with a long name {i}" for i in range(columns))
    points = Points(rng.normal(size=(40, columns)), y, names, "target", classes)
    return edits.set_shape(edits.use_table(Project(), points), (3,))


CASES = {
    "circle": lambda: of("circle", 4, 2),
    "xor without hidden layers": lambda: of("xor"),
    "plane": lambda: of("reg-plane", 3, activation="relu"),
    "blobs": lambda: of("blobs", 5),
    "sine": lambda: of("sine", 6, 4),
    "sine, wide": lambda: of("sine", 40),
    "truth table": lambda: of("xor-table", 2),
    "iris": lambda: of("iris", 6, 4),
    "digits": lambda: of("digits", 32, activation="relu"),
    "digits, narrow": lambda: of("digits", 12),
    "fog": lambda: of("spiral", 16, 16, 16),
    "wide": lambda: of("spiral", 64, 30),
    "deep": lambda: of("circle", *[3] * 12),
    "table of two columns": lambda: table(("a", "b", "c"), 2),
    "table of one column": lambda: table(("a", "b"), 1),
    "table of many columns": lambda: table(("a", "b"), 30),
    "table of numbers": lambda: table((), 5),
    "one neuron": lambda: of("circle", 1),
}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_network_is_painted(desk: Make, case: str, theme: object) -> None:
    project = CASES[case]()
    d = desk(project)
    d.canvas.show_theme(theme)
    before = d.paint()
    d.canvas.set_reduced_motion(False)
    d.canvas.show_run_state(True)
    d.canvas.set_pattern(True)
    d.show(moment_of(project))
    last = d.canvas.scene.columns[-1]
    d.hover(last.box_of(0))
    d.paint()
    d.hover((1, 1))
    d.canvas.zoom_in()
    d.paint()
    d.canvas.fit()
    assert d.paint() != before


@pytest.mark.parametrize("case", CASES)
def test_numbers_that_are_none_do_not_reach_the_painter(desk: Make, case: str) -> None:
    moment = moment_of(CASES[case]())
    d = desk(moment.project)
    for value in (np.nan, np.inf, -np.inf, 3e38):
        d.show(with_weight(moment, 0, 0, 0, value))
        d.hover(d.canvas.scene.columns[-1].box_of(0))
        d.paint()
    assert np.isfinite(d.canvas._figures.weights[0]).all()


def test_an_edit_is_laid_out_at_once_and_keeps_the_numbers_it_knows(desk: Make) -> None:
    d = desk()
    moment = moment_of(d.project)
    d.show(moment)
    layer = d.project.network.hidden[0]
    for edit in (
        lambda: d.editor.apply("", edits.resize_layer, layer.id, 6),
        lambda: d.editor.apply("", edits.add_layer, 1),
        lambda: d.editor.apply("", edits.toggle_feature, "x1x2"),
        lambda: d.editor.apply("", edits.remove_neuron, layer.neurons[0]),
        lambda: d.editor.apply("", edits.move_layer, layer.id, 1),
        lambda: d.editor.apply("", edits.choose_dataset, "iris"),
        lambda: d.editor.apply("", edits.choose_dataset, "digits"),
        lambda: d.editor.apply("", edits.choose_dataset, "sine"),
        lambda: d.editor.apply("", edits.set_shape, ()),
    ):
        assert edit()
        d.paint()
        assert [column.size for column in d.canvas.scene.columns] == list(d.canvas.scene.wiring.sizes)
        d.canvas.show_moment(moment)  # one that was on its way
        d.paint()


def test_a_known_weight_is_shown_until_the_next_moment(desk: Make) -> None:
    d = desk()
    moment = moment_of(d.project)
    d.show(moment)
    first = d.project.network.hidden[0]
    d.editor.apply("", edits.remove_neuron, first.neurons[1])
    d.paint()
    shown = d.canvas._figures.weights[0]
    np.testing.assert_array_equal(shown, moment.parameters.weights[0][:, [0, 2, 3]])


def test_the_strands_of_a_large_network_come_up_to_date_a_pair_at_a_time(desk: Make, qtbot: QtBot) -> None:
    d = desk(of("spiral", 300, 200))
    d.show(moment_of(d.project, steps=0))
    late = moment_of(d.project, steps=5)
    d.show(late)
    drawing = d.canvas._drawing
    qtbot.waitUntil(lambda: not drawing.fog_is_behind, timeout=5000)
    for pair, pooled, weights in zip(drawing.edges.pairs, drawing.edges.pooled, late.parameters.weights, strict=True):
        np.testing.assert_array_equal(pooled, pair.pooled(weights))


# Hover and selection


def test_the_card_beside_the_pointer_shows_the_live_weight(desk: Make) -> None:
    d = desk()
    moment = with_weight(moment_of(d.project), 1, 0, 0, 4.0)
    d.show(moment)
    left, right = d.canvas.scene.columns[1:3]
    middle = (left.sides[1] + right.sides[0]) / 2, (left.ports[0] + right.ports[0]) / 2
    d.hover(middle)
    edge = (d.project.network.hidden[0].neurons[0], d.project.network.hidden[1].neurons[0])
    assert d.selection.hover == Target(edge=edge)

    def told() -> tuple[str, str]:
        facts = facts_of(d.canvas._figures, d.canvas.attention().hover)
        assert facts is not None
        return facts.title, facts.hint

    assert told() == ("w = 4.00", "from Hidden 1 · 1 to Hidden 2 · 1")
    d.show(with_weight(moment, 1, 0, 0, -3.25))
    assert told()[0] == "w = −3.25"


def test_an_edge_is_there_to_be_clicked_while_moments_come_in(desk: Make) -> None:
    d = desk()
    moment = with_weight(moment_of(d.project), 1, 0, 0, 4.0)
    d.show(moment)
    left, right = d.canvas.scene.columns[1:3]
    d.canvas.show_moment(moment)  # and not painted yet
    d.click(((left.sides[1] + right.sides[0]) / 2, (left.ports[0] + right.ports[0]) / 2))
    edge = (d.project.network.hidden[0].neurons[0], d.project.network.hidden[1].neurons[0])
    assert d.selection.target == Target(edge=edge)


def test_hovering_a_neuron_tells_the_others_and_leaving_takes_it_back(desk: Make) -> None:
    d = desk()
    d.show(moment_of(d.project))
    d.hover(d.canvas.scene.columns[1].box_of(2))
    assert d.selection.hover == Target(neuron=d.project.network.hidden[0].neurons[2])
    QApplication.sendEvent(d.canvas, QEvent(QEvent.Type.Leave))
    assert d.selection.hover == NOTHING


def test_a_click_selects_and_a_second_one_deselects(desk: Make) -> None:
    d = desk()
    d.show(moment_of(d.project))
    neuron = Target(neuron=d.project.network.hidden[1].neurons[1])
    d.click(d.canvas.scene.columns[2].box_of(1))
    assert d.selection.target == neuron
    d.click(d.canvas.scene.columns[2].box_of(1))
    assert d.selection.target == NOTHING
    card = d.canvas.scene.columns[1].card.box
    d.click((card.x + 20, card.y + 10))
    assert d.selection.target == Target(layer=d.project.network.hidden[0].id)
    d.click((5, 590))
    assert d.selection.target == NOTHING


def test_what_is_removed_is_no_longer_selected(desk: Make) -> None:
    d = desk()
    layer = d.project.network.hidden[1]
    d.selection.select(Target(neuron=layer.neurons[0]))
    d.editor.apply("", edits.remove_layer, layer.id)
    assert d.selection.target == NOTHING


def test_a_selected_neuron_has_a_ring(desk: Make) -> None:
    d = desk()
    d.show(moment_of(d.project))
    box = d.canvas.scene.columns[1].box_of(0)
    at = d.widget_place((box.x - 3, box.center[1])).toPoint()

    def ring() -> QColor:
        return d.paint().pixelColor(at)

    assert abs(ring().blue() - QColor(LIGHT.accent).blue()) > 5
    d.selection.select(Target(neuron=d.project.network.hidden[0].neurons[0]))
    assert (ring().red(), ring().blue()) == pytest.approx(
        (QColor(LIGHT.accent).red(), QColor(LIGHT.accent).blue()), abs=40
    )


# Clicks that edit


def test_a_click_on_a_feature_switches_it_on_and_off(desk: Make) -> None:
    d = desk()
    d.click(d.canvas.scene.columns[0].cells[4].box)
    assert d.project.data.features == ("x1", "x2", "x1x2")
    d.click(d.canvas.scene.columns[0].cells[0].box)
    assert d.project.data.features == ("x2", "x1x2")


def test_the_last_feature_cannot_be_switched_off_and_it_is_said_why(desk: Make) -> None:
    d = desk()
    d.click(d.canvas.scene.columns[0].cells[0].box)
    d.click(d.canvas.scene.columns[0].cells[1].box)
    assert d.project.data.features == ("x2",)
    assert "at least one input" in d.refused[0]


def test_plus_and_minus_resize_a_layer_as_one_step_of_undo(desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    d = desk()
    monkeypatch.setattr("hlviz.diagram.presses.monotonic", lambda: 100.0)
    for _ in range(3):
        d.click(d.canvas.scene.columns[1].card.plus)
    d.click(d.canvas.scene.columns[1].card.minus)
    assert d.sizes == [6, 2]
    d.editor.undo_stack.undo()
    assert d.sizes == [4, 2]


def test_presses_with_a_rest_between_them_are_undone_one_by_one(desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    d, times = desk(), iter((100.0, 100.4, 160.0, 160.9))
    monkeypatch.setattr("hlviz.diagram.presses.monotonic", lambda: next(times))
    for _ in range(4):
        d.click(d.canvas.scene.columns[1].card.plus)
    assert d.sizes == [8, 2]
    d.editor.undo_stack.undo()
    assert d.sizes == [6, 2]
    d.editor.undo_stack.undo()
    assert d.sizes == [4, 2]


def test_minus_leaves_the_last_neuron(desk: Make) -> None:
    d = desk(of("circle", 1))
    d.click(d.canvas.scene.columns[1].card.minus)
    assert d.sizes == [1]
    assert "Delete" in d.said[-1]


def test_the_round_button_inserts_a_layer_there_and_selects_it(desk: Make) -> None:
    d = desk()
    d.click(d.canvas.scene.geometry.gaps[1].plus)
    assert d.sizes == [4, 4, 2]
    assert d.selection.target == Target(layer=d.project.network.hidden[1].id)


@pytest.mark.parametrize(("column", "key", "expected"), [(1, "relu", "relu"), (3, "sigmoid", "sigmoid")])
def test_a_chip_opens_a_menu_of_activations(desk: Make, column: int, key: str, expected: str) -> None:
    d = desk()
    d.click(d.canvas.scene.columns[column].card.chip)
    menu = d.canvas.findChild(QMenu)
    assert menu is not None
    assert [action.isChecked() for action in menu.actions()].count(True) == 1
    assert all(action.toolTip() for action in menu.actions())
    next(action for action in menu.actions() if action.text().lower().startswith(key)).trigger()
    menu.close()
    network = d.project.network
    assert (network.hidden[0].activation if column == 1 else network.output_activation) == expected


def test_the_sample_looked_at_can_be_changed(desk: Make) -> None:
    d = desk(of("iris", 3))
    d.show(moment_of(d.project))
    seen = d.paint()
    d.click(d.canvas.scene.columns[0].card.next)
    assert d.selection.probe.row in d.canvas.scene.split.test
    d.click(d.canvas.scene.columns[0].card.next)
    d.hover((3, 3))
    assert d.paint() != seen


# Keys


def test_arrows_walk_layers_and_neurons(desk: Make) -> None:
    d = desk()
    first, second = d.project.network.hidden
    output = Target(neuron=d.canvas.scene.wiring.layers[-1][0])
    d.selection.select(Target(layer=first.id))
    walk = [
        (Qt.Key.Key_Right, Target(layer=second.id)),
        (Qt.Key.Key_Left, Target(layer=first.id)),
        (Qt.Key.Key_Down, Target(neuron=first.neurons[0])),
        (Qt.Key.Key_Down, Target(neuron=first.neurons[1])),
        (Qt.Key.Key_End, Target(neuron=first.neurons[3])),
        (Qt.Key.Key_Home, Target(neuron=first.neurons[0])),
        (Qt.Key.Key_Right, Target(neuron=second.neurons[0])),
        (Qt.Key.Key_Right, output),
        (Qt.Key.Key_Right, output),
        (Qt.Key.Key_Escape, NOTHING),
    ]
    for key, expected in walk:
        QTest.keyClick(d.canvas, key)
        assert d.selection.target == expected


def test_number_keys_switch_features(desk: Make) -> None:
    d = desk()
    for key in (Qt.Key.Key_1, Qt.Key.Key_6, Qt.Key.Key_8):
        QTest.keyClick(d.canvas, key)
    assert d.project.data.features == ("x2", "sin_x1")
    iris = desk(of("iris", 2))
    QTest.keyClick(iris.canvas, Qt.Key.Key_1)
    assert not iris.editor.undo_stack.canUndo()


@pytest.mark.parametrize(
    ("reason", "shows"), [(Qt.FocusReason.MouseFocusReason, False), (Qt.FocusReason.TabFocusReason, True)]
)
def test_the_focus_ring_is_for_those_who_came_by_key(desk: Make, reason: Qt.FocusReason, shows: bool) -> None:
    d = desk()
    without = d.paint()
    QApplication.sendEvent(d.canvas, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert (d.paint() != without) == shows
    QApplication.sendEvent(d.canvas, QFocusEvent(QEvent.Type.FocusOut, reason))
    assert d.paint() == without


def test_the_context_menu_names_what_is_under_the_pointer(desk: Make) -> None:
    d = desk()
    asked: list[object] = []
    d.canvas.context_menu_requested.connect(lambda target, at: asked.append(target))
    at = d.widget_place(d.canvas.scene.columns[1].box_of(0)).toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, d.canvas.mapToGlobal(at))
    QApplication.sendEvent(d.canvas, event)
    assert asked == [Target(neuron=d.project.network.hidden[0].neurons[0])]


# Tooltips and what is told to those who do not see


def test_every_control_says_what_it_does(desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    d = desk(of("iris", 3))
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda at, text, *_: shown.append(text))
    column = d.canvas.scene.columns[1].card
    inputs = d.canvas.scene.columns[0].card
    for box in (column.chip, column.minus, column.plus, column.grip, inputs.next, d.canvas.scene.geometry.gaps[1].plus):
        at = d.widget_place(box).toPoint()
        QApplication.sendEvent(d.canvas, QHelpEvent(QEvent.Type.ToolTip, at, QPoint()))
    assert len(shown) == 6
    assert all(len(text) > 15 for text in shown)
    assert len(set(shown)) == 6


def test_the_selection_is_told_in_words(desk: Make) -> None:
    d = desk()
    assert d.canvas.accessibleName()
    d.selection.select(Target(layer=d.project.network.hidden[0].id))
    assert "Hidden 1" in d.canvas.accessibleDescription()
    d.selection.select(Target(neuron=("in", "x2")))
    assert d.canvas.accessibleDescription() == "Input X₂"


# Zoom


def wheel(desk: Desk, turns: float, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(390, 300)
    event = QWheelEvent(
        at, desk.canvas.mapToGlobal(at), QPoint(), QPoint(0, round(120 * turns)), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(desk.canvas, event)


def test_the_wheel_scrolls_and_zooms_with_ctrl(desk: Make) -> None:
    d = desk()
    still = d.canvas.view
    wheel(d, -1)
    assert d.canvas.view == still  # all of it is in sight
    wheel(d, 2, Qt.KeyboardModifier.ControlModifier)
    assert d.canvas.zoom == pytest.approx(1.25**2)
    large = d.canvas.view
    wheel(d, -1)
    assert (d.canvas.view.x, d.canvas.view.y < large.y) == (large.x, True)
    wheel(d, -1, Qt.KeyboardModifier.ShiftModifier)
    assert d.canvas.view.x < large.x
    for _ in range(50):
        wheel(d, -1)
    bottom = d.canvas.view.to_widget(0, d.canvas.scene.geometry.height)[1]
    assert bottom == pytest.approx(d.canvas.height(), abs=1)


def test_zoom_keeps_the_place_under_the_pointer_and_fit_brings_it_all_back(desk: Make) -> None:
    d = desk()
    zooms: list[float] = []
    d.canvas.zoom_changed.connect(zooms.append)
    place = d.canvas.scene.columns[2].box_of(0).center
    at = d.widget_place(place)
    d.canvas.zoom_by(2.0, at)
    assert d.canvas.zoom == 2.0
    assert (d.widget_place(place) - at).manhattanLength() < 2
    d.canvas.fit()
    assert d.canvas.zoom == 1.0
    assert zooms == [2.0, 1.0]
    d.canvas.zoom_in()
    d.canvas.zoom_out()
    d.canvas.zoom_in()
    d.canvas.zoom_100()
    assert d.canvas.zoom == 1.0


def test_a_deep_network_is_fitted_whole_and_can_be_seen_at_natural_size(desk: Make) -> None:
    d = desk(of("circle", *[3] * 12))
    assert d.canvas.zoom < 1
    right = d.widget_place(d.canvas.scene.columns[-1].card.box).x()
    assert right < d.canvas.width()
    d.canvas.zoom_100()
    before = d.canvas.view
    d.drag((10, 500), (-200, 500), Qt.MouseButton.MiddleButton)
    assert d.canvas.view.x < before.x
    d.canvas.resize(700, 500)
    assert d.canvas.zoom == 1.0


def test_without_hidden_layers_the_loss_decides_what_the_network_is_called(desk: Make) -> None:
    d = desk(edits.set_output(edits.set_shape(Project(), ()), "sigmoid"))
    seen = set()
    for loss in ("bce", "mse"):
        d.editor.apply("", edits.set_loss, loss)
        d.show(moment_of(d.project, 0))
        gap = d.canvas.scene.geometry.gaps[0]
        image = d.paint().copy(round(gap.zone.x), round(gap.plus.bottom), round(gap.zone.width), 70)
        seen.add(bytes(image.constBits()))
    assert len(seen) == 2


def test_a_setting_of_training_does_not_lay_the_diagram_out_anew(desk: Make) -> None:
    d = desk()
    scene = d.canvas.scene
    d.editor.apply("", edits.set_training, learning_rate=0.1)
    assert d.canvas.scene is scene


def test_a_click_on_a_wide_layer_asks_for_its_weights_and_a_double_click_for_them_large(desk: Make) -> None:
    d = desk(of("digits", 40, activation="relu"))
    d.show(moment_of(d.project))
    asked: list[bool] = []
    d.canvas.weights_requested.connect(asked.append)
    block = d.canvas.scene.columns[1]
    d.click(block.box_of(7))
    assert d.selection.target.neuron == d.project.network.hidden[0].neurons[7]
    assert asked == [False]
    d.mouse(QEvent.Type.MouseButtonDblClick, block.box_of(7))
    assert asked == [False, True]
    assert d.selection.target.neuron == d.project.network.hidden[0].neurons[7]
    d.click(d.canvas.scene.columns[2].box_of(1))
    assert asked == [False, True], "a layer whose edges can be seen says it all itself"
