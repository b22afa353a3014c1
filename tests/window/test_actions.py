from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import edits
from hlviz.document.specs import LayerSpec
from hlviz.nn.activations import ACTIVATIONS
from hlviz.session.selection import NOTHING, Target
from hlviz.widgets.in_place import InPlaceLine
from hlviz.window.actions import ACTIONS
from hlviz.window.menus import (
    MENUS,
    ON_EDGE,
    ON_GAP,
    ON_INPUT,
    ON_LAYER,
    ON_NEURON,
    ON_NOTHING,
    ON_OUTPUT,
    ON_SEVERAL,
    on,
)  # fmt: skip

# keys cannot be compared before there is an application
pytestmark = pytest.mark.usefixtures("qapp")


def hidden(parts: Parts) -> tuple[LayerSpec, ...]:
    return parts.context.editor.project.network.hidden


def do(parts: Parts, action_id: str) -> None:
    assert parts.menus[action_id].isEnabled()
    parts.menus[action_id].trigger()


def test_every_action_has_a_menu_and_says_what_it_does() -> None:
    for action in ACTIONS.values():
        assert action.menu.split(" ▸ ")[0] in MENUS
        assert len(action.tip) > 10


def test_no_two_actions_share_a_key() -> None:
    counted = Counter(
        key
        for action in ACTIONS.values()
        for key in {QKeySequence(key).toString() for key in (*action.keys, *action.shortcuts)} - {""}
    )
    assert len(counted) > 30
    assert [key for key, count in counted.items() if count > 1] == []


@pytest.mark.parametrize(
    ("action_id", "key"),
    [
        ("file.quit", "Ctrl+Q"),
        ("file.save", "Ctrl+S"),
        ("edit.redo", "Ctrl+Shift+Z"),
        ("edit.redo", "Ctrl+Y"),
        ("edit.select_none", "Ctrl+Shift+A"),
        ("train.play", "F5"),
        ("train.play", "Space"),
        ("train.epoch", "Shift+."),
        ("network.add_layer", "Ins"),
        ("view.palette", "Ctrl+Shift+P"),
        ("view.full_screen", "F11"),
    ],
)
def test_the_usual_keys_are_there_on_every_platform(action_id: str, key: str) -> None:
    action = ACTIONS[action_id]
    assert QKeySequence(key) in [*action.sequences(), *map(QKeySequence, action.keys)]


def test_single_keys_act_in_the_diagram_alone(parts: Parts) -> None:
    for action in ACTIONS.values():
        if action.keys:
            made = parts.menus[action.id]
            assert made.shortcutContext() is Qt.ShortcutContext.WidgetWithChildrenShortcut
            assert made in parts.context.canvas.actions()
            assert made not in parts.window.actions()


def test_every_action_is_in_the_menu_bar_and_in_the_palette(parts: Parts) -> None:
    in_menus = set()
    waiting = [action.menu() for action in parts.window.menuBar().actions()]
    while waiting:
        for made in waiting.pop().actions():
            in_menus.add(made.objectName())
            if made.menu() is not None:
                waiting.append(made.menu())
    assert set(ACTIONS) <= in_menus
    found = {entry.action.objectName() for entry in parts.menus.entries()}
    assert {key for key, action in ACTIONS.items() if action.choices is None} <= found


def test_context_menus_hold_what_there_is(parts: Parts) -> None:
    lists = (ON_LAYER, ON_NOTHING, ON_EDGE, ON_GAP, ON_INPUT, ON_NEURON, ON_OUTPUT, ON_SEVERAL)
    for name in {name for names in lists for name in names} - {""}:
        assert name in ACTIONS or any(action.menu == name for action in ACTIONS.values())


def menu_at(parts: Parts, target: Target) -> list[QAction]:
    parts.menus.popup(target, QPoint(50, 50))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    actions = [action for action in menu.actions() if not action.isSeparator()]
    menu.close()
    return actions


def test_a_context_menu_offers_only_what_can_be_done_and_shows_the_keys(parts: Parts) -> None:
    parts.window.show()
    first, second = hidden(parts)
    kinds = {
        ON_LAYER: Target(layer=first.id),
        ON_NEURON: Target(neuron=first.neurons[0]),
        ON_INPUT: Target(neuron=("in", "x1")),
        ON_OUTPUT: Target(neuron=("out", 1)),
        ON_EDGE: Target(edge=(first.neurons[0], second.neurons[1])),
        ON_GAP: Target(gap=1),
        ON_NOTHING: NOTHING,
    }
    seen = set()
    for names, target in kinds.items():
        offered = menu_at(parts, target)
        assert on(parts.context) is names
        assert parts.context.selection.target == target
        assert all(action.isEnabled() and action.toolTip() for action in offered if action.menu() is None)
        assert all(action.isShortcutVisibleInContextMenu() for action in offered if action.objectName())
        seen.add(tuple(action.objectName() or action.text() for action in offered))
    assert len(seen) == len(kinds)
    assert "network.move_left" not in {action.objectName() for action in menu_at(parts, Target(layer=first.id))}


def test_a_context_menu_on_one_of_several_is_about_all_of_them(parts: Parts) -> None:
    parts.window.show()
    first, second = (Target(layer=layer.id) for layer in hidden(parts))
    choose(parts, first, second)
    assert on(parts.context) is ON_SEVERAL
    assert menu_at(parts, first)
    assert parts.context.selection.targets == (first, second)
    menu_at(parts, Target(neuron=("in", "x1")))
    assert parts.context.selection.targets == (Target(neuron=("in", "x1")),)


def test_without_a_selection_a_layer_is_added_at_the_end_and_selected(parts: Parts) -> None:
    do(parts, "network.add_layer")
    assert [layer.size for layer in hidden(parts)] == [4, 2, 2]
    assert parts.context.layer is hidden(parts)[2]


def test_with_an_input_selected_a_layer_is_added_at_the_front(parts: Parts) -> None:
    parts.context.selection.select(Target(neuron=("in", "x1")))
    do(parts, "network.add_layer")
    assert len(hidden(parts)) == 3
    assert parts.context.layer is hidden(parts)[0]


def test_layers_grow_shrink_move_and_go(parts: Parts) -> None:
    first, second = hidden(parts)
    parts.context.selection.select(Target(layer=first.id))
    do(parts, "network.add_neuron")
    do(parts, "network.add_neuron")
    do(parts, "network.remove_neuron")
    assert hidden(parts)[0].size == 5
    assert not parts.menus["network.move_left"].isEnabled()
    do(parts, "network.move_right")
    assert [layer.id for layer in hidden(parts)] == [second.id, first.id]
    assert not parts.menus["network.move_right"].isEnabled()
    do(parts, "edit.delete")
    assert [layer.id for layer in hidden(parts)] == [second.id]
    for _ in range(5):
        do(parts, "edit.undo")
    assert [layer.size for layer in hidden(parts)] == [4, 2]
    assert not parts.menus["edit.undo"].isEnabled()


def test_delete_takes_this_very_neuron(parts: Parts) -> None:
    neuron = hidden(parts)[0].neurons[1]
    parts.context.selection.select(Target(neuron=neuron))
    do(parts, "edit.delete")
    assert neuron not in hidden(parts)[0].neurons
    assert hidden(parts)[0].size == 3


def test_inputs_outputs_and_edges_cannot_be_deleted(parts: Parts) -> None:
    first = hidden(parts)[0].neurons[0]
    for target in (Target(neuron=("in", "x1")), Target(neuron=("out", 0)), Target(edge=(("in", "x1"), first)), NOTHING):
        parts.context.selection.select(target)
        assert not parts.menus["edit.delete"].isEnabled()


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_activations_go_to_the_selected_layer_or_to_all(parts: Parts, key: str) -> None:
    do(parts, f"network.activation.{key}")
    assert {layer.activation for layer in hidden(parts)} == {key}
    assert parts.menus[f"network.activation.{key}"].isChecked()
    other = "relu" if key != "relu" else "tanh"
    parts.context.selection.select(Target(layer=hidden(parts)[1].id))
    do(parts, f"network.activation.{other}")
    assert [layer.activation for layer in hidden(parts)] == [key, other]


def choose(parts: Parts, *targets: Target) -> None:
    parts.context.selection.select_all(targets)


def test_all_that_is_selected_is_changed_in_one_step(parts: Parts) -> None:
    editor, first = parts.context.editor, hidden(parts)[0]
    editor.apply("", edits.set_shape, (4, 2, 3))
    second, third = hidden(parts)[1:]
    before = editor.project
    for action_id, expected in (
        ("network.activation.relu", [(4, "relu", 0.0), (2, "tanh", 0.0), (3, "relu", 0.0)]),
        ("network.dropout.0.3", [(4, "tanh", 0.3), (2, "tanh", 0.0), (3, "tanh", 0.3)]),
        ("network.add_neuron", [(5, "tanh", 0.0), (2, "tanh", 0.0), (4, "tanh", 0.0)]),
        ("network.remove_neuron", [(3, "tanh", 0.0), (2, "tanh", 0.0), (2, "tanh", 0.0)]),
        ("edit.delete", [(3, "tanh", 0.0), (2, "tanh", 0.0)]),
    ):
        choose(parts, Target(layer=third.id), Target(neuron=first.neurons[1]))
        if action_id == "edit.delete":
            choose(parts, Target(layer=third.id), Target(neuron=first.neurons[1]), Target(neuron=("in", "x1")))
        do(parts, action_id)
        assert [(layer.size, layer.activation, layer.dropout) for layer in hidden(parts)] == expected
        do(parts, "edit.undo")
        assert editor.project == before
    choose(parts, Target(layer=first.id), Target(layer=second.id))
    assert not parts.menus["network.move_left"].isEnabled()
    do(parts, "network.move_right")
    assert [layer.id for layer in hidden(parts)] == [third.id, first.id, second.id]
    assert not parts.menus["network.move_right"].isEnabled()
    do(parts, "edit.undo")
    assert editor.project == before


def test_a_layer_too_small_to_shrink_is_left_alone(parts: Parts) -> None:
    parts.context.editor.apply("", edits.set_shape, (1, 2))
    choose(parts, *(Target(layer=layer.id) for layer in hidden(parts)))
    do(parts, "network.remove_neuron")
    assert [layer.size for layer in hidden(parts)] == [1, 1]
    assert not parts.menus["network.remove_neuron"].isEnabled()


def test_select_all_takes_the_neurons_or_the_layers(parts: Parts) -> None:
    do(parts, "edit.select_all")
    assert len(parts.context.selection.targets) == 6
    assert all(isinstance(target.neuron, int) for target in parts.context.selection.targets)
    do(parts, "edit.delete")
    assert hidden(parts) == ()
    assert not parts.menus["edit.select_all"].isEnabled()
    do(parts, "edit.undo")
    choose(parts, Target(layer=hidden(parts)[0].id))
    do(parts, "edit.select_all")
    assert parts.context.selection.targets == tuple(Target(layer=layer.id) for layer in hidden(parts))
    do(parts, "edit.select_none")
    assert parts.context.selection.target == NOTHING


def test_after_one_is_gone_its_neighbour_is_next(parts: Parts) -> None:
    first, second = hidden(parts)
    choose(parts, Target(neuron=first.neurons[2]))
    do(parts, "edit.delete")
    assert parts.context.selection.target == Target(neuron=first.neurons[3])
    do(parts, "edit.delete")
    assert parts.context.selection.target == Target(neuron=first.neurons[1])
    do(parts, "edit.delete")
    do(parts, "edit.delete")
    assert hidden(parts) == (second,)
    assert parts.context.selection.target == Target(layer=second.id)
    do(parts, "edit.delete")
    assert parts.context.selection.target == NOTHING


def test_a_layer_goes_into_the_selected_gap(parts: Parts) -> None:
    choose(parts, Target(gap=1))
    do(parts, "network.add_layer")
    assert [layer.size for layer in hidden(parts)] == [4, 4, 2]
    assert parts.context.layer is hidden(parts)[1]


def weights(parts: Parts) -> list[tuple[str, tuple[object, ...]]]:
    return [(touch.kind, touch.targets) for touch in parts.context.editor.project.touches]


def test_weights_are_frozen_and_let_go_again(parts: Parts) -> None:
    first, second = hidden(parts)
    edge = (first.neurons[0], second.neurons[0])
    choose(parts, Target(layer=second.id), Target(edge=edge), Target(neuron=("out", 1)))
    do(parts, "network.freeze")
    assert parts.context.editor.project.network.frozen == {*second.neurons, edge, ("out", 1)}
    assert parts.menus["network.freeze"].isChecked()
    do(parts, "edit.undo")
    assert not parts.menus["network.freeze"].isChecked()
    do(parts, "edit.redo")
    choose(parts, Target(layer=second.id), Target(edge=edge), Target(neuron=("out", 1)))
    do(parts, "network.freeze")
    assert parts.context.editor.project.network.frozen == frozenset()


def test_an_edge_frozen_with_its_neuron_says_how_to_let_it_go(parts: Parts) -> None:
    refused: list[str] = []
    parts.context.editor.refused.connect(refused.append)
    first = hidden(parts)[0].neurons[0]
    choose(parts, Target(neuron=first))
    do(parts, "network.freeze")
    choose(parts, Target(edge=(("in", "x1"), first)))
    assert parts.menus["network.freeze"].isChecked()
    do(parts, "network.freeze")
    assert "unfreeze that neuron" in refused[0]


def test_edges_are_cut_and_joined_and_a_neuron_is_muted(parts: Parts) -> None:
    first, second = hidden(parts)
    edge = (("in", "x1"), first.neurons[0])
    choose(parts, Target(edge=edge))
    do(parts, "network.cut")
    assert parts.context.editor.project.network.cut == {edge}
    assert parts.menus["network.cut"].isChecked()
    do(parts, "network.cut")
    assert parts.context.editor.project.network.cut == frozenset()
    choose(parts, Target(neuron=first.neurons[1]), Target(neuron=("out", 1)))
    do(parts, "network.cut")
    muted = {(first.neurons[1], end) for end in second.neurons} | {(start, ("out", 1)) for start in second.neurons}
    assert parts.context.editor.project.network.cut == muted
    do(parts, "edit.undo")
    assert parts.context.editor.project.network.cut == frozenset()


@pytest.mark.parametrize(("action_id", "kind"), [("network.zero", "zero"), ("network.randomize", "random")])
def test_what_is_selected_is_set_to_zero_or_drawn_anew(parts: Parts, action_id: str, kind: str) -> None:
    first = hidden(parts)[0]
    assert not parts.menus[action_id].isEnabled()
    choose(parts, Target(neuron=first.neurons[0]), Target(neuron=("in", "x2")))
    do(parts, action_id)
    (done,) = weights(parts)
    assert done[0] == kind
    assert set(done[1]) == {first.neurons[0], *((("in", "x2"), end) for end in first.neurons)}
    do(parts, "edit.undo")
    assert weights(parts) == []


def test_neurons_go_to_the_layer_beside_theirs_by_key(parts: Parts) -> None:
    first, second = hidden(parts)
    choose(parts, Target(neuron=first.neurons[0]), Target(neuron=first.neurons[2]), Target(neuron=("in", "x1")))
    assert not parts.menus["network.neuron_left"].isEnabled()
    do(parts, "network.neuron_right")
    assert hidden(parts)[1].neurons == (*second.neurons, first.neurons[0], first.neurons[2])
    assert parts.context.selection.targets[0] == Target(neuron=first.neurons[0])
    assert not parts.menus["network.neuron_right"].isEnabled()
    do(parts, "edit.undo")
    assert hidden(parts) == (first, second)


def test_columns_are_moved_aside_and_tidied(parts: Parts) -> None:
    parts.window.resize(1366, 744)
    parts.window.show()
    assert not parts.menus["network.tidy"].isEnabled()
    choose(parts, Target(neuron=hidden(parts)[0].neurons[0]))
    do(parts, "network.slide_right")
    do(parts, "network.slide_down")
    assert [layer.shift for layer in hidden(parts)] == [(10, 10), (0, 0)]
    do(parts, "network.tidy")
    assert [layer.shift for layer in hidden(parts)] == [(0, 0), (0, 0)]


def test_layers_are_duplicated_behind_themselves(parts: Parts) -> None:
    first, second = hidden(parts)
    parts.context.editor.apply("", edits.rename_neuron, first.neurons[0], "left")
    choose(parts, Target(layer=first.id), Target(neuron=second.neurons[0]))
    do(parts, "edit.duplicate")
    assert [layer.size for layer in hidden(parts)] == [4, 2, 4, 2]
    new = hidden(parts)[2:]
    assert parts.context.selection.targets == tuple(Target(layer=layer.id) for layer in new)
    assert parts.context.editor.project.network.neuron_name(new[0].neurons[0]) == "left"
    do(parts, "edit.undo")
    assert len(hidden(parts)) == 2


def test_names_and_numbers_are_typed_in_the_diagram(parts: Parts, qtbot: QtBot) -> None:
    parts.window.resize(1366, 744)
    parts.window.show()
    canvas, first = parts.context.canvas, hidden(parts)[0]
    for target, action_id, text in (
        (Target(layer=first.id), "network.rename", "Edges"),
        (Target(neuron=first.neurons[1]), "network.rename", "left"),
        (Target(neuron=first.neurons[1]), "network.count", "6"),
        (Target(neuron=first.neurons[1]), "network.bias", "0.5"),
        (Target(edge=(("in", "x1"), first.neurons[1])), "network.weigh", "-1"),
        (Target(edge=(("in", "x1"), first.neurons[1])), "network.bias", "0.25"),
    ):
        choose(parts, target)
        do(parts, action_id)
        line = canvas.findChildren(InPlaceLine)[-1]
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    network, touches = parts.context.editor.project.network, parts.context.editor.project.touches
    assert (network.layer_name(0), network.hidden[0].size) == ("Edges", 6)
    assert network.neuron_name(first.neurons[1]) == "left"
    edge = (("in", "x1"), first.neurons[1])
    assert [(t.targets, t.value) for t in touches] == [((edge,), -1.0), ((first.neurons[1],), 0.25)]


def test_the_output_is_chosen_by_menu(parts: Parts) -> None:
    do(parts, "network.output.sigmoid")
    assert parts.context.editor.project.network.output_activation == "sigmoid"
    assert parts.menus["network.output.sigmoid"].isChecked()


def test_an_input_is_switched_off_by_menu(parts: Parts) -> None:
    assert not parts.menus["network.switch_input"].isEnabled()
    choose(parts, Target(neuron=("in", "x1")))
    do(parts, "network.switch_input")
    assert parts.context.editor.project.data.features == ("x2",)
    parts.context.editor.apply("", edits.choose_dataset, "iris")
    choose(parts, Target(neuron=("in", "sepal length (cm)")))
    assert not parts.menus["network.switch_input"].isEnabled()


def test_dropout_belongs_to_a_layer(parts: Parts) -> None:
    assert not parts.menus["network.dropout.0.2"].isEnabled()
    parts.context.selection.select(Target(layer=hidden(parts)[0].id))
    do(parts, "network.dropout.0.2")
    assert [layer.dropout for layer in hidden(parts)] == [0.2, 0.0]
    assert parts.menus["network.dropout.0.2"].isChecked()


def test_training_plays_pauses_steps_and_rewinds(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    do(parts, "train.play")
    qtbot.waitUntil(lambda: c.run.is_running and c.playback.moment.frame.step > 5, timeout=30_000)
    do(parts, "train.play")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=30_000)
    step = c.playback.moment.frame.step
    do(parts, "train.step")
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == step + 1, timeout=30_000)
    do(parts, "train.rewind")
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == 0, timeout=30_000)
    do(parts, "train.epoch")
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch == 1, timeout=30_000)


def test_speeds_are_those_of_the_transport_bar(parts: Parts) -> None:
    do(parts, "train.speed.slow")
    assert parts.transport.speed.key == "slow" or parts.context.run.pace.steps == 1
    assert parts.menus["train.speed.slow"].isChecked()
    assert not parts.menus["train.speed.fast"].isChecked()


def test_new_weights_can_be_undone(parts: Parts) -> None:
    seed = parts.context.editor.project.training.seed
    do(parts, "train.new_weights")
    assert parts.context.editor.project.training.seed == seed + 1
    do(parts, "edit.undo")
    assert parts.context.editor.project.training.seed == seed


def test_themes_and_motion_are_remembered(parts: Parts) -> None:
    do(parts, "view.theme.dark")
    assert parts.look.theme.name == "dark"
    assert parts.context.preferences.theme == "dark"
    do(parts, "view.theme.light")
    do(parts, "view.reduced_motion")
    assert parts.context.preferences.reduced_motion
    assert parts.menus["view.reduced_motion"].isChecked()


def test_another_palette_colours_everything_at_once_and_is_remembered(parts: Parts) -> None:
    before = parts.data.grab().toImage()
    do(parts, "view.palette.purple-green")
    theme = parts.look.theme
    assert theme.color_names == ("purple", "green")
    assert parts.context.canvas.theme is theme
    assert all(panel.theme is theme for panel in parts.panels.values())
    assert parts.data.grab().toImage() != before
    assert parts.context.preferences.palette == "purple-green"
    assert parts.menus["view.palette.purple-green"].isChecked()
    assert not parts.menus["view.palette.orange-blue"].isChecked()
    do(parts, "view.palette.orange-blue")
    assert parts.data.grab().toImage() == before


def test_the_width_of_edges_can_be_fixed_and_is_remembered(parts: Parts) -> None:
    assert parts.menus["view.edge_width.0"].isChecked()
    do(parts, "view.edge_width.2")
    assert parts.context.canvas.look.edge_pixels == 2
    assert parts.context.preferences.edge_pixels == 2
    assert parts.menus["view.edge_width.2"].isChecked()
    assert not parts.menus["view.edge_width.0"].isChecked()


def test_the_legend_goes_by_its_own_button_or_by_the_menu_and_stays_away(parts: Parts) -> None:
    assert parts.menus["view.legend"].isChecked()
    parts.context.canvas.inset_closed.emit("legend")
    assert not parts.menus["view.legend"].isChecked()
    assert not parts.context.preferences.legend
    do(parts, "view.legend")
    assert parts.context.preferences.legend
    do(parts, "view.minimap")
    assert not parts.context.preferences.minimap
    parts.context.canvas.inset_closed.emit("minimap")
    assert parts.context.preferences.minimap


def test_the_view_moves_by_key_where_some_of_the_diagram_is_out_of_sight(parts: Parts) -> None:
    canvas = parts.context.canvas
    for _ in range(6):
        do(parts, "view.zoom_in")
    before = canvas.view
    do(parts, "view.pan.right")
    do(parts, "view.pan.down")
    assert canvas.view.x < before.x
    assert canvas.view.y < before.y
    farthest = canvas.view
    do(parts, "view.pan.left")
    do(parts, "view.pan.up")
    assert canvas.view.x > farthest.x
    assert canvas.view.y > farthest.y


def test_panels_close_and_come_back(parts: Parts) -> None:
    parts.window.resize(1366, 744)
    parts.window.show()
    loss = parts.window.docks["loss"]
    do(parts, "view.panel.loss")
    assert loss.isHidden()
    do(parts, "view.panel.loss")
    assert not loss.isHidden()
    loss.setFloating(True)
    parts.window.docks["data"].close()
    do(parts, "view.reset_layout")
    assert not loss.isFloating()
    assert not parts.window.docks["data"].isHidden()
    assert parts.window.docks["weights"] in parts.window.tabifiedDockWidgets(parts.window.docks["activations"])


def test_a_preset_takes_the_documents_place(parts: Parts) -> None:
    do(parts, "file.new.spiral")
    assert parts.context.editor.project.data.dataset == "spiral"
    assert not parts.context.editor.undo_stack.canUndo()


def test_the_diagram_can_be_copied(parts: Parts, qapp: object) -> None:
    from PySide6.QtGui import QGuiApplication

    parts.window.show()
    do(parts, "edit.copy_picture")
    picture = QGuiApplication.clipboard().image()
    assert picture.size() == parts.context.canvas.size() * 2


def test_a_weight_is_typed_while_training_goes_on(parts: Parts, qtbot: QtBot) -> None:
    c, neuron = parts.context, hidden(parts)[1].neurons[0]
    parts.window.resize(1366, 744)
    parts.window.show()
    edge = (hidden(parts)[0].neurons[0], neuron)
    c.run.start()
    qtbot.waitUntil(lambda: c.run.is_running and c.playback.moment.frame.step > 5, timeout=30_000)
    choose(parts, Target(edge=edge))
    do(parts, "network.weigh")
    line = c.canvas.findChildren(InPlaceLine)[-1]
    seen = line.text()
    qtbot.waitUntil(lambda: line.text() != seen, timeout=30_000)
    qtbot.keyClicks(line, "30")
    qtbot.waitUntil(lambda: float(c.playback.moment.parameters.weights[1][0, 0]) > 20, timeout=30_000)
    assert line.text() == "30"
    assert c.run.is_running
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert [(t.targets, t.value, t.at_start) for t in c.editor.project.touches] == [((edge,), 30.0, False)]
    do(parts, "edit.undo")
    qtbot.waitUntil(lambda: abs(float(c.playback.moment.parameters.weights[1][0, 0])) < 10, timeout=30_000)
    c.run.pause()
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=30_000)
