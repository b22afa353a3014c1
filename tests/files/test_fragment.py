"""Layers come back from the clipboard as they were; any other text is refused in one line."""

import json
from dataclasses import replace

import pytest
from document.sequences import APPLY, steps
from hypothesis import given, settings

from hlviz.document import LayerSpec, Project, edits
from hlviz.document.specs import MAX_LAYERS, MAX_NEURONS
from hlviz.errors import HlvizError, SettingError
from hlviz.files.fragment import MAX_TEXT, read, write


def like(layer: LayerSpec) -> tuple[object, ...]:
    """What a copy of a layer takes along."""
    names = dict(layer.neuron_names)
    return layer.activation, layer.dropout, layer.name, [names.get(neuron, "") for neuron in layer.neurons]


@settings(max_examples=100, deadline=None)
@given(
    steps(most=15, of=("add_layer", "resize_layer", "rename_layer", "rename_neuron", "set_activation", "set_dropout"))
)
def test_layers_come_back_as_they_were(sequence) -> None:
    project = edits.set_shape(Project(), (3, 2))
    for step in sequence:
        try:
            project = APPLY[step.edit](project, step)
        except HlvizError:
            continue
    layers = project.network.hidden
    pasted = edits.insert_layers(project, 1, read(write(layers))).network.hidden
    assert [like(layer) for layer in pasted[1 : 1 + len(layers)]] == [like(layer) for layer in layers]
    assert write(read(write(layers))) == write(layers)


def test_the_text_says_what_it_is() -> None:
    project = edits.set_shape(Project(), (3,))
    text = write(project.network.hidden)
    assert json.loads(text) == {
        "hlviz": "layers",
        "version": 1,
        "layers": [{"size": 3, "activation": "tanh", "dropout": 0.0, "name": "", "neuron_names": []}],
    }


def test_the_largest_network_can_be_copied() -> None:
    project = edits.set_shape(Project(), (MAX_NEURONS,) * MAX_LAYERS)
    names = "n" * 50
    large = tuple(
        replace(layer, neuron_names=tuple((neuron, names) for neuron in layer.neurons))
        for layer in project.network.hidden
    )
    assert len(write(large)) <= MAX_TEXT
    assert len(read(write(large))) == MAX_LAYERS


LAYER = {"size": 3, "activation": "relu", "dropout": 0.1, "name": "", "neuron_names": []}


def fragment(**fields: object) -> str:
    return json.dumps({"hlviz": "layers", "version": 1, "layers": [LAYER | fields]})


@pytest.mark.parametrize(
    "text", ["", "hello", "[1, 2]", "{}", '{"hlviz": "weights", "version": 1}', "[" * 100_000, "7", "\ud800", " " * (MAX_TEXT + 1)]
)  # fmt: skip
def test_other_text_holds_no_layers(text: str) -> None:
    with pytest.raises(SettingError, match=r"^there are no layers on the clipboard; copy some in hlviz first$"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        fragment(size=0), fragment(size=MAX_NEURONS + 1), fragment(size=2.5), fragment(activation="magic"), fragment(dropout=1.0),
        fragment(name="n" * 61), fragment(name=None), fragment(neuron_names=["a"]), fragment(wings=2), fragment(neuron_names="abc"),
        '{"hlviz": "layers", "version": 1, "layers": []}', '{"hlviz": "layers", "version": 1}',
        json.dumps({"hlviz": "layers", "version": 1, "layers": [LAYER] * (MAX_LAYERS + 1)}),
    ],
)  # fmt: skip
def test_damaged_layers_are_refused(text: str) -> None:
    with pytest.raises(SettingError, match=r"^the layers on the clipboard are damaged: .+; copy them again$") as told:
        read(text)
    assert str(told.value).isprintable()
    assert len(str(told.value)) < 200


def test_layers_of_a_newer_hlviz() -> None:
    with pytest.raises(SettingError, match="newer hlviz"):
        read('{"hlviz": "layers", "version": 2, "more": {}}')
