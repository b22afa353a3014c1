"""The panel of a walk: words, formulas whose terms are joined to the diagram, controls, the badge."""

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QUrl
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK
from hlviz.explain.microscope import Kind
from hlviz.panels.microscope import MicroscopePanel
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target
from hlviz.session.walkthrough import Walkthrough

from .moments import project_of, train


@pytest.fixture(scope="module")
def xor() -> Moment:
    return train(project_of("xor", (4, 2)), 3)


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection, xor: Moment) -> MicroscopePanel:
    panel, walkthrough = MicroscopePanel(selection), Walkthrough(selection)
    walkthrough.setParent(panel)
    qtbot.addWidget(panel)
    panel.watch(walkthrough)
    panel.resize(320, 330)
    panel.show()
    walkthrough.show_moment(xor)
    panel.show_moment(xor)
    return panel


def go(panel: MicroscopePanel, kind: Kind, layer: int) -> None:
    panel.walkthrough.open()
    while panel.walkthrough.is_computing or (panel.walkthrough.check is None):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    places = [i for i, stage in enumerate(panel.walkthrough.stages) if (stage.kind, stage.layer) == (kind, layer)]
    panel.walkthrough.go_to(places[0])


def test_before_it_is_opened_it_says_what_it_is_for_and_a_button_opens_it(panel: MicroscopePanel) -> None:
    assert panel.start.isVisible()
    assert "Step into" in panel.summary()
    assert panel.table() is None
    panel.start.click()
    assert panel.walkthrough.is_open
    assert not panel.start.isVisible()


def test_it_shows_the_formulas_of_the_stage_and_that_the_gradients_are_right(
    panel: MicroscopePanel, xor: Moment
) -> None:
    go(panel, Kind.BACKWARD, 1)
    lines = [line.text.replace("\N{NO-BREAK SPACE}", " ") for line in panel.walkthrough.sight.lines()]
    assert panel.formulas.toPlainText().splitlines() == lines
    assert panel.caption.text().startswith("Backward: Hidden 1")
    assert panel.badge.text().startswith(f"✓ All {xor.parameters.count} gradients agree with finite differences")
    assert "δ" in panel.summary()


def test_the_term_of_an_edge_is_lit_where_that_is_pointed_at_and_the_other_way_round(
    panel: MicroscopePanel, selection: Selection, xor: Moment
) -> None:
    go(panel, Kind.FORWARD, 2)
    layers = xor.assembly.wiring.layers
    edge = Target(edge=(layers[1][2], layers[2][0]))
    selection.set_hover(edge)
    weight, a = xor.parameters.weights[1][2, 0], panel.walkthrough.sight.walk.a(1)[2]
    assert panel.formulas.lit.count("·") == 2  # in symbols and in numbers
    assert f"{abs(weight):.2f}"[:4] in panel.formulas.lit or f"{abs(a):.2f}" in panel.formulas.lit
    selection.set_hover(NOTHING)
    assert panel.formulas.lit == ""
    found: list[Target] = []
    selection.hover_changed.connect(found.append)
    panel.formulas.highlighted.emit(QUrl("2"))
    assert found == [edge]
    panel.formulas.highlighted.emit(QUrl())
    assert selection.hover == NOTHING


def test_a_term_that_is_clicked_selects_its_edge(panel: MicroscopePanel, selection: Selection, xor: Moment) -> None:
    go(panel, Kind.BACKWARD, 2)
    assert "chain" not in panel.formulas.toPlainText()
    spans = panel.formulas._spans
    key = xor.assembly.wiring.layers[2][panel.walkthrough.sight.focus.row]
    number = next(i for i, span in enumerate(spans) if span.about[1] == key)
    panel.formulas.anchorClicked.emit(QUrl(str(number)))
    assert selection.target.edge == spans[number].about
    assert "· ∂L/∂z" in panel.formulas.toPlainText()


def test_the_controls_lead_from_stage_to_stage(panel: MicroscopePanel) -> None:
    go(panel, Kind.INPUT, 0)
    bar, walkthrough = panel.bar, panel.walkthrough
    assert not bar.back.isEnabled()
    bar.next.click()
    assert (walkthrough.place, bar.counter.text()) == (1, "2 / 9")
    bar.slider.setValue(5)
    assert walkthrough.place == 5
    bar.back.click()
    assert bar.slider.value() == walkthrough.place == 4
    bar.play.click()
    assert walkthrough.is_playing
    assert bar.play.is_running
    bar.play.click()
    assert not walkthrough.is_playing
    bar.by_neuron.click()
    assert walkthrough.by_neuron
    assert bar.slider.maximum() == len(walkthrough.stages) - 1 == 16
    bar.pace.setCurrentIndex(3)
    bar.pace.activated.emit(3)
    assert walkthrough.pace == 2500
    bar.close_button.click()
    assert not walkthrough.is_open
    assert panel.start.isVisible()


def test_every_control_says_what_it_does(panel: MicroscopePanel) -> None:
    bar = panel.bar
    buttons = (bar.by_neuron, bar.batch, bar.earlier, bar.later, bar.close_button)
    for widget in (bar.back, bar.play, bar.next, bar.slider, bar.pace, *buttons):
        assert len(widget.toolTip()) > 30
    for widget in (panel.start, panel.formulas):
        assert len(widget.toolTip()) > 30


def test_at_the_update_it_says_that_nothing_is_changed(panel: MicroscopePanel) -> None:
    go(panel, Kind.UPDATE, 3)
    assert "Nothing is changed" in panel.formulas.toPlainText()
    panel.walkthrough.set_of_batch(True)
    assert panel.bar.batch.isChecked()


def test_its_numbers_are_those_of_the_layer(panel: MicroscopePanel) -> None:
    go(panel, Kind.BACKWARD, 1)
    table = panel.table()
    walk = panel.walkthrough.sight.walk
    assert list(table.columns[1]) == list(walk.z(1))
    assert list(table.columns[4]) == list(walk.delta(1))
    assert len(table.columns[0]) == 4


def test_a_hidden_panel_does_no_work(panel: MicroscopePanel) -> None:
    go(panel, Kind.INPUT, 0)
    panel.hide()
    draws = panel.draws
    panel.walkthrough.next()
    assert panel.draws == draws
    assert panel.is_behind
    panel.show()
    assert panel.bar.counter.text().startswith("2 /")


def test_it_wears_another_theme(panel: MicroscopePanel) -> None:
    go(panel, Kind.FORWARD, 1)
    text = panel.formulas.toPlainText()
    panel.show_theme(DARK)
    assert panel.formulas.toPlainText() == text
    assert DARK.card in panel.formulas.styleSheet()
