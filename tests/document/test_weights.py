"""Frozen, cut and hand-set weights, as the document says them."""

import math

import pytest

from hlviz.document import Project, edits
from hlviz.document.edits import weights
from hlviz.document.marks import in_order
from hlviz.document.specs import MAX_EDGES
from hlviz.errors import SettingError

OUT = ("out", 1)


@pytest.fixture
def project():
    return edits.set_shape(Project(), (4, 2))


def neurons(project):
    return [layer.neurons for layer in project.network.hidden]


# Frozen


def test_a_neuron_is_frozen_with_the_edges_to_it(project):
    (a, _, _, _), (b, c) = neurons(project)
    frozen = edits.set_frozen(project, (b,), True).network
    assert frozen.is_frozen(b)
    assert frozen.is_frozen((a, b))
    assert not frozen.is_frozen((a, c))
    assert not frozen.is_frozen((b, OUT))
    assert not frozen.is_frozen(c)


def test_freezing_and_unfreezing(project):
    (a, *_), (b, _) = neurons(project)
    frozen = edits.set_frozen(project, (a, (a, b), OUT, (("in", "x1"), a)), True)
    assert len(frozen.network.frozen) == 4
    assert edits.set_frozen(frozen, (a, (a, b), OUT, (("in", "x1"), a)), False) == project
    layer = project.network.hidden[0]
    assert edits.freeze_layer(project, layer.id, True).network.frozen == {*layer.neurons}
    assert edits.freeze_layer(edits.freeze_layer(project, layer.id, True), layer.id, False) == project


def test_an_output_is_not_taken_for_the_neuron_of_its_number(project):
    first = neurons(project)[0][0]
    project = edits.set_frozen(project, (first,), True)
    assert not project.network.is_frozen(("out", first))
    assert not project.network.is_frozen(("in", "x1"))


def test_what_cannot_be_frozen(project):
    (a, *_), (b, _) = neurons(project)
    with pytest.raises(SettingError, match="input has no weights"):
        edits.set_frozen(project, (("in", "x1"),), True)
    for stranger in (999, (a, OUT), (b, a), ("out", 5), (("in", "sin_x1"), a)):
        with pytest.raises(SettingError, match="not in the network"):
            edits.set_frozen(project, (stranger,), True)
    frozen = edits.set_frozen(project, (b,), True)
    with pytest.raises(SettingError, match="unfreeze that neuron"):
        edits.set_frozen(frozen, ((a, b),), False)
    assert edits.set_frozen(frozen, ((a, b), b), False) == project


# Cut


def test_cutting_and_joining(project):
    (a, *_), (b, c) = neurons(project)
    cut = edits.set_cut(project, ((a, b), (c, OUT)), True)
    assert cut.network.cut == {(a, b), (c, OUT)}
    assert edits.set_cut(cut, ((a, b),), True) == cut
    assert edits.set_cut(cut, ((a, b), (c, OUT)), False) == project
    with pytest.raises(SettingError, match="not in the network"):
        edits.set_cut(project, ((a, OUT),), True)


def test_there_is_an_end_to_cut_and_frozen_edges():
    project = edits.set_shape(Project(), (200, 101))
    first, second = neurons(project)
    all_edges = tuple((a, b) for a in first for b in second)
    assert len(all_edges) > MAX_EDGES
    for edit in (edits.set_cut, edits.set_frozen):
        with pytest.raises(SettingError, match="no more than"):
            edit(project, all_edges, True)
    with pytest.raises(SettingError, match="no more than"):
        edits.zero(project, all_edges, at_start=True)


# What is left of it after other edits


def test_marks_go_with_what_they_were_on(project):
    (a, a2, *_), (b, c) = neurons(project)
    marked = edits.set_cut(edits.set_frozen(project, (a, (a2, c), OUT), True), ((a, b), (c, OUT)), True)
    without = edits.remove_neuron(marked, a).network
    assert (without.frozen, without.cut) == ({(a2, c), OUT}, {(c, OUT)})
    between = edits.add_layer(marked, 1).network
    assert (between.frozen, between.cut) == ({a, OUT}, {(c, OUT)})
    shares = edits.set_output(marked, "softmax").network
    assert (shares.frozen, shares.cut) == (marked.network.frozen, marked.network.cut)
    number = edits.choose_dataset(marked, "reg-plane").network
    assert (number.frozen, number.cut) == ({a, (a2, c)}, {(a, b)})
    elsewhere = edits.resize_layer(marked, marked.network.hidden[1].id, 5).network
    assert (elsewhere.frozen, elsewhere.cut) == (marked.network.frozen, marked.network.cut)


def test_a_neuron_that_moves_stays_frozen_and_keeps_the_marks_on_edges_that_stay(project):
    (a, *_), (b, c) = neurons(project)
    target = project.network.hidden[0].id
    marked = edits.set_cut(edits.set_frozen(project, (b, OUT), True), ((a, b), (b, OUT), (c, OUT)), True)
    both = edits.move_neurons(marked, (b, c), target).network  # the layer that they leave goes
    assert both.frozen == {b, OUT}
    assert both.cut == {(c, OUT)}
    one = edits.move_neuron(marked, b, target).network
    assert (one.frozen, one.cut) == ({b, OUT}, {(c, OUT)})


def test_a_switched_off_input_takes_its_marks_along(project):
    a = neurons(project)[0][0]
    cut = edits.set_cut(project, ((("in", "x1"), a), (("in", "x2"), a)), True)
    assert edits.toggle_feature(cut, "x1").network.cut == {(("in", "x2"), a)}


# Changed by hand


def test_touches_say_what_was_done(project):
    (a, *_), (b, _) = neurons(project)
    touched = edits.set_weight(project, (a, b), 2, at_start=True)
    touched = edits.set_bias(touched, OUT, -0.5, at_start=False)
    touched = edits.zero(touched, ((a, b), a), at_start=False)
    touched = edits.randomize(touched, (b,), at_start=False)
    assert [(t.kind, t.targets, t.value, t.at_start) for t in touched.touches] == [
        ("set", ((a, b),), 2.0, True),
        ("set", (OUT,), -0.5, False),
        ("zero", (a, (a, b)), 0.0, False),
        ("random", (b,), 0.0, False),
    ]
    ids = [touch.id for touch in touched.touches]
    assert ids == sorted({*ids})
    assert touched.next_id > max(ids)


def test_the_next_value_takes_the_place_of_the_last(project):
    (a, *_), (b, c) = neurons(project)
    touched = edits.set_weight(project, (a, b), 1, at_start=True)
    touched = edits.set_weight(touched, (a, c), 5, at_start=True)
    for value in range(100):
        touched = edits.set_weight(touched, (a, b), value, at_start=True)
    assert [touch.value for touch in touched.touches] == [5.0, 99.0]
    assert len(edits.set_weight(touched, (a, b), 1, at_start=False).touches) == 3


def test_zero_has_no_sign(project):
    (a, *_), (b, _) = neurons(project)
    assert math.copysign(1, edits.set_weight(project, (a, b), -0.0, at_start=True).touches[0].value) == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1.1e6, -2e6])
def test_values_that_cannot_be(project, value):
    (a, *_), (b, _) = neurons(project)
    with pytest.raises(SettingError, match=r"weight=.* is not between -1000000 and 1000000"):
        edits.set_weight(project, (a, b), value, at_start=True)
    with pytest.raises(SettingError, match=r"bias="):
        edits.set_bias(project, b, value, at_start=True)


def test_a_cut_edge_cannot_be_changed(project):
    (a, a2, *_), (b, _) = neurons(project)
    cut = edits.set_cut(project, ((a, b),), True)
    for edit in (
        lambda p: edits.set_weight(p, (a, b), 1, at_start=True),
        lambda p: edits.zero(p, ((a, b),), at_start=True),
        lambda p: edits.randomize(p, ((a, b),), at_start=True),
    ):
        with pytest.raises(SettingError, match="cut, so its weight stays 0; join it"):
            edit(cut)
    assert edits.zero(cut, ((a, b), (a2, b)), at_start=True).touches[0].targets == ((a2, b),)


def test_a_frozen_edge_can_be_changed(project):
    (a, *_), (b, _) = neurons(project)
    frozen = edits.freeze_layer(project, project.network.hidden[1].id, True)
    assert edits.set_weight(frozen, (a, b), 3, at_start=False).touches[0].value == 3


def test_what_has_no_weight(project):
    with pytest.raises(SettingError, match="input"):
        edits.set_bias(project, ("in", "x1"), 1, at_start=True)
    with pytest.raises(SettingError, match="nothing is chosen"):
        edits.zero(project, (), at_start=True)
    with pytest.raises(SettingError, match="not in the network"):
        edits.set_weight(project, (999, OUT), 1, at_start=True)


def test_new_weights_are_not_changed_by_hand(project):
    (a, *_), (b, _) = neurons(project)
    touched = edits.set_weight(project, (a, b), 2, at_start=True)
    assert edits.new_weights(touched).touches == ()
    assert edits.set_training(touched, seed=7).touches == touched.touches


def test_the_oldest_changes_make_room_but_not_those_of_first_weights(monkeypatch, project):
    monkeypatch.setattr(weights, "MAX_TOUCHES", 3)
    (a, *rest), (b, c) = neurons(project)
    touched = edits.set_weight(project, (a, b), 1, at_start=True)
    for source in rest:
        touched = edits.set_weight(touched, (source, b), 1, at_start=False)
    assert [touch.targets for touch in touched.touches] == [((a, b),), ((rest[1], b),), ((rest[2], b),)]
    first = edits.set_weight(edits.set_weight(touched, (a, c), 1, at_start=True), (b, OUT), 1, at_start=True)
    assert all(touch.at_start for touch in first.touches)
    assert edits.set_weight(first, (a, b), 2, at_start=True).touches[-1].value == 2  # takes a place of its own
    with pytest.raises(SettingError, match="draw new weights"):
        edits.set_weight(first, (c, OUT), 1, at_start=True)


def test_there_is_an_end_to_what_is_changed_at_once(monkeypatch, project):
    monkeypatch.setattr(weights, "MAX_TARGETS", 5)
    first, second = neurons(project)
    touched = edits.zero(edits.zero(project, first, at_start=False), second, at_start=False)
    assert [touch.targets for touch in touched.touches] == [second]
    with pytest.raises(SettingError, match="too many"):
        edits.zero(project, (*first, *second), at_start=False)


def test_targets_have_one_order():
    targets = (("out", 1), 7, ("in", "x2"), (3, 7), ("in", "x1"), 7, (("in", "x1"), 3), 3, (7, ("out", 1)))
    ordered = in_order(targets)
    assert ordered == (("in", "x1"), ("in", "x2"), 3, 7, ("out", 1), (("in", "x1"), 3), (3, 7), (7, ("out", 1)))
    assert in_order(reversed(targets)) == ordered
