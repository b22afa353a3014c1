"""Any number of things can be selected; one of them is foremost."""

import pytest

from hlviz.document import Project, edits
from hlviz.session.selection import NOTHING, Selection, Target, layers_in, place_for_layer

A, B, C = Target(layer=1), Target(neuron=7), Target(edge=(("in", "x1"), 7))


@pytest.fixture
def told() -> tuple[Selection, list[Target]]:
    selection, heard = Selection(), []
    selection.changed.connect(heard.append)
    return selection, heard


def test_selecting_one_lets_go_of_the_others(told: tuple[Selection, list[Target]]) -> None:
    selection, heard = told
    selection.select_all((A, B))
    selection.select(C)
    assert selection.targets == (C,)
    assert heard == [B, C]
    selection.select(C)
    selection.select(NOTHING)
    selection.select(NOTHING)
    assert heard == [B, C, NOTHING]
    assert selection.targets == ()


def test_toggling_takes_and_lets_go_and_the_last_taken_is_foremost(told: tuple[Selection, list[Target]]) -> None:
    selection, heard = told
    for target in (A, B, C):
        selection.toggle(target)
    assert (selection.target, selection.targets) == (C, (A, B, C))
    selection.toggle(C)
    assert (selection.target, selection.targets) == (B, (A, B))
    selection.toggle(A)
    assert (selection.target, selection.targets) == (B, (B,))
    assert heard == [A, B, C, B, B]
    selection.toggle(NOTHING)
    assert selection.targets == (B,)


def test_nothing_is_selected_twice_and_what_is_gone_is_let_go(told: tuple[Selection, list[Target]]) -> None:
    selection, _ = told
    selection.select_all((A, B, A, C))
    assert selection.targets == (A, B, C)
    selection.keep(lambda target: target.layer is None)
    assert selection.targets == (B, C)


def test_the_layers_of_a_selection_come_in_the_order_of_the_network_and_once() -> None:
    network = edits.set_shape(Project(), (2, 2, 2)).network
    first, second, third = network.hidden
    targets = (
        Target(layer=third.id), Target(neuron=first.neurons[1]), Target(edge=(first.neurons[0], third.neurons[0])),
        Target(neuron=first.neurons[0]), Target(neuron=("out", 0)), Target(gap=1),
    )  # fmt: skip
    assert layers_in(network, targets) == (first, third)
    assert layers_in(network, (Target(layer=second.id),)) == (second,)
    assert layers_in(network, ()) == ()


def test_a_new_layer_goes_where_the_selection_is() -> None:
    network = edits.set_shape(Project(), (2, 2, 2)).network
    first, second, _ = network.hidden
    for targets, place in (
        ((), 3),
        ((Target(gap=1),), 1),
        ((Target(layer=second.id), Target(neuron=first.neurons[0])), 2),
        ((Target(neuron=("in", "x1")),), 0),
        ((Target(neuron=("out", 0)),), 3),
        ((Target(edge=(first.neurons[0], second.neurons[0])),), 2),
    ):
        assert place_for_layer(network, targets) == place
