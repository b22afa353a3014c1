"""What is under the pointer is what is drawn there."""

import pytest

from hlviz.diagram.scene import Scene, scene_of
from hlviz.diagram.targets import Hit, Part, hit_at, target_words, told
from hlviz.document import Project, edits
from hlviz.document.geometry import Box
from hlviz.session.selection import Target


def scene_with(*shape: int, dataset: str = "circle") -> Scene:
    return scene_of(edits.set_shape(edits.choose_dataset(Project(), dataset), shape), 780, 600)


def at(scene: Scene, place: Box | tuple[float, float]) -> Hit:
    x, y = place.center if isinstance(place, Box) else place
    return hit_at(scene, x, y, lambda x, y: None)


@pytest.mark.parametrize(
    ("shape", "dataset"), [((4, 2), "circle"), ((30, 8), "digits"), ((6,), "iris"), ((3,), "sine")]
)
def test_every_neuron_is_found_in_its_middle_and_at_its_corners(shape: tuple[int, ...], dataset: str) -> None:
    scene = scene_with(*shape, dataset=dataset)
    for column in scene.columns:
        for row in range(column.size):
            box = column.box_of(row)
            corners = [(box.x + 1, box.y + 1), (box.right - 1, box.bottom - 1)]
            for place in (box.center, *corners):
                hit = at(scene, place)
                assert hit.place == (column.index, row)
                assert hit.target == Target(neuron=scene.wiring.layers[column.index][row])


def test_controls_of_a_card_come_before_the_card() -> None:
    scene = scene_with(4, 2)
    card = scene.columns[2].card
    layer = Target(layer=scene.project.network.hidden[1].id)
    for part, box in {
        Part.CHIP: card.chip, Part.MINUS: card.minus, Part.PLUS: card.plus, Part.GRIP: card.grip
    }.items():  # fmt: skip
        assert box is not None
        assert at(scene, box) == Hit(part, 2, target=layer)
    assert at(scene, (card.box.x + 15, card.box.y + 10)) == Hit(Part.CARD, 2, target=layer)


def test_features_are_told_apart_from_neurons() -> None:
    scene = scene_with(2)
    cells = scene.columns[0].cells
    on, off = at(scene, cells[1].box), at(scene, cells[3].box)
    assert (on.part, on.row, on.target) == (Part.FEATURE, 1, Target(neuron=("in", "x2")))
    assert (off.part, off.key, off.place) == (Part.FEATURE, ("in", "x2_squared"), None)
    assert off.target.is_nothing


def test_between_layers_there_is_a_gap_and_outside_there_is_nothing() -> None:
    scene = scene_with(4, 2)
    gap = scene.geometry.gaps[1]
    assert at(scene, gap.plus).part is Part.INSERT
    assert at(scene, (gap.x, 590)) == Hit(Part.GAP, gap=1)
    assert at(scene, (2, 590)) == Hit()


def test_an_edge_is_only_asked_for_where_there_is_nothing_else() -> None:
    scene = scene_with(4, 2)
    edge = ((0, 0, 0), Target(edge=(("in", "x1"), scene.wiring.layers[1][0])))
    column = scene.columns[1]
    assert hit_at(scene, *column.box_of(0).center, lambda x, y: edge).part is Part.NEURON
    found = hit_at(scene, scene.geometry.gaps[0].x, 300, lambda x, y: edge)
    assert (found.part, found.target, found.gap) == (Part.EDGE, edge[1], 0)


@pytest.mark.parametrize("dataset", ["circle", "iris", "digits", "sine", "blobs"])
def test_there_is_something_to_say_of_everything(dataset: str) -> None:
    scene = scene_with(3, dataset=dataset)
    places = [column.card.box for column in scene.columns] + [column.box_of(0) for column in scene.columns]
    places += [gap.plus for gap in scene.geometry.gaps]
    for place in places:
        text = told(scene, at(scene, place))
        assert len(text) > 15
        assert "{" not in text


def test_targets_are_told_by_name() -> None:
    scene = scene_with(4, 2)
    first, second = scene.project.network.hidden
    edge = Target(edge=(("in", "x1"), first.neurons[2]))
    assert target_words(scene, Target(layer=second.id)) == "Hidden 2: 2 neurons, Tanh."
    assert target_words(scene, Target(neuron=first.neurons[2])) == "Hidden 1 · neuron 3"
    assert target_words(scene, edge) == "Edge from X₁ to Hidden 1 · 3"
    assert target_words(scene, Target()) == "Nothing is selected."


def test_only_what_is_still_there_stays_a_target() -> None:
    scene = scene_with(4, 2)
    first, second = scene.project.network.hidden
    assert scene.standing(Target(edge=(first.neurons[0], second.neurons[0]))) != Target()
    for gone in (
        Target(layer=999), Target(neuron=999), Target(neuron=("in", "sin_x1")),
        Target(edge=(("in", "x1"), second.neurons[0])),
    ):  # fmt: skip
        assert scene.standing(gone) == Target()
