"""The gradients panel: lines over the epochs, the healthy band, a verdict."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT, THEMES, depth_colors
from hlviz.document import edits
from hlviz.explain.flow_health import Health
from hlviz.panels.flow_lines import apart
from hlviz.panels.flow_verdict import verdict
from hlviz.panels.gradients import GradientsPanel
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from hlviz.training.flows import OUT, FlowTable, layer_keys

from .moments import project_of, train

NAMES = ["Hidden 1", "Hidden 2", "Output"]


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> GradientsPanel:
    panel = GradientsPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(300, 160)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def judged(gradient: list[float], update: list[float]) -> tuple[Health, str]:
    found = verdict(NAMES, np.array(gradient), np.array(update))
    return found.health, found.text


def test_all_is_well_in_the_band() -> None:
    health, text = judged([0.01, 0.02, 0.05], [5e-4, 1e-3, 4e-3])
    assert health is Health.HEALTHY
    assert text == "Healthy: steps move layers by 0.050 % to 0.40 %. That is of the size of their weights."


def test_a_layer_that_learns_far_more_slowly_than_the_output_vanishes() -> None:
    health, text = judged([1e-5, 1e-3, 3e-3], [1e-6, 1e-4, 3e-4])
    assert health is Health.VANISHING
    assert text == "Vanishes: Hidden 1 learns 300 times slower than the output."


def test_an_optimizer_may_make_up_for_a_gradient_that_vanishes() -> None:
    health, text = judged([1e-6, 1e-3, 3e-3], [1e-3, 1e-3, 1e-3])
    assert health is Health.VANISHING
    assert text.startswith("Vanishes: gradient of Hidden 1 3000 times below the output's")


def test_a_gradient_that_grows_on_its_way_back_explodes() -> None:
    health, text = judged([50.0, 1.0, 0.1], [1e-3, 1e-3, 1e-3])
    assert health is Health.EXPLODING
    assert "the gradient of Hidden 1 is 500 times the output's" in text


def test_leaping_weights_explode_and_hasty_ones_are_fast() -> None:
    health, text = judged([1, 1, 1], [1e-3, 0.4, 1e-3])
    assert health is Health.EXPLODING
    assert "Hidden 2 by 40 %" in text
    assert "lower learning rate" in text
    assert judged([1, 1, 1], [1e-3, 0.03, 1e-3])[0] is Health.FAST


def test_little_movement_is_slow_and_none_is_no_gradient() -> None:
    assert judged([1, 1, 1], [1e-6, 1e-5, 1e-6])[0] is Health.SLOW
    health, text = judged([0, 1, 1], [0, 1e-3, 1e-3])
    assert health is Health.DEAD
    assert text == "No gradient reaches Hidden 1: it learns nothing."
    assert judged([0, 0, 0], [0, 0, 0])[0] is Health.SLOW


def test_what_is_not_known_is_not_judged() -> None:
    nan = float("nan")
    assert judged([nan, nan, nan], [nan, nan, nan])[0] is Health.UNKNOWN
    assert judged([nan, 0.1, 0.1], [nan, 1e-3, 1e-3])[0] is Health.HEALTHY
    assert judged([0.1, 0.1, 0.1], [nan, nan, nan])[0] is Health.UNKNOWN


def test_sigmoid_after_sigmoid_really_vanishes(panel: GradientsPanel) -> None:
    project = edits.set_training(project_of("spiral", (6,) * 6, "sigmoid"), optimizer="sgd", learning_rate=0.03)
    panel.show_moment(train(project, 8))
    assert panel.verdict.health is Health.VANISHING
    assert panel.verdict.layer == 0
    assert "Hidden 1 learns" in panel.summary()
    assert panel.caption.entries[0].value == "Vanishing"


def test_the_lines_are_the_moments_own(panel: GradientsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    keys = layer_keys(circle.project)
    assert panel.lines.lines.shape == (len(keys), 13)
    for line, key in zip(panel.lines.lines, keys, strict=True):
        np.testing.assert_allclose(10.0**line, circle.flows.gradient[key])
    assert panel.band.ends is None
    panel.update_button.click()
    np.testing.assert_allclose(10.0 ** panel.lines.lines[-1], circle.flows.update[OUT])
    assert panel.band.ends == pytest.approx((-4.0, -2.0))
    low, high = panel.plot.box.viewRange()[1]
    assert low <= -4 < -2 <= high, "the band is seen"


def test_before_training_it_says_what_to_do(panel: GradientsPanel, circle: Moment) -> None:
    flows = circle.flows
    first = FlowTable(
        flows.step[:1], flows.epoch[:1],
        {key: column[:1] for key, column in flows.gradient.items()},
        {key: column[:1] for key, column in flows.update.items()},
    )  # fmt: skip
    panel.show_moment(replace(circle, flows=first))
    assert panel._empty.isVisible()
    panel.grab()
    panel.show_moment(circle)
    assert not panel._empty.isVisible()


def test_a_layer_that_just_came_has_no_line_yet(panel: GradientsPanel, circle: Moment) -> None:
    grown = train(edits.add_layer(circle.project, 1), 0)
    panel.show_moment(replace(grown, flows=circle.flows))
    assert np.isnan(panel.lines.lines[1]).all()
    assert np.isfinite(panel.lines.lines[[0, 2, 3]]).all()
    panel.grab()
    assert panel.summary()


def test_the_pointer_reads_off_all_layers(panel: GradientsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.plot.hovered.emit(QPointF(6.2, -1))
    assert [entry.text for entry in panel.caption.entries] == ["H1", "H2", "Output"] or [
        entry.text for entry in panel.caption.entries
    ] == ["Hidden 1", "Hidden 2", "Output"]
    assert float(panel.caption.entries[-1].value) == pytest.approx(circle.flows.gradient[OUT][6], rel=0.05)
    panel.plot.hovered.emit(None)
    assert len(panel.caption.entries) == 2


def test_a_click_on_a_line_selects_its_layer(panel: GradientsPanel, circle: Moment, selection: Selection) -> None:
    panel.show_moment(circle)
    panel.grab()
    at = QPointF(12.0, float(panel.lines.lines[1][12]))
    away = [abs(float(line[12]) - at.y()) for line in panel.lines.lines]
    assert sorted(away)[1] > 0, "the lines can be told apart here"
    panel.plot.clicked.emit(at)
    assert selection.target == Target(layer=circle.project.network.hidden[1].id)


def test_its_numbers(panel: GradientsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    table = panel.table()
    assert table is not None
    assert table.headers[:3] == ("step", "epoch", "Hidden 1 gradient")
    assert len(table) == 13
    np.testing.assert_array_equal(table.columns[table.headers.index("Output update")], circle.flows.update[OUT])


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_layers_stand_out_on_the_card_and_from_one_another(theme) -> None:
    def luminance(color: str) -> float:
        parts = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    card = luminance(theme.card)
    lights = [luminance(color) for color in depth_colors(theme, 5)]
    for light in lights:
        assert (max(light, card) + 0.05) / (min(light, card) + 0.05) >= 3, "WCAG: 3 : 1 for what is drawn"
    assert lights == sorted(lights), "deeper is lighter: a difference that colour blindness leaves"


def test_names_are_moved_apart_but_stay_inside() -> None:
    moved = apart(np.array([10.0, 11.0, 12.0, 90.0]), 10.0, 0.0, 100.0)
    assert (np.diff(moved) >= 10).all()
    assert moved[-1] <= 95
    np.testing.assert_array_equal(apart(np.array([96.0, 97.0, 98.0]), 10.0, 0.0, 100.0), [75, 85, 95])


def test_a_frozen_layer_does_not_spoil_the_verdict() -> None:
    health, text = judged([0.01, 0.02, 0.05], [0, 1e-3, 4e-3])
    assert health is Health.HEALTHY
    assert "by 0.10 % to 0.40 %" in text


def test_every_power_of_ten_has_its_number(panel: GradientsPanel) -> None:
    axis = panel.plot.left_axis
    assert axis.tickStrings([1.0, -2.0, -3.0, -4.0, -7.0, -3.7], 1, 1) == [
        "10",
        "0.01",
        "0.001",
        "1e−4",
        "1e−7",
        "2e−4",
    ]


def test_a_network_that_was_just_opened_is_not_judged_beside_press_play(panel: GradientsPanel, circle: Moment) -> None:
    flows = circle.flows
    last = slice(-1, None)
    opened = replace(
        circle,
        flows=replace(
            flows, step=flows.step[last], epoch=flows.epoch[last],
            gradient={key: line[last] for key, line in flows.gradient.items()},
            update={key: line[last] for key, line in flows.update.items()},
        ),
    )  # fmt: skip
    panel.show_moment(opened)
    assert not panel._empty.isHidden()
    assert panel.verdict.health is Health.UNKNOWN
    assert [entry.value for entry in panel.caption.entries] == [""]
    panel.show_moment(circle)
    assert panel._empty.isHidden()
    assert panel.verdict.health is not Health.UNKNOWN
