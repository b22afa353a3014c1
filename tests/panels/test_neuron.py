"""The neuron panel: its picture, what comes in, its sum with numbers."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.document import edits
from hlviz.document.wiring import NeuronKey
from hlviz.panels.contributions import BIAS, REST
from hlviz.panels.incoming import Incoming, formula, incoming_of, made_of_it
from hlviz.panels.neuron import NeuronPanel
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe
from hlviz.session.selection import NOTHING, Selection, Target

from .moments import train, with_weights

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> NeuronPanel:
    panel = NeuronPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(300, 170)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def key(moment: Moment, layer: int, place: int) -> NeuronKey:
    return moment.assembly.wiring.layers[layer][place]


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def seen(moment: Moment, layer: int, place: int) -> Incoming:
    return incoming_of(moment, moment.probe_pass(Probe()), (layer, place))


def test_without_a_neuron_it_asks_for_one(panel: NeuronPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    assert panel._empty.isVisible()
    assert panel.summary() == "No neuron is selected."
    assert panel.table() is None


def test_it_shows_the_selected_neuron_and_the_one_pointed_at_before_it(
    panel: NeuronPanel, circle: Moment, selection: Selection
) -> None:
    panel.show_moment(circle)
    selection.select(Target(neuron=key(circle, 1, 2)))
    assert not panel._empty.isVisible()
    assert panel.caption.entries[0].value == "Hidden 1 · neuron 3"
    selection.set_hover(Target(neuron=key(circle, 2, 0)))
    assert panel.caption.entries[0].value == "Hidden 2 · neuron 1"
    selection.set_hover(NOTHING)
    assert panel.caption.entries[0].value == "Hidden 1 · neuron 3"
    selection.select(Target(edge=(key(circle, 1, 0), key(circle, 2, 1))))
    assert panel.caption.entries[0].value == "Hidden 2 · neuron 2"
    selection.select(NOTHING)
    assert panel._empty.isVisible()


def test_the_terms_and_the_bias_add_up_to_the_sum(circle: Moment, digits: Moment) -> None:
    for moment in (circle, digits):
        layers = moment.assembly.wiring.layers
        for layer in range(1, len(layers)):
            incoming = seen(moment, layer, 0)
            assert incoming.terms.sum() + incoming.bias == pytest.approx(incoming.z, rel=1e-4, abs=1e-5)


def test_the_formula_has_the_numbers(circle: Moment) -> None:
    def change(weights, biases) -> None:
        weights[0][:, 0] = [0.84, -1.2]
        biases[0][0] = 0.1

    moment = with_weights(circle, change)
    incoming = seen(moment, 1, 0)
    x1, x2 = moment.split.to_inputs(moment.split.points.x[:1])[0]
    z = 0.84 * x1 - 1.2 * x2 + 0.1
    assert incoming.z == pytest.approx(z, rel=1e-4)
    text = plain(formula(moment, incoming))
    assert text.startswith("z = 0.84·X₁ − 1.20·X₂ + 0.10 = ")
    assert float(text.rpartition("= ")[2].replace("−", "-")) == pytest.approx(z, abs=0.006)
    answer = made_of_it(moment, incoming)
    assert answer.startswith("a = tanh z = ")
    assert float(answer.rpartition("= ")[2].replace("−", "-")) == pytest.approx(np.tanh(z), abs=0.006)


def test_a_formula_that_begins_below_zero_has_no_space_behind_its_sign(circle: Moment) -> None:
    moment = with_weights(circle, lambda weights, _: weights[0].__setitem__((0, 0), -0.5))
    assert plain(formula(moment, seen(moment, 1, 0))).startswith("z = −0.50·X₁ ")


def test_of_many_terms_the_largest_are_spelt_and_the_rest_is_summed(digits: Moment) -> None:
    incoming = seen(digits, 1, 3)
    text = plain(formula(digits, incoming, 4))
    assert text.count("·p") == 4
    assert "(60 more)" in text
    assert len([part for part in text.split(" ") if "·p" in part]) == 4


def test_numbers_to_learn_are_said_in_their_own_unit_too(panel: NeuronPanel, sine: Moment, circle: Moment) -> None:
    assert "→" not in made_of_it(circle, seen(circle, 3, 0))
    output = seen(sine, 2, 0)
    if (sine.assembly.target_scale, sine.assembly.target_mean) != (1.0, 0.0):
        assert f"→ {sine.split.points.target_name}" in made_of_it(sine, output)
    else:
        assert made_of_it(sine, output).startswith("a = z = ")


def test_the_bars_are_the_terms_from_the_largest_down(panel: NeuronPanel, circle: Moment, selection: Selection) -> None:
    panel.resize(300, 300)
    panel.show_moment(circle)
    selection.select(Target(neuron=key(circle, 2, 1)))
    panel.grab()
    incoming = panel.incoming
    assert incoming is not None
    rows = panel.contributions.rows
    assert [place for place, _ in rows] == [*incoming.order.tolist(), BIAS]
    sizes = [abs(value) for _, value in rows[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert rows[-1][1] == pytest.approx(float(circle.parameters.biases[1][1]))


def test_where_rows_are_short_the_others_are_one(panel: NeuronPanel, digits: Moment, selection: Selection) -> None:
    panel.show_moment(digits)
    selection.select(Target(neuron=key(digits, 1, 0)))
    panel.grab()
    rows, incoming = panel.contributions.rows, panel.incoming
    assert incoming is not None
    assert [place for place, _ in rows][-2:] == [REST, BIAS]
    assert sum(value for _, value in rows) == pytest.approx(incoming.z, rel=1e-3, abs=1e-4)


def test_a_bar_names_its_product_and_a_click_selects_its_edge(
    panel: NeuronPanel, circle: Moment, selection: Selection, qtbot: QtBot
) -> None:
    panel.show_moment(circle)
    selection.select(Target(neuron=key(circle, 2, 1)))
    panel.grab()
    bars, place = panel.contributions, panel.contributions.rows[0][0]
    text = bars.point_at(QPointF(20, 5))
    assert text.startswith(f"Hidden 1 · {place + 1}: weight ")
    edge = (key(circle, 1, place), key(circle, 2, 1))
    assert selection.hover == Target(edge=edge), "it is shown in the diagram"
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPointF(20, 5).toPoint())
    assert selection.target == Target(edge=edge)
    assert panel.incoming is not None
    assert (panel.incoming.layer, panel.incoming.place) == (2, 1), "the picture stays under the pointer"
    bars.leave()
    assert selection.hover == NOTHING


def test_the_sample_looked_at_decides_the_numbers(panel: NeuronPanel, circle: Moment, selection: Selection) -> None:
    panel.show_moment(circle)
    selection.select(Target(neuron=key(circle, 1, 0)))
    before = panel.sum.text
    selection.set_probe(7)
    assert panel.sum.text != before
    assert panel.incoming is not None
    assert panel.incoming.a == pytest.approx(float(circle.probe_pass(Probe(7)).a[1][0, 0]))


@pytest.mark.parametrize(
    ("data", "layer", "kind"),
    [
        ("circle", 1, "map"),
        ("digits", 1, "weights"),
        ("digits", 2, "spread"),
        ("sine", 1, "curve"),
        ("iris", 1, "spread"),
    ],
)
def test_each_kind_of_data_has_its_picture(
    panel: NeuronPanel, selection: Selection, request: pytest.FixtureRequest, data: str, layer: int, kind: str
) -> None:
    moment: Moment = request.getfixturevalue(data)
    panel.show_moment(moment)
    selection.select(Target(neuron=key(moment, layer, 0)))
    assert panel.shape.kind == kind
    image = panel.shape.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}) > 3


def test_where_there_is_room_the_map_has_axes_and_samples(
    panel: NeuronPanel, circle: Moment, selection: Selection, qtbot: QtBot
) -> None:
    panel.show_moment(circle)
    selection.select(Target(neuron=key(circle, 1, 0)))
    assert panel.shape.isVisible()
    panel.resize(500, 400)
    qtbot.waitUntil(panel.surface.isVisible)
    np.testing.assert_array_equal(panel.surface.field.values, circle.maps[1][0])


def test_an_input_has_a_value_and_no_sum(panel: NeuronPanel, circle: Moment, selection: Selection) -> None:
    panel.show_moment(circle)
    selection.select(Target(neuron=key(circle, 0, 1)))
    assert panel.sum.text.startswith("X₂ = ")
    assert not panel.contributions.isVisible()
    assert panel.summary().startswith("X₂ is ")


def test_its_numbers(panel: NeuronPanel, circle: Moment, selection: Selection) -> None:
    panel.show_moment(circle)
    selection.select(Target(neuron=key(circle, 2, 0)))
    table, incoming = panel.table(), panel.incoming
    assert table is not None
    assert incoming is not None
    assert list(table.columns[0]) == ["Hidden 1 · 1", "Hidden 1 · 2", "Hidden 1 · 3", "Hidden 1 · 4", "bias"]
    assert float(np.sum(table.columns[3])) == pytest.approx(incoming.z, rel=1e-4, abs=1e-5)


def test_weights_that_ran_away_break_nothing(panel: NeuronPanel, circle: Moment, selection: Selection) -> None:
    panel.show_moment(circle)
    selection.select(Target(neuron=key(circle, 2, 0)))
    for value in (np.nan, np.inf, -3e38):
        panel.show_moment(with_weights(circle, lambda weights, _, value=value: weights[1].__setitem__((0, 0), value)))
        panel.grab()
        assert panel.summary()


def test_a_cut_connection_adds_nothing_and_is_left_out(
    panel: NeuronPanel, circle: Moment, selection: Selection
) -> None:
    edge = (key(circle, 1, 1), key(circle, 2, 0))
    moment = train(edits.set_cut(circle.project, (edge,), True), 2)
    panel.show_moment(moment)
    selection.select(Target(neuron=key(moment, 2, 0)))
    panel.grab()
    assert "a₂" not in panel.sum.text
    assert [place for place, _ in panel.contributions.rows if place >= 0]
    assert 1 not in [place for place, _ in panel.contributions.rows]
    table = panel.table()
    assert table is not None
    assert list(table.columns[0]) == ["Hidden 1 · 1", "Hidden 1 · 3", "Hidden 1 · 4", "bias"]


def test_pointing_is_at_what_is_drawn_though_a_smaller_network_is_on_its_way(
    panel: NeuronPanel, selection: Selection, circle: Moment
) -> None:
    layer = circle.project.network.hidden[0]
    panel.show_moment(circle)
    selection.select(Target(neuron=circle.project.network.hidden[1].neurons[0]))
    smaller = train(edits.resize_layer(circle.project, layer.id, 1), 1)
    panel._moment = smaller  # it came, and will be drawn when it is this panel's turn
    last = layer.size - 1
    panel._select_edge(last)
    assert selection.target.edge == (layer.neurons[last], circle.project.network.hidden[1].neurons[0])
