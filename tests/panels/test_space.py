"""How the layers bend space, as a panel."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.panels.space import SpacePanel
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target

from .moments import project_of, running, train, with_weights


@pytest.fixture(scope="module")
def three() -> Moment:
    return train(project_of("xor", (5, 3)), 30)


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> SpacePanel:
    panel = SpacePanel(selection)
    qtbot.addWidget(panel)
    panel.resize(320, 300)
    panel.show()
    return panel


def shown(panel: SpacePanel, moment: Moment) -> SpacePanel:
    panel.show_moment(moment)
    QApplication.processEvents()
    return panel


def ink(panel: SpacePanel) -> bytes:
    return bytes(panel.view.grab().toImage().constBits())


def test_it_begins_in_the_last_hidden_space_with_the_cut(panel: SpacePanel, circle: Moment) -> None:
    shown(panel, circle)
    assert panel.position == 6
    assert panel.view.cut_shown == 1
    assert panel.caption.text() == "Hidden 2  φ · bent by Tanh"
    right = np.mean(circle.assembly.predicted(circle.train_outputs) == circle.split.train_y)
    assert f"{right * 100:.0f} %" in panel.summary()
    assert panel.summary().startswith("In Hidden 2 the network parts the two classes by a straight line")
    table = panel.table()
    assert table is not None
    np.testing.assert_allclose(table.columns[2], circle.train_pass.a[2][:, 0])
    np.testing.assert_allclose(table.columns[3], circle.train_pass.a[2][:, 1])


def test_the_slider_goes_the_way_with_keys_and_mouse(panel: SpacePanel, circle: Moment) -> None:
    shown(panel, circle)
    panel.slider.setFocus()
    QTest.keyClick(panel.slider, Qt.Key.Key_PageDown)
    assert panel.position == 5
    assert panel.caption.text() == "Hidden 2  + b · shifted"
    assert panel.accessibleDescription() == "The biases b shift all of it, everywhere the same way."
    assert panel.view.cut_shown == 0
    QTest.keyClick(panel.slider, Qt.Key.Key_Home)
    assert panel.caption.text() == "Inputs  as they come in"
    table = panel.table()
    assert table is not None
    np.testing.assert_allclose(table.columns[2], circle.split.train_x[:, 0])
    before = ink(panel)
    QTest.mouseClick(panel.slider, Qt.MouseButton.LeftButton, pos=QPoint(panel.slider.width() // 2, 8))
    assert 2.8 < panel.position < 3.2
    assert ink(panel) != before
    QTest.keyClick(panel.slider, Qt.Key.Key_End)
    assert panel.position == 6


def test_it_follows_the_selected_layer(panel: SpacePanel, selection: Selection, circle: Moment) -> None:
    shown(panel, circle)
    layers = circle.assembly.wiring.layers
    selection.select(Target(neuron=layers[1][0]))
    assert panel.position == 3
    assert panel.caption.text().startswith("Hidden 1")
    selection.select(Target(neuron=layers[0][0]))
    assert panel.position == 0
    selection.select(Target(layer=circle.project.network.hidden[1].id))
    assert panel.position == 6
    panel.go_to(1)
    selection.select(Target(neuron=layers[1][2]))  # of the layer whose way it is on: it stays
    assert panel.position == 1


def test_it_plays_the_way_and_stops_at_its_end(panel: SpacePanel, qtbot: QtBot, circle: Moment, monkeypatch) -> None:
    monkeypatch.setattr("hlviz.panels.film.STAGE_TIME", 0.05)
    monkeypatch.setattr("hlviz.panels.film.REST", 0.01)
    monkeypatch.setattr("hlviz.panels.film.LONGEST", 0.02)
    shown(panel, circle)
    QTest.mouseClick(panel.play_button, Qt.MouseButton.LeftButton)
    assert panel.is_playing
    qtbot.waitUntil(lambda: panel.position < 1)
    qtbot.waitUntil(lambda: not panel.is_playing)
    assert panel.position == 6
    assert not panel.play_button.isChecked()
    panel.play()
    panel.hide()
    assert not panel.is_playing


def test_a_wide_layer_says_how_much_of_it_is_seen(panel: SpacePanel) -> None:
    moment = train(project_of("spiral", (6,)), 3)
    shown(panel, moment)
    h = moment.train_pass.a[1].astype(float)
    values = np.linalg.svd(h - h.mean(axis=0), compute_uv=False) ** 2
    share = f"{100 * values[:2].sum() / values.sum():.0f} %"
    assert f"These two directions show {share} of what its 6 neurons do." in panel.summary()
    assert not panel.choosers[0].isVisible()


def test_two_chosen_neurons(panel: SpacePanel, blobs: Moment) -> None:
    shown(panel, blobs)
    QTest.mouseClick(panel.pair_button, Qt.MouseButton.LeftButton)
    assert panel.choosers[0].isVisible()
    assert panel.choosers[0].count() == 6
    panel.choosers[0].setCurrentIndex(4)
    panel.choosers[1].setCurrentIndex(1)
    table = panel.table()
    assert table is not None
    np.testing.assert_allclose(table.columns[2], blobs.train_pass.a[1][:, 4], atol=1e-6)
    np.testing.assert_allclose(table.columns[3], blobs.train_pass.a[1][:, 1], atol=1e-6)
    assert "These two neurons show" in panel.summary()
    QTest.mouseClick(panel.pair_button, Qt.MouseButton.LeftButton)
    assert "These two directions show" in panel.summary()


def test_facing_the_cut_all_are_on_the_side_the_network_gives_them_to(panel: SpacePanel) -> None:
    moment = train(project_of("moons", (7,)), 15)
    shown(panel, moment)
    assert "where it meets that plane" in panel.summary()
    QTest.mouseClick(panel.cut_button, Qt.MouseButton.LeftButton)
    table = panel.table()
    assert table is not None
    w, b = moment.parameters.weights[-1][:, 0], float(moment.parameters.biases[-1][0])
    place = -b / float(np.linalg.norm(w))
    np.testing.assert_array_equal(
        np.asarray(table.columns[2]) > place, moment.assembly.predicted(moment.train_outputs) == 1
    )
    assert "where it meets that plane" not in panel.summary()
    panel.go_to(0)
    assert not panel.cut_button.isVisible()


def test_three_neurons_are_turned_with_mouse_and_keys(panel: SpacePanel, three: Moment) -> None:
    shown(panel, three)
    assert panel.scene is not None
    first = panel.scene.turn(2)
    corner = QPoint(6, 6)
    QTest.mousePress(panel.view, Qt.MouseButton.LeftButton, pos=corner)
    for x in range(10, 90, 10):
        QTest.mouseMove(panel.view, corner + QPoint(x, x // 2))
        QApplication.processEvents()
    QTest.mouseRelease(panel.view, Qt.MouseButton.LeftButton, pos=corner + QPoint(80, 40))
    assert panel.scene.turn(2) != first
    before = panel.scene.turn(2)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Left)
    assert panel.scene.turn(2)[0] < before[0]
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    assert panel.scene.turn(2) == pytest.approx(first)
    assert "Drag to turn it" in panel.summary()
    low, high = panel.scene.ends(6)
    panel.scene.turn_to(2, (1.0, 1.0))
    turned_low, turned_high = panel.scene.ends(6)
    np.testing.assert_allclose(turned_high - turned_low, high - low)  # as large as before


def test_a_sample_is_pointed_at_and_followed(panel: SpacePanel, selection: Selection, circle: Moment) -> None:
    shown(panel, circle)
    assert panel.scene is not None
    ink(panel)  # laid out
    at = panel.view.on_screen(panel.scene.sample_places(6))[7]
    nearest = np.hypot(*(panel.view.on_screen(panel.scene.sample_places(6)) - np.round(at)).T).argmin()
    row = int(circle.split.train[nearest])
    assert f"sample {row + 1}," in panel.view.point_at(QPointF(*np.round(at)))
    before = ink(panel)
    QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=QPoint(*np.round(at).astype(int).tolist()))
    assert selection.probe.row == row
    assert ink(panel) != before  # ringed


@pytest.mark.parametrize("data", ["circle", "blobs", "plane", "sine", "iris", "digits", "three"])
def test_every_kind_of_data_along_the_whole_way(panel: SpacePanel, data: str, request: pytest.FixtureRequest) -> None:
    moment = request.getfixturevalue(data)
    shown(panel, moment)
    assert panel.scene is not None
    pictures = set()
    for theme in (LIGHT, DARK):
        panel.show_theme(theme)
        for quarter in range(4 * panel.scene.end + 1):
            panel.go_to(quarter / 4)
            pictures.add(ink(panel))
            assert panel.summary()
    assert len(pictures) == 2 * (4 * panel.scene.end + 1)


def test_without_a_hidden_layer_the_inputs_are_cut(panel: SpacePanel) -> None:
    shown(panel, train(project_of("gauss", ()), 5))
    assert not panel.slider.isEnabled()
    assert panel.view.cut_shown == 1
    assert panel.summary().startswith("Among the inputs the network parts the two classes by a straight line")


def test_numbers_that_ran_away_are_drawn_as_far_as_they_can_be(panel: SpacePanel, circle: Moment) -> None:
    for value in (1e38, np.inf, np.nan):
        moment = with_weights(circle, lambda weights, biases, value=value: weights[0].fill(value))
        shown(panel, moment)
        for position in (0, 1, 2.5, 6):
            panel.go_to(position)
            assert ink(panel)


def test_while_it_trains_the_picture_glides(panel: SpacePanel, circle: Moment) -> None:
    shown(panel, circle)
    assert panel.scene is not None
    low, high = panel.scene.ends(6)
    larger = with_weights(circle, lambda weights, biases: weights[1].__imul__(9))
    panel.scene.show_moment(running(larger), is_running=True)
    glided = panel.scene.ends(6)[1] - panel.scene.ends(6)[0]
    panel.scene.show_moment(larger)
    arrived = panel.scene.ends(6)[1] - panel.scene.ends(6)[0]
    assert (np.abs(glided - (high - low)) < np.abs(arrived - (high - low))).all()


def test_another_network_is_looked_at_anew(panel: SpacePanel, circle: Moment, three: Moment) -> None:
    shown(panel, circle)
    panel.go_to(1.5)
    scene = panel.scene
    shown(panel, replace(circle))
    assert panel.scene is scene
    shown(panel, three)
    assert panel.scene is not scene
    assert panel.position == 1.5
