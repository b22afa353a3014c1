"""One sample followed through the network: numbers on neurons and edges, and the verdict."""

import numpy as np
import pytest
from diagram_desk import Desk, moment_of
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from hlviz.colors import DARK, LIGHT, theme_of
from hlviz.diagram.facts import facts_of
from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.look import Look
from hlviz.diagram.painters.values import FEW, LABEL, ValuePainter
from hlviz.diagram.scene import Scene, scene_of
from hlviz.diagram.strands import pairs_of
from hlviz.diagram.targets import Hit, Part, neuron_hit, told
from hlviz.diagram.verdict import verdict_of
from hlviz.document import Project, edits
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe
from hlviz.session.selection import Target


def of(dataset: str, *hidden: int) -> Project:
    return edits.set_shape(edits.choose_dataset(Project(), dataset), hidden)


def followed(moment: Moment, probe: Probe, *, contributions: bool = True) -> Figures:
    scene = scene_of(moment.project, 780, 600, is_probing=True)
    return Figures(scene, moment, probe, contributions=contributions)


@pytest.fixture(scope="module")
def circle() -> Moment:
    return moment_of(of("circle", 4, 2), steps=200)


# Numbers


@pytest.mark.parametrize("dataset", ["circle", "sine", "iris", "digits"])
def test_what_the_edges_carry_and_the_bias_add_up_to_the_neurons_sum(dataset: str) -> None:
    moment = moment_of(of(dataset, 4, 3), steps=30)
    figures = followed(moment, Probe(11))
    points = moment.split.points
    done = moment.passed(moment.split.to_inputs(points.x[11:12]))
    for layer, carried in enumerate(figures.edges):
        np.testing.assert_allclose(carried.sum(axis=0) + figures.biases[layer], done.z[layer][0], atol=1e-4)
    assert figures.greatest == pytest.approx(max(np.abs(carried).max() for carried in figures.edges))


def test_edges_are_weights_where_that_was_chosen_or_nothing_is_followed(circle: Moment) -> None:
    for figures in (
        followed(circle, Probe(11), contributions=False),
        Figures(scene_of(circle.project, 780, 600), circle, Probe(11), contributions=True),
    ):
        assert not figures.shows_contributions
        assert figures.edges is figures.weights
        assert figures.greatest == figures.strongest


def test_a_place_of_the_plane_can_be_followed_like_a_sample(circle: Moment) -> None:
    row = 11
    place = tuple(circle.split.points.x[row].tolist())
    mine, given = followed(circle, Probe(3, place)), followed(circle, Probe(row))
    for layer in range(4):
        np.testing.assert_array_equal(mine.values(layer), given.values(layer))


def test_inputs_are_told_in_their_own_units() -> None:
    project = edits.set_data(of("circle", 3), standardize=True)
    figures = followed(moment_of(project), Probe(0, (-1.5, 2.0)))
    assert [figures.raw_value(row) for row in (0, 1)] == pytest.approx([-1.5, 2.0], abs=1e-5)
    assert figures.values(0).tolist() != pytest.approx([-1.5, 2.0], abs=1e-2)


def test_a_feature_has_its_own_value() -> None:
    project = edits.toggle_feature(of("circle", 3), "x1_squared")
    figures = followed(moment_of(project), Probe(0, (-1.5, 2.0)))
    assert [figures.raw_value(row) for row in range(3)] == pytest.approx([-1.5, 2.0, 2.25])


# What is written


def painter_of(scene: Scene) -> ValuePainter:
    return ValuePainter(scene, Look(LIGHT, QFont()), pairs_of(scene))


@pytest.mark.parametrize("hidden", [(4, 2), (3,), (1, 1, 1), (2, 2, 2), ()])
@pytest.mark.parametrize("size", [(560, 520), (780, 600), (1000, 740)])
def test_the_numbers_of_few_edges_do_not_cover_one_another(
    qapp: object, hidden: tuple[int, ...], size: tuple[int, int]
) -> None:
    scene = scene_of(of("circle", *hidden), *size, is_probing=True)
    placed = painter_of(scene)._all
    assert placed is not None
    edges = sum(len(pair.y0) * len(pair.y1) for pair in pairs_of(scene))
    assert edges <= FEW
    assert len(placed) == edges or size[0] < 600  # in a narrow window the pointer brings the others out
    boxes = [QRectF(at.x() - LABEL[0] / 2, at.y() - LABEL[1] / 2, *LABEL) for at in placed.values()]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_of_many_edges_those_of_the_neuron_looked_at_have_numbers(qapp: object) -> None:
    scene = scene_of(of("iris", 6), 780, 600, is_probing=True)
    painter = painter_of(scene)
    assert painter._all is None
    strands = [strand for strand, _ in painter._own(1, 2)]
    assert sorted(strands) == [*((0, i, 2) for i in range(4)), *((1, 2, i) for i in range(3))]


@pytest.mark.parametrize("dataset", ["circle", "sine", "digits"])
def test_neurons_have_numbers_only_while_a_sample_is_followed(desk, dataset: str) -> None:
    d: Desk = desk(of(dataset, 4))
    d.show(moment_of(d.project, 50))
    box = d.canvas.scene.columns[1].box_of(0)
    corner = QRectF(*d.canvas.view.to_widget(box.right - 20, box.bottom - 14), 18, 12).toRect()
    plain = d.paint().copy(corner)
    d.selection.set_probe(5)
    assert d.paint().copy(corner) != plain
    d.selection.set_probing(False)
    assert d.paint().copy(corner) == plain


def test_edges_change_with_the_sample_and_with_what_they_are_to_show(desk) -> None:
    d: Desk = desk(of("iris", 6))
    d.show(moment_of(d.project, 50))
    plain = d.paint()
    d.selection.set_probing(True)
    followed_ = d.paint()
    d.canvas.set_contributions(False)
    weights = d.paint()
    assert len({image.cacheKey() for image in (plain, followed_, weights)}) == 3
    middle = d.canvas.scene.geometry.gaps[0].x
    strip = QRectF(*d.canvas.view.to_widget(middle - 40, 150), 30, 400).toRect()
    assert plain.copy(strip) == weights.copy(strip)
    assert plain.copy(strip) != followed_.copy(strip)


def test_numbers_follow_training(desk) -> None:
    d: Desk = desk(of("circle", 4, 2))
    d.selection.set_probe(5)
    d.show(moment_of(d.project, 5))
    before = d.paint()
    d.show(moment_of(d.project, 500))
    assert d.paint() != before


# Words


def test_the_verdict_has_both_the_answer_and_the_truth(circle: Moment) -> None:
    points = circle.split.points
    for row in range(60):
        verdict = verdict_of(followed(circle, Probe(row)), DARK)
        assert verdict is not None
        output = float(circle.probe_pass(Probe(row)).outputs[0, 0])
        said, true = points.class_names[int(output > 0)], points.class_names[int(points.y[row])]
        assert verdict.says.startswith(f"says {said} (")
        assert verdict.truth == f"is {true} {'✓' if said == true else '✗'}"
        assert verdict.is_right == (said == true)
    purple = verdict_of(followed(circle, Probe(0)), theme_of("light", "purple-green"))
    assert purple is not None
    assert ("purple" in purple.truth) == (points.y[0] == 0)
    assert ("green" in purple.truth) == (points.y[0] == 1)
    own = verdict_of(followed(circle, Probe(0, (0.0, 0.0))), DARK)
    assert own is not None
    assert (own.truth, own.is_right) == ("", None)


def test_for_numbers_the_verdict_tells_the_miss() -> None:
    moment = moment_of(of("sine", 6), steps=100)
    verdict = verdict_of(followed(moment, Probe(3)), DARK)
    assert verdict is not None
    said, true = float(moment.probe_pass(Probe(3)).outputs[0, 0]), float(moment.split.points.y[3])
    assert verdict.says == f"says {said:.2f}".replace("-", "−")
    assert verdict.truth.startswith(f"is {true:.2f}, off by ".replace("-", "−"))
    assert verdict.is_right is None


def test_the_card_of_a_neuron_tells_how_its_sum_came_about(circle: Moment) -> None:
    figures = followed(circle, Probe(5))
    facts = facts_of(figures, neuron_hit(figures.scene, 2, 0))
    assert facts is not None
    rows = dict(facts.rows)
    done = circle.probe_pass(Probe(5))
    shown = f"{done.z[1][0, 0]:+.2f}".replace("-", "−")
    assert rows["sum z"] == shown
    assert rows["activation"] == f"{done.a[2][0, 0]:+.2f}".replace("-", "−")
    assert "adds to output" in rows
    np.testing.assert_array_equal(facts.weights, figures.edges[1][:, 0])
    assert "weight × value" in facts.hint


def test_the_card_of_an_edge_says_clearly_that_it_is_no_weight(circle: Moment) -> None:
    edge = (("in", "x1"), circle.project.network.hidden[0].neurons[1])
    hit = Hit(Part.EDGE, target=Target(edge=edge))
    plain = facts_of(Figures(scene_of(circle.project, 780, 600), circle, Probe(5)), hit)
    carried = facts_of(followed(circle, Probe(5)), hit)
    assert plain is not None
    assert carried is not None
    assert plain.title.startswith("w = ")
    assert carried.title.startswith("passes on w · a = ")
    assert [name for name, _ in carried.rows] == ["weight w", "activation a"]


# The card of the inputs


def test_the_button_on_the_inputs_follows_a_sample_and_stops(desk) -> None:
    d: Desk = desk(of("circle", 4))
    d.show(moment_of(d.project))
    card = d.canvas.scene.columns[0].card
    d.click(card.next)
    assert d.selection.probe == Probe(0), "there is no next sample while none is followed"
    d.click(card.probe)
    assert d.selection.is_probing
    d.click(d.canvas.scene.columns[0].card.next)
    assert d.selection.probe.row != 0
    d.click(d.canvas.scene.columns[0].card.probe)
    assert not d.selection.is_probing


def test_the_button_says_what_it_does_now(circle: Moment) -> None:
    hit = Hit(Part.PROBE, 0)
    assert told(scene_of(circle.project, 780, 600), hit).startswith("Follow one sample")
    assert told(scene_of(circle.project, 780, 600, is_probing=True), hit).startswith("Stop following")


def test_the_diagram_stays_where_it_is_when_following_begins(circle: Moment) -> None:
    assert scene_of(circle.project, 780, 600).geometry == scene_of(circle.project, 780, 600, is_probing=True).geometry
