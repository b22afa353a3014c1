"""The one neuron that a network amounts to, or comes near."""

import re

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.document import edits
from hlviz.panels.isoline import zero_line
from hlviz.panels.linear import LinearPanel, formula
from hlviz.session.moment import GRID, Moment
from hlviz.session.selection import Selection

from .moments import project_of, train, with_weights


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> LinearPanel:
    panel = LinearPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(318, 240)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def apart(panel: LinearPanel) -> float:
    """How far the dashed boundary is from the network's, at most, in cells of the map."""
    own = zero_line(panel.surface.field.boundary).reshape(-1, 2)
    other = zero_line(panel.surface.lines[-1].fields).reshape(-1, 2)
    return float(np.abs(own[:, None] - other[None]).sum(axis=2).min(axis=1).max())


def test_linear_layers_are_one_neuron_and_tanh_in_one_of_them_breaks_it(panel: LinearPanel) -> None:
    project = project_of("gauss", (4, 3), "identity")
    linear = train(project, 3)
    panel.show_moment(linear)
    panel.grab()
    assert re.fullmatch(r"All 3 layers together do what one neuron does: largest difference .*\.", panel.summary())
    assert panel.found is not None
    assert panel.found.difference < 1e-5
    assert apart(panel) < 1e-2, "both boundaries lie on each other"
    bent = edits.set_activation(project, project.network.hidden[0].id, "tanh")
    panel.show_moment(train(edits.choose_dataset(bent, "circle"), 40))
    assert panel.summary().startswith(
        "Tanh in Hidden 1 bends it: no single neuron can do this; the nearest one differs by up to "
    )
    assert panel.found.difference > 0.5
    assert apart(panel) > 2


def test_the_formula_says_what_the_network_says(panel: LinearPanel) -> None:
    moment = train(edits.set_data(project_of("gauss", (3,), "identity"), standardize=True), 3)
    panel.show_moment(moment)
    text = panel.formula.text.replace("\N{NO-BREAK SPACE}", " ").replace("−", "-")
    found = re.fullmatch(r"z = (-?[\d.]+)·X₁ ([+-]) ([\d.]+)·X₂ ([+-]) ([\d.]+), a = tanh z", text)
    assert found is not None, text
    first, sign, second, bias_sign, bias = found.groups()
    x = moment.split.points.x[:5]
    z = x @ [float(first), float(sign + second)] + float(bias_sign + bias)
    said = moment.passed(moment.split.to_inputs(x)).z[-1][:, 0]
    np.testing.assert_allclose(z, said, atol=0.08)


def test_numbers_of_one_input_are_two_curves(panel: LinearPanel, sine: Moment) -> None:
    panel.show_moment(sine)
    assert panel.curves.isVisible()
    network, nearest = panel.curves.curves
    np.testing.assert_allclose(network, sine.assembly.to_units(sine.line[1].outputs[:, 0]))
    np.testing.assert_allclose(np.diff(nearest, 2), 0, atol=1e-5)


def test_a_number_over_the_plane_has_a_line_for_both(panel: LinearPanel, plane: Moment) -> None:
    panel.show_moment(plane)
    assert [line.is_dashed for line in panel.surface.lines] == [False, True]
    assert all(line.fields.shape == (1, GRID, GRID) for line in panel.surface.lines)


def test_other_data_have_the_neuron_alone(panel: LinearPanel, iris: Moment, digits: Moment) -> None:
    for moment in (iris, digits):
        panel.show_moment(moment)
        image = panel.picture.grab().toImage()
        assert len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}) > 5
        assert not panel.surface.isVisible()
        assert not panel.curves.isVisible()
        table = panel.table()
        assert table is not None
        assert len(table) == len(moment.split.inputs) + 1
        assert len(table.columns) == len(moment.assembly.wiring.layers[-1]) + 1


def test_without_a_hidden_layer_it_is_one_neuron_already(panel: LinearPanel) -> None:
    moment = train(project_of("gauss", ()), 1)
    panel.show_moment(moment)
    assert panel.summary() == "Without a hidden layer the network is this one neuron already."
    assert panel.found is not None
    np.testing.assert_allclose(panel.found.neuron.weights, moment.parameters.weights[0])


def test_weights_that_ran_away_break_nothing(panel: LinearPanel, circle: Moment) -> None:
    for value in (np.nan, np.inf, -3e38):
        panel.show_moment(with_weights(circle, lambda weights, _, value=value: weights[1].__setitem__((0, 0), value)))
        panel.grab()
        assert panel.summary()
        linear = train(project_of("gauss", (2,), "identity"), 1)
        panel.show_moment(with_weights(linear, lambda weights, _, value=value: weights[0].__setitem__((0, 0), value)))
        panel.grab()
        assert panel.summary()


def test_several_outputs_are_not_spelt(blobs: Moment, panel: LinearPanel) -> None:
    panel.show_moment(blobs)
    assert panel.found is not None
    assert formula(blobs, panel.found.neuron).startswith("4 sums of 2 inputs each")
