"""Edges are found where they are drawn, and of too many the strongest are drawn."""

from dataclasses import replace

import numpy as np
import pytest
from diagram_desk import moment_of

from hlviz.diagram.curve import across_and_rise, rise_at
from hlviz.diagram.figures import Figures
from hlviz.diagram.scene import Scene, scene_of
from hlviz.diagram.strands import ALL, Pair, Shown, all_can_be_shown, pairs_of, shown, strand_at
from hlviz.document import Project, edits
from hlviz.session.probe import Probe


def scene_with(*shape: int, dataset: str = "circle") -> Scene:
    return scene_of(edits.set_shape(edits.choose_dataset(Project(), dataset), shape), 780, 600)


def shown_of(scene: Scene) -> tuple[tuple[Pair, ...], Shown]:
    pairs, figures = pairs_of(scene), Figures(scene, moment_of(scene.project), Probe())
    pooled = [pair.pooled(w) for pair, w in zip(pairs, figures.weights, strict=True)]
    return pairs, shown(pairs, pooled, figures.strongest, 140)


def test_the_rise_between_the_drawn_points_is_that_of_the_curve() -> None:
    across, rise = across_and_rise(37)
    np.testing.assert_allclose(rise_at(across), rise, atol=1e-3)
    assert (rise[0], rise[-1]) == (0, 1)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_every_edge_of_a_small_network_is_found_on_its_curve(share: float) -> None:
    pairs, drawn = shown_of(scene_with(2, 3))
    for i in range(len(drawn)):
        pair = pairs[drawn.pair[i]]
        y0, y1 = pair.y0[drawn.start[i]], pair.y1[drawn.end[i]]
        x = pair.x0 + share * (pair.x1 - pair.x0)
        y = float(y0 + (y1 - y0) * rise_at(share))
        found = strand_at(pairs, drawn, x, y)
        assert found is not None
        other = pairs[found[0]].y0[found[1]], pairs[found[0]].y1[found[2]]
        # it may be a stronger one that crosses just there
        assert abs(other[0] + (other[1] - other[0]) * rise_at(share) - y) < 6


def test_far_from_all_edges_there_is_none() -> None:
    pairs, drawn = shown_of(scene_with(2, 3))
    assert strand_at(pairs, drawn, pairs[0].x0 + 5, 20) is None
    assert strand_at(pairs, drawn, 2, 300) is None


def test_all_strands_are_drawn_the_weakest_first_up_to_a_limit() -> None:
    pairs, drawn = shown_of(scene_with(8, 8, 8))
    assert len(drawn) == 2 * 8 + 64 + 64 + 8 <= ALL
    assert all_can_be_shown(pairs)
    assert (np.diff(np.abs(drawn.value)) >= 0).all()
    assert np.abs(drawn.value[-1]) == pytest.approx(1)


def test_of_too_many_the_strongest_of_each_pair_are_drawn() -> None:
    scene = scene_with(20, 20, 20)
    _, drawn = shown_of(scene)
    assert len(drawn) < ALL
    assert set(drawn.pair) == {0, 1, 2, 3}
    weights = Figures(scene, moment_of(scene.project), Probe()).weights[1]
    mine = np.abs(drawn.value[drawn.pair == 1]) * max(
        np.abs(w).max() for w in moment_of(scene.project).parameters.weights
    )
    assert np.sort(np.abs(weights).ravel())[-len(mine)] == pytest.approx(mine.min(), rel=1e-5)


@pytest.mark.parametrize(("rows", "columns"), [(7, 5), (8, 6), (64, 30), (5, 1)])
@pytest.mark.parametrize(("high", "wide"), [(1, 1), (3, 1), (1, 4), (3, 4), (8, 8)])
def test_a_strand_has_the_value_of_its_strongest_edge(rows: int, columns: int, high: int, wide: int) -> None:
    weights = np.random.default_rng(rows).normal(size=(rows, columns)).astype(np.float32)
    y = np.zeros(1)
    pair = Pair(0, 0.0, 1.0, y, y, high, wide)
    pooled = pair.pooled(weights)
    assert pooled.shape == (-(-rows // high), -(-columns // wide))
    for start in range(pooled.shape[0]):
        for end in range(pooled.shape[1]):
            piece = weights[start * high : (start + 1) * high, end * wide : (end + 1) * wide]
            assert abs(pooled[start, end]) == np.abs(piece).max()
            row, column = pair.strongest_in(weights, start, end)
            assert weights[row, column] == pooled[start, end]


def test_a_network_whose_weights_are_all_zero_has_strands_of_no_strength() -> None:
    scene = scene_with(3)
    project = replace(scene.project, network=replace(scene.project.network, initializer="zeros"))
    pairs = pairs_of(scene)
    figures = Figures(scene, moment_of(project, steps=0), Probe())
    assert figures.strongest == 0
    assert not shown(pairs, list(figures.weights), figures.strongest, 140).value.any()
