"""Neurons in sentences, and the edge of a half-plane drawn where they say it is."""

import re

import numpy as np
import pytest

from hlviz.document import edits
from hlviz.explain.neuron import facts_of
from hlviz.explain.readings import Reading
from hlviz.panels.isoline import zero_line
from hlviz.panels.neuron_words import in_depth, reading_words, sentences
from hlviz.panels.plane_line import _runs, _teeth, neuron_line
from hlviz.session.moment import GRID, SEEN, Moment

from .moments import project_of, train, with_weights


def said(moment: Moment, layer: int, place: int) -> str:
    facts = facts_of(moment.assembly, moment.parameters, moment.train_pass, layer, place)
    assert all(in_depth(moment, facts))
    return " ".join(sentences(moment, facts)).replace("\N{NO-BREAK SPACE}", " ")


def first_neuron(weights: tuple[float, ...], bias: float):
    def change(w, b) -> None:
        w[0][:, 0], b[0][0] = weights, bias

    return change


def test_a_first_layer_neuron_fires_in_a_half_plane(circle: Moment) -> None:
    moment = with_weights(circle, first_neuron((1.6, 1.2), -2.4))
    share = np.mean(moment.split.train_x @ [0.8, 0.6] > 1.2)
    assert said(moment, 1, 0).startswith(f"Fires where 0.80·X₁ + 0.60·X₂ > 1.20 ({share * 100:.0f} % of samples).")
    moment = with_weights(circle, first_neuron((-1.6, 1.2), 2.4))
    assert said(moment, 1, 0).startswith("Fires where −0.80·X₁ + 0.60·X₂ > −1.20 (")


def test_one_that_never_fires_always_fires_or_says_the_same(circle: Moment) -> None:
    relu = train(project_of("circle", (3,), "relu"), 1)
    text = said(with_weights(relu, first_neuron((0.1, 0.1), -50)), 1, 0)
    assert text.startswith("Never fires on this data: it says 0 to every sample")
    assert "It makes 0.0 % of the output" in text or "0 % of the output" in text
    assert said(with_weights(relu, first_neuron((0.1, 0.1), 50)), 1, 0).startswith(
        "Always fires on this data, so it does not bend"
    )
    assert said(with_weights(circle, first_neuron((0, 0.001), 2)), 1, 0).startswith("Says about 0.96 to every sample")
    assert said(with_weights(circle, first_neuron((0.1, 0.1), -5)), 1, 0).startswith("Never fires on this data.")


def test_a_sine_fires_in_stripes(circle: Moment) -> None:
    layer = circle.project.network.hidden[0].id
    moment = train(edits.set_activation(circle.project, layer, "sine"), 1)
    assert said(with_weights(moment, first_neuron((0, 2), 0)), 1, 0).startswith(
        "Fires in stripes 1.57 wide along 1.00·X₂ ("
    )


def test_a_deeper_neuron_is_made_of_others(circle: Moment) -> None:
    text = said(circle, 2, 1)
    found = re.search(r"Most comes from ([+−]a[₁-₄] \(\d+ %\)(?:, )?)+\.", text)
    assert found, text
    assert "% of the output: loss " in text
    assert "of the output" not in said(circle, 3, 0)


def test_copies_are_named(circle: Moment) -> None:
    def twin(weights, biases) -> None:
        weights[0][:, 0], biases[0][0] = weights[0][:, 2], biases[0][2]

    assert "Copies Hidden 1 · 3 (r = 1.000)." in said(with_weights(circle, twin), 1, 0)

    def opposite(weights, biases) -> None:
        weights[0][:, 0], biases[0][0] = -weights[0][:, 2], -biases[0][2]

    assert "Says the opposite of Hidden 1 · 3 (r = −1.000)." in said(with_weights(circle, opposite), 1, 0)


def test_logic_is_read_where_the_table_bears_it_out() -> None:
    moment = train(project_of("xor-table", (2,)), 1)

    def by_hand(weights, biases) -> None:
        weights[0][:], biases[0][:] = [[10, -10], [10, -10]], [-5, 15]
        weights[1][:], biases[1][:] = 10, -15

    xor = with_weights(moment, by_hand)
    assert "it is X₁ OR X₂ (100 % of samples)" in said(xor, 1, 0) or "it is X₂ OR X₁ (100 % of samples)" in said(
        xor, 1, 0
    )
    assert re.search(r"it is NOT \(X[₁₂] AND X[₁₂]\)", said(xor, 1, 1))
    text = said(xor, 2, 0)
    assert re.search(
        r"So far as the data tell, Hidden 1 · [12] AND Hidden 1 · [12]: that neither never occurs\.", text
    ), text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a and not b", "Hidden 1 · 1 AND NOT Hidden 1 · 2"),
        ("xor", "Hidden 1 · 1 XOR Hidden 1 · 2"),
        ("not", "NOT Hidden 1 · 1"),
    ],
)
def test_readings_in_words(circle: Moment, kind: str, text: str) -> None:
    places = (0, 1) if kind != "not" else (0,)
    words = reading_words(circle, 1, Reading(kind, places, 0.98, (1, 1, 1, 1)))
    assert words.replace("\N{NO-BREAK SPACE}", " ") == f"In logic it is {text} (98 % of samples)."


def test_the_edge_is_drawn_where_the_sentence_says(circle: Moment) -> None:
    moment = with_weights(circle, first_neuron((1.6, 1.2), -2.4))
    line = neuron_line(moment, (1, 0))
    assert line is not None
    strokes = zero_line(line.fields).reshape(-1, 2)
    (left, right), (bottom, top) = moment.split.points.ranges()
    x = left + (strokes[:, 0] + 0.5) / GRID * (right - left)
    y = top - (strokes[:, 1] + 0.5) / GRID * (top - bottom)
    np.testing.assert_allclose(0.8 * x + 0.6 * y, 1.2, atol=1e-3)
    cell, corner = np.array([4.0, 4.0]), np.zeros(2)
    ends = (zero_line(line.fields).reshape(-1, 2, 2) + 0.5) * cell
    teeth = _teeth(line.fields[0], ends, cell, corner)
    assert len(teeth) > 5
    ways = teeth[:, 2:] - teeth[:, :2]
    assert np.all(ways @ [0.8, -0.6] > 0), "towards where it fires; on screen down is more"
    assert len(_runs(ends)) == 1, "one line without a break"
    assert neuron_line(moment, (2, 0)) is None
    assert neuron_line(moment, None) is None


def test_never_is_said_only_of_all_training_samples() -> None:
    project = edits.set_data(project_of("circle", (3,), "relu"), samples=2000)
    moment = train(project, 1)
    angles = np.linspace(0, 2 * np.pi, 64)
    along = moment.split.train_x @ np.stack([np.cos(angles), np.sin(angles)])
    first, later = along[:SEEN].max(axis=0), along[SEEN:].max(axis=0)
    turn = int((later - first).argmax())
    assert later[turn] > first[turn], "the sample that it fires for is not among the first"
    weights = (float(np.cos(angles[turn])), float(np.sin(angles[turn])))
    rare = with_weights(moment, first_neuron(weights, -float(first[turn] + later[turn]) / 2))
    assert said(rare, 1, 0).startswith("Fires for none of the first 500 training samples, and for some of the others.")
    assert "never" not in said(rare, 1, 0).lower()


@pytest.mark.parametrize("activation", ["softplus", "gelu", "leaky_relu"])
def test_what_speaks_below_zero_too_is_not_said_to_begin_there(activation: str) -> None:
    moment = train(project_of("circle", (3,), activation), 1)
    facts = facts_of(moment.assembly, moment.parameters, moment.train_pass, 1, 0)
    assert "begins to speak" not in " ".join(in_depth(moment, facts))
