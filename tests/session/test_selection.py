"""Any number of things can be selected; one of them is foremost. One sample is followed, or none."""

import pytest

from hlviz.document import Project, edits
from hlviz.session.probe import Probe
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


# The sample that is followed


class Heard:
    def __init__(self, selection: Selection) -> None:
        self.probes: list[Probe] = []
        self.probing: list[bool] = []
        selection.probe_changed.connect(self.probes.append)
        selection.probing_changed.connect(self.probing.append)


@pytest.fixture
def selection(qapp: object) -> Selection:
    return Selection()


def test_at_first_nothing_is_followed(selection: Selection) -> None:
    assert not selection.is_probing
    assert selection.probe == Probe(0)


def test_who_chooses_a_sample_follows_it(selection: Selection) -> None:
    heard = Heard(selection)
    selection.set_probe(4)
    selection.set_probe(4)
    assert selection.is_probing
    assert heard.probes == [Probe(4)]
    assert heard.probing == [True]
    selection.set_probe(0)
    assert heard.probes[-1] == Probe(0)


def test_following_ends_and_begins_again_with_the_same_sample(selection: Selection) -> None:
    selection.set_probe(4)
    heard = Heard(selection)
    selection.set_probing(False)
    selection.set_probing(True)
    assert heard.probing == [False, True]
    assert heard.probes == []
    assert selection.probe == Probe(4)


def test_a_sample_of_ones_own_takes_a_rows_place_and_gives_it_back(selection: Selection) -> None:
    selection.set_probe(4)
    selection.set_own([1, 2.5])
    assert selection.probe == Probe(4, (1.0, 2.5))
    selection.forget_own()
    assert selection.probe == Probe(4)
    assert selection.is_probing


def test_who_hears_of_it_finds_both_as_they_are_now(selection: Selection) -> None:
    seen = []
    selection.probing_changed.connect(lambda on: seen.append((on, selection.probe.row)))
    selection.probe_changed.connect(lambda probe: seen.append((selection.is_probing, probe.row)))
    selection.set_probe(7)
    assert seen == [(True, 7), (True, 7)]
